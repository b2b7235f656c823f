"""The main job on the real articles with the real model: one command, two catalogues, offline."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest

SLUGS = ("lang-son-armed-forces", "lang-son-defensive-zone")


@pytest.fixture(scope="module")
def workplace_with_catalogues(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Iterator[Path]:
    """A folder in which `songngu translate corpus/` has run in a process of its own, measured."""
    folder = tmp_path_factory.mktemp("main-job")
    for source in (root / "corpus").glob("lang-son-*"):
        shutil.copytree(source, folder / "corpus" / source.name)
    result = subprocess.run(
        [sys.executable, "-m", "songngu", "translate", "corpus/"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert "lang-son-defensive-zone" in result.stdout
    yield folder


def catalogue(folder: Path, slug: str) -> Path:
    return folder / "locales" / "vi" / "LC_MESSAGES" / f"{slug}.po"


@pytest.mark.parametrize("slug", SLUGS)
def test_every_segment_has_fuzzy_machine_text(workplace_with_catalogues: Path, root: Path, slug: str) -> None:
    entries = polib.pofile(str(catalogue(workplace_with_catalogues, slug)))
    lines = (root / "corpus" / slug / "reference.en.txt").read_text(encoding="utf-8").splitlines()
    assert [entry.msgid for entry in entries] == list(dict.fromkeys(lines))
    assert all(entry.msgstr and entry.fuzzy for entry in entries)


@pytest.mark.parametrize("slug", SLUGS)
def test_gettext_and_i18nspector_have_nothing_to_say(workplace_with_catalogues: Path, slug: str) -> None:
    path = catalogue(workplace_with_catalogues, slug)
    subprocess.run(
        ["msgfmt", "-c", "--check-header", "-o", "/dev/null", path], check=True, capture_output=True
    )
    for file in (path, workplace_with_catalogues / "locales" / f"{slug}.pot"):
        spoken = subprocess.run(["i18nspector", file], check=True, capture_output=True, text=True).stdout
        assert not spoken.strip(), spoken


@pytest.mark.parametrize("slug", SLUGS)
def test_official_terms_and_names_are_right(workplace_with_catalogues: Path, slug: str) -> None:
    text = catalogue(workplace_with_catalogues, slug).read_text(encoding="utf-8")
    targets = " ".join(entry.msgstr for entry in polib.pofile(text))
    assert "Lạng Sơn" in targets
    assert "Lang Son" not in targets
    assert "Bộ Chỉ huy Quân sự tỉnh" in targets
    assert "Tỉnh ủy" in targets
    assert not any(mark in targets for mark in "⟪｜⟫⟦⟧")


def test_four_on_the_spot(workplace_with_catalogues: Path) -> None:
    entries = polib.pofile(str(catalogue(workplace_with_catalogues, "lang-son-armed-forces")))
    entry = next(entry for entry in entries if "four on-the-spot" in entry.msgid)
    assert "“bốn tại chỗ”" in entry.msgstr
    assert any(line.startswith("term: four on-the-spot motto → ") for line in entry.comment.splitlines())


def test_page_furniture_is_marked(workplace_with_catalogues: Path) -> None:
    entries = polib.pofile(str(catalogue(workplace_with_catalogues, "lang-son-defensive-zone")))
    furniture = [entry.msgid for entry in entries if "kind: page furniture" in entry.comment]
    assert "Your Comment (0)" in furniture
    assert "Monday, November 24, 2025, 05:12 (GMT+7)" in furniture
    assert not any(text.startswith("Finally, to build comprehensively") for text in furniture)


def test_a_second_run_calls_no_model_and_changes_no_byte(
    workplace_with_catalogues: Path, monkeypatch: pytest.MonkeyPatch, songngu: object
) -> None:
    monkeypatch.chdir(workplace_with_catalogues)
    before = {path: path.read_bytes() for path in workplace_with_catalogues.rglob("locales/**/*.po*")}
    assert before

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the model was loaded")

    monkeypatch.setattr("songngu.pipeline.load_engine", refuse)
    outcome = songngu("translate", "corpus/")  # type: ignore[operator]
    assert outcome.code == 0, outcome.err
    assert {path: path.read_bytes() for path in before} == before


def usage(arguments: list[str], cwd: Path) -> tuple[float, int]:
    """Return CPU seconds and peak resident kilobytes of a process of our own."""
    code = (
        "import resource, subprocess, sys;"
        "subprocess.run(sys.argv[1:], check=True, capture_output=True);"
        "u = resource.getrusage(resource.RUSAGE_CHILDREN);"
        "print(u.ru_utime + u.ru_stime, u.ru_maxrss)"
    )
    command = [sys.executable, "-c", code, sys.executable, "-m", "songngu", *arguments]
    seconds, memory = subprocess.run(
        command, cwd=cwd, check=True, capture_output=True, text=True
    ).stdout.split()
    return float(seconds), int(memory)


@pytest.mark.slow
def test_both_articles_need_less_than_15_seconds_and_500_megabytes(corpus: Path) -> None:
    seconds, kilobytes = usage(["translate", "corpus/"], corpus.parent)
    assert seconds < 2 * 15  # CPU seconds on two cores: elapsed time depends on who else is at work
    assert kilobytes < 500 * 1024


def test_one_sentence_cold_needs_less_than_a_second_and_a_half(workplace: Path) -> None:
    (workplace / "one.txt").write_text("The ministry issued a directive.\n", encoding="utf-8")
    seconds, _ = usage(["translate", "one.txt"], workplace)
    assert seconds < 1.5


def test_help_answers_at_once(workplace: Path) -> None:
    assert min(usage(["--help"], workplace)[0] for _ in range(3)) < 0.3


def test_the_committed_catalogues_are_what_the_released_model_makes(
    workplace_with_catalogues: Path, root: Path
) -> None:
    """Regenerate them with `songngu translate corpus/` when model, termbase or program change."""
    for slug in SLUGS:
        made = polib.pofile(str(catalogue(workplace_with_catalogues, slug)))
        kept = polib.pofile(str(catalogue(root, slug)))
        for name in ("X-Songngu-Model", "X-Songngu-Glossary", "X-Songngu-Settings", "X-Songngu-Segmenter"):
            assert kept.metadata[name] == made.metadata[name], f"{slug}: {name} is stale"
        assert [(e.msgid, e.msgstr, e.comment, e.occurrences) for e in kept] == [
            (e.msgid, e.msgstr, e.comment, e.occurrences) for e in made
        ], slug
