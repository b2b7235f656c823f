"""From paths on the command line to documents and the names of their catalogues."""

from __future__ import annotations

from pathlib import Path

import pytest

from songngu.documents import find_documents
from songngu.errors import DocumentError

ROOT = Path(__file__).resolve().parents[2]


def plant(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Text.", encoding="utf-8")
    return folder


def slugs(*paths: Path) -> list[str]:
    return [document.slug for document in find_documents(paths)]


def test_the_projects_corpus_has_two_documents() -> None:
    found = find_documents([ROOT / "corpus"])
    assert [(document.slug, document.path.name) for document in found] == [
        ("lang-son-armed-forces", "source.txt"),
        ("lang-son-defensive-zone", "source.txt"),
    ]


def test_a_file_is_named_after_its_stem_or_its_folder(tmp_path: Path) -> None:
    plant(tmp_path, "a.txt", "zone/source.md", "README.md", "reference.vi.txt")
    assert slugs(tmp_path / "a.txt", tmp_path / "zone" / "source.md", tmp_path / "README.md") == [
        "a",
        "zone",
        "README",
    ]


def test_a_folder_of_flat_documents(tmp_path: Path) -> None:
    plant(
        tmp_path,
        "b.md",
        "a.txt",
        "C.TXT",
        "README.md",
        "readme.txt",
        ".hidden.txt",
        "meta.toml",
        "reference.vi.txt",
    )
    assert slugs(tmp_path) == ["C", "a", "b"]


def test_folders_with_a_source_are_one_document_each(tmp_path: Path) -> None:
    plant(
        tmp_path,
        *(
            "one/source.txt",
            "one/reference.vi.txt",
            "one/reference.en.txt",
            "one/meta.toml",
            "one/notes/n.txt",
        ),
        *("two/source.md", "parallel/news.txt", ".git/x.txt", "2025/may/c.txt"),
    )
    assert slugs(tmp_path) == ["c", "one", "two"]
    assert slugs(tmp_path / "one") == ["one"]


def test_what_is_named_twice_is_translated_once(tmp_path: Path) -> None:
    plant(tmp_path, "a.txt")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert slugs(tmp_path, tmp_path / "a.txt", tmp_path) == ["a"]


@pytest.mark.parametrize(
    "names", [("a.txt", "a.md"), ("a.txt", "sub/A.txt"), ("one/source.txt", "one/source.md")]
)
def test_two_documents_with_one_name_are_refused(tmp_path: Path, names: tuple[str, str]) -> None:
    plant(tmp_path, *names)
    with pytest.raises(DocumentError, match=r"has the same name as .*; rename one of them"):
        find_documents([tmp_path])


def test_a_folder_without_documents_is_refused(tmp_path: Path) -> None:
    plant(tmp_path, "README.md", "x.tsv", "parallel/a.txt")
    with pytest.raises(DocumentError, match=r"holds no document; put files \(\.txt"):
        find_documents([tmp_path])


def test_a_path_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="does not exist"):
        find_documents([tmp_path / "none"])


@pytest.mark.parametrize("name", ["a.xyz", "Makefile"])
def test_a_named_file_that_no_format_reads_is_refused_with_the_known_ones(tmp_path: Path, name: str) -> None:
    plant(tmp_path, name)
    with pytest.raises(DocumentError, match=r"no format reads .*; use one of: \.txt, .*\.md"):
        find_documents([tmp_path / name])
