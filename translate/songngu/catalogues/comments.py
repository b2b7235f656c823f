r"""The lines for the reviewer (`#.`): what each begins with, how they are read back, how a text fits into one.

The machine's text stands in such a line, too, so that it is known after a person has changed the translation:

    #. machine: Lạng Sơn là tỉnh miền núi.
    #. origin: model songngu-en-vi 1.0, plain, 0.74 [0f1639a7]

It is written as it is but for what would end the line or not survive tools that wrap comments: control
characters, odd blanks, backslashes and the hyphens at which they break words stand there as `\n`, `\x20`, `\\`.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polib

PLACES = ("block ", "kind: ")
FINDING = "check: "
MACHINE = "machine: "
ORIGIN = "origin: "
EARLIER = f"{ORIGIN}reviewer, for the earlier wording"
_STARTS = (*PLACES, "term: ", "name: ", FINDING, MACHINE, ORIGIN)
_SEAL = re.compile(r" \[([0-9a-f]{8})\]$")
_MODEL = re.compile(rf"{ORIGIN}model (.+), [^,]+, \d\.\d+")

# Where Python's textwrap, with which polib wraps, breaks a line without a blank: "song-|ngữ", "a|--|b".
_BROKEN_WORD = re.compile(r"""[\w!"'&.,?]-$""")
_LETTER = re.compile(r"[^\W\d]")
_AFTER_HYPHEN = re.compile(r"""(?<=[\w!"'&.,?]-) (?=[^\W\d])""")
_DASHES = re.compile(r"""(?<=[\w!"'&.,?])-{2,}(?=\w)""")
_FALSE_ORIGIN = re.compile(r"(?<![^ -])origin:(?![^ ])")
_ODD_BLANKS = re.compile(r"^ | $|(?<= ) ")
_LETTERS = {"\\": "\\", "\a": "a", "\b": "b", "\f": "f", "\n": "n", "\r": "r", "\t": "t", "\v": "v"}
_SIGNS = {letter: sign for sign, letter in _LETTERS.items()}
_ESCAPE = re.compile(
    r"\\(?:([abfnrtv\\])|x([0-9a-f]{2})|u((?!d[89a-f])[0-9a-f]{4})|U(00(?:0[0-9a-f]|10)[0-9a-f]{4}))"
)


def text_digest(text: str) -> str:
    """Return 8 hex digits that change when a translation is edited (SHA-256 of the NFC text)."""
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()[:8]


def origin_line(origin: str, target: str) -> str:
    """Return the comment line that says where a machine text came from, sealed with its digest."""
    return f"{ORIGIN}{origin} [{text_digest(target)}]"


def machine_line(text: str) -> str:
    """Return the comment line that keeps a machine text."""
    return MACHINE + escaped(text)


def escaped(text: str) -> str:
    """Return a text as one comment line that `unescaped` turns back, also after a tool has wrapped it."""
    line = "".join(_escape(sign) for sign in text)
    line = _FALSE_ORIGIN.sub(r"origin\\x3a", line)
    line = _ODD_BLANKS.sub(r"\\x20", _AFTER_HYPHEN.sub(r"\\x20", line))
    # Last, because an escaped blank ends in a digit, after which dashes are a place to break as well.
    return _DASHES.sub(lambda match: "-" + r"\x2d" * (len(match[0]) - 1), line)


def _escape(sign: str) -> str:
    if sign in _LETTERS:
        return f"\\{_LETTERS[sign]}"
    if sign.isprintable():
        return sign
    code = ord(sign)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def unescaped(line: str) -> str:
    """Return the text of `escaped`; a backslash that begins no escape stands for itself."""
    return _ESCAPE.sub(
        lambda match: _SIGNS[match[1]] if match[1] else chr(int(match[2] or match[3] or match[4], 16)), line
    )


def notes_of(entry: polib.POEntry) -> list[str]:
    """Return the lines for the reviewer (`#.`); what a tool has wrapped is one line again."""
    lines: list[str] = []
    for line in entry.comment.split("\n"):
        # A machine text may have any words where a tool has wrapped it; only the origin comes after it.
        starts = (ORIGIN,) if lines and f"{lines[-1]} ".startswith(MACHINE) else _STARTS
        if lines and line and not f"{line} ".startswith(starts):
            lines[-1] += line if _LETTER.match(line) and _BROKEN_WORD.search(lines[-1]) else f" {line}"
        elif line:
            lines.append(line)
    return lines


def origin_of(entry: polib.POEntry) -> str | None:
    """Return the origin line of an entry, if it has one."""
    return next((line for line in reversed(notes_of(entry)) if line.startswith(ORIGIN)), None)


def seal_of(entry: polib.POEntry) -> str | None:
    """Return the digest of the machine text that the origin line of an entry has, if it has one."""
    seal = _SEAL.search(origin_of(entry) or "")
    return seal[1] if seal else None


def without_seal(line: str) -> str:
    """Return what an origin line says: `model songngu-en-vi 1.0, inline, 0.74`."""
    return _SEAL.sub("", line.removeprefix(ORIGIN))


def model_of(entry: polib.POEntry) -> str:
    """Return the model that wrote the machine text of an entry, `songngu-en-vi 1.0`; "" if none did."""
    found = _MODEL.match(origin_of(entry) or "")
    return found[1] if found else ""


def machine_text(entry: polib.POEntry) -> str | None:
    """Return what the machine wrote before a person changed it; None if the entry does not keep it.

    A reworded source whose translation is a person's has none either: the machine's stands beside it as a
    suggestion only.
    """
    lines = notes_of(entry)
    if any(line.startswith(EARLIER) for line in lines):
        return None
    found = next((line for line in lines if line.startswith(MACHINE)), None)
    return None if found is None else unescaped(found.removeprefix(MACHINE))
