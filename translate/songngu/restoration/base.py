"""What a rule of restoration is. A rule knows a source and a target, but no model, no term, no catalogue.

Every rule is a pure function `(source, target) -> target`. It mends what a model left in the form of the
source language or dropped at the edges, and it returns the target unchanged when that is right already or
when the source does not prove what is meant. Placeholders `⟦1⟧` … `⟦9⟧` are opaque words to every rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from songngu.documents.base import BlockKind

PLACEHOLDER = r"⟦\d⟧"
"""Regular expression of a placeholder."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes:
        name: short name, shown to reviewers and in tests, e.g. `numbers`.
        apply: `(source, target) -> target`.
        kinds: kinds of block for which the rule is meant; empty means all.
    """

    name: str
    apply: Callable[[str, str], str]
    kinds: frozenset[BlockKind] = frozenset()

    def fits(self, kind: BlockKind) -> bool:
        """Say whether the rule is meant for blocks of `kind`."""
        return not self.kinds or kind in self.kinds


@dataclass(frozen=True, slots=True)
class Restored:
    """A target after restoration.

    Attributes:
        text: the target.
        applied: names of the rules that changed it, in order of their first change.
    """

    text: str
    applied: tuple[str, ...] = ()
