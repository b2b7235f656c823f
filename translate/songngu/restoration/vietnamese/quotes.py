"""Quotation marks and dashes as the Vietnamese press sets them."""

from __future__ import annotations

import re

_DOUBLE = re.compile(r'["“”„‟«»]')
_SINGLE = re.compile(r"(?<![^\s(\[“‘–—-])'(?=\S)([^'\"“”]+)(?<=\S)'(?!\w)")
_INSIDE = re.compile(r",+([”’]+),?")
_STOP_INSIDE = re.compile(r"(?<![.…])\.([”’]+)$")
_LETTER = r"[^\W\d_]"


def quotation_marks(source: str, target: str) -> str:
    """Set quotations in “ ” and ‘ ’, opening and closing in turn; put the comma behind the closing mark.

    English texts come with straight marks, and models mix kinds (`"Với chúng tôi …”`). American and British
    printers put the comma of `“…,” he said` inside, the Vietnamese press outside: `“…”, anh nói`. A stop
    moves out likewise when the quotation is a part of the sentence; a whole sentence after a colon or at the
    beginning keeps its own. Apostrophes in names (K'Brêm), inches (`12"`), and marks that were doubled to escape them
    (`""`) stay, and so do marks that would open behind a word.
    """
    if not (re.search(r'\d"', source) and source.count('"') % 2) and '""' not in source:
        target = _SINGLE.sub(r"‘\1’", _paired(target))
    target = _INSIDE.sub(r"\1,", target)
    return _STOP_INSIDE.sub(r"\1.", target) if _is_part_of_sentence(target) else target


def _paired(target: str) -> str:
    found = list(_DOUBLE.finditer(target))
    if not found or (set("".join(match[0] for match in found)) <= set("“”") and _nests(found)):
        return target
    sides = ["“" if _may_open(target, match.start()) else "”" for match in found]
    if len(found) % 2 == 0:
        sides = ["“", "”"] * (len(found) // 2)
        if not all(_fits(target, match.start(), side) for match, side in zip(found, sides, strict=True)):
            return target
    characters = list(target)
    for match, side in zip(found, sides, strict=True):
        characters[match.start()] = side
    return "".join(characters)


def _nests(found: list[re.Match[str]]) -> bool:
    depth = 0
    for match in found:
        depth += 1 if match[0] == "“" else -1
        if depth < 0:
            return False
    return depth == 0


def _may_open(text: str, index: int) -> bool:
    return index == 0 or text[index - 1] in " \u00a0([‘-–—"


def _fits(text: str, index: int, side: str) -> bool:
    """Say whether a mark can be of `side`: between blank and word it opens, between word and blank it closes."""
    opens, closes = _may_open(text, index), not text[index + 1 : index + 2].strip(" \u00a0.,;:!?)]”’")
    return opens in (closes, side == "“")


def _is_part_of_sentence(target: str) -> bool:
    opening = target.rfind("“")
    before = target[:opening].rstrip() if opening > 0 else ""
    return bool(before) and before[-1] not in ":;,.?!-–—”"


def dashes(source: str, target: str) -> str:
    """Keep the spaced hyphen of the source, with a blank on either side: ` - `.

    Models glue the next word to it (`này -by`), or write – or — in its place. Does nothing where the source
    uses the long dash itself, between digits, and inside words (`hậu cần-kỹ thuật` may be meant).
    """
    target = re.sub(rf"(?<={_LETTER})[–—](?={_LETTER})", " - ", target)
    if " - " not in source:
        return target
    if not re.search("[–—]", source):
        target = re.sub(r" [–—] ", " - ", target)
    if target.count(" - ") < source.count(" - "):
        target = re.sub(rf"(?<=[\w”)⟧]) -(?={_LETTER}|“)|(?<={_LETTER})- (?=\w|“)", " - ", target)
    return target
