"""What a training run tells: one JSON line per report, a line for people, and the curve as an SVG picture."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from html import escape
from typing import TYPE_CHECKING

from songngu.training.base import TrainingError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LOG = "log.jsonl"
CURVE = "curve.svg"


@dataclass(frozen=True, slots=True)
class Report:
    """The state of a run.

    Attributes:
        step: optimiser steps since the first cycle began.
        tokens: source+target pieces seen since then.
        seconds: training time since then.
        loss: mean negative log-likelihood (nats per target piece) since the last report.
        guided: mean guided-alignment loss since the last report; 0 without links.
        learning_rate: of the last step.
        tokens_per_second: since the last report.
        similarity: mean cosine between encoder positions; near 1 means a collapsed encoder.
        remaining: estimated seconds to the cycle's end.
        dev: mean negative log-likelihood on each development set, by name; empty when not scored.
    """

    step: int
    tokens: int
    seconds: float
    loss: float
    guided: float
    learning_rate: float
    tokens_per_second: float
    similarity: float
    remaining: float
    dev: dict[str, float] = field(default_factory=dict)

    def __str__(self) -> str:
        scores = "".join(f", {name} {value:.3f}" for name, value in self.dev.items())
        return (
            f"step {self.step:,}, {self.tokens / 1e6:.2f} M tokens, loss {self.loss:.3f}{scores}, "
            f"{self.tokens_per_second:,.0f} tokens/s, cos {self.similarity:.2f}, "
            f"{duration(self.remaining)} left"
        )


def duration(seconds: float) -> str:
    """Return `1 h 05 min`, `12 min` or `40 s`."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes // 60} h {minutes % 60:02d} min" if minutes >= 60 else f"{minutes} min"


class Log:
    """The JSON-lines log of a run's folder.

    Args:
        folder: the run's folder.
        step: reports after this step are dropped: the run was killed after its last checkpoint and tells them
            again.
    """

    def __init__(self, folder: Path, step: int) -> None:
        self.path = folder / LOG
        kept = [r for r in read_log(folder) if r.step <= step] if self.path.exists() else []
        self.path.write_text("".join(_line(r) for r in kept), encoding="utf-8")

    def add(self, report: Report) -> None:
        """Append one report; it is on the disk when this returns."""
        with self.path.open("a", encoding="utf-8") as file:
            file.write(_line(report))
            file.flush()
            os.fsync(file.fileno())


def _line(report: Report) -> str:
    return json.dumps(asdict(report)) + "\n"


def read_log(folder: Path) -> list[Report]:
    """Return the reports of a run; a last line that `kill -9` cut short is left out.

    Raises:
        TrainingError: there is no log.
    """
    try:
        lines = (folder / LOG).read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise TrainingError(f"no training log ({error.strerror})", path=folder) from None
    reports = []
    for line in lines:
        try:
            reports.append(Report(**json.loads(line)))
        except (ValueError, TypeError):
            break
    return reports


_WIDTH, _HEIGHT, _LEFT, _BOTTOM, _MARGIN = 760, 360, 56, 44, 20
_COLOURS = ("#1f5fa8", "#c1440e", "#2e7d32", "#7b1fa2", "#6d4c41")


def curve(reports: Sequence[Report], title: str) -> str:
    """Return the loss over the tokens seen as an SVG document: training, and each development set.

    Args:
        reports: of one run, at least one.
        title: stands above the plot.
    """
    lines: dict[str, list[tuple[float, float]]] = {"training": [(r.tokens, r.loss) for r in reports]}
    for report in reports:
        for name, value in report.dev.items():
            lines.setdefault(name, []).append((report.tokens, value))
    values = [y for points in lines.values() for _, y in points]
    low, high = min(values), max(values)
    low, high = low - 0.05 * (high - low) - 0.01, high + 0.05 * (high - low) + 0.01
    last = max(report.tokens for report in reports) or 1

    def place(x: float, y: float) -> tuple[float, float]:
        across = _LEFT + x / last * (_WIDTH - _LEFT - _MARGIN)
        return across, _MARGIN + 14 + (high - y) / (high - low) * (_HEIGHT - _BOTTOM - _MARGIN - 14)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" '
        f'font-size="12" role="img"><title>{escape(title)}</title>',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
        f'<text x="{_LEFT}" y="18" font-size="14">{escape(title)}</text>',
    ]
    for tick in range(5):
        value = low + (high - low) * tick / 4
        across, height = place(0, value)
        parts.append(f'<path d="M{across} {height:.1f}H{_WIDTH - _MARGIN}" stroke="#ddd"/>')
        parts.append(f'<text x="{across - 6}" y="{height + 4:.1f}" text-anchor="end">{value:.2f}</text>')
        tokens = last * tick / 4
        x = place(tokens, low)[0]
        parts.append(f'<text x="{x:.1f}" y="{_HEIGHT - 26}" text-anchor="middle">{_count(tokens)}</text>')
    parts.append(
        f'<text x="{_LEFT}" y="{_HEIGHT - 8}">source and target tokens; loss in nats per piece</text>'
    )
    for number, (name, points) in enumerate(lines.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        path = " ".join("{:.1f},{:.1f}".format(*place(x, y)) for x, y in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
        label = f"{name} {points[-1][1]:.3f}"
        parts.append(
            f'<text x="{_WIDTH - _MARGIN}" y="{_MARGIN + 16 + 16 * number}" text-anchor="end" '
            f'fill="{colour}">{escape(label)}</text>'
        )
    return "\n".join([*parts, "</svg>\n"])


def _count(tokens: float) -> str:
    return f"{tokens / 1e6:.1f} M" if tokens >= 1e5 else f"{tokens / 1e3:.1f} k"
