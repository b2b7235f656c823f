"""Precisions of a model side by side: speed, memory, and what they cost in BLEU and chrF."""

from __future__ import annotations

import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from songngu.engines.base import DecodingOptions
from songngu.errors import ScoringError

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class BenchResult:
    """What one precision did.

    Attributes:
        precision: e.g. `int8`.
        segments: how many segments were translated.
        segments_per_second: without loading.
        tokens_per_second: source pieces per second.
        load_seconds: from the folder to a loaded engine.
        peak_megabytes: highest resident memory of the process, in 10⁶ bytes.
        disk_megabytes: size of the conversion, in 10⁶ bytes.
        bleu: corpus BLEU (sacrebleu, 13a).
        chrf: corpus chrF2.
        bleu_difference: to the first precision of the table.
        chrf_difference: to the first precision of the table.
        same: share of segments with the first precision's text.
    """

    precision: str
    segments: int
    segments_per_second: float
    tokens_per_second: float
    load_seconds: float
    peak_megabytes: float
    disk_megabytes: float
    bleu: float
    chrf: float
    bleu_difference: float = 0.0
    chrf_difference: float = 0.0
    same: float = 1.0


def read_pairs(path: Path, limit: int | None = None) -> tuple[list[str], list[str]]:
    """Read a TSV file of sources and references.

    Raises:
        ScoringError: it cannot be read, is empty, or a line has no TAB.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()[:limit]
    except (OSError, UnicodeDecodeError) as error:
        raise ScoringError(f"cannot be read ({error})", path=path) from None
    if not lines:
        raise ScoringError("is empty", path=path, remedy="give lines of source TAB reference")
    sources, references = [], []
    for number, line in enumerate(lines, start=1):
        source, tab, reference = line.partition("\t")
        if not tab:
            raise ScoringError(
                "has no TAB", path=path, line=number, remedy="give lines of source TAB reference"
            )
        sources.append(source)
        references.append(reference.split("\t")[0])
    return sources, references


def bench(
    model: Path,
    sources: Sequence[str],
    references: Sequence[str],
    precisions: Sequence[str],
    options: DecodingOptions | None = None,
) -> list[BenchResult]:
    """Measure precisions one after the other, each in a process of its own, so that memory is its own.

    Args:
        model: a model folder.
        sources: segments to translate.
        references: their reference translations.
        precisions: what to measure; the first one is what the others are compared with.
        options: how to search.

    Raises:
        ModelError: a conversion cannot be had.
    """
    import sacrebleu

    options = options or DecodingOptions()
    results: list[BenchResult] = []
    first: list[str] = []
    for precision in precisions:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            texts, result = pool.submit(_measure, model, list(sources), precision, options).result()
        bleu = sacrebleu.corpus_bleu(texts, [list(references)]).score
        chrf = sacrebleu.corpus_chrf(texts, [list(references)]).score
        first = first or texts
        same = sum(map(str.__eq__, texts, first)) / len(texts)
        result = replace(result, bleu=bleu, chrf=chrf, same=same)
        base = results[0] if results else result
        results.append(replace(result, bleu_difference=bleu - base.bleu, chrf_difference=chrf - base.chrf))
    return results


def peak_memory() -> float:
    """Return the highest resident memory of this process so far, in 10⁶ bytes (nan where it is not told).

    Linux's VmHWM begins anew with each program; ru_maxrss would count the parent's memory.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024 / 1e6
    try:
        from resource import RUSAGE_SELF, getrusage
    except ImportError:
        return float("nan")
    return getrusage(RUSAGE_SELF).ru_maxrss / 1e6


def _measure(
    model: Path, sources: list[str], precision: str, options: DecodingOptions
) -> tuple[list[str], BenchResult]:
    from songngu.engines.conversions import find_conversion
    from songngu.engines.ctranslate2_engine import CTranslate2Engine
    from songngu.engines.folder import load_model_info

    start = time.perf_counter()
    info = load_model_info(model)
    engine = CTranslate2Engine(info, precision)
    loaded = time.perf_counter()
    texts = [hypothesis.text for hypothesis in engine.translate(sources, options)]
    seconds = time.perf_counter() - loaded
    tokens = sum(map(engine.count_tokens, sources))
    disk = sum(file.stat().st_size for file in find_conversion(info, precision).iterdir()) / 1e6
    return texts, BenchResult(
        precision,
        len(sources),
        len(sources) / seconds,
        tokens / seconds,
        loaded - start,
        peak_memory(),
        disk,
        0,
        0,
    )
