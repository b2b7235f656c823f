"""What becomes of each kind of entry when a document is translated again."""

from __future__ import annotations

from collections.abc import Callable

import polib
import pytest

from songngu.catalogues import Catalogue, Counts, Draft, EntryState, Header, kept_texts, merge, united
from songngu.catalogues.syntax import render

MakeDraft = Callable[..., Draft]
MakeHeader = Callable[..., Header]
Reread = Callable[[polib.POFile], Catalogue]

OLD = "Lang Son is a mountainous and border province, adjacent to Guangxi province (China)."
NEW = "Lang Son is a mountainous and border province, adjacent to Guangxi (China)."
MACHINE = "Lạng Sơn là tỉnh miền núi, biên giới, giáp với tỉnh Quảng Tây (Trung Quốc)."
MACHINE_NEW = "Lạng Sơn là tỉnh miền núi, biên giới, giáp với Quảng Tây (Trung Quốc)."
PERSON = "Lạng Sơn là tỉnh miền núi, biên giới, tiếp giáp với tỉnh Quảng Tây (Trung Quốc)."
OTHER = "Social security has been ensured."
OTHER_MACHINE = "An sinh xã hội được bảo đảm."


@pytest.fixture
def machine(draft: MakeDraft, header: MakeHeader, reread: Reread) -> Catalogue:
    """A catalogue that nobody has touched."""
    return reread(merge(None, [draft(OLD, MACHINE), draft(OTHER, OTHER_MACHINE, 2)], header()).file)


def edited(catalogue: Catalogue, reread: Reread, change: Callable[[polib.POEntry], object]) -> Catalogue:
    """The catalogue after a person has changed the first entry."""
    change(catalogue.file[0])
    return reread(catalogue.file)


def accept(entry: polib.POEntry) -> None:
    entry.flags.remove("fuzzy")


def edit(entry: polib.POEntry) -> None:
    entry.msgstr = PERSON


def edit_and_accept(entry: polib.POEntry) -> None:
    edit(entry)
    accept(entry)


def test_an_entry_reads_as_the_design_shows_it(draft: MakeDraft, header: MakeHeader) -> None:
    notes = ("term: province → tỉnh", "name: Lang Son → Lạng Sơn", "check: numbers: 5,000 has no counterpart")
    file = merge(None, [draft(OLD, MACHINE, notes=notes)], header()).file
    assert render(file).split("\n\n")[1] == (
        "#. block 1, sentence 1, paragraph\n"
        "#. term: province → tỉnh\n"
        "#. name: Lang Son → Lạng Sơn\n"
        "#. check: numbers: 5,000 has no counterpart\n"
        f"#. machine: {MACHINE}\n"
        "#. origin: model songngu-en-vi 1.0, plain, 0.74 [b2105733]\n"
        "#: corpus/a/source.txt:1\n"
        "#, fuzzy\n"
        f'msgid "{OLD}"\n'
        f'msgstr "{MACHINE}"\n'
    )


def test_the_header_is_in_poedits_order_with_ours_last(draft: MakeDraft, header: MakeHeader) -> None:
    file = merge(None, [draft(OLD, MACHINE)], header()).file
    assert list(file.metadata) == [
        "Project-Id-Version",
        "Report-Msgid-Bugs-To",
        "POT-Creation-Date",
        "PO-Revision-Date",
        "Last-Translator",
        "Language-Team",
        "Language",
        "MIME-Version",
        "Content-Type",
        "Content-Transfer-Encoding",
        "Plural-Forms",
        "X-Songngu-Model",
        "X-Songngu-Glossary",
        "X-Songngu-Settings",
        "X-Songngu-Segmenter",
    ]
    assert file.metadata["Plural-Forms"] == "nplurals=1; plural=0;"


def test_what_editors_put_into_the_header_stays(
    machine: Catalogue, draft: MakeDraft, header: MakeHeader, reread: Reread
) -> None:
    theirs = {
        "Last-Translator": "Nguyễn Văn An <an@baolangson.vn>",
        "Language-Team": "Báo Quân đội",
        "X-Generator": "Poedit 3.4.2",
        "X-Poedit-SourceCharset": "UTF-8",
    }
    machine.file.metadata.update(theirs)
    machine.file.header = "Bản dịch của tòa soạn."
    file = merge(reread(machine.file), [draft(OLD), draft(OTHER, block=2)], header(glossary="changed")).file
    assert theirs.items() <= file.metadata.items()
    assert file.header == "Bản dịch của tòa soạn."


