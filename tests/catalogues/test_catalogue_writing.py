"""A catalogue is written whole or not at all, only when it changes, and by one program at a time."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

from songngu.catalogues import Catalogue, Draft, Header, catalogue_path, save_template, template_path, update
from songngu.catalogues import write as writing
from songngu.errors import CatalogueError
from songngu.languages import LanguagePair

if TYPE_CHECKING:
    from pathlib import Path

MakeDraft = Callable[..., Draft]
MakeHeader = Callable[..., Header]


@pytest.fixture
def drafts(draft: MakeDraft) -> list[Draft]:
    return [draft("Social security has been ensured.", "An sinh xã hội được bảo đảm.")]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return catalogue_path(tmp_path / "locales", LanguagePair("en", "pt-BR"), "bài 1")


def files(path: Path) -> list[str]:
    return sorted(each.name for each in path.parent.iterdir())


def test_catalogues_lie_where_gettext_looks_for_them(tmp_path: Path) -> None:
    assert catalogue_path(tmp_path, LanguagePair("en", "vi"), "a") == tmp_path / "vi/LC_MESSAGES/a.po"
    assert template_path(tmp_path, "a") == tmp_path / "a.pot"


def test_folders_are_made_and_nothing_else_is_left_there(
    path: Path, drafts: list[Draft], header: MakeHeader
) -> None:
    assert update(path, drafts, header()).written
    assert path.parts[-3:] == ("pt_BR", "LC_MESSAGES", "bài 1.po")
    assert files(path) == ["bài 1.po"]


def test_the_same_content_is_not_written_again(
    path: Path, drafts: list[Draft], header: MakeHeader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1764576000")
    update(path, drafts, header())
    before, stamp = path.read_bytes(), path.stat().st_mtime_ns
    assert b'"PO-Revision-Date: 2025-12-01 08:00+0000\\n"' in before
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1764999999")
    assert not update(path, drafts, header(created="2025-12-06 05:46+0000")).written
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (before, stamp)


def test_a_catalogue_that_an_editor_has_only_wrapped_is_left_alone(
    path: Path, draft: MakeDraft, header: MakeHeader, tool: Callable[..., str]
) -> None:
    drafts = [draft("A long sentence, " * 12, "Một câu dài, " * 12)]
    update(path, drafts, header())
    wrapped = tool("msgcat", str(path)).replace("\n", "\r\n").encode()
    assert wrapped.count(b"\n") > path.read_bytes().count(b"\n")
    path.write_bytes(wrapped)
    assert not update(path, drafts, header()).written
    assert path.read_bytes() == wrapped


def test_the_same_input_gives_the_same_bytes(
    path: Path, drafts: list[Draft], header: MakeHeader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1764576000")
    update(path, drafts, header())
    first = path.read_bytes()
    path.unlink()
    update(path, drafts, header())
    assert path.read_bytes() == first


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_write_that_fails_midway_leaves_the_old_file(
    path: Path, draft: MakeDraft, header: MakeHeader, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    update(path, [draft("One.", "Một.")], header())
    before = path.read_bytes()

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(CatalogueError, match=r"No space left on device.*--locale-dir"):
        update(path, [draft("Two.", "Hai.")], header())
    monkeypatch.undo()
    assert path.read_bytes() == before
    assert files(path) == [path.name]


def test_a_folder_that_cannot_be_made_is_reported(
    tmp_path: Path, drafts: list[Draft], header: MakeHeader
) -> None:
    (tmp_path / "locales").write_text("a file, not a folder")
    with pytest.raises(CatalogueError, match="cannot be written"):
        update(tmp_path / "locales" / "a.po", drafts, header())


def test_a_write_protected_catalogue_is_respected(
    path: Path, draft: MakeDraft, drafts: list[Draft], header: MakeHeader, monkeypatch: pytest.MonkeyPatch
) -> None:
    update(path, drafts, header())
    # The superuser may write everything; so the answer of the system is given here.
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(CatalogueError, match="write-protected"):
        update(path, [draft("Two.", "Hai.")], header())


def test_the_mode_of_the_file_and_a_link_to_it_stay(
    path: Path, tmp_path: Path, draft: MakeDraft, drafts: list[Draft], header: MakeHeader
) -> None:
    shared = tmp_path / "shared.po"
    update(shared, drafts, header())
    shared.chmod(0o664)
    path.parent.mkdir(parents=True)
    path.symlink_to(shared)
    assert update(path, [draft("Two.", "Hai.")], header()).written
    assert path.is_symlink()
    assert shared.stat().st_mode & 0o777 == 0o664
    assert "Hai." in shared.read_text("utf-8")


def test_a_locked_catalogue_is_reported_and_left_alone(
    path: Path, draft: MakeDraft, drafts: list[Draft], header: MakeHeader
) -> None:
    update(path, drafts, header())
    before = path.read_bytes()
    with (
        FileLock(path.with_name(f".{path.name}.lock")),
        pytest.raises(CatalogueError, match="in use by another songngu"),
    ):
        update(path, [draft("Two.", "Hai.")], header(), wait=0)
    assert path.read_bytes() == before
    assert update(path, [draft("Two.", "Hai.")], header(), wait=0).written


def test_what_a_reviewer_saves_while_songngu_merges_is_merged_too(
    path: Path, draft: MakeDraft, drafts: list[Draft], header: MakeHeader, monkeypatch: pytest.MonkeyPatch
) -> None:
    update(path, drafts, header())
    sync = os.fsync
    saved: list[str] = []

    def save_in_an_editor(descriptor: int) -> None:
        sync(descriptor)
        if not saved:
            text = path.read_text("utf-8").replace("#, fuzzy\n", "").replace("được bảo đảm", "bảo đảm tốt")
            path.write_text(text, encoding="utf-8")
            saved.append(text)

    monkeypatch.setattr(os, "fsync", save_in_an_editor)
    update(path, [*drafts, draft("Two.", "Hai.", 2)], header())
    catalogue = Catalogue.load(path)
    assert catalogue is not None
    assert [entry.msgstr for entry in catalogue] == ["An sinh xã hội bảo đảm tốt.", "Hai."]
    assert [entry.fuzzy for entry in catalogue] == [False, True]


def test_an_editor_that_never_stops_saving_is_reported(
    path: Path, draft: MakeDraft, drafts: list[Draft], header: MakeHeader, monkeypatch: pytest.MonkeyPatch
) -> None:
    update(path, drafts, header())

    def save_in_an_editor(_: int) -> None:
        with path.open("a", encoding="utf-8") as stream:
            stream.write("\n")

    monkeypatch.setattr(os, "fsync", save_in_an_editor)
    with pytest.raises(CatalogueError, match="another program keeps saving it"):
        update(path, [draft("Two.", "Hai.")], header())
    assert writing.ATTEMPTS == 3


def test_the_template_has_sources_and_places_only_and_moves_only_with_them(
    tmp_path: Path, draft: MakeDraft, drafts: list[Draft], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = template_path(tmp_path, "a")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1764576000")
    assert save_template(drafts, path, "corpus/a/source.txt") == "2025-12-01 08:00+0000"
    text = path.read_text("utf-8")
    assert "fuzzy" not in text
    assert "An sinh" not in text
    assert text.endswith(
        "#. block 1, sentence 1, paragraph\n#: corpus/a/source.txt:1\n"
        'msgid "Social security has been ensured."\nmsgstr ""\n'
    )
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1764999999")
    assert save_template(drafts, path, "corpus/a/source.txt") == "2025-12-01 08:00+0000"
    assert path.read_text("utf-8") == text
    assert save_template([draft("Two.")], path, "corpus/a/source.txt") == "2025-12-06 05:46+0000"


def test_a_broken_template_is_made_anew(tmp_path: Path, drafts: list[Draft]) -> None:
    path = template_path(tmp_path, "a")
    path.write_text("<<<<<<< HEAD\n")
    save_template(drafts, path, "corpus/a/source.txt")
    assert Catalogue.load(path) is not None
