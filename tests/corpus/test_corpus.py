"""The corpus is what its READMEs say: aligned, NFC, free of development pairs."""

from __future__ import annotations

import tomllib
import unicodedata
import zlib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted(path.parent for path in (ROOT / "corpus").glob("*/source.txt"))
PARALLEL = sorted((ROOT / "corpus" / "parallel").glob("*.tsv"))


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("folder", DOCUMENTS, ids=lambda folder: folder.name)
def test_references_are_aligned_line_by_line(folder: Path) -> None:
    english, vietnamese = lines(folder / "reference.en.txt"), lines(folder / "reference.vi.txt")
    meta = tomllib.loads((folder / "meta.toml").read_text(encoding="utf-8"))
    assert len(english) == len(vietnamese) == meta["reference"]["lines"]
    assert all(line.strip() for line in (*english, *vietnamese))


@pytest.mark.parametrize("folder", DOCUMENTS, ids=lambda folder: folder.name)
def test_english_reference_lines_rejoin_to_the_source(folder: Path) -> None:
    source = (folder / "source.txt").read_bytes().decode("utf-8-sig")
    assert "".join("".join(lines(folder / "reference.en.txt")).split()) == "".join(source.split())


@pytest.mark.parametrize("folder", DOCUMENTS, ids=lambda folder: folder.name)
def test_term_annotations_stand_in_their_lines(folder: Path) -> None:
    english, vietnamese = lines(folder / "reference.en.txt"), lines(folder / "reference.vi.txt")
    for row in lines(folder / "reference.terms.tsv"):
        number, source, target = row.split("\t")
        if number == "line":
            continue
        assert source in english[int(number) - 1]
        assert target.lower() in vietnamese[int(number) - 1].lower()


@pytest.mark.parametrize("path", PARALLEL, ids=lambda path: path.stem)
def test_parallel_files_are_clean(path: Path) -> None:
    for number, line in enumerate(lines(path), 1):
        cells = line.split("\t")
        assert len(cells) == 2, f"{path.name}:{number}"
        assert all(cell and cell == cell.strip() for cell in cells), f"{path.name}:{number}"
        assert unicodedata.is_normalized("NFC", line), f"{path.name}:{number}"
        assert zlib.crc32(cells[0].encode()) % 40, f"{path.name}:{number} belongs to the development set"


def test_the_datasheet_counts_every_file() -> None:
    sheet = (ROOT / "corpus" / "parallel" / "README.md").read_text(encoding="utf-8")
    for path in PARALLEL:
        assert f"| `{path.name}` | {len(lines(path)):,} |" in sheet
