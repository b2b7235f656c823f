"""`--history FILE`: a line of JSON for each run, so that progress can be seen over months.

Edit rates (HTER) are lines of their own, one for each document and state of its catalogue.
"""

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
    from songngu.scoring.hter import EditReport


@dataclass(frozen=True, slots=True)
class Run:
    """A scoring run of the past.

    Attributes:
        date: `2026-11-27T10:00:00Z`; of an edit rate the day of the catalogue's revision, `2026-11-27`.
        model: name, version and digest.
        glossary: digest of the termbase.
        segments: how many were scored.
        scores: measure → value.
        document: of an edit rate, the document; "" for a run over all of them.
    """

    date: str
    model: str
    glossary: str
    segments: int
    scores: dict[str, float]
    document: str = ""


def run_of(evaluation: Evaluation) -> Run:
    """Return what an evaluation adds to the history; `SOURCE_DATE_EPOCH` is honoured."""
    pooled = evaluation.pooled
    scores = {each.metric: round(each.score, 4) for each in pooled.metrics}
    for share in SHARES:
        value = measured_value(pooled, share)
        if value is not None:
            scores[share] = round(value, 4)
    return Run(
        _now(),
        _common([document.model for document in evaluation.documents]),
        _common([document.glossary for document in evaluation.documents]),
        pooled.segments,
        scores,
    )


def edit_run_of(report: EditReport) -> Run:
    """Return what the edit rate of a document adds; a catalogue without a date of revision counts as of today."""
    return Run(
        report.date or _now()[:10],
        report.model,
        report.glossary,
        len(report.edits),
        {"hter": round(report.score.score, 4)},
        report.slug,
    )


def _now() -> str:
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = time.gmtime(int(epoch)) if epoch.isdigit() else time.gmtime()
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", moment)


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
            **({"document": run.document} if run.document else {}),
        },
        ensure_ascii=False,
    )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8", newline="\n") as stream:
            stream.write(f"{line}\n")
    except OSError as error:
        raise ScoringError(f"cannot be written ({error.strerror})", path=path) from None


def append_edits(path: Path, reports: Sequence[EditReport]) -> list[Run]:
    """Add the edit rates that the history does not have yet, and return all that it has then of these documents.

    Raises:
        ScoringError: the file cannot be read or written.
    """
    known = read_edits(path) if path.exists() else []
    for run in map(edit_run_of, reports):
        if run not in known:
            append(path, run)
            known.append(run)
    slugs = {report.slug for report in reports}
    return sorted((run for run in known if run.document in slugs), key=lambda run: (run.document, run.date))


def read(path: Path) -> list[Run]:
    """Read the scores of a history, oldest run first; edit rates are left out.

    Raises:
        ScoringError: unreadable, or a line that is no run.
    """
    return [run for run in _read(path) if not run.document]


def read_edits(path: Path) -> list[Run]:
    """Read the edit rates of a history, in the order of the file.

    Raises:
        ScoringError: unreadable, or a line that is no run.
    """
    return [run for run in _read(path) if run.document]


def _read(path: Path) -> list[Run]:
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
                    str(found.get("document", "")),
                )
            )
        except (ValueError, KeyError, TypeError, AttributeError):
            raise ScoringError(
                "is not a line of a history", path=path, line=number, remedy="delete the line"
            ) from None
    return runs
