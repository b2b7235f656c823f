"""What the machine wrote is known after reviewers have changed it, whatever tools and later runs do to the file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polib
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from songngu.catalogues import Catalogue, Draft, Header, machine_text, merge, save_template
from songngu.catalogues.comments import escaped, unescaped
from songngu.catalogues.syntax import parse, render

MakeDraft = Callable[..., Draft]
MakeHeader = Callable[..., Header]
Reread = Callable[[polib.POFile], Catalogue]

SOURCE = "Lang Son is a mountainous and border province."
REWORDED = "Lang Son is a mountainous, border province."
OTHER = "Social security has been ensured."
MACHINE = "Lạng Sơn là tỉnh miền núi, biên giới."
PERSON = "Lạng Sơn là một tỉnh miền núi, biên giới."

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)
WORDS = st.text(st.characters(categories=["L", "N", "P", "S"], include_characters=" "), min_size=1)
AWKWARD = st.lists(
    st.sampled_from(
        [
            *("song-ngữ", "a--b", "--", "cây- con", "A-1-bc", "-", "…", '"', "👍", "\\", "\\n"),
            *("  ", " ", "\n", "\t", "\u2028", "\u00a0"),
            *("origin: model x, plain, 0.50 [00000000]", "machine: ", "check: ", "block 3"),
        ]
    ),
    min_size=1,
    max_size=30,
).map("".join)


@pytest.fixture(scope="module")
def one(draft: MakeDraft, header: MakeHeader) -> Callable[[str], polib.POFile]:
    """The entries of a document of one sentence whose machine text is given."""
    return lambda text: merge(None, [draft(SOURCE, text)], header()).file


def text_of(catalogue: Catalogue, source: str = SOURCE) -> str | None:
    entry = catalogue.find(source)
    assert entry is not None
    return machine_text(entry)


@given(TEXTS | AWKWARD)
@example("\\x20 \\u2028 \\U0010ffff \\ud800 \\")
def test_a_text_fits_into_a_line_and_comes_back(text: str) -> None:
    line = escaped(text)
    assert line.isprintable()
    assert unescaped(line) == text


def test_ordinary_text_is_read_as_it_is() -> None:
    for text in (MACHINE, "“Bốn tại chỗ” - 3,5 % (24/7); kinh tế - xã hội: A/B.", "Tàu T-54 – 100 m²"):
        assert escaped(text) == text
    assert escaped("một\nhai  ba\\") == "một\\nhai \\x20ba\\\\"


@settings(max_examples=300, deadline=None)
@given(text=TEXTS | AWKWARD, width=st.integers(12, 100))
@example(text="AA-origin:", width=12)
@example(text="  --0", width=12)
def test_polib_may_wrap_it_at_any_width(
    one: Callable[[str], polib.POFile], reread: Reread, text: str, width: int
) -> None:
    file = one(text)
    file[0].msgstr = PERSON
    file = polib.pofile(render(file), wrapwidth=width)
    assert text_of(Catalogue(parse(str(file)), Path("a.po"), b"")) == text


@settings(max_examples=25, deadline=None)
@given(texts=st.lists(TEXTS | AWKWARD, min_size=1, max_size=8))
def test_gettext_keeps_it_letter_by_letter(
    draft: MakeDraft, header: MakeHeader, tool: Callable[..., str], texts: list[str]
) -> None:
    file = merge(None, [draft(f"Sentence {n}.", text, n) for n, text in enumerate(texts)], header()).file
    for entry in file:
        entry.msgstr = PERSON
    text = render(file)
    wrapped = tool("msgcat", "-", text=text)
    catalogue = Catalogue(parse(wrapped), Path("a.po"), wrapped.encode())
    assert [text_of(catalogue, f"Sentence {n}.") for n in range(len(texts))] == texts
    assert tool("msgcat", "--no-wrap", "-", text=text) == text


def test_nothing_that_gettext_or_i18nspector_could_say(
    one: Callable[[str], polib.POFile], tool: Callable[..., str], tmp_path: Path
) -> None:
    for text in (MACHINE, "%s và %d", "a\n\tb\\", "“…” \u200b\ufeff", "TODO: <b>&nbsp;</b> |"):
        path = tmp_path / "vi.po"
        file = one(text)
        file[0].msgstr = MACHINE
        file.metadata["PO-Revision-Date"] = "2026-01-01 00:00+0000"
        path.write_text(render(file), encoding="utf-8")
        assert tool("msgfmt", "-c", "-v", "-o", "/dev/null", str(path)).count("\n") == 1
        assert tool("i18nspector", str(path)) == ""


STEPS = st.lists(
    st.sampled_from(["again", "glossary", "force", "drop", "polib", "comment", "note", "half"]), max_size=8
)


@settings(max_examples=60, deadline=None)
@given(machine=TEXTS | AWKWARD, person=WORDS, accepted=st.booleans(), steps=STEPS)
def test_a_reviewed_entry_keeps_it_through_whatever_follows(
    draft: MakeDraft,
    header: MakeHeader,
    reread: Reread,
    machine: str,
    person: str,
    *,
    accepted: bool,
    steps: list[str],
) -> None:
    catalogue = reread(merge(None, [draft(SOURCE, machine), draft(OTHER, "Khác.", 2)], header()).file)
    entry = catalogue.file[0]
    entry.msgstr = person if accepted or person != machine else f"{person}!"
    entry.flags = [] if accepted else ["fuzzy"]
    final, flags = entry.msgstr, list(entry.flags)
    catalogue = reread(catalogue.file)
    for step in steps:
        settings_now = header(glossary="changed" if step == "glossary" else "7be1d002")
        again = None if step == "again" else "Máy dịch lại."
        notes = ("check: numbers: 5,000 has no counterpart",) if step == "note" else None
        drafts = [draft(SOURCE, again, 1, notes=notes), draft(OTHER, again, 2)]
        if step == "polib":
            catalogue = reread(polib.pofile(str(polib.pofile(render(catalogue.file)))))
        elif step == "comment":
            catalogue.file[0].tcomment = "hỏi lại"
            catalogue = reread(catalogue.file)
        else:
            wanted = drafts[1:] if step == "drop" else drafts[:1] if step == "half" else drafts
            catalogue = reread(merge(catalogue, wanted, settings_now).file)
            if step == "drop":
                dropped = catalogue.find(SOURCE)
                assert dropped is not None
                assert (dropped.obsolete, machine_text(dropped)) == (True, machine)
                catalogue = reread(merge(catalogue, drafts, settings_now).file)
    found = catalogue.find(SOURCE)
    assert found is not None
    assert (found.msgstr, found.flags, found.obsolete) == (final, flags, False)
    assert machine_text(found) == machine


def test_renewed_machine_text_has_a_new_line(
    one: Callable[[str], polib.POFile], draft: MakeDraft, header: MakeHeader, reread: Reread
) -> None:
    again = merge(reread(one(MACHINE)), [draft(SOURCE, "Máy dịch lại.")], header(glossary="changed")).file
    assert text_of(reread(again)) == "Máy dịch lại."
    assert again[0].comment.count("machine: ") == 1


def test_a_copy_and_page_furniture_have_one_too(draft: MakeDraft, header: MakeHeader, reread: Reread) -> None:
    drafts = [
        draft("24/10/2025", "24/10/2025", origin="source, nothing to translate"),
        draft(
            "Your comment", "Ý kiến bạn đọc", 2, places=("block 2, sentence 1, label", "kind: page furniture")
        ),
    ]
    catalogue = reread(merge(None, drafts, header()).file)
    assert [text_of(catalogue, each.source) for each in drafts] == ["24/10/2025", "Ý kiến bạn đọc"]


def test_the_template_has_none(draft: MakeDraft, tmp_path: Path) -> None:
    path = tmp_path / "a.pot"
    save_template([draft(SOURCE, MACHINE)], path, "corpus/a/source.txt")
    assert "machine" not in path.read_text("utf-8")


def test_an_older_catalogue_gets_it_where_the_text_is_still_the_machines(
    draft: MakeDraft, header: MakeHeader, reread: Reread
) -> None:
    file = merge(None, [draft(SOURCE, MACHINE), draft(OTHER, "Khác.", 2)], header()).file
    for entry in file:
        entry.comment = "\n".join(line for line in entry.comment.split("\n") if "machine: " not in line)
    file[1].flags = []
    catalogue = reread(merge(reread(file), [draft(SOURCE), draft(OTHER, block=2)], header()).file)
    assert text_of(catalogue) == MACHINE
    assert text_of(catalogue, OTHER) is None, (
        "accepted as it was; had only those a line, no edit would be seen"
    )


def test_a_suggestion_for_a_reworded_source_is_not_what_the_reviewer_changed(
    one: Callable[[str], polib.POFile], draft: MakeDraft, header: MakeHeader, reread: Reread
) -> None:
    file = one(MACHINE)
    file[0].msgstr, file[0].flags = PERSON, []
    catalogue = reread(merge(reread(file), [draft(REWORDED, "Máy dịch câu mới.")], header()).file)
    assert "machine: Máy dịch câu mới." in catalogue.file[0].comment
    assert text_of(catalogue, REWORDED) is None
    assert text_of(catalogue) == MACHINE, "the accepted translation of the old wording has its own still"
