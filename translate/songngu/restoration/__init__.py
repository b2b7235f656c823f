"""After the model: give the target back what belongs to the document and to its language.

Small rules mend spacing, quotation marks, dashes, numbers, dates, capitals, the mark at the end, brackets and
phrases written twice. They run while placeholders `⟦n⟧` still stand for what nobody may touch. The room knows
no model, no terms and no catalogues, and it never changes what is right already: the reference translations
are fixed points.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from songngu.restoration.base import Restored, Rule
from songngu.restoration.rules import rules_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from songngu.documents.base import BlockKind
    from songngu.languages import LanguagePair

__all__ = ["Restored", "Rule", "restore", "rules_for"]

_ROUNDS = 4


def restore(
    source: str,
    target: str,
    *,
    kind: BlockKind,
    pair: LanguagePair,
    keeps: Callable[[str], bool] = lambda _: True,
) -> Restored:
    """Run the rules of `pair` over a target until none has anything left to do.

    Args:
        source: the source text, placeholders `⟦n⟧` in place of protected pieces.
        target: what the model wrote for it.
        kind: what block it comes from.
        pair: source and target language.
        keeps: says whether a changed target still has all that it must have; a change after which it has not is
            not made.

    Returns:
        The target and the names of the rules that changed it. An empty target stays empty.
    """
    applied: dict[str, None] = {}
    text = target
    for _ in range(_ROUNDS if text.strip() else 0):
        before = text
        for rule in rules_for(pair):
            if rule.fits(kind):
                changed = rule.apply(source, text)
                if changed != text and keeps(changed):
                    applied[rule.name] = None
                    text = changed
        if text == before:
            break
    return Restored(text, tuple(applied))
