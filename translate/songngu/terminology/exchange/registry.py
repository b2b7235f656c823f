"""Which format a file has: by name, by suffix, and two kinds of CSV by their first line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from songngu.errors import UsageError
from songngu.terminology.exchange.house import HouseCsv
from songngu.terminology.exchange.pairs import PairCsv
from songngu.terminology.exchange.po import GlossaryPo
from songngu.terminology.exchange.tbx import Tbx
from songngu.terminology.exchange.tmx import Tmx

if TYPE_CHECKING:
    from pathlib import Path

    from songngu.terminology.exchange.base import Format

_FORMATS: tuple[Format, ...] = (
    HouseCsv(),
    Tbx("tbx", "dca", (".tbx", ".xml")),
    Tbx("tbx-dct", "dct"),
    Tmx(),
    GlossaryPo(),
    PairCsv("deepl", has_header=False),
    PairCsv("google", has_header=True),
)
FORMAT_NAMES = tuple(each.name for each in _FORMATS)


def find_format(path: Path, name: str | None = None, *, reading: bool = False) -> Format:
    """Return the format of a file.

    Args:
        path: the file.
        name: the format's name, if the user gave one; else the suffix decides.
        reading: the file exists: a CSV file whose header is not ours is one of pairs.

    Raises:
        UsageError: an unknown name or suffix.
    """
    remedy = f"use --format with one of {', '.join(FORMAT_NAMES)}"
    if name is not None:
        for each in _FORMATS:
            if each.name == name:
                return each
        raise UsageError(f"unknown format {name!r}", remedy=remedy)
    for each in _FORMATS:
        if path.suffix.casefold() in each.suffixes:
            if reading and each.name == "csv" and not _is_ours(path):
                return find_format(path, "deepl")
            return each
    raise UsageError(f"no known format ends in {path.suffix!r}", path=path, remedy=remedy)


def _is_ours(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.readline(4096)
    return head.removeprefix(b"\xef\xbb\xbf").startswith((b"source,target,pos,", b"source,target,kind,"))