def test_equal_sentences_share_an_entry(draft: MakeDraft, header: MakeHeader) -> None:
    drafts = [draft(OTHER, OTHER_MACHINE, 1), draft(OLD, MACHINE, 2), draft(OTHER, None, 3)]
    (first, second) = merge(None, drafts, header()).file
    assert first.occurrences == [("corpus/a/source.txt", "1"), ("corpus/a/source.txt", "3")]
    assert first.comment.startswith("block 1, sentence 1, paragraph\nblock 3, sentence 1, paragraph\nterm: ")
    assert (first.msgstr, second.msgid) == (OTHER_MACHINE, OLD)


def test_equal_sentences_stay_apart_when_their_contexts_differ(draft: MakeDraft) -> None:
    drafts = [draft(OTHER, context="block 1"), draft(OTHER, context="block 2")]
    assert united(drafts) == drafts


def test_a_run_without_changes_changes_nothing(
    machine: Catalogue, draft: MakeDraft, header: MakeHeader
) -> None:
    again = merge(machine, [draft(OLD), draft(OTHER, block=2)], header())
    assert render(again.file) == render(machine.file)
    assert again.counts == Counts(kept=2)


def test_machine_text_is_renewed_when_there_is_new_text(
    machine: Catalogue, draft: MakeDraft, header: MakeHeader
) -> None:
    again = merge(machine, [draft(OLD, PERSON), draft(OTHER, block=2)], header())
    assert again.file[0].msgstr == PERSON
    assert again.file[0].fuzzy
    assert again.counts == Counts(renewed=1, kept=1)


@pytest.mark.parametrize("change", [accept, edit, edit_and_accept])
def test_a_persons_entry_is_never_overwritten(
    machine: Catalogue,
    draft: MakeDraft,
    header: MakeHeader,
    reread: Reread,
    change: Callable[[polib.POEntry], object],
) -> None:
    existing = edited(machine, reread, change)
    assert existing.state(OLD) is EntryState.REVIEWED
    text, flags = existing.file[0].msgstr, list(existing.file[0].flags)
    notes = ("check: numbers: none",)
    drafts = [draft(OLD, "Máy dịch lại.", 7, notes=notes), draft(OTHER, "Máy dịch lại.", 8)]
    first = merge(existing, drafts, header(glossary="changed")).file[0]
    assert (first.msgstr, first.flags) == (text, flags)
    assert first.occurrences == [("corpus/a/source.txt", "7")]
    assert first.comment.startswith(
        f"block 7, sentence 1, paragraph\ncheck: numbers: none\nmachine: {MACHINE}\norigin: "
    )


def test_what_another_tool_has_filled_in_counts_as_a_persons(
    machine: Catalogue, draft: MakeDraft, header: MakeHeader, reread: Reread
) -> None:
    def fill(entry: polib.POEntry) -> None:
        entry.msgstr, entry.comment = PERSON, ""

    existing = edited(machine, reread, fill)
    assert existing.state(OLD) is EntryState.REVIEWED
    assert merge(existing, [draft(OLD, MACHINE)], header()).file[0].msgstr == PERSON


def test_an_emptied_entry_is_filled_again_and_keeps_its_comment(
    machine: Catalogue, draft: MakeDraft, header: MakeHeader, reread: Reread
) -> None:
    def empty(entry: polib.POEntry) -> None:
        entry.msgstr, entry.tcomment = "", "dịch sai, làm lại"

    existing = edited(machine, reread, empty)
    assert existing.state(OLD) is EntryState.UNTRANSLATED
    first = merge(existing, [draft(OLD, MACHINE)], header()).file[0]
    assert (first.msgstr, first.tcomment, first.flags) == (MACHINE, "dịch sai, làm lại", ["fuzzy"])


def test_a_reworded_source_gets_new_machine_text_and_keeps_its_history(
    machine: Catalogue, draft: MakeDraft, header: MakeHeader
) -> None:
    merged = merge(machine, [draft(NEW, MACHINE_NEW), draft(OTHER, block=2)], header())
    first = merged.file[0]
    assert (first.msgstr, first.previous_msgid, first.flags) == (MACHINE_NEW, OLD, ["fuzzy"])
    assert merged.counts == Counts(new=1, kept=1)


