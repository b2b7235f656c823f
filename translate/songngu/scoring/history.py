"""`--history FILE`: a line of JSON for each run, so that progress can be seen over months."""

from __future__ import annotations

import json
import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from songngu.errors import ScoringError
from songngu.scoring.thresholds import SHARES, measured_value

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from songngu.scoring.evaluate import Evaluation


@dataclass(frozen=True, slots=True)
class Run:
    """A scoring run of the past.

    Attributes:
        date: `2026-11-27T10:00:00Z`.
        model: name, version and digest.
        glossary: digest of the termbase.
        segments: how many were scored.
        scores: measure → value.
    """

    date: str
    model: str
    glossary: str
    segments: int
    scores: dict[str, float]


def run_of(evaluation: Evaluation) -> Run:
    """Return what an evaluation adds to the history; `SOURCE_DATE_EPOCH` is honoured."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = time.gmtime(int(epoch)) if epoch.isdigit() else time.gmtime()
    pooled = evaluation.pooled
    scores = {each.metric: round(each.score, 4) for each in pooled.metrics}
    for share in SHARES:
        value = measured_value(pooled, share)
        if value is not None:
            scores[share] = round(value, 4)
    return Run(
        time.strftime("%Y-%m-%dT%H:%M:%SZ", moment),
        _common([document.model for document in evaluation.documents]),
        _common([document.glossary for document in evaluation.documents]),
        pooled.segments,
        scores,
    )


def _common(values: Sequence[str]) -> str:
    return ", ".join(dict.fromkeys(filter(None, values)))


def append(path: Path, run: Run) -> None:
    """Add a run to the history.

    Raises:
        ScoringError: the file cannot be written.
    """
    line = json.dumps(
        {
            "date": run.date,
            "model": run.model,
            "glossary": run.glossary,
            "segments": run.segments,
            "scores": run.scores,
        },
        ensure_ascii=False,
    )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8", newline="\n") as stream:
            stream.write(f"{line}\n")
    except OSError as error:
        raise ScoringError(f"cannot be written ({error.strerror})", path=path) from None


def read(path: Path) -> list[Run]:
    """Read a history, oldest run first.

    Raises:
        ScoringError: unreadable, or a line that is no run.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise ScoringError(f"cannot be read ({error.strerror})", path=path) from None
    except UnicodeDecodeError:
        raise ScoringError("is not UTF-8", path=path) from None
    runs = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            found: dict[str, Any] = json.loads(line)
            scores = {str(key): float(value) for key, value in found["scores"].items()}
            runs.append(
                Run(
                    str(found["date"]),
                    str(found.get("model", "")),
                    str(found.get("glossary", "")),
                    int(found.get("segments", 0)),
                    scores,
                )
            )
        except (ValueError, KeyError, TypeError, AttributeError):
            raise ScoringError(
                "is not a line of a history", path=path, line=number, remedy="delete the line"
            ) from None
    return runs
