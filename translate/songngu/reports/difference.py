"""What differs between two texts of one language, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_TOKEN = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text that the other text has too (`same`), or has not."""

    text: str
    same: bool


def difference(left: str, right: str) -> tuple[list[Piece], list[Piece]]:
    """Return both texts cut into pieces that they share and pieces that they do not.

    Words are compared without regard to capitals; a moved word counts as missing here and added there. The pieces
    of each text, put together, are the text.
    """
    tokens = [list(_TOKEN.finditer(text)) for text in (left, right)]
    ours, theirs = ([token[0].casefold() for token in each] for each in tokens)
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    shared: tuple[set[int], set[int]] = (set(), set())
    for block in matcher.get_matching_blocks():
        shared[0].update(range(block.a, block.a + block.size))
        shared[1].update(range(block.b, block.b + block.size))
    return _pieces(left, tokens[0], shared[0]), _pieces(right, tokens[1], shared[1])


def _pieces(text: str, tokens: list[re.Match[str]], shared: set[int]) -> list[Piece]:
    """Cut a text at the borders of its shared runs; white space between two different words stays with them."""
    pieces: list[Piece] = []
    position = 0
    for number, token in enumerate(tokens):
        same = number in shared
        start = position if pieces and pieces[-1].same is same else token.start()
        if start > position:
            pieces.append(Piece(text[position:start], True))
        pieces.append(Piece(text[start : token.end()], same))
        position = token.end()
    if position < len(text):
        pieces.append(Piece(text[position:], True))
    joined: list[Piece] = []
    for piece in pieces:
        if joined and joined[-1].same is piece.same:
            joined[-1] = Piece(joined[-1].text + piece.text, piece.same)
        else:
            joined.append(piece)
    return joined
