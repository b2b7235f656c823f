"""How well a model obeys its own protocols, without any of the program's help: annotations, placeholders, loops.

    python docs/benchmarks/obedience.py SET.tsv… [--model FOLDER] [--sentences 1000] [--seed 1] [--program]

A set has English TAB Vietnamese on each line. Sentences with a termbase match are drawn; one match of each is
annotated (`⟪ source ｜ target ⟫`), masked (`⟪ ｜ target ⟫`), masked with the rendering of another sentence's
term (nothing but copying helps), or replaced by `⟦1⟧`. Obeyed is an output that holds the wanted text (each
placeholder once) and no mark of the protocol beside. Loops (four words three times) and empty outputs are
counted over all sentences of the sets, unmarked; with `--program` also in what the whole program makes of them.
It then also translates the drawn sentences with an address in the place of the term, which must come out once.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

from songngu.documents.protected import protected_spans
from songngu.engines import DecodingOptions, load_model_info, load_reverse
from songngu.engines.ctranslate2_engine import CTranslate2Engine
from songngu.engines.registry import default_model
from songngu.languages import LanguagePair
from songngu.terminology import Termbase, default_glossary
from songngu.terminology.finder import TermFinder
from songngu.terminology.folding import contains
from songngu.terminology.protocol import MARKS, annotate, masked
from songngu.training.filters import has_loop
from songngu.translator import SourceText, Translator

ADDRESS = "https://example.vn/1"


def replaced(text: str, start: int, end: int, form: str) -> str:
    return text[:start] + form + text[end:]


def main(sets: list[Path], model: Path, sentences: int, seed: int, *, program: bool) -> None:
    pair = LanguagePair()
    engine = CTranslate2Engine(load_model_info(model), "int8")
    plain = DecodingOptions()
    find = TermFinder(Termbase.load([default_glossary(pair)]), pair)
    english = [line.split("\t")[0] for path in sets for line in path.read_text("utf-8").splitlines()]
    rng = random.Random(seed)
    drawn = []
    for text in rng.sample(english, len(english)):
        matches = find(text)
        if matches and len(drawn) < sentences:
            drawn.append((text, rng.choice(matches)))
    others = [match.target for _, match in drawn]
    rng.shuffle(others)
    cases: dict[str, tuple[list[str], list[str]]] = {
        "plain": ([t for t, _ in drawn], [m.target for _, m in drawn]),
        "annotated": ([annotate(t, [m]) for t, m in drawn], [m.target for _, m in drawn]),
        "masked": ([masked(t, [m]) for t, m in drawn], [m.target for _, m in drawn]),
        "swapped": (
            [
                replaced(t, m.span.start, m.span.end, f"⟪ ｜ {o} ⟫")
                for (t, m), o in zip(drawn, others, strict=True)
            ],
            others,
        ),
        "placeholder": (
            [replaced(t, m.span.start, m.span.end, "⟦1⟧") for t, m in drawn],
            ["⟦1⟧"] * len(drawn),
        ),
    }
    print(f"{engine.model} {engine.model.digest}, {len(drawn):,} sentences, seed {seed}")
    for name, (sources, wanted) in cases.items():
        outputs = [hypothesis.text for hypothesis in engine.translate(sources, plain)]
        kept = [
            output.count(text) == 1 if name == "placeholder" else contains(output, text)
            for output, text in zip(outputs, wanted, strict=True)
        ]
        marks = sum(any(mark in o.replace("⟦1⟧", "") for mark in MARKS) for o in outputs)
        print(
            f"{name:<12} {sum(kept):5}/{len(kept)} {100 * sum(kept) / len(kept):6.1f} %  stray marks {marks}"
        )
    outputs = {"model": [hypothesis.text for hypothesis in engine.translate(english, plain)]}
    if program:
        translator = Translator(engine, find, pair, reverse=load_reverse(pair))
        done = translator.translate([SourceText(text) for text in english])
        outputs["program"] = [each.target for each in done]
        addressed = [replaced(t, m.span.start, m.span.end, ADDRESS) for t, m in drawn]
        items = [SourceText(text, protected=tuple(protected_spans(text))) for text in addressed]
        once = sum(each.target.count(ADDRESS) == 1 for each in translator.translate(items))
        print(f"program: {once} of {len(items):,} addresses once")
    for name, texts in outputs.items():
        empty = sum(not text.strip() for text in texts)
        print(f"{name}: of {len(texts):,} sentences {sum(map(has_loop, texts))} with loops, {empty} empty")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", type=Path, nargs="+")
    parser.add_argument("--model", type=Path, default=default_model(LanguagePair()))
    parser.add_argument("--sentences", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--program", action="store_true")
    options = parser.parse_args()
    main(options.sets, options.model, options.sentences, options.seed, program=options.program)
