"""What happens before the first step: text, pieces, alignments, starting weights; all of it repeatable by the
seed."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import math
import random
import shutil
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from songngu.training import alignment
from songngu.training.augmentation import Example, augment, phrase_pool
from songngu.training.base import TrainingError
from songngu.training.batching import Encoded, buckets, encode
from songngu.training.corpus import Pair, Sampler, Source, find_files, load_sources, read_pairs
from songngu.training.recipe import Architecture, Recipe
from songngu.training.vocabulary import Vocabulary, train_joint
from songngu.training.weights import ModelFolder, open_folder, read_weights

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from torch import Tensor

    from songngu.training.alignment import Alignments
    from songngu.training.network import MarianNetwork

DEV_PAIRS = 200
_BIAS_PAIRS = 20000
_EMBEDDING_PAIRS = 200000
_UNSEEN = 0.3


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything a run trains on.

    Attributes:
        recipe: the recipe, its architecture replaced by that of the starting weights where it says none.
        sources: parallel text without held-out sentences.
        vocabulary: the pieces.
        alignments: word alignments of the pairs that the recipe wants aligned.
        dev: development sets by name, encoded.
        init: the folder that the weights come from, or None.
    """

    recipe: Recipe
    sources: list[Source]
    vocabulary: Vocabulary
    alignments: Alignments
    dev: dict[str, list[Encoded]]
    init: ModelFolder | None

    def digest(self) -> str:
        """Return what must be equal for a run to be resumed: recipe (but for its pace), text, pieces.

        What the recipe leaves as it is by default does not count, so that a run survives a version of the
        program that knows more options.
        """
        recipe = _choices(self.recipe)
        for key in ("path", "init", "version", "licence", "name"):
            recipe.pop(key, None)
        for key in ("budget", "checkpoint", "report", "evaluate", "threads", "processes", "precision"):
            recipe.get("training", {}).pop(key, None)
        parts = [recipe, [(s.name, len(s.pairs)) for s in self.sources], self.vocabulary.size]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]


def _choices(settings: Any) -> dict[str, Any]:
    """Return the fields of a (nested) dataclass that differ from their defaults."""
    chosen: dict[str, Any] = {}
    for field in dataclasses.fields(settings):
        value = getattr(settings, field.name)
        if dataclasses.is_dataclass(value):
            value = _choices(value)
            default: Any = {}
        elif isinstance(value, tuple):
            value = [_choices(each) if dataclasses.is_dataclass(each) else each for each in value]
            default = []
        else:
            default = field.default
        if value != default:
            chosen[field.name] = value
    return chosen


def prepare(recipe: Recipe, root: Path, out: Path, say: Callable[[str], None]) -> Prepared:
    """Read the text and make what is missing in the run's folder: pieces and alignments.

    Args:
        recipe: a checked recipe.
        root: data folder.
        out: the run's folder; `source.spm`, `target.spm`, `vocab.json` and `alignment.npz` go there.
        say: told what takes long.

    Raises:
        TrainingError: missing or broken input.
    """
    sources = load_sources(recipe, root)
    say(f"{sum(len(s.pairs) for s in sources):,} pairs from {len(sources)} files")
    init = open_folder(root / recipe.init) if recipe.init else None
    if init is not None and recipe.architecture == Architecture():
        recipe = dataclasses.replace(recipe, architecture=init.shape)
    vocabulary = _vocabulary(recipe, root, out, sources, init)
    path = out / "alignment.npz"
    alignments: Alignments = {}
    if recipe.training.guided_alignment or recipe.augmentation.share:
        if not path.exists():
            pairs = alignment.pairs_to_align(sources, recipe.seed)
            say(f"aligning the words of {len(pairs):,} pairs")
            alignment.save(alignment.align(pairs, (recipe.source, recipe.target)), path)
        alignments = alignment.load(path)
    dev = {
        file.stem: _encode_dev(file, recipe, vocabulary)
        for pattern in recipe.dev
        for file in find_files(pattern, root, recipe.path)
    }
    return Prepared(recipe, sources, vocabulary, alignments, dev, init)


def _encode_dev(file: Path, recipe: Recipe, vocabulary: Vocabulary) -> list[Encoded]:
    # Development files have the same column order as the first data entry.
    swap = recipe.data[0].columns[0] != recipe.source
    pairs = [pair for pair, _ in zip(read_pairs(file, swap=swap), range(DEV_PAIRS), strict=False)]
    longest = recipe.architecture.max_positions
    examples = [Example(*pair) for pair in pairs]
    return encode(examples, vocabulary, longest=longest, guided_share=0, rng=random.Random(0))


def _vocabulary(
    recipe: Recipe, root: Path, out: Path, sources: Sequence[Source], init: ModelFolder | None
) -> Vocabulary:
    if not (out / "vocab.json").exists():
        if init is not None:
            for name in ("source.spm", "target.spm"):
                shutil.copyfile(init.path / name, out / name)
            ids = init.vocabulary.ids
            if _is_reverse(recipe, init):
                shutil.copyfile(init.path / "target.spm", out / "source.spm")
                shutil.copyfile(init.path / "source.spm", out / "target.spm")
        else:
            if recipe.vocabulary.file:
                shutil.copyfile(find_files(recipe.vocabulary.file, root, recipe.path)[0], out / "source.spm")
            else:
                train_joint(sources, recipe.vocabulary.size, out / "source.spm", recipe.seed)
            shutil.copyfile(out / "source.spm", out / "target.spm")
            ids = Vocabulary.joint(out / "source.spm").ids
        (out / "vocab.json").write_text(json.dumps(ids, ensure_ascii=False), encoding="utf-8")
    return Vocabulary.from_folder(out)


