"""Where the inline markup of a piece of Markdown stands.

markdown-it-py says which inline tokens a text has, not where; they come in order, so a cursor finds them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from songngu.documents.protected import merge
from songngu.spans import Span

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# Footnote references, task boxes and heading attributes are not CommonMark, but common.
_EXTENSIONS = re.compile(r"\[\^[^\]\s]+\]:?|\A\[[ xX]\](?= )|\{[#.][^{}\n]*\}\Z")
_LABEL = re.compile(r"\[(?:\\.|[^\[\]\\])*\]")
_BLANK = re.compile(r"\s*")


def inline_markup(text: str, parser: MarkdownIt, references: MutableMapping[str, Any]) -> list[Span]:
    """Return the ranges of `text` that are markup: emphasis marks, code, link tails, images, HTML, escapes.

    Args:
        text: the text of one block, its lines separated by line feeds.
        parser: the parser of the file, without its `text_join` rule.
        references: the environment of the parse, with the link definitions of the file.
    """
    spans = [Span(*match.span()) for match in _EXTENSIONS.finditer(text)]
    children = parser.parseInline(text, references)[0].children or []
    return merge([*spans, *_Cursor(text, parser).spans(children)])


class _Cursor:
    """Finds the tokens of a text one after the other."""

    def __init__(self, text: str, parser: MarkdownIt) -> None:
        self.text, self.parser, self.position = text, parser, 0
        self.found: list[Span] = []

    def spans(self, tokens: list[Token]) -> list[Span]:
        """Return the ranges of markup; what cannot be placed ends the search."""
        inside_autolink = False
        try:
            for token in tokens:
                if inside_autolink:
                    inside_autolink = token.type != "link_close"
                elif token.type == "link_open" and token.markup == "autolink":
                    self._until("<", self.text.index(">", self.position) + 1)
                    inside_autolink = True
                else:
                    self._place(token)
        except ValueError:
            pass
        return self.found

    def _place(self, token: Token) -> None:
        if token.type == "text":
            self._skip(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            self._skip("\n")
        elif token.type == "link_open":
            self._until("[", self.text.index("[", self.position) + 1)
        elif token.type == "link_close":
            end = self.text.index("]", self.position) + 1
            self._until("]", self._target_end(end))
        elif token.type == "image":
            start = self.text.index("![", self.position)
            self._until("![", self._target_end(start + 2 + len(token.content) + 1))
        elif token.type == "code_inline":
            start = self.text.index(token.markup, self.position) + len(token.markup)
            closing = re.compile(rf"(?<!`){token.markup}(?!`)").search(self.text, start)
            self._until(token.markup, closing.end() if closing else start)
        elif token.type == "html_inline":
            self._until(token.content, self.text.index(token.content, self.position) + len(token.content))
        elif token.markup:  # emphasis, escapes, entities
            self._until(token.markup, self.text.index(token.markup, self.position) + len(token.markup))

    def _skip(self, visible: str) -> None:
        start = self.text.index(visible, self.position)
        if self.text[self.position : start].strip():  # something invisible stands before it
            self.found.append(Span(self.position, start))
        self.position = start + len(visible)

    def _until(self, opening: str, end: int) -> None:
        """Protect from the next `opening` to `end`."""
        self.found.append(Span(self.text.index(opening, self.position), end))
        self.position = end

    def _target_end(self, position: int) -> int:
        """Return the end of a link's target, `(url "title")` or `[label]`, that may stand at `position`."""
        text, helpers = self.text, self.parser.helpers
        if text.startswith("(", position):
            place = self._blank_end(position + 1)
            destination = helpers.parseLinkDestination(text, place, len(text))
            if destination.ok:
                place = self._blank_end(destination.pos)
                title = helpers.parseLinkTitle(text, place, len(text))
                if title.ok:
                    place = self._blank_end(title.pos)
            if text.startswith(")", place):
                return place + 1
        label = _LABEL.match(text, position)
        return label.end() if label else position

    def _blank_end(self, position: int) -> int:
        match = _BLANK.match(self.text, position)
        return match.end() if match else position
