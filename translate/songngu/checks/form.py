"""Checks of form for every target language: is it there, is it whole, does it look like its source."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from songngu.restoration.edges import end_marks, first_capital, spacing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from songngu.checks.base import Evidence

_LENGTH_BOUNDS = (
    (200, 0.55, 1.25),
    (120, 0.53, 1.35),
    (80, 0.50, 1.50),
    (60, 0.48, 1.65),
    (40, 0.43, 1.85),
    (20, 0.38, 2.10),
    (10, 0.28, 2.60),
)
"""From this many characters of source: least and greatest ratio of lengths, English → Vietnamese.

The 0.2 % and 99.8 % quantiles of 31,826 in-house pairs, rounded outwards. Shorter sources say nothing:
`UN` is `Liên hợp quốc`."""

_PROTOCOL = re.compile(r"[⟪⟫｜]|⟦\d⟧")
_WORD = re.compile(r"[^\W\d_]{3,}")


def empty(evidence: Evidence) -> Iterator[str]:
    """Report a target without text.

    Decoders give nothing for emoji or very odd input. Fine only when the source is empty, too.
    """
    if evidence.source.strip() and not evidence.target.strip():
        yield "nothing was translated"


def identical(evidence: Evidence) -> Iterator[str]:
    """Report a target that is its source.

    Models copy what they cannot read. Fine for names, codes and formulas: only a source with two words in
    small letters, without Vietnamese diacritics, is taken for a text that needs translation.
    """
    words = [word for word in _WORD.findall(evidence.source) if word.islower() and word.isascii()]
    if evidence.source.isascii() and len(words) >= 2 and evidence.source.strip() == evidence.target.strip():
        yield "the source was copied"


def length(evidence: Evidence) -> Iterator[str]:
    """Report a target far shorter or longer than translations of its source are.

    A short one has lost a clause, a long one repeats itself or invents. Fine where an abbreviation is written
    out or a long English title has a short Vietnamese one. The bounds were measured for Vietnamese; other
    targets get the same, as a rough net.
    """
    size = len(evidence.source)
    bounds = next(((low, high) for least, low, high in _LENGTH_BOUNDS if size >= least), None)
    if bounds is None or not evidence.target.strip():
        return
    ratio = len(evidence.target) / size
    if ratio < bounds[0]:
        yield f"much shorter than its source ({ratio:.0%})"
    elif ratio > bounds[1]:
        yield f"much longer than its source ({ratio:.0%})"


def brackets(evidence: Evidence) -> Iterator[str]:
    """Report brackets that are open, or fewer or more of them than in the source.

    A lost bracket is often a lost gloss or abbreviation. Fine where the translator took a gloss into the
    sentence.
    """
    for opener, closer in ("()", "[]"):
        opened, closed = evidence.target.count(opener), evidence.target.count(closer)
        theirs = evidence.source.count(opener)
        balanced = theirs == evidence.source.count(closer)
        if balanced and opened != closed:
            yield f"{opener}{closer} is not closed" if opened > closed else f"{opener}{closer} is not opened"
        elif balanced and opened != theirs:
            yield f"the source has {theirs} {opener}{closer}, the target {opened}"


def quotes(evidence: Evidence) -> Iterator[str]:
    """Report quotation marks that are open, straight, or gone.

    Without them a reader cannot tell who speaks. Fine where a nickname or motto needs none in the target; an
    English quotation in two parts (“…,” he said, “…”) may be one in the target.
    """
    source, target = evidence.source, evidence.target
    theirs = max(source.count('"') // 2, source.count("“"))
    opened, closed = target.count("“"), target.count("”")
    if '"' in target and evidence.pair.target == "vi" and not re.search(r'\d"', source):
        yield 'straight quotation mark "'
    if opened != closed and source.count("“") == source.count("”"):
        yield "“ is not closed" if opened > closed else "” is not opened"
    if theirs and not re.search("[\"“”«»„‘']", target):
        yield "the quotation marks of the source are gone"


def punctuation(evidence: Evidence) -> Iterator[str]:
    """Report a target that ends with another mark than its source.

    The mark says whether it is a heading, a question or the lead of a list. Fine where a polite English
    question is a request in the target, where a stop before a list becomes a colon, after abbreviations, and
    where a stop follows a quotation with a mark of its own (`“Đứng lại!”.`).
    """
    theirs, ours = (_kind_of_end(end_marks(text)) for text in (evidence.source, evidence.target))
    if theirs and theirs == _kind_of_end(end_marks(evidence.target.removesuffix("."))):
        return
    if (
        theirs == ours
        or not evidence.target.strip()
        or (theirs, ours) in {(".", ":"), ("?", "."), (":", ".")}
    ):
        return
    if re.search(r"(?:[a-z]\.[a-z]|\b[A-Z][a-z]{1,2}|\b[A-Z])\.$", evidence.source):
        return
    yield f"ends with {ours or 'no mark'}, the source with {theirs or 'none'}"


def _kind_of_end(marks: str) -> str:
    if marks.endswith("…") or marks.startswith(".."):
        return "…"
    return marks[-1:]


def capital(evidence: Evidence) -> Iterator[str]:
    """Report a target that begins with a small letter where its source begins with a capital.

    The beginning may be lost. Fine for a name that is written small.
    """
    if first_capital(evidence.source, evidence.target) != evidence.target:
        yield "begins with a small letter"


def whitespace(evidence: Evidence) -> Iterator[str]:
    """Report doubled blanks, blanks at the ends, before marks or inside brackets, and words joined by a mark.

    They show where pieces were lost. Fine in French, which sets blanks before marks: it is not checked.
    """
    if evidence.target.strip() and spacing(evidence.source, evidence.target) != evidence.target:
        yield "a blank is missing or too many"


def placeholders(evidence: Evidence) -> Iterator[str]:
    """Report markup, URLs or codes that the target lost. Never fine: the document would break."""
    for piece in evidence.missing_placeholders:
        yield f"{piece} is missing"


def protocol(evidence: Evidence) -> Iterator[str]:
    """Report marks of the term protocol and placeholders left in the target.

    They are a language between program and model; readers never see them. Fine only if the source has them.
    """
    theirs = set(_PROTOCOL.findall(evidence.source))
    for mark in dict.fromkeys(_PROTOCOL.findall(evidence.target)):
        if mark not in theirs:
            yield f"{mark} was left in the text"
