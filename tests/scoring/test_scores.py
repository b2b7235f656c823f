"""Our numbers are sacrebleu's: against the `sacrebleu` command and its significance module, on real text."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from songngu.languages import LanguagePair
from songngu.scoring import compare, evaluate, statistics
from songngu.scoring.base import ScoredDocument, ScoredSegment
from songngu.scoring.metrics import make_metric, resampled_scores

CORPUS = Path(__file__).parents[2] / "corpus"
REFERENCE = [
    line
    for slug in ("lang-son-armed-forces", "lang-son-defensive-zone")
    for line in (CORPUS / slug / "reference.vi.txt").read_text(encoding="utf-8").splitlines()
]


def damaged(lines: list[str], every: int) -> list[str]:
    """Return lines with every n-th word left out: a system that is wrong in places."""
    result = []
    for number, line in enumerate(lines):
        words = line.split()
        result.append(" ".join(w for i, w in enumerate(words) if (i + number) % every) or words[0])
    return result


BETTER, WORSE = damaged(REFERENCE, 9), damaged(REFERENCE, 4)


def sacrebleu(folder: Path, hypotheses: list[list[str]], *options: str, refs: list[list[str]]) -> str:
    paths = []
    for name, lines in [("h", h) for h in hypotheses] + [("r", r) for r in refs]:
        path = folder / f"{name}{len(paths)}"
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        paths.append(str(path))
    command = [sys.executable, "-m", "sacrebleu", *paths[len(hypotheses) :], "-i", *paths[: len(hypotheses)]]
    return subprocess.run([*command, *options], capture_output=True, text=True, check=True).stdout


def document(hypotheses: list[str], *references: list[str]) -> ScoredDocument:
    return ScoredDocument(
        "d",
        tuple(
            ScoredSegment("", h, refs, f"line {n}")
            for n, (h, *rest) in enumerate(zip(hypotheses, *references, strict=True))
            for refs in (tuple(rest),)
        ),
    )


@pytest.mark.parametrize(
    "references", [[REFERENCE], [REFERENCE, WORSE, REFERENCE[::-1]]], ids=["one", "three"]
)
def test_scores_and_intervals_are_those_of_the_sacrebleu_command(tmp_path, references):
    references = [each[:30] for each in references]
    theirs = json.loads(
        sacrebleu(
            tmp_path, [BETTER[:30]], "-m", "bleu", "chrf", "ter", "--confidence", "-w", "6", refs=references
        )
    )
    evaluation = evaluate(
        [document(BETTER[:30], *references)], LanguagePair(), metrics=("bleu", "chrf", "ter"), bootstrap=1000
    )
    for mine, their in zip(evaluation.pooled.metrics, theirs, strict=True):
        assert mine.name == their["name"]
        assert mine.signature == their["signature"]
        assert f"{mine.score:.6f}" == f"{their['score']:.6f}"
        assert mine.interval is not None
        assert mine.interval.mean == pytest.approx(their["confidence_mean"], abs=1e-6)
        assert mine.interval.half_width == pytest.approx(their["confidence_var"], abs=1e-6)


def test_chrf_with_words_and_other_tokenisations_are_those_of_the_command(tmp_path):
    chrf = json.loads(
        sacrebleu(tmp_path, [WORSE], "-m", "chrf", "--chrf-word-order", "2", "-w", "6", refs=[REFERENCE])
    )
    intl = json.loads(
        sacrebleu(tmp_path, [WORSE], "-m", "bleu", "--tokenize", "intl", "-w", "6", refs=[REFERENCE])
    )
    mine = evaluate(
        [document(WORSE, REFERENCE)], LanguagePair(), metrics=("chrf++", "bleu-intl"), bootstrap=0
    )
    for ours, theirs in zip(mine.pooled.metrics, (chrf, intl), strict=True):
        assert (f"{ours.score:.6f}", ours.signature) == (f"{theirs['score']:.6f}", theirs["signature"])


@pytest.mark.parametrize("test", ["bs", "ar"])
def test_significance_is_that_of_the_sacrebleu_command(tmp_path, test):
    # As text: with chrF, sacrebleu 2.6's own JSON of a paired test ends in a TypeError.
    a, b, refs = WORSE[:24], BETTER[:23] + WORSE[:1], REFERENCE[:24]
    options = ("-m", "bleu", "chrf", "ter", f"--paired-{test}", f"--paired-{test}-n", "200", "-w", "4")
    row = sacrebleu(tmp_path, [a, b], *options, "-f", "text", refs=[refs])
    p_values = re.findall(r"p = (\d\.\d{4})", row)
    scores = re.findall(r" (\d+\.\d{4})", row[row.index("h1") :])
    for key, theirs in zip(("bleu", "chrf", "ter"), p_values, strict=True):
        aligned = [(line,) for line in refs]
        mine = compare(
            statistics(key, a, aligned), statistics(key, b, aligned), bootstrap=200, randomisations=200
        )
        assert f"{mine.p_bootstrap if test == 'bs' else mine.p_randomisation:.4f}" == theirs
        assert f"{mine.score_b:.4f}" in scores


def test_a_better_system_is_said_to_be_better():
    refs = [(each,) for each in REFERENCE]
    found = compare(statistics("bleu", WORSE, refs), statistics("bleu", BETTER, refs))
    assert found.significant
    assert found.difference.low > 0
    assert re.fullmatch(
        r"B is better than A by \d+\.\d BLEU, p < 0\.001 \(better in \d+ .*\)\.", found.sentence()
    )


def test_less_is_better_for_edit_rate():
    refs = [(each,) for each in REFERENCE]
    found = compare(statistics("ter", BETTER, refs), statistics("ter", WORSE, refs))
    assert found.gain < 0
    assert found.sentence("old", "new").startswith("new is worse than old by")


def test_a_system_against_itself_is_no_discovery():
    same = statistics("bleu", BETTER, [(each,) for each in REFERENCE])
    assert (
        compare(same, same, bootstrap=50, randomisations=50)
        .sentence()
        .startswith("A and B have the same BLEU")
    )


def test_a_tiny_change_is_no_proof():
    changed = [*BETTER[:-1], BETTER[-1] + " nhé"]
    refs = [(each,) for each in REFERENCE]
    found = compare(statistics("chrf", BETTER, refs), statistics("chrf", changed, refs))
    assert not found.significant
    assert found.sentence().startswith("No proof that A and B differ")


@pytest.mark.parametrize("key", ["bleu", "chrf++", "ter"])
@pytest.mark.parametrize("references", [1, 3])
def test_resampling_by_counting_gives_the_sums_that_sacrebleu_gathers(key, references):
    from sacrebleu.significance import _bootstrap_resample

    refs = [
        (line, other, third)[:references]
        for line, other, third in zip(REFERENCE[:30], WORSE[:30], REFERENCE[30:60], strict=True)
    ]
    stats = statistics(key, BETTER[:30], refs)
    _, theirs = _bootstrap_resample(stats.rows, make_metric(key), 100)
    assert resampled_scores(stats, 100) == [each.score for each in theirs]


def test_a_document_alone_scores_as_it_does_in_company():
    one, two = document(BETTER[:24], REFERENCE[:24]), document(BETTER[24:], REFERENCE[24:])
    both = evaluate([one, two], LanguagePair(), bootstrap=0)
    alone = evaluate([two], LanguagePair(), bootstrap=0)
    assert both.scores[1].metrics == alone.pooled.metrics
    assert both.pooled.segments == len(REFERENCE)
    assert (
        both.pooled.metrics
        == evaluate([document(BETTER, REFERENCE)], LanguagePair(), bootstrap=0).pooled.metrics
    )


def test_slow_metrics_on_many_segments_are_shared_among_processes():
    hypotheses, refs = BETTER[:20] * 60, [(line,) for line in REFERENCE[:20]] * 60
    seen = []
    shared = statistics("ter", hypotheses, refs, seen.append, jobs=2)
    assert shared.rows == statistics("ter", hypotheses[:20], refs[:20]).rows * 60
    assert sum(seen) == len(hypotheses)
