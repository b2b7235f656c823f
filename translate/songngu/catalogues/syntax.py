"""The PO syntax: text to entries by polib, entries to text as `msgcat --no-wrap` writes them.

polib reads; it does not write here. Its writer drops the `#.` lines of obsolete entries, sorts the
header, splits strings at U+2028 and knows neither `\\a` nor file names with spaces, so that msgcat, which
Poedit runs on each save, would rewrite what it wrote. Its reader is lenient (a line that was cut off loses
its last letter), so the lines are checked before.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polib

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_STRING = re.compile(
    r"(?:#~\||#~|#\|)?\s*(?:(msgctxt|msgid_plural|msgid|msgstr)(?:\[\d\])?\s*)?"
    r'"[^"\\]*(?:\\.[^"\\]*)*"'
)
_ESCAPED = re.compile(r"\\(.)")
_ESCAPES = str.maketrans(
    {
        "\\": r"\\",
        '"': r"\"",
        "\a": r"\a",
        "\b": r"\b",
        "\f": r"\f",
        "\n": r"\n",
        "\r": r"\r",
        "\t": r"\t",
        "\v": r"\v",
    }
)
_COMMENT_MARKS = frozenset(" .:,#")
_ISOLATE, _POP = "\u2068", "\u2069"


class PoSyntaxError(ValueError):
    """A line that is not PO; `line` is its number, from 1."""

    def __init__(self, problem: str, line: int) -> None:
        self.problem, self.line = problem, line
        super().__init__(f"{problem} (line {line})")


class _Text(str):
    """Text whose lines end at line feeds only: polib would also end them at U+2028 and the like."""

    __slots__ = ()

    def splitlines(self, keepends: bool = False) -> list[str]:
        return self.split("\n")


def parse(text: str) -> polib.POFile:
    """Read a catalogue.

    Args:
        text: the file's text, without byte order mark, lines ended by line feeds.

    Returns:
        The entries (obsolete ones, too), `metadata` with the header's fields, `header` with its comment.

    Raises:
        PoSyntaxError: text that gettext would refuse.
    """
    lines = _Text("\n".join(_checked(text)))
    if not lines.strip():
        return polib.POFile()
    try:
        file = polib.pofile(lines, encoding="utf-8")
    except (OSError, ValueError, IndexError) as error:
        number = re.search(r"line (\d+)", str(error))
        raise PoSyntaxError("syntax error", int(number[1]) if number else 1) from None
    if file.header and not file.metadata and len(file):
        # polib takes the first comment of a file for the header's; here it is that of the first entry.
        file[0].tcomment, file.header = file.header, ""
    return file


def _checked(text: str) -> Iterator[str]:
    """Yield the lines as polib wants them; refuse what it would misread."""
    keyword, number = "msgstr", 0
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.strip()
        if not line or line == "#~":
            yield ""
        elif line[0] == "#" and line[1:2] not in ("~", "|"):
            # `#=` is gettext 0.26's second line of flags; `#word` is a translator's comment.
            mark = "#," if line[1:2] == "=" else "#" if line[1:2] in _COMMENT_MARKS or line == "#" else "# "
            yield mark + line[2 if mark == "#," else 1 :]
        else:
            match = _STRING.fullmatch(line)
            if match is None:
                raise PoSyntaxError("syntax error", number)
            if match[1] and not line.startswith(("#|", "#~|")):
                keyword = match[1]
            if line.startswith("#~") and line[2] != "|":
                line = f"#~ {line[2:].lstrip()}"
            yield _ESCAPED.sub(_bell, line) if "\\a" in line else line
    if keyword != "msgstr":
        raise PoSyntaxError("it ends in the middle of an entry", number)


def _bell(match: re.Match[str]) -> str:
    return "\a" if match[1] == "a" else match[0]


def render(file: polib.POFile) -> str:
    """Return the text of a catalogue: no line wrapped, header fields in the order of `file.metadata`."""
    parts = [render_header(file), *map(render_entry, ordered(file))]
    return "\n".join(parts)


def ordered(file: Sequence[polib.POEntry]) -> list[polib.POEntry]:
    """Return the entries, obsolete ones last."""
    return [*(entry for entry in file if not entry.obsolete), *(entry for entry in file if entry.obsolete)]


def render_header(file: polib.POFile) -> str:
    """Return the header entry with its comment."""
    lines = _comment("#", file.header)
    lines += ['msgid ""', 'msgstr ""']
    lines += [f'"{name}: {value.translate(_ESCAPES)}\\n"' for name, value in file.metadata.items()]
    return "\n".join(lines) + "\n"


def render_entry(entry: polib.POEntry) -> str:
    """Return one entry, its lines in the order of the gettext manual."""
    lines = _comment("#", entry.tcomment) + _comment("#.", entry.comment)
    if entry.occurrences:
        lines.append("#: " + " ".join(_reference(path, line) for path, line in entry.occurrences))
    if entry.flags:
        lines.append("#, " + ", ".join(entry.flags))
    if not entry.obsolete:
        for keyword in ("msgctxt", "msgid", "msgid_plural"):
            text = getattr(entry, f"previous_{keyword}")
            if text is not None:
                lines += _field("#| ", keyword, text)
    mark = "#~ " if entry.obsolete else ""
    if entry.msgctxt is not None:
        lines += _field(mark, "msgctxt", entry.msgctxt)
    lines += _field(mark, "msgid", entry.msgid)
    if entry.msgid_plural:
        lines += _field(mark, "msgid_plural", entry.msgid_plural)
        for number, text in sorted(entry.msgstr_plural.items()):
            lines += _field(mark, f"msgstr[{number}]", text)
    else:
        lines += _field(mark, "msgstr", entry.msgstr)
    return "\n".join(lines) + "\n"


def _comment(mark: str, text: str) -> list[str]:
    # To gettext, a backslash at the end of a line continues it, in a comment, too: a space keeps them apart.
    lines = (f"{line} " if line.endswith("\\") else line for line in text.split("\n")) if text else ()
    return [f"{mark} {line}" if line else mark for line in lines]


def _reference(path: str, line: str) -> str:
    # A name with spaces stands between FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE, as xgettext has it.
    name = f"{_ISOLATE}{path}{_POP}" if " " in path else path
    return f"{name}:{line}" if line else name


def _field(mark: str, keyword: str, text: str) -> list[str]:
    if "\n" not in text[:-1]:
        return [f'{mark}{keyword} "{text.translate(_ESCAPES)}"']
    return [f'{mark}{keyword} ""', *(f'{mark}"{line.translate(_ESCAPES)}"' for line in _lines(text))]


def _lines(text: str) -> list[str]:
    lines = [f"{line}\n" for line in text.split("\n")]
    last = lines.pop()[:-1]
    return [*lines, last] if last else lines