def _is_reverse(recipe: Recipe, init: ModelFolder) -> bool:
    return (init.source, init.target) == (recipe.target, recipe.source)


def training_round(prepared: Prepared, sampler: Sampler, number: int) -> list[list[Encoded]]:
    """Return the batches of round `number`: sampled, augmented, encoded, bucketed; the same whenever it is
    asked for."""
    recipe = prepared.recipe
    rng = random.Random(f"{recipe.seed}:{number}")
    drawn = sampler.round(number, recipe.training.round_pairs)
    pool = phrase_pool([pair for _, pair in drawn], prepared.alignments, rng) if prepared.alignments else []
    examples = []
    for source, pair in drawn:
        if source.tag:  # links and annotations of synthetic sources are not worth the trouble
            examples.append(Example(f"{source.tag} {pair.source}", pair.target))
        else:
            examples.append(augment(pair, prepared.alignments, pool, recipe.augmentation, rng))
    encoded = encode(
        examples,
        prepared.vocabulary,
        longest=recipe.architecture.max_positions,
        guided_share=recipe.training.guided_share if recipe.training.guided_alignment else 0,
        rng=rng,
    )
    return buckets(encoded, recipe.training.tokens_per_batch, rng)


def target_log_frequencies(prepared: Prepared) -> Tensor:
    """Return the log-probability of every target piece [1, pieces], the natural output bias of an untrained
    decoder."""
    import torch

    vocabulary, rng = prepared.vocabulary, random.Random(prepared.recipe.seed)
    counts: Counter[int] = Counter()
    for ids in vocabulary.encode_target([pair.target for pair in _draw(prepared.sources, _BIAS_PAIRS, rng)]):
        counts.update(ids)
    total = math.log(sum(counts.values()) + _UNSEEN * vocabulary.size)
    return torch.tensor([[math.log(counts[i] + _UNSEEN) - total for i in range(vocabulary.size)]])


def _draw(sources: Sequence[Source], size: int, rng: random.Random) -> list[Pair]:
    """Draw pairs, each source in proportion to its size times its weight."""
    total = sum(len(s.pairs) * s.weight for s in sources)
    pairs: list[Pair] = []
    for source in sources:
        wanted = math.ceil(size * len(source.pairs) * source.weight / total)
        pairs += [
            source.pairs[i] for i in rng.sample(range(len(source.pairs)), min(wanted, len(source.pairs)))
        ]
    return pairs


def starting_weights(prepared: Prepared, network: MarianNetwork) -> tuple[dict[str, Tensor], str]:
    """Return weights to start from, and a sentence about them.

    From scratch, a post-norm encoder collapses at a useful learning rate. Against that: embeddings in which
    translations are neighbours, unigram log-probabilities as output bias, and the last attention to the
    source started as a matcher of equal vectors (`loop` keeps the encoder frozen at first, besides).

    From a model of the reverse direction only the output bias must change: the pieces and their embeddings
    serve both languages. A recipe with a larger architecture than the model's grows it (see `grow`).

    Args:
        prepared: the run.
        network: freshly initialised; names and shapes must fit.

    Raises:
        TrainingError: the folder's direction, pieces or architecture do not fit the recipe.
    """
    import torch

    recipe, init = prepared.recipe, prepared.init
    names = [name for name, _ in network.named_parameters()]
    if init is not None:
        if init.vocabulary.ids != prepared.vocabulary.ids:
            raise TrainingError("the model's vocabulary is not that of the run", path=init.path)
        reverse = _is_reverse(recipe, init)
        about = f"starting from {init.path.name}" + (" (the reverse direction)" if reverse else "")
        if init.shape == network.shape:
            weights = read_weights(init.path, names)
        else:
            from songngu.training.grow import grow

            weights, about = grow(init, network), about + ", grown"
        if reverse:
            weights["final_logits_bias"] = target_log_frequencies(prepared)
        return weights, about

    width = network.shape.d_model
    generator = torch.Generator().manual_seed(recipe.seed)
    from songngu.training.embeddings import cross_lingual

    pairs = _draw(prepared.sources, _EMBEDDING_PAIRS, random.Random(recipe.seed))
    turn = torch.linalg.qr(torch.randn(width, width, generator=generator))[0]
    last = f"model.decoder.layers.{network.shape.decoder_layers - 1}.encoder_attn."
    return {
        "final_logits_bias": target_log_frequencies(prepared),
        "model.shared.weight": cross_lingual(prepared.vocabulary, pairs, width, generator),
        last + "q_proj.weight": turn * 0.6,
        last + "k_proj.weight": turn * 0.6,
        last + "v_proj.weight": turn,
        last + "out_proj.weight": turn.t() * 0.7,
    }, "starting from random weights"
