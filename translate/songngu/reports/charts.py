"""Geometry of the charts; the template draws them as SVG. Units are SVG user units.

Four small charts need no plotting library: matplotlib would add 40 MB to the installation and a second to the run,
a JavaScript library 1 MB to each page, and neither draws text that follows the page's colours and fonts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH = 640.0
LEFT = 44.0
RIGHT = 16.0
TOP = 12.0
BOTTOM = 40.0
PLOT_HEIGHT = 220.0

BINS = 20
LONGEST_RATIO = 2.0


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis: where, and what it says."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar with a label and, when known, the whisker of its interval.

    Attributes:
        x: left edge. y: upper edge. width: … height: of the bar.
        label: what it stands for.
        value: what is written beside it.
        whisker: start and end of the interval along the bar.
    """

    x: float
    y: float
    width: float
    height: float
    label: str
    value: str
    whisker: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of a scatter plot, with the text that hovering shows."""

    x: float
    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart ready to be drawn."""

    width: float
    height: float
    x_ticks: tuple[Tick, ...] = ()
    y_ticks: tuple[Tick, ...] = ()
    bars: tuple[Bar, ...] = ()
    dots: tuple[Dot, ...] = ()
    lines: tuple[tuple[str, str], ...] = ()

    @property
    def bottom(self) -> float:
        """Where the horizontal axis is."""
        return self.height - BOTTOM


def scale(value: float, low: float, high: float, start: float, end: float) -> float:
    """Map `value` from `[low, high]` to `[start, end]`, values outside to the nearer end; rounded to 0.1."""
    share = (value - low) / (high - low) if high > low else 0.0
    return round(start + min(1.0, max(0.0, share)) * (end - start), 1)


def horizontal_bars(
    rows: Sequence[tuple[str, float, str, tuple[float, float] | None]], highest: float = 100.0
) -> Chart:
    """Draw a bar for each row: label, value, text of the value, interval."""
    step, thickness, head = 46.0, 16.0, 20.0
    height = TOP + step * len(rows) + BOTTOM

    def along(value: float) -> float:
        return scale(value, 0, highest, LEFT, WIDTH - RIGHT - 60)

    bars = tuple(
        Bar(
            LEFT,
            TOP + step * number + head,
            along(value) - LEFT,
            thickness,
            label,
            text,
            (along(interval[0]), along(interval[1])) if interval else None,
        )
        for number, (label, value, text, interval) in enumerate(rows)
    )
    ticks = tuple(Tick(along(highest * part / 4), f"{highest * part / 4:g}") for part in range(5))
    return Chart(WIDTH, height, x_ticks=ticks, bars=bars)


def histogram(values: Sequence[float], label: str) -> Chart:
    """Draw how many of `values` (0 to 100) fall into each of 20 bins; `label` has `{low}`, `{high}`, `{count}`."""
    counts = [0] * BINS
    for value in values:
        counts[min(BINS - 1, int(value * BINS / 100))] += 1
    highest = max(counts, default=1) or 1
    height = TOP + PLOT_HEIGHT + BOTTOM
    width = (WIDTH - LEFT - RIGHT) / BINS
    bars = []
    for number, count in enumerate(counts):
        y = scale(count, 0, highest, TOP + PLOT_HEIGHT, TOP)
        low = number * 100 // BINS
        text = label.format(low=low, high=low + 100 // BINS, count=count)
        x = round(LEFT + width * number + 1, 1)
        bars.append(Bar(x, y, round(width - 2, 1), round(TOP + PLOT_HEIGHT - y, 1), text, str(count)))
    return Chart(WIDTH, height, _percent_ticks(), _count_ticks(highest), bars=tuple(bars))


def scatter(points: Sequence[tuple[float, float, str]]) -> Chart:
    """Draw length ratio (0 to 2) against score (0 to 100), a dot with its label for each point."""
    height = TOP + PLOT_HEIGHT + BOTTOM
    dots = tuple(
        Dot(
            scale(ratio, 0, LONGEST_RATIO, LEFT, WIDTH - RIGHT),
            scale(score, 0, 100, TOP + PLOT_HEIGHT, TOP),
            label,
        )
        for ratio, score, label in points
    )
    x_ticks = tuple(
        Tick(scale(part / 2, 0, LONGEST_RATIO, LEFT, WIDTH - RIGHT), f"{part / 2:g}") for part in range(5)
    )
    return Chart(WIDTH, height, x_ticks, _score_ticks(), dots=dots)


def trend(series: Sequence[tuple[str, Sequence[float | None]]], dates: Sequence[str]) -> Chart:
    """Draw a line for each series of scores (0 to 100) over runs; None where a series has no score that day."""
    height = TOP + PLOT_HEIGHT + BOTTOM
    last = max(1, len(dates) - 1)

    def across(number: int) -> float:
        return scale(number, 0, last, LEFT, WIDTH - RIGHT - 40)

    lines = []
    dots = []
    for name, values in series:
        found = [
            Dot(
                across(place),
                scale(value, 0, 100, TOP + PLOT_HEIGHT, TOP),
                f"{name} {value:.1f}, {dates[place]}",
            )
            for place, value in enumerate(values)
            if value is not None
        ]
        if found:
            lines.append((name, " ".join(f"{dot.x},{dot.y}" for dot in found)))
        dots += found
    shown = {0, len(dates) - 1} if len(dates) > 1 else {0}
    x_ticks = tuple(Tick(across(number), dates[number]) for number in sorted(shown))
    return Chart(WIDTH, height, x_ticks, _score_ticks(), dots=tuple(dots), lines=tuple(lines))


def _percent_ticks() -> tuple[Tick, ...]:
    return tuple(Tick(scale(value, 0, 100, LEFT, WIDTH - RIGHT), str(value)) for value in range(0, 101, 20))


def _score_ticks() -> tuple[Tick, ...]:
    return tuple(
        Tick(scale(value, 0, 100, TOP + PLOT_HEIGHT, TOP), str(value)) for value in range(0, 101, 25)
    )


def _count_ticks(highest: int) -> tuple[Tick, ...]:
    step = max(1, -(-highest // 4))
    return tuple(
        Tick(scale(value, 0, highest, TOP + PLOT_HEIGHT, TOP), str(value))
        for value in range(0, highest + 1, step)
    )
