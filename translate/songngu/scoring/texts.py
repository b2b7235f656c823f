"""Reading what scores are made from: line files, translation memories (TMX), reference folders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from songngu.errors import ScoringError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from songngu.languages import LanguagePair

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class ReferenceText:
    """The references of a document.

    Attributes:
        path: the first reference file; named in messages.
        sources: the source line of each reference line, when there is a `reference.<source>.txt`.
        references: one tuple of lines for each reference translation.
    """

    path: Path
    sources: tuple[str, ...] | None
    references: tuple[tuple[str, ...], ...]


def read_lines(path: Path) -> tuple[str, ...]:
    """Read a text file line by line as sacrebleu does: UTF-8, white space at the end of lines dropped.

    Only line feeds end a line; U+2028 and form feeds inside a segment do not.

    Raises:
        ScoringError: missing, unreadable, not UTF-8, or empty.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise ScoringError("does not exist", path=path, remedy="check the path") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ScoringError("is not UTF-8", path=path, line=line, remedy="save it as UTF-8") from None
    except OSError as error:
        raise ScoringError(f"cannot be read ({error.strerror})", path=path) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    if not text.strip():
        raise ScoringError("is empty", path=path, remedy="give a file with one segment on each line")
    return tuple(line.rstrip() for line in text.split("\n"))


def read_references(folder: Path, pair: LanguagePair) -> ReferenceText:
    """Read the references of a document from its folder.

    `reference.vi.txt` is the reference, `reference.vi.2.txt` and so on are further ones, line by line the
    same; `reference.en.txt` has the source of each line.

    Raises:
        ScoringError: no reference, or files whose numbers of lines differ.
    """
    first = folder / f"reference.{pair.target}.txt"
    if not first.is_file():
        raise ScoringError(
            "there is no reference translation",
            path=first,
            remedy="put one there, a sentence on each line, or name files with --hyp and --ref",
        )
    more = sorted(folder.glob(f"reference.{pair.target}.*.txt"))
    references = tuple(read_lines(path) for path in (first, *more))
    source_path = folder / f"reference.{pair.source}.txt"
    sources = read_lines(source_path) if source_path.is_file() else None
    for path, lines in zip((source_path, *more), (sources or references[0], *references[1:]), strict=True):
        require_same_length(first, references[0], path, lines)
    return ReferenceText(first, sources, references)


def require_same_length(
    first: Path, first_lines: Sequence[str], second: Path, second_lines: Sequence[str], remedy: str = ""
) -> None:
    """Raise unless both files have the same number of lines.

    Raises:
        ScoringError: they have not; the message has both numbers.
    """
    if len(first_lines) != len(second_lines):
        raise ScoringError(
            f"has {len(second_lines):,} lines, but {first} has {len(first_lines):,}",
            path=second,
            remedy=remedy or "make them line by line the same",
        )


def read_tmx(path: Path, pair: LanguagePair) -> dict[str, tuple[str, ...]]:
    """Read a TMX memory: source → its translations.

    Language tags match by their language (`en` takes `en-US`); inline markup is reduced to its text.

    Raises:
        ScoringError: unreadable, not XML, or without a unit in both languages.
    """
    from xml.etree import ElementTree

    found: dict[str, list[str]] = {}
    try:
        root = ElementTree.parse(path).getroot()
    except OSError as error:
        raise ScoringError(f"cannot be read ({error.strerror})", path=path) from None
    except ElementTree.ParseError as error:
        raise ScoringError("is not XML", path=path, line=error.position[0]) from None
    for unit in root.iter("tu"):
        texts: dict[str, str] = {}
        for variant in unit.iter("tuv"):
            language = variant.get(_XML_LANG) or variant.get("lang") or ""
            segment = variant.find("seg")
            if segment is not None:
                texts[language.split("-")[0].lower()] = " ".join("".join(segment.itertext()).split())
        source, target = (texts.get(tag.split("-")[0], "") for tag in (pair.source, pair.target))
        if source and target:
            found.setdefault(source, []).append(target)
    if not found:
        raise ScoringError(f"has no unit in {pair.source} and {pair.target}", path=path)
    return {source: tuple(dict.fromkeys(targets)) for source, targets in found.items()}
