"""What a line of plain text is — heading, caption, byline, date line, quote — by its form and its place."""

from __future__ import annotations

import re

from songngu.documents.base import BlockKind

LONGEST_HEADING = 120  # characters
LONGEST_BYLINE = 220

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_WEEKDAY = (
    r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?"
    r"|Thứ (?:hai|ba|tư|năm|sáu|bảy)|Chủ nhật)"
)
_DAY = (
    rf"(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH},? \d{{4}}"
    r"|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4}[/.-]\d{1,2}[/.-]\d{1,2}|ngày \d{1,2} tháng \d{1,2} năm \d{4})"
)
_CLOCK = r"(?:\d{1,2}[:h.]\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?)"
_ZONE = r"(?: ?\(?(?:GMT|UTC)(?: ?[+-]\d{1,2}(?::?\d{2})?)?\)?)"
_NOTE = (
    r"(?:(?:last )?(?:updated|published|posted|modified)|date|cập nhật|đăng|ngày đăng)(?: (?:on|at|lúc))?:? "
)
_GAP = r"(?:,? | ?[|•·–-] ?)"
_STAMP = re.compile(
    rf"(?P<note>{_NOTE})?(?:(?P<first>{_CLOCK}){_GAP})?(?:{_WEEKDAY}{_GAP})?{_DAY}"
    rf"(?:{_GAP}(?:at )?(?P<last>{_CLOCK}){_ZONE}?)?",
    re.IGNORECASE,
)
_PLACE_AND_DAY = re.compile(rf"[^\W\d_a-z][\w .'’]{{1,40}}, (?i:(?:on )?{_DAY})")

_RANK = (
    r"(?:(?:Senior|Sr\.?|Snr\.?|Lieutenant|Lt\.|Major|Maj\.|Brigadier|Brig\.|Colonel|Col\.|General|Gen\.|Captain"
    r"|Capt\.|Commander|Cdr\.|Admiral|Adm\.|Rear|Vice|Sergeant|Sgt\.|Dr\.?|Prof\.|Professor|Assoc\.|Associate"
    r"|M\.?Sc\.?|Master|Ph\.?D\.?|Mr\.?|Mrs\.?|Ms\.?|PGS\.?|GS\.?|TS\.?|ThS\.?"
    r"|(?:Đại|Thượng|Trung|Thiếu) (?:tướng|tá|úy)|Chuẩn Đô đốc|Phó Đô đốc|Đô đốc),? ?)+"
)
_NAME = r"[^\W\d_a-z][\w’'-]*(?: [^\W\d_a-z][\w’'-]*){1,5}"
_PERSON = re.compile(rf"{_RANK}{_NAME}(?:, .+)?")
_CREDIT = re.compile(
    rf"(?:By|Bài|Tin|Theo) {_NAME}|(?:Story|Text|Source|Reported|Translated|Nguồn)(?: by|:) .+"
)
_CAPITAL_NAME = re.compile(r"[^\W\d_a-z]{2,}(?: [^\W\d_a-z]{2,}){1,3}")

_CAPTION_MARK = re.compile(
    r"(?:photo|picture|caption|illustration|illustrative|ảnh|chú thích)s?(?: \w+)?: .+"
    r"|.+[(\[](?:photo|picture|illustrat|source|ảnh)[^()\[\]]*[)\]]\.?|.+\. (?:photo|ảnh): .+",
    re.IGNORECASE,
)
_CAPTION_OPENING = re.compile(
    r"(?:Practi[cs]e|Overview|(?:An? )?(?:aerial |panoramic )?view|Panorama|Scenes?|A (?:scene|corner))"
    r" (?:of|from|at)\b",
    re.IGNORECASE,
)
_CAPTION_VERB = re.compile(
    r"\w.*\b(?:checks|inspects|visits|presents|attends|delivers|speaks|receives|greets|poses?|examines|tours|hands"
    r"|awards|observes|joins|takes|take part|shakes|addresses|conducts|chairs|performs?|practises?"
    r"|march(?:es)?)\b"
)
_ATTRIBUTED = re.compile(r".+[.?!…,”\"][”\"]? ?[-–—―] ?(?P<source>[^\W\d_a-z][^.?!]*)")
_QUOTED = re.compile(r"[“\"«].+[”\"»]")
_END = ".…:;,"
_CLOSERS = "”\"’'»)]"


def is_stamp(text: str) -> bool:
    """Say whether a line is the date stamp of a web page: a date with a time of day, or `Updated: …`."""
    match = _STAMP.fullmatch(text)
    return match is not None and any(match.group("note", "first", "last"))


def is_unfinished(text: str) -> bool:
    """Say whether a line ends without a stop (closing quotes and brackets aside); a comma is none."""
    return text.rstrip(_CLOSERS)[-1:] not in tuple(".?!…:;")


def running_kind(text: str) -> BlockKind:
    """Return the kind of a paragraph whose format marks headings itself (Markdown, HTML)."""
    if _STAMP.fullmatch(text) or _PLACE_AND_DAY.fullmatch(text):
        return BlockKind.DATE_LINE
    signature = is_unfinished(text) and text[-1] != "," and len(text) <= LONGEST_BYLINE
    if signature and (_PERSON.fullmatch(text) or _CREDIT.fullmatch(text)):
        return BlockKind.CAPTION if _CAPTION_VERB.match(text) else BlockKind.BYLINE
    if _CAPTION_MARK.fullmatch(text):
        return BlockKind.CAPTION
    attributed = _ATTRIBUTED.fullmatch(text)
    if attributed and len(attributed["source"].split()) <= 15:
        return BlockKind.QUOTE
    if _QUOTED.fullmatch(text) and text.count(text[0]) == 1 + (text[0] == '"'):
        return BlockKind.QUOTE
    return BlockKind.PARAGRAPH


def line_kind(text: str, *, first: bool, last: bool) -> BlockKind:
    """Return the kind of a paragraph of plain text.

    Args:
        text: its text on one line.
        first: nothing but date lines stands before it: an unfinished line is the title.
        last: no running text follows it: a name in capitals is the author.
    """
    kind = running_kind(text)
    if first and kind in (BlockKind.QUOTE, BlockKind.CAPTION) and is_unfinished(text):
        return BlockKind.HEADING
    if kind is not BlockKind.PARAGRAPH:
        return kind
    bare = text.rstrip(_CLOSERS)
    stopped = bare[-1:] in _END or (bare[-1:] in "?!" and not first)
    if stopped or len(text) > LONGEST_HEADING or text[0].islower():
        return BlockKind.PARAGRAPH
    if last and not first and _CAPITAL_NAME.fullmatch(text):
        return BlockKind.BYLINE
    if not first and (_CAPTION_OPENING.match(text) or _CAPTION_VERB.match(text)):
        return BlockKind.CAPTION
    return BlockKind.HEADING
