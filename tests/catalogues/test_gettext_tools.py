"""Nothing that gettext, i18nspector, msgcat or pofilter could say against the articles' catalogues."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polib
import pytest

from songngu.catalogues import Catalogue, Draft, Header, merge, save_template, update

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ARTICLES = ("lang-son-armed-forces", "lang-son-defensive-zone")

FALSE_ALARMS = {
    "acronyms": "takes a name in capitals (MAI XUAN PHONG) for an acronym; the target has diacritics",
    "brackets": "an English abbreviation in brackets has no place behind a Vietnamese term",
    "doublequoting": "expects « » for --language=vi; Vietnamese print sets “ ”",
    "doublewords": "Vietnamese repeats syllables: song song (in parallel), thường xuyên xuyên suốt",
    "endpunc": "expects a space before the colon at the end for --language=vi, as in French",
    "numbers": "24/7 is 24/24 giờ in Vietnamese; 5,000 is 5.000, and 3.5 % is 3,5 %",
    "puncspacing": "expects French spacing around punctuation for --language=vi",
    "simplecaps": "counts capitals: in the name of a body, Vietnamese gives them to other words",
    "startpunc": "expects « at the start for --language=vi",
}
"""Tests of `pofilter --language=vi` that are wrong about the reference translations, with the reason."""


@pytest.fixture(params=ARTICLES)
def catalogue(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    article: Callable[[str], list[tuple[str, str]]],
    draft: Callable[..., Draft],
    header: Callable[..., Header],
) -> Path:
    """An article in mid-review: machine, accepted, edited, commented, dropped and reworded entries."""
    pairs = article(request.param)
    drafts = [
        draft(en, vi, number, notes=("term: province → tỉnh", "check: numbers: 3.5 % has no counterpart"))
        for number, (en, vi) in enumerate(pairs, 1)
    ]
    path = tmp_path / f"{request.param}.po"
    created = save_template(drafts, tmp_path / f"{request.param}.pot", f"corpus/{request.param}/source.txt")
    first = header(document=f"corpus/{request.param}/source.txt", created=created)
    update(path, drafts, first)
    text = (
        path.read_text("utf-8")
        .replace("#, fuzzy\n", "", 12)
        .replace("#, fuzzy\n", "# hỏi lại\n#, fuzzy\n", 1)
    )
    path.write_text(text, encoding="utf-8")
    changed = [
        draft(f"In 2026, {drafts[9].source}", "Năm 2026.", 9),
        *drafts[:9],
        *drafts[10:15],
        *drafts[17:],
    ]
    update(path, changed, first)
    existing = Catalogue.load(path)
    assert existing is not None
    assert existing.obsolete
    assert any(entry.previous_msgid for entry in existing)
    return path


def test_msgfmt_has_only_counts_to_report(catalogue: Path, tool: Callable[..., str]) -> None:
    said = tool("msgfmt", "-c", "-v", "--check-header", "-o", "/dev/null", str(catalogue))
    assert said.count("\n") == 1
    assert "translated messages" in said
    assert "fuzzy translation" in said


def test_i18nspector_has_nothing_to_say(catalogue: Path, tool: Callable[..., str]) -> None:
    assert tool("i18nspector", str(catalogue)) == ""
    assert tool("i18nspector", str(catalogue.with_suffix(".pot"))) == ""


@pytest.mark.parametrize("command", ["msgcat --no-wrap", "msgattrib --no-wrap"])
def test_gettexts_own_writer_changes_no_byte(catalogue: Path, tool: Callable[..., str], command: str) -> None:
    for path in (catalogue, catalogue.with_suffix(".pot")):
        assert tool(*command.split(), str(path)) == path.read_text("utf-8")


def test_gettext_uses_accepted_entries_only(
    catalogue: Path, tool: Callable[..., str], tmp_path: Path
) -> None:
    binary = tmp_path / "a.mo"
    tool("msgfmt", "-o", str(binary), str(catalogue))
    accepted = {entry.msgid for entry in polib.pofile(str(catalogue)) if entry.translated()}
    assert {entry.msgid for entry in polib.mofile(str(binary))} == accepted
    assert len(accepted) >= 8


def test_pofilter_raises_no_alarm_but_known_false_ones(
    article: Callable[[str], list[tuple[str, str]]],
    draft: Callable[..., Draft],
    header: Callable[..., Header],
    tmp_path: Path,
) -> None:
    from translate.filters.checks import CheckerConfig, StandardChecker, StandardUnitChecker
    from translate.storage import factory

    config = CheckerConfig(targetlanguage="vi")
    alarms: set[str] = set()
    for slug in ARTICLES:
        path = tmp_path / f"{slug}.po"
        update(path, [draft(en, vi, number) for number, (en, vi) in enumerate(article(slug), 1)], header())
        for unit in factory.getobject(str(path)).units:
            if not unit.isheader():
                unit.markfuzzy(False)
                alarms |= {*StandardChecker(config).run_filters(unit)}
                alarms |= {*StandardUnitChecker(config).run_filters(unit)}
    assert alarms == set(FALSE_ALARMS)


def test_a_merge_of_unchanged_drafts_is_silent_in_git(
    catalogue: Path, header: Callable[..., Header], draft: Callable[..., Draft]
) -> None:
    existing = Catalogue.load(catalogue)
    assert existing is not None
    drafts = [
        Draft(e.msgid, tuple((p, int(n)) for p, n in e.occurrences), tuple(e.comment.split("\n")[:1]))
        for e in existing
    ]
    document = existing.file.header.removeprefix("Translation of ").removesuffix(".")
    assert merge(existing, drafts, header(document=document)).counts.new == 0
    before = catalogue.read_bytes()
    assert not update(catalogue, drafts, header(document=document)).written
    assert catalogue.read_bytes() == before
