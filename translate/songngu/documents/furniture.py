"""Recognise what a web page has left in an article: stamps, counters, buttons, teasers of other articles.

Such blocks are translated like the rest; the catalogue marks them, so that a reviewer can skip them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from songngu.documents.base import Block, BlockKind
from songngu.documents.kinds import is_stamp
from songngu.documents.protected import visible_text

if TYPE_CHECKING:
    from collections.abc import Sequence

_COMMENT_COUNTER = re.compile(
    r"(?:your |reader(?:s|s’|s')? )?comments?:? ?(?:\(\d+\)|\d+)|\d+ comments?|no comments?(?: yet)?"
    r"|(?:leave|post|add|write|send) (?:a|your) comments?"
    r"|(?:ý kiến|bình luận)(?: (?:của bạn|bạn đọc))?:? ?\(\d+\)|gửi (?:ý kiến|bình luận)",
    re.IGNORECASE,
)
_BUTTON = (
    r"(?:share|print|e-?mail|tweet|facebook|twitter|x|zalo|linkedin|pinterest|messenger|copy link|save"
    r"|bookmark|like|reply|font size|a[+-]|listen|back|home|back to top|top|print this (?:page|article)"
    r"|send(?: to a friend)?|share (?:this|on|via|to)(?: \w+){0,2}"
    r"|chia sẻ|in bài viết|in trang|lưu bài viết|nghe bài viết|về đầu trang)"
)
_BUTTONS = re.compile(rf"{_BUTTON}(?:\s*[|/•·,:]?\s*{_BUTTON})*:?", re.IGNORECASE)
_LINE = re.compile(
    r"(?:tags?|keywords?|từ khóa|hashtag): .+|(?:read|see|view|find out|learn) (?:more|also)(?:: .+|\b.{0,3})"
    r"|xem thêm(?:: .+)?|advertise?ments?|sponsored|quảng cáo|(?:©|copyright|\(c\)|bản quyền).{0,120}"
    r"|all rights reserved\.?|follow us.{0,40}|subscribe.{0,60}|\d+ min(?:utes?)? read"
    r"|\d[\d,.]* (?:views|lượt xem)|(?:views|lượt xem): ?\d[\d,.]*",
    re.IGNORECASE,
)
_OTHER_ARTICLES = re.compile(
    r"(?:related|more|other|latest|recent|most (?:read|viewed|popular)|recommended|top|hot)"
    r" (?:news|articles?|stories|story|posts?|topics?|content):?|(?:you may|you might) (?:also )?like.{0,10}"
    r"|(?:tin|bài|bài viết|tin bài|tin tức) (?:liên quan|khác|mới nhất|cùng chuyên mục|đọc nhiều):?",
    re.IGNORECASE,
)
_SHORT_KINDS = frozenset({BlockKind.HEADING, BlockKind.LIST_ITEM, BlockKind.DATE_LINE, BlockKind.CAPTION})


def mark_furniture(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks with `furniture` set.

    What counts: date stamps above and below the running text; lone buttons and page lines; a list of other
    articles (`Related news` and the short lines after it); everything from the comment counter to the end,
    when running text stands before it.
    """
    body = [index for index, block in enumerate(blocks) if block.kind is BlockKind.PARAGRAPH]
    first, last = (body[0], body[-1]) if body else (len(blocks), -1)
    result: list[Block] = []
    ended = listing = False
    for index, block in enumerate(blocks):
        text = visible_text(block.text, block.protected)
        counter = _COMMENT_COUNTER.fullmatch(text) is not None
        ended = ended or (counter and index > first)
        heads_list = _OTHER_ARTICLES.fullmatch(text) is not None
        listing = heads_list or (listing and block.kind in _SHORT_KINDS)
        furniture = (
            ended
            or counter
            or listing
            or (is_stamp(text) and not first < index < last)
            or _BUTTONS.fullmatch(text) is not None
            or _LINE.fullmatch(text) is not None
        )
        result.append(replace(block, furniture=True) if furniture else block)
    return tuple(result)
