"""Checks of terminology: what verification found, told to the reviewer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from songngu.terminology.base import Enforcement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from songngu.checks.base import Evidence


def terms(evidence: Evidence) -> Iterator[str]:
    """Report a required term or name of which no accepted rendering is in the target.

    Official terms have one rendering. Fine where the sentence avoids the term altogether (a pronoun, a
    heading cut short) or uses the word in another sense.
    """
    missing = (
        f"{verdict.match.text} → {verdict.match.target} missing"
        for verdict in evidence.verdicts
        if not verdict.kept and verdict.match.entry.enforcement is Enforcement.REQUIRED
    )
    yield from dict.fromkeys(missing)


def forbidden(evidence: Evidence) -> Iterator[str]:
    """Report a forbidden or deprecated rendering that stands in the target.

    The termbase says what to write instead. Fine in a quotation of an old document.
    """
    found = (
        f"{rendering} for {verdict.match.text}; write {verdict.match.target}"
        for verdict in evidence.verdicts
        for rendering in verdict.forbidden
    )
    yield from dict.fromkeys(found)