def test_a_reworded_source_keeps_the_reviewers_text_and_offers_the_machines(
    machine: Catalogue, draft: MakeDraft, header: MakeHeader, reread: Reread
) -> None:
    existing = edited(machine, reread, edit_and_accept)
    drafts = [draft(NEW, MACHINE_NEW), draft(OTHER, block=2)]
    assert kept_texts(existing, drafts) == {(None, NEW): PERSON}
    merged = merge(existing, drafts, header())
    first = merged.file[0]
    assert (first.msgstr, first.previous_msgid, first.flags) == (PERSON, OLD, ["fuzzy"])
    assert f"machine: {MACHINE_NEW}\norigin: reviewer, for the earlier wording" in first.comment

    # It is the person's from now on; once accepted, suggestion and history have done their work.
    later = reread(merged.file)
    assert later.state(NEW) is EntryState.REVIEWED
    unchanged = merge(later, [draft(NEW), draft(OTHER, block=2)], header()).file
    assert render(unchanged) == render(merged.file)
    accepted = merge(edited(later, reread, accept), [draft(NEW), draft(OTHER, block=2)], header()).file[0]
    assert (accepted.msgstr, accepted.previous_msgid) == (PERSON, None)
    assert "machine:" not in accepted.comment
    assert "origin:" not in accepted.comment


def test_when_the_earlier_wording_comes_back_so_does_the_accepted_translation(
    machine: Catalogue, draft: MakeDraft, header: MakeHeader, reread: Reread
) -> None:
    existing = edited(machine, reread, edit_and_accept)
    other = draft(OTHER, block=2)
    reworded = reread(merge(existing, [draft(NEW, MACHINE_NEW), other], header()).file)
    first = merge(reworded, [draft(OLD), other], header()).file[0]
    assert (first.msgid, first.msgstr, first.flags, first.obsolete) == (OLD, PERSON, [], False)


def test_a_source_reworded_twice_shows_the_wording_that_was_translated(
    machine: Catalogue, draft: MakeDraft, header: MakeHeader, reread: Reread
) -> None:
    existing = edited(machine, reread, edit_and_accept)
    once = reread(merge(existing, [draft(NEW, MACHINE_NEW), draft(OTHER, block=2)], header()).file)
    third = NEW.replace("adjacent to", "bordering")
    first = merge(once, [draft(third, MACHINE_NEW), draft(OTHER, block=2)], header()).file[0]
    assert (first.msgid, first.msgstr, first.previous_msgid) == (third, PERSON, OLD)


def test_a_dropped_source_becomes_obsolete_and_can_come_back(
    machine: Catalogue, draft: MakeDraft, header: MakeHeader, reread: Reread
) -> None:
    existing = edited(machine, reread, edit_and_accept)
    without = merge(existing, [draft(OTHER)], header())
    assert without.counts == Counts(kept=1, obsolete=1)
    assert render(without.file).endswith(
        f"#. machine: {MACHINE}\n"
        "#. origin: model songngu-en-vi 1.0, plain, 0.74 [b2105733]\n"
        f'#~ msgid "{OLD}"\n'
        f'#~ msgstr "{PERSON}"\n'
    )
    back = merge(reread(without.file), [draft(OTHER), draft(OLD, MACHINE)], header())
    assert (back.file[1].msgstr, back.file[1].fuzzy) == (PERSON, False)
    assert back.counts == Counts(kept=1, reviewed=1)


def test_dropped_machine_text_that_comes_back_is_machine_text_still(
    machine: Catalogue, draft: MakeDraft, header: MakeHeader, reread: Reread
) -> None:
    without = reread(merge(machine, [draft(OTHER)], header()).file)
    assert without.state(OLD) is EntryState.MISSING, "it may be from another model: translate it again"
    back = reread(merge(without, [draft(OLD, MACHINE_NEW), draft(OTHER)], header()).file)
    assert back.state(OLD) is EntryState.MACHINE
    assert back.find(OLD).msgstr == MACHINE_NEW  # type: ignore[union-attr]


