"""Is it sensible to score these texts at all? Mistakes are named before a misleading number is printed."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from songngu.errors import ScoringError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from songngu.languages import LanguagePair
    from songngu.scoring.base import ScoredDocument, ScoredSegment

COPIES_ALLOWED = 0.5
"""Share of segments whose reference may be its source; more is a mix-up of files."""

MARKED_AT_LEAST = 0.35
"""Share of the words of a Vietnamese text that carry a mark, at the least; running text has 70 to 85 %."""

_FEW_WORDS = 30
_MARKS_ONLY_IN_VIETNAMESE = frozenset("đĐơƠưƯăĂ")


def check_document(
    document: ScoredDocument, pair: LanguagePair, *, allow_empty: bool = False
) -> tuple[str, ...]:
    """Look for mistakes that make a score meaningless.

    Args:
        document: what is to be scored.
        pair: the languages it should be in.
        allow_empty: score empty hypotheses as what they are, worth nothing.

    Returns:
        Lines that a reader of the score should know, though it can be computed.

    Raises:
        ScoringError: nothing to score, an empty reference or hypothesis, references that are the sources,
            texts in the wrong language.
    """
    segments = document.segments
    if not segments:
        raise ScoringError(
            f"{document.slug}: nothing to score",
            remedy="check that hypotheses and references belong together",
        )
    _refuse_empty(document.slug, segments, allow_empty)
    _refuse_copies(document.slug, segments)
    for name, texts in (
        ("the references", [text for each in segments for text in each.references]),
        ("the hypotheses", [each.hypothesis for each in segments]),
    ):
        _refuse_wrong_language(document.slug, name, texts, pair)
    return tuple(_remarks(segments))


def _refuse_empty(slug: str, segments: Sequence[ScoredSegment], allow_empty: bool) -> None:
    for segment in segments:
        if not all(reference.strip() for reference in segment.references):
            raise ScoringError(f"{slug}: {segment.place} has an empty reference", remedy="fill it in")
    empty = [segment for segment in segments if not segment.hypothesis.strip()]
    if empty and (not allow_empty or len(empty) == len(segments)):
        raise ScoringError(
            f"{slug}: {len(empty)} of {len(segments)} hypotheses are empty, first {empty[0].place}",
            remedy="translate them first, or count them as worthless with --allow-empty",
        )


def _refuse_copies(slug: str, segments: Sequence[ScoredSegment]) -> None:
    known = [segment for segment in segments if segment.source]
    copies = [segment for segment in known if segment.source in segment.references]
    if known and len(copies) > COPIES_ALLOWED * len(known):
        raise ScoringError(
            f"{slug}: the reference is the source in {len(copies)} of {len(known)} segments, "
            f"first {copies[0].place}",
            remedy="check that --ref is the translation and --src the source",
        )


def _refuse_wrong_language(slug: str, name: str, texts: Sequence[str], pair: LanguagePair) -> None:
    """Tell Vietnamese from other languages by its marks; other pairs cannot be told apart so simply."""
    words = [word for text in texts for word in unicodedata.normalize("NFC", text).split()]
    if len(words) < _FEW_WORDS:
        return
    share = sum(_is_marked(word) for word in words) / len(words)
    if pair.target == "vi" and share < MARKED_AT_LEAST:
        raise ScoringError(
            f"{slug}: {name} are not Vietnamese: only {share:.0%} of the words carry a mark",
            remedy="check the order of the files, or name the languages with --source and --target",
        )
    if pair.source == "vi" and share >= MARKED_AT_LEAST:
        raise ScoringError(
            f"{slug}: {name} are Vietnamese, but the target language is {pair.target}",
            remedy="check the order of the files, or name the languages with --source and --target",
        )


def _is_marked(word: str) -> bool:
    return any(
        letter in _MARKS_ONLY_IN_VIETNAMESE or unicodedata.decomposition(letter).count(" ") for letter in word
    )


def _remarks(segments: Sequence[ScoredSegment]) -> list[str]:
    remarks = []
    empty = sum(not segment.hypothesis.strip() for segment in segments)
    if empty:
        remarks.append(f"{empty} empty hypotheses are scored as such")
    decomposed = sum(
        not unicodedata.is_normalized("NFC", text)
        for each in segments
        for text in (each.hypothesis, *each.references)
    )
    if decomposed:
        remarks.append(f"{decomposed} texts are not NFC: equal letters may count as different")
    same = sum(segment.hypothesis in segment.references for segment in segments)
    if same == len(segments):
        remarks.append("every hypothesis is its reference: the scores say nothing")
    return remarks
