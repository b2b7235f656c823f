"""Markdown (CommonMark with tables and strikethrough): markdown-it-py finds the structure, we keep the bytes.

Front matter, code, HTML blocks, link definitions and everything between blocks stay as they are.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from songngu.documents.base import Block, BlockKind, Document, DocumentFormat
from songngu.documents.encoding import read_text
from songngu.documents.furniture import mark_furniture
from songngu.documents.kinds import running_kind
from songngu.documents.markup import inline_markup
from songngu.documents.protected import merge, protected_spans, visible_text
from songngu.documents.skeleton import Skeleton, lines_of, write_document
from songngu.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, MutableMapping, Sequence
    from pathlib import Path

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_FRONT_MATTER = re.compile(
    r"(?:---[ \t]*\n(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\n|\Z)|\+\+\+[ \t]*\n(?:.*\n)*?\+\+\+[ \t]*(?:\n|\Z))"
)
_HARD_BREAK = re.compile(r"(?: {2,}|\\)$")
_BLOCK_START = re.compile(
    r"(?P<before>\d{1,9}(?=[.)](?:\s|$))|)(?:[.)]|#{1,6}(?=\s|$)|[-+*](?=\s)|>|=+\s*$|-+\s*$|`{3}|~{3})"
)
_BARE_PIPE = re.compile(r"(?<!\\)\|")
_CONTAINERS = ("blockquote", "list_item", "heading", "th", "td")


class Markdown(DocumentFormat):
    """Markdown files."""

    name = "Markdown"
    suffixes = (".md", ".markdown")

    def read(self, path: Path, slug: str) -> Document:
        """Read a Markdown file (see `DocumentFormat.read`)."""
        decoded = read_text(path)
        blocks: list[Block] = []
        ranges: list[Span] = []
        for piece in _Reader(decoded.text).pieces():
            blocks.append(piece.block(len(blocks) + 1))
            ranges.append(piece.span)
        return Document(
            path=path,
            slug=slug,
            blocks=mark_furniture(blocks),
            encoding=decoded.encoding,
            warnings=decoded.warnings,
            skeleton=Skeleton(decoded.text, decoded.encoding == "utf-8-sig", tuple(ranges)),
        )

    def write(self, document: Document, translations: Mapping[int, str], path: Path) -> None:
        """Write the document again, only the texts of blocks replaced (see `DocumentFormat.write`)."""
        write_document(document, translations, path, escape=_escape)


def _escape(block: Block, text: str) -> str:
    """Keep a translation from becoming another kind of block: a list, a heading, a further cell."""
    if block.kind is BlockKind.TABLE_CELL:
        return _BARE_PIPE.sub(r"\\|", text)
    start = _BLOCK_START.match(text)
    if start is None or _BLOCK_START.match(block.text):  # the source shows that it is safe in this place
        return text
    return f"{start['before']}\\{text[len(start['before']) :]}"


@dataclass(frozen=True, slots=True)
class _Piece:
    """A block to be: its text, kind, lines, protected spans, and its range in the file."""

    text: str
    kind: BlockKind
    line: int
    end_line: int
    protected: tuple[Span, ...]
    span: Span

    def block(self, position: int) -> Block:
        return Block(self.text, self.kind, self.line, position, self.protected, end_line=self.end_line)


@dataclass
class _Reader:
    """Walks the tokens of one file."""

    text: str
    lines: list[Span] = field(init=False)
    parser: MarkdownIt = field(init=False)
    references: MutableMapping[str, Any] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        from markdown_it import MarkdownIt

        self.lines = lines_of(self.text)
        # Without text_join, escapes and entities stay tokens of their own, with their spelling.
        self.parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("text_join")

    def pieces(self) -> Iterator[_Piece]:
        """Yield what is to be translated, in document order."""
        source = "\n".join(span.of(self.text) for span in self.lines)
        if front := _FRONT_MATTER.match(source):
            source = "\n" * front[0].count("\n") + source[front.end() :]
        containers: list[str] = []
        column = 0
        after_image = False
        for token in self.parser.parse(source, self.references):
            name = token.type.removesuffix("_open").removesuffix("_close")
            if name == "tr":
                column = 0
            if name in _CONTAINERS:
                if token.nesting > 0:
                    containers.append(name)
                else:
                    containers.pop()
            elif token.type == "inline" and token.map and token.content:
                kind = _kind(containers)
                if kind is BlockKind.TABLE_CELL:
                    span = self._cell(token, column)
                    column = span.end
                    groups = [[(token.map[0], span)]]
                else:
                    groups = self._groups(token)
                for group in groups:
                    piece = self._piece(group, kind, after_image)
                    if piece is not None:
                        yield piece
                after_image = [child.type for child in token.children or ()] == ["image"]

    def _cell(self, token: Token, column: int) -> Span:
        """Return where the text of a table cell stands, from `column` (a place in the file) on."""
        line = self.lines[token.map[0]]  # type: ignore[index]
        start = max(line.start, column)
        pattern = re.escape(token.content).replace(r"\|", r"\\?\|")
        match = re.compile(pattern).search(self.text, start, line.end)
        return Span(*match.span()) if match else Span(start, start)

    def _groups(self, token: Token) -> list[list[tuple[int, Span]]]:
        """Return the lines of a paragraph without quote marks and indents, grouped between hard breaks."""
        first, _ = token.map  # type: ignore[misc]
        broken = any(child.type == "hardbreak" for child in token.children or ())
        groups: list[list[tuple[int, Span]]] = [[]]
        for number, raw_content in enumerate(token.content.split("\n"), first):
            content = raw_content.strip()
            hard = broken and _HARD_BREAK.search(raw_content)
            if hard:
                content = raw_content[: hard.start()].strip()
            line = self.lines[number]
            start = self.text.rfind(content, line.start, line.end)
            if content and start >= 0:
                groups[-1].append((number, Span(start, start + len(content))))
            if hard:
                groups.append([])
        return [group for group in groups if group]

    def _piece(self, group: Sequence[tuple[int, Span]], kind: BlockKind, after_image: bool) -> _Piece | None:
        """Build a piece of the lines of `group`; None when there is nothing in it to translate."""
        lines = [unicodedata.normalize("NFC", span.of(self.text)) for _, span in group]
        markup = inline_markup("\n".join(lines), self.parser, self.references)
        text = " ".join(lines)
        protected = tuple(merge([*markup, *protected_spans(text)]))
        visible = visible_text(text, protected)
        if not any(character.isalnum() for character in visible):
            return None
        if kind is BlockKind.PARAGRAPH:
            # An emphasised line under a picture, in the picture's paragraph or in one of its own.
            pictured = after_image or text.startswith("![")
            marked = bool(markup) and markup[0].start == 0 and markup[-1].end == len(text)
            kind = BlockKind.CAPTION if pictured and marked else running_kind(visible)
        return _Piece(
            text=text,
            kind=kind,
            line=group[0][0] + 1,
            end_line=group[-1][0] + 1,
            protected=protected,
            span=Span(group[0][1].start, group[-1][1].end),
        )


def _kind(containers: Sequence[str]) -> BlockKind:
    innermost = containers[-1] if containers else ""
    return {
        "heading": BlockKind.HEADING,
        "th": BlockKind.TABLE_CELL,
        "td": BlockKind.TABLE_CELL,
        "list_item": BlockKind.LIST_ITEM,
        "blockquote": BlockKind.QUOTE,
    }.get(innermost, BlockKind.PARAGRAPH)