def test_a_comment_outlives_its_sentence(
    machine: Catalogue, draft: MakeDraft, header: MakeHeader, reread: Reread
) -> None:
    def remark(entry: polib.POEntry) -> None:
        entry.msgstr, entry.flags, entry.tcomment = "", [], "câu này bỏ"

    merged = merge(edited(machine, reread, remark), [draft(OTHER)], header())
    assert merged.file[1].tcomment == "câu này bỏ"


def test_a_different_sentence_in_the_place_of_a_dropped_one_has_no_history(
    machine: Catalogue, draft: MakeDraft, header: MakeHeader
) -> None:
    merged = merge(machine, [draft("The exercise went well.", "Diễn tập đạt kết quả tốt.")], header())
    assert merged.file[0].previous_msgid is None
    assert merged.counts == Counts(new=1, obsolete=2)


def test_an_interrupted_renewal_is_taken_up_by_the_next_run(
    machine: Catalogue, draft: MakeDraft, header: MakeHeader, reread: Reread
) -> None:
    changed = header(glossary="changed")
    assert machine.changed_settings(changed) == ("X-Songngu-Glossary",)
    half = reread(merge(machine, [draft(OLD, MACHINE_NEW), draft(OTHER, block=2)], changed).file)
    assert half.changed_settings(changed) == ("X-Songngu-Glossary",)
    whole = merge(half, [draft(OLD, MACHINE_NEW), draft(OTHER, OTHER_MACHINE, 2)], changed).file
    assert reread(whole).changed_settings(changed) == ()


def test_the_origin_of_a_text_can_be_asked(machine: Catalogue) -> None:
    assert machine.origin(OLD) == "model songngu-en-vi 1.0, plain, 0.74"
    assert machine.origin("never seen") is None


def test_a_note_stays_one_line_whatever_is_in_it(draft: MakeDraft, header: MakeHeader) -> None:
    notes = ('check: length: "a\nmsgid\u2028b"',)
    file = merge(None, [draft(OLD, MACHINE, notes=notes)], header()).file
    assert '#. check: length: "a msgid b"\n' in render(file)


def test_a_long_document_that_changed_throughout_is_merged_in_time(
    draft: MakeDraft, header: MakeHeader, reread: Reread
) -> None:
    before = [
        draft(f"Sentence number {n} of a long report about {n * n}.", f"Câu {n}.", n) for n in range(1, 2001)
    ]
    after = [draft(f"{each.source[:-1]} today.", "Câu mới.", n) for n, each in enumerate(before, 1)]
    merged = merge(reread(merge(None, before, header()).file), after, header())
    histories = [entry.previous_msgid for entry in merged.file if not entry.obsolete]
    assert histories == [each.source for each in before]


def test_machine_text_is_known_even_when_a_tool_has_wrapped_its_comments(
    draft: MakeDraft, header: MakeHeader, reread: Reread
) -> None:
    origin = "model Helsinki-NLP/opus-mt-en-vi of a rather long revision, n-best, 0.74"
    file = merge(None, [draft(OLD, MACHINE, origin=origin)], header()).file
    file.wrapwidth = 78
    wrapped = reread(polib.pofile(str(file)))
    assert len(wrapped.file[0].comment.split("\n")) == 6
    assert wrapped.state(OLD) is EntryState.MACHINE
    assert wrapped.origin(OLD) == origin


def test_an_entry_with_plural_forms_that_a_person_has_added_is_kept(
    machine: Catalogue, draft: MakeDraft, header: MakeHeader, reread: Reread
) -> None:
    plural = polib.POEntry(msgid="%d file", msgid_plural="%d files", msgstr_plural={0: "%d tập tin"})
    machine.file.append(plural)
    merged = merge(reread(machine.file), [draft(OLD)], header()).file
    assert render(merged).endswith(
        '#~ msgid "%d file"\n#~ msgid_plural "%d files"\n#~ msgstr[0] "%d tập tin"\n'
    )


def test_a_source_without_a_translation_waits_without_a_flag(
    draft: MakeDraft, header: MakeHeader, reread: Reread
) -> None:
    file = merge(None, [draft(OLD)], header()).file
    assert (file[0].msgstr, file[0].flags, file[0].comment) == ("", [], "block 1, sentence 1, paragraph")
    assert reread(file).state(OLD) is EntryState.UNTRANSLATED
    assert kept_texts(None, [draft(OLD)]) == {}
