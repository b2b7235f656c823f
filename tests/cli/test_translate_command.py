"""`songngu translate` at the edges: bad input, options, settings, interrupts; a reviewer's work is sacred."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import polib
import pytest

SENTENCE = "The Ministry of National Defence issued a directive."


def write(path: Path, text: str = f"{SENTENCE}\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def read(folder: Path, slug: str) -> polib.POFile:
    return polib.pofile(str(folder / "locales" / "vi" / "LC_MESSAGES" / f"{slug}.po"), wrapwidth=0)


def test_flat_files_become_catalogues_of_their_names(workplace: Path, songngu) -> None:
    write(workplace / "texts" / "a.txt")
    write(workplace / "texts" / "b.md", "# Directive\n\nThe **Party** and the State.\n")
    assert songngu("translate", "texts").code == 0
    assert [entry.msgid for entry in read(workplace, "b")] == ["Directive", "The **Party** and the State."]
    assert "**Đảng**" in read(workplace, "b")[1].msgstr


def test_the_default_path_is_corpus(workplace: Path, songngu) -> None:
    write(workplace / "corpus" / "note" / "source.txt")
    assert songngu("translate").code == 0
    assert "Bộ Quốc phòng" in read(workplace, "note")[0].msgstr


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b"  \n\n", "white space"),
        ("binary.txt", b"\x00\x01\x02PNG\x00", "binary"),
        ("a.xyz", b"text", "xyz"),
    ],
)
def test_a_bad_document_is_one_line_and_the_others_are_done(
    workplace: Path, songngu, name: str, content: bytes, said: str
) -> None:
    write(workplace / "good.txt")
    (workplace / name).write_bytes(content)
    outcome = songngu("translate", "good.txt", name)
    assert outcome.code == 2
    line = next(line for line in outcome.err.splitlines() if name in line)
    assert said in line.lower()
    assert "Traceback" not in outcome.err
    if name != "a.xyz":  # an unknown format is refused before anything is done
        assert read(workplace, "good")[0].msgstr


def test_an_unreadable_file(workplace: Path, songngu) -> None:
    (workplace / "folder.txt").mkdir()
    write(workplace / "good.txt")
    missing = songngu("translate", "nowhere.txt")
    assert missing.code == 2
    assert "nowhere.txt" in missing.err


def test_a_directory_without_documents(workplace: Path, songngu) -> None:
    (workplace / "nothing").mkdir()
    outcome = songngu("translate", "nothing")
    assert outcome.code == 2
    assert "nothing" in outcome.err
    assert len(outcome.err.strip().splitlines()) == 1


@pytest.mark.parametrize("damage", ["missing", "description", "weights"])
def test_a_missing_or_broken_model_folder(workplace: Path, root: Path, songngu, damage: str) -> None:
    import shutil

    write(workplace / "a.txt")
    model = workplace / "model"
    if damage != "missing":
        shutil.copytree(root / "translate" / "songngu" / "models" / "songngu-en-vi", model)
    if damage == "description":
        (model / "songngu.json").write_text("{", encoding="utf-8")
    if damage == "weights":
        (model / "ctranslate2-int8" / "model.bin").write_bytes(b"nothing")
    outcome = songngu("translate", "a.txt", "--model", "./model")
    assert outcome.code == 2
    assert len(outcome.err.strip().splitlines()) == 1, outcome.err
    assert not list(workplace.rglob("*.po"))


def test_a_broken_line_of_a_glossary(workplace: Path, songngu) -> None:
    write(workplace / "a.txt")
    write(workplace / "mine" / "terms.csv", "source,target,pos\nx,y\n")
    outcome = songngu("translate", "a.txt", "--glossary", "mine")
    assert outcome.code == 2
    assert "terms.csv" in outcome.err
    assert not list(workplace.rglob("*.po"))


def test_an_unwritable_locale_folder(workplace: Path, songngu) -> None:
    write(workplace / "a.txt")
    write(workplace / "locales", "a file, not a folder")
    outcome = songngu("translate", "a.txt")
    assert outcome.code == 2
    assert "locales" in outcome.err


def test_a_catalogue_with_a_syntax_error_is_left_alone(workplace: Path, songngu) -> None:
    write(workplace / "a.txt")
    write(workplace / "b.txt")
    broken = write(workplace / "locales" / "vi" / "LC_MESSAGES" / "a.po", 'msgid "a\nmsgstr "b"\n')
    before = broken.read_bytes()
    outcome = songngu("translate", "a.txt", "b.txt")
    assert outcome.code == 2
    assert "a.po" in outcome.err
    assert broken.read_bytes() == before
    assert read(workplace, "b")[0].msgstr


def accept(entry: polib.POEntry) -> None:
    entry.flags.remove("fuzzy")


def edit_and_keep_fuzzy(entry: polib.POEntry) -> None:
    entry.msgstr = "Bản dịch của người hiệu đính."


def edit_and_accept(entry: polib.POEntry) -> None:
    entry.msgstr, entry.flags = "Bản dịch của người hiệu đính.", []


@pytest.mark.parametrize("review", [accept, edit_and_keep_fuzzy, edit_and_accept])
def test_a_reviewers_work_survives_everything(
    workplace: Path, songngu, review: Callable[[polib.POEntry], None]
) -> None:
    source = write(workplace / "a.txt", f"{SENTENCE}\n\nSoldiers helped the people.\n")
    assert songngu("translate", "a.txt").code == 0
    catalogue = read(workplace, "a")
    review(catalogue[0])
    catalogue[0].tcomment = "đã xem"
    catalogue.save()
    wanted = (catalogue[0].msgstr, "đã xem")

    def survives() -> bool:
        entry = next(each for each in read(workplace, "a") if each.msgid == SENTENCE)
        return (entry.msgstr, entry.tcomment) == wanted

    assert songngu("translate", "a.txt").code == 0
    assert survives()
    assert songngu("translate", "a.txt", "--force").code == 0
    assert survives()
    write(source, f"A new beginning.\n\n{SENTENCE}\n")
    assert songngu("translate", "a.txt").code == 0
    assert survives()
    write(
        workplace / "mine" / "terms.csv",
        "source,target,pos,subject,status,enforcement,variants,forbidden,case_sensitive,note\n"
        "directive,bản chỉ thị,noun,documents,preferred,required,,,false,\n",
    )
    assert songngu("translate", "a.txt", "--glossary", "mine").code == 0
    assert survives()


def test_a_changed_glossary_renews_machine_entries(workplace: Path, songngu) -> None:
    write(workplace / "a.txt")
    songngu("translate", "a.txt")
    write(
        workplace / "mine" / "terms.csv",
        "source,target,pos,subject,status,enforcement,variants,forbidden,case_sensitive,note\n"
        "directive,bản chỉ lệnh,noun,documents,preferred,required,,,false,\n",
    )
    assert songngu("translate", "a.txt", "--glossary", "mine").code == 0
    entry = read(workplace, "a")[0]
    assert "term: directive → bản chỉ lệnh" in entry.comment
    assert "bản chỉ lệnh" in entry.msgstr


def test_dry_run_writes_nothing(workplace: Path, songngu) -> None:
    write(workplace / "a.txt")
    outcome = songngu("translate", "a.txt", "--dry-run", "--json")
    assert json.loads(outcome.out)[0]["translated"] == 1
    assert not (workplace / "locales").exists()


def test_json_tells_what_the_table_tells(workplace: Path, songngu) -> None:
    write(workplace / "a.txt")
    result = json.loads(songngu("translate", "a.txt", "--json").out)[0]
    assert result["segments"] == 1
    assert result["words"] == 8
    assert result["error"] is None
    assert result["catalogue"].endswith("a.po")


def test_paragraph_context_keeps_equal_sentences_apart(workplace: Path, songngu) -> None:
    write(workplace / "a.txt", f"{SENTENCE}\n\n{SENTENCE}\n")
    songngu("translate", "a.txt")
    assert [len(entry.occurrences) for entry in read(workplace, "a")] == [2]
    (workplace / "locales" / "vi" / "LC_MESSAGES" / "a.po").unlink()
    songngu("translate", "a.txt", "--context", "paragraph")
    assert [entry.msgctxt for entry in read(workplace, "a")] == ["block 1", "block 2"]


def test_settings_come_from_the_file_then_the_environment_then_the_command_line(
    workplace: Path, songngu, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(workplace / "a.txt")
    write(workplace / "songngu.toml", '[translate]\nlocale-dir = "from-file"\n')
    songngu("translate", "a.txt")
    assert (workplace / "from-file").is_dir()
    monkeypatch.setenv("SONGNGU_TRANSLATE_LOCALE_DIR", "from-environment")
    songngu("translate", "a.txt")
    assert (workplace / "from-environment").is_dir()
    songngu("translate", "a.txt", "--locale-dir", "from-option")
    assert (workplace / "from-option").is_dir()


def test_a_table_can_be_a_command_of_a_group(workplace: Path, songngu) -> None:
    write(workplace / "songngu.toml", "[glossary.list]\njson = true\n")
    assert songngu("glossary", "list", "--subject", "rank").out.startswith(("[", "{"))


@pytest.mark.parametrize(
    "text",
    ["[translate]\nbeem = 3\n", "[translat]\n", "beam =\n", "[glossary]\njson = true\n", "[model.tran]\n"],
)
def test_a_wrong_setting_is_named(workplace: Path, songngu, text: str) -> None:
    write(workplace / "a.txt")
    write(workplace / "songngu.toml", text)
    outcome = songngu("translate", "a.txt")
    assert outcome.code == 2
    assert "songngu.toml" in outcome.err


@pytest.mark.parametrize(
    "options",
    [
        ("--source", "xx1"),
        ("--target", "en"),
        ("--engine", "moses"),
        ("--context", "page"),
        ("--target", "de"),
    ],
)
def test_options_that_make_no_sense(workplace: Path, songngu, options: tuple[str, str]) -> None:
    write(workplace / "a.txt")
    outcome = songngu("translate", "a.txt", *options)
    assert outcome.code == 2
    assert len(outcome.err.strip().splitlines()) == 1


def test_an_interrupt_keeps_finished_work(workplace: Path, songngu, monkeypatch: pytest.MonkeyPatch) -> None:
    from songngu.translator import Translator

    write(workplace / "a.txt", "\n\n".join(f"Unit {number} trained." for number in range(1, 6)))
    monkeypatch.setattr("songngu.pipeline.CHUNK", 2)
    real, calls = Translator.translate, []

    def interrupted(self: Translator, items: list[object]) -> object:
        calls.append(items)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(self, items)

    monkeypatch.setattr(Translator, "translate", interrupted)
    assert songngu("translate", "a.txt").code == 130
    assert [bool(entry.msgstr) for entry in read(workplace, "a")] == [True, True, False, False, False]
    monkeypatch.setattr(Translator, "translate", real)
    assert songngu("translate", "a.txt").code == 0
    assert all(entry.msgstr for entry in read(workplace, "a"))


def test_text_that_needs_no_translation_passes_unchanged(workplace: Path, songngu) -> None:
    write(workplace / "a.txt", "https://example.org/a\n\n24/7\n\nBộ Quốc phòng ban hành chỉ thị.\n")
    songngu("translate", "a.txt")
    assert all(entry.msgstr == entry.msgid for entry in read(workplace, "a"))


def test_capitals_stay_capitals(workplace: Path, songngu) -> None:
    write(workplace / "a.txt", "MILITARY REGION 1 HOLDS TRAINING COURSE\n\nIt opened today.\n")
    songngu("translate", "a.txt")
    heading = read(workplace, "a")[0]
    assert heading.msgstr == heading.msgstr.upper()
    assert "QUÂN KHU 1" in heading.msgstr


def test_dates_honour_source_date_epoch(workplace: Path, songngu, monkeypatch: pytest.MonkeyPatch) -> None:
    write(workplace / "a.txt")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1764000000")
    songngu("translate", "a.txt")
    assert read(workplace, "a").metadata["PO-Revision-Date"] == "2025-11-24 16:00+0000"


def test_the_shell_completes_commands() -> None:
    script = Path(sys.executable).with_name("songngu")
    environment = {
        **os.environ,
        "_SONGNGU_COMPLETE": "complete_bash",
        "COMP_WORDS": "songngu tr",
        "COMP_CWORD": "1",
    }
    done = subprocess.run([script], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["translate"]


def test_the_second_pair_works_end_to_end(workplace: Path, songngu) -> None:
    write(workplace / "a.txt", "Hơn 5.000 cán bộ, chiến sĩ tham gia diễn tập khu vực phòng thủ.\n")
    assert songngu("translate", "a.txt", "--source", "vi", "--target", "en").code == 0
    catalogue = polib.pofile(str(workplace / "locales" / "en" / "LC_MESSAGES" / "a.po"))
    assert "5,000 officers and soldiers" in catalogue[0].msgstr
    assert catalogue.metadata["Plural-Forms"] == "nplurals=2; plural=(n != 1);"
