"""The words of a whole document, for what only the document decides: how it uses the ranks, say."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from songngu.terminology import english

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORD = re.compile(r"[^\W_]+(?:['’ʼ](?!s\b)[^\W_]+)*")


class Document:
    """What is said anywhere in a document, whatever the number, spelling and case of the words.

    Args:
        texts: its texts; they are looked at when the first question is asked.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = tuple(texts)

    @cached_property
    def _words(self) -> str:
        return f" {' | '.join(map(_keys, self._texts))} "

    def says(self, words: str) -> bool:
        """Say whether `words` stand side by side in one of the texts."""
        return f" {_keys(words)} " in self._words


def _keys(text: str) -> str:
    return " ".join(map(english.key, _WORD.findall(text)))
