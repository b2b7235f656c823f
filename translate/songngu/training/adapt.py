"""Adapting a MarianMT model to what its reviewers accepted, without forgetting what it knew.

Fine-tuning on reviewed pairs mixed with general ones (replay; Chu et al., ACL 2017, "mixed fine-tuning"),
stopped when held-out documents no longer profit, judged on them before and after with a paired bootstrap test
(Koehn, 2004).
"""

from __future__ import annotations

import json
import random
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from songngu.engines.convert import require_torch
from songngu.training.base import TrainingError
from songngu.training.decoding import Decoder, Search
from songngu.training.export import convert, write_folder
from songngu.training.finetuning import Course, FineTuning, Settings
from songngu.training.reviewed import Document, hold_out
from songngu.training.weights import ModelFolder, open_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from songngu.training.corpus import Pair

REPORT = "adaptation.json"
MIN_PAIRS = 20
_JUDGED_REPLAY = 200


@dataclass(frozen=True, slots=True)
class Comparison:
    """Before and after on one set.

    Attributes:
        segments: how many.
        bleu: before, after.
        chrf: before, after.
        bleu_p: probability that so large a BLEU difference is chance (paired bootstrap, 1,000 samples).
        chrf_p: the same for chrF.
        signature: sacrebleu's, of chrF.
    """

    segments: int
    bleu: tuple[float, float]
    chrf: tuple[float, float]
    bleu_p: float
    chrf_p: float
    signature: str


@dataclass(frozen=True, slots=True)
class Adaptation:
    """What adapting did.

    Attributes:
        folder: the new model folder.
        reviewed: pairs trained on.
        course: how the training went.
        held_out: the comparison on held-out reviewed pairs.
        general: the comparison on general pairs that were not trained on, None without replay.
    """

    folder: Path
    reviewed: int
    course: Course
    held_out: Comparison
    general: Comparison | None


def adapt(
    model: Path,
    documents: Sequence[Document],
    out: Path,
    *,
    replay: Sequence[Pair] = (),
    settings: Settings | None = None,
    prefix: str = "",
    say: Callable[[str], None],
) -> Adaptation:
    """Fine-tune a model folder and write a new one.

    Args:
        model: any MarianMT folder with safetensors weights.
        documents: reviewed pairs.
        out: the new model folder.
        replay: general pairs against forgetting; a sequence that decodes on demand will do.
        settings: how.
        prefix: the piece that the model wants before every source.
        say: told what happens.

    Raises:
        TrainingError: too few pairs, a model that cannot be trained, or a folder that exists.
    """
    require_torch("training")
    settings = settings or Settings()
    if out.exists():
        raise TrainingError("the folder exists", path=out, remedy="name a new one")
    rng = random.Random(settings.seed)
    training, held_out = hold_out(documents, settings.held_out, settings.seed)
    if len(training) < MIN_PAIRS:
        raise TrainingError(
            f"{len(training)} reviewed pairs to train on", remedy=f"{MIN_PAIRS} are the least"
        )
    folder = open_folder(model, prefix)
    held_sources = {pair.source for pair in held_out}
    general = rng.sample(range(len(replay)), min(len(replay), _JUDGED_REPLAY)) if replay else []
    judged = [pair for pair in (replay[i] for i in general) if pair.source not in held_sources]
    avoided = held_sources | {pair.source for pair in judged}
    say(f"{len(training):,} reviewed pairs, {len(held_out):,} held out, {len(replay):,} general pairs")

    run = FineTuning(folder, settings)
    course = run.train(training, held_out, replay, avoided, say)
    describes = {**_described(folder), "training": {"adapted": len(training), "steps": course.best_step}}
    write_folder(run.best, folder.shape, model, out, describes)
    convert(out)
    comparison = compare(model, out, held_out, prefix, settings.threads)
    forgotten = compare(model, out, judged, prefix, settings.threads) if judged else None
    result = Adaptation(out, len(training), course, comparison, forgotten)
    report = {**asdict(result), "folder": out.name}
    (out / REPORT).write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return result


def _described(folder: ModelFolder) -> dict[str, Any]:
    known = {key: value for key, value in folder.about.items() if key != "digest"}
    described: dict[str, Any] = {
        "source": folder.source,
        "target": folder.target,
        "terms": "none",
        **known,
        "name": f"{known.get('name', folder.path.name)}-adapted",
    }
    return described


def compare(
    before: Path, after: Path, pairs: Sequence[Pair], prefix: str = "", threads: int = 0
) -> Comparison:
    """Decode `pairs` with both models (int8, beam 4) and compare with a paired bootstrap test.

    Source of the test: Koehn, EMNLP 2004, as sacrebleu computes it.
    """
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF
    from sacrebleu.significance import PairedTest

    sources, references = [pair.source for pair in pairs], [pair.target for pair in pairs]
    outputs = [Decoder(f, threads, prefix).translate(sources, Search(beam=4)) for f in (before, after)]
    systems: list[tuple[str, Sequence[str]]] = [
        (n, [o.text for o in out]) for n, out in zip(("before", "after"), outputs, strict=True)
    ]
    metrics = {"BLEU": BLEU(), "chrF": CHRF()}
    test = PairedTest(systems, metrics, references=[references], test_type="bs", n_samples=1000)
    signatures, scores = test()
    bleu: list[Any] = scores["BLEU"]
    chrf: list[Any] = scores["chrF2"]
    return Comparison(
        len(pairs),
        (round(bleu[0].score, 2), round(bleu[1].score, 2)),
        (round(chrf[0].score, 2), round(chrf[1].score, 2)),
        round(bleu[1].p_value, 4),
        round(chrf[1].p_value, 4),
        str(signatures["chrF2"]),
    )
