"""The comment lines of an entry: where a segment stands, its terms and names, its findings, its origin."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from songngu.engines.folder import ModelInfo
    from songngu.segmentation import Segment
    from songngu.terminology import TermMatch
    from songngu.translator import Translation


def place_lines(segments: list[Segment]) -> tuple[str, ...]:
    """Return a line for each place of equal segments, `block 3, sentence 2, heading`, furniture marked."""
    places = [f"block {each.block}, sentence {each.sentence}, {each.kind.value}" for each in segments]
    furniture = ["kind: page furniture"] if all(each.furniture for each in segments) else []
    return (*places, *furniture)


def note_lines(translation: Translation) -> tuple[str, ...]:
    """Return the lines on terms, names and findings, each once."""
    lines = (
        *(_term_line(match) for match in translation.matches if not match.entry.is_name),
        *(line for match in translation.matches if match.entry.is_name for line in _name_lines(match)),
        *(f"check: {finding.check}: {finding.message}" for finding in translation.findings),
    )
    return tuple(dict.fromkeys(lines))


def origin_text(translation: Translation, model: ModelInfo) -> str:
    """Return where a machine text came from: `model songngu-en-vi 1.0, inline, 0.74`, or `source` for a copy.

    The figure is the geometric mean of the probabilities of the pieces.
    """
    from math import exp

    if translation.score is None:
        return "source, nothing to translate"
    return f"model {model}, {translation.road}, {exp(min(0.0, translation.score)):.2f}"


def _term_line(match: TermMatch) -> str:
    return f"term: {match.entry.source} → {match.target}"


def _name_lines(match: TermMatch) -> Iterator[str]:
    yield f"name: {match.text} → {match.target}"
    if match.entry.note.startswith("name model: ") and match.entry.admitted:
        yield f"check: names: {match.text} can be {match.entry.note.removeprefix('name model: ')}"
