"""Bytes of a text file → NFC-ready text, whatever editor has saved it."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import TYPE_CHECKING

from songngu.errors import DocumentError

if TYPE_CHECKING:
    from pathlib import Path

_BOMS = (  # UTF-32 first: its little-endian mark begins with UTF-16's
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"%PDF-", "is a PDF", "copy its text into a .txt file"),
    (b"PK\x03\x04", "is a packed file (DOCX, ODT, ZIP …)", "save it as plain text, UTF-8"),
    (b"\xd0\xcf\x11\xe0", "is an old Office file", "save it as plain text, UTF-8"),
    (b"{\\rtf", "is RTF", "save it as plain text, UTF-8"),
)
_TEXT_CONTROLS = frozenset("\t\n\r\f\v\x1a\x85")
_UTF8_REMEDY = "save it as UTF-8"


@dataclass(frozen=True, slots=True)
class DecodedText:
    """The text of a file, line ends as they are.

    Attributes:
        text: the characters, without a byte order mark.
        encoding: the codec, e.g. `utf-8`, `utf-8-sig`, `utf-16-le`, `cp1252`.
        warnings: one line for each thing that a user should look at.
    """

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def read_text(path: Path) -> DecodedText:
    """Read a text file.

    Raises:
        DocumentError: it cannot be read, is empty, blank or binary, or no codec fits.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise DocumentError("does not exist", path=path, remedy="check the name") from None
    except IsADirectoryError:
        raise DocumentError("is a folder", path=path, remedy="name a file in it") from None
    except OSError as error:
        raise DocumentError(
            f"cannot be read ({error.strerror})", path=path, remedy="check its permissions"
        ) from None
    decoded = decode(data, path)
    if not decoded.text.strip():
        problem = "holds nothing but white space" if data else "is empty"
        raise DocumentError(problem, path=path, remedy="put the text to translate into it, or remove it")
    return decoded


def decode(data: bytes, path: Path) -> DecodedText:
    """Decode bytes: byte order mark, UTF-8, UTF-16 without a mark, then a guess with a warning.

    Args:
        data: the whole file.
        path: its name, for messages.

    Raises:
        DocumentError: binary, damaged, or no codec fits.
    """
    for magic, problem, remedy in _MAGIC:
        if data.startswith(magic):
            raise DocumentError(problem, path=path, remedy=remedy)
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return DecodedText(_checked(_strict(data, encoding, path), path), encoding)
    if b"\0" in data:
        encoding = _utf16_without_mark(data, path)
        return DecodedText(_checked(_strict(data, encoding, path), path), encoding)
    try:
        return DecodedText(_checked(data.decode("utf-8"), path), "utf-8")
    except UnicodeDecodeError:
        return _guess(data, path)


def _strict(data: bytes, encoding: str, path: Path) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"is damaged: byte {error.start} is not {encoding.upper()}", path=path, remedy=_UTF8_REMEDY
        ) from None


def _binary(path: Path) -> DocumentError:
    return DocumentError("is not a text file", path=path, remedy=f"convert it to text and {_UTF8_REMEDY}")


def _checked(text: str, path: Path) -> str:
    """Refuse text with NULs or with more than 1 % of other control characters.

    U+0004 is dropped: gettext keeps it for itself (it separates context from source in compiled catalogues).
    """
    controls = sum(character < " " and character not in _TEXT_CONTROLS for character in text)
    if "\0" in text or controls * 100 > len(text):
        raise _binary(path)
    return text.replace("\x04", "")


def _utf16_without_mark(data: bytes, path: Path) -> str:
    """Tell the byte order by the NULs: Latin letters, digits and spaces have one, always on the same side."""
    high, low = data[0::2].count(0), data[1::2].count(0)
    needed = len(data) // 2 * 0.4
    if len(data) % 2 == 0 and low >= needed and high * 20 <= low:
        return "utf-16-le"
    if len(data) % 2 == 0 and high >= needed and low * 20 <= high:
        return "utf-16-be"
    raise _binary(path)


def _guess(data: bytes, path: Path) -> DecodedText:
    from charset_normalizer import from_bytes

    matches = list(from_bytes(data))
    if not matches:
        raise _binary(path)
    # Short texts look equally well in many 8-bit code pages; the commonest one of English texts wins a tie.
    best = matches[0]
    ties = {name for match in matches if match.chaos <= best.chaos for name in match.could_be_from_charset}
    encoding = "cp1252" if "cp1252" in ties and best.coherence == 0 else best.encoding
    text = _checked(_strict(data, encoding, path), path)
    return DecodedText(text, encoding, (f"{path}: not UTF-8, read as {encoding} by guess; {_UTF8_REMEDY}",))
