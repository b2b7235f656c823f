"""What a check is, what it looks at, and what it reports: a finding for the reviewer.

A check reads a source and a target and changes nothing. It knows no model, no files and no catalogues.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from songngu.languages import LanguagePair
    from songngu.terminology.base import Verdict


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found.

    Attributes:
        check: short name of the check, e.g. `numbers`.
        message: what is wrong, in a few words, e.g. `5,000 has no counterpart`.
    """

    check: str
    message: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that a check may look at.

    Attributes:
        source: the source text.
        target: its translation.
        pair: source and target language.
        verdicts: what verification found about the terms and names of the source.
        missing_placeholders: protected pieces of the source (markup, URLs …) that the target lost.
    """

    source: str
    target: str
    pair: LanguagePair
    verdicts: Sequence[Verdict] = ()
    missing_placeholders: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """One check.

    Attributes:
        name: short name, shown to reviewers. find: yields one message for each thing found; its docstring
        says what it catches, why, and when a hit is
            fine.
        targets: language subtags of the targets it is meant for; empty means all.
    """

    name: str
    find: Callable[[Evidence], Iterator[str]]
    targets: frozenset[str] = frozenset()
