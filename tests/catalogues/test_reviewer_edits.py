"""Whatever a reviewer does, with whatever editor, survives whatever happens to the document afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polib
from hypothesis import given, settings
from hypothesis import strategies as st

from songngu.catalogues import Catalogue, Draft, Header, merge
from songngu.catalogues.syntax import parse, render

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

SIZE = 12

EDITS = st.sampled_from(["accept", "edit", "edit and accept", "empty", "nothing"])
CHANGES = st.sampled_from(["keep", "keep", "keep", "drop", "reword"])
TOOLS = st.sampled_from(
    ["none", "msgcat", "msgcat --no-wrap", "msgattrib --no-wrap", "polib", "crlf", "poedit"]
)
WORDS = st.text(st.characters(categories=["L", "N", "P", "S"], include_characters=' "\\'), max_size=30)


@dataclass(frozen=True)
class Review:
    """What a person does to one entry, and what then happens to its sentence."""

    edit: str
    words: str
    comment: str
    change: str


REVIEWS = st.lists(
    st.builds(Review, EDITS, WORDS, st.sampled_from(["", "", "hỏi lại Ban Tuyên giáo"]), CHANGES),
    min_size=SIZE,
    max_size=SIZE,
)


def persons_text(number: int, review: Review, machine: str) -> str:
    """The translation that the person leaves; "" where it is none of theirs."""
    if review.edit == "accept":
        return machine
    return f"Người dịch {number}: {review.words}" if review.edit.startswith("edit") else ""


def apply(entry: polib.POEntry, number: int, review: Review) -> None:
    entry.tcomment = review.comment
    if review.edit.startswith("edit"):
        entry.msgstr = persons_text(number, review, entry.msgstr)
    if review.edit.endswith("accept"):
        entry.flags.remove("fuzzy")
    if review.edit == "empty":
        entry.msgstr = ""


def passed_through(editor: str, text: str, tool: Callable[..., str], folder: Path) -> bytes:
    """The file as an editor or a tool leaves it."""
    if editor.startswith("msg"):
        return tool(*editor.split(), "-", text=text).encode()
    if editor == "polib":
        path = folder / "a.po"
        path.write_text(text, encoding="utf-8")
        polib.pofile(str(path)).save()
        return path.read_bytes()
    if editor == "crlf":
        return b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
    if editor == "poedit":
        lines = tool("msgcat", "-", text=text).splitlines(keepends=True)
        header = ['"X-Generator: Poedit 3.4.2\\n"\n', '"X-Poedit-Bookmarks: 1,2\\n"\n']
        at = next(number for number, line in enumerate(lines) if line.startswith('"Plural-Forms'))
        lines[at + 1 : at + 1] = header
        return "".join(line for line in lines if not line.startswith('"PO-Revision-Date')).encode()
    return text.encode()


@settings(max_examples=60, deadline=None)
@given(
    reviews=REVIEWS,
    editor=TOOLS,
    order=st.permutations(range(SIZE)),
    added=st.booleans(),
    force=st.booleans(),
    glossary=st.sampled_from(["7be1d002", "changed"]),
)
def test_a_reviewers_work_survives(
    *,
    tmp_path_factory: pytest.TempPathFactory,
    article: Callable[[str], list[tuple[str, str]]],
    draft: Callable[..., Draft],
    header: Callable[..., Header],
    tool: Callable[..., str],
    reviews: list[Review],
    editor: str,
    order: list[int],
    added: bool,
    force: bool,
    glossary: str,
) -> None:
    sentences = [pair for pair in article("lang-son-defensive-zone") if len(pair[0]) > 60][:SIZE]
    first = merge(None, [draft(en, vi, n) for n, (en, vi) in enumerate(sentences, 1)], header()).file
    for number, (entry, review) in enumerate(zip(first, reviews, strict=True)):
        apply(entry, number, review)

    folder = tmp_path_factory.mktemp("editor")
    path = folder / "b.po"
    path.write_bytes(passed_through(editor, render(first), tool, folder))
    existing = Catalogue.load(path)
    assert existing is not None

    def reworded(source: str) -> str:
        return f"In 2026, {source}"

    drafts = [
        draft(
            reworded(sentences[n][0]) if reviews[n].change == "reword" else sentences[n][0],
            f"Máy dịch {n}."
            if force or reviews[n].change == "reword" or reviews[n].edit == "empty"
            else None,
            n + 1,
        )
        for n in order
        if reviews[n].change != "drop"
    ]
    if added:
        drafts.append(draft("A sentence that nobody has seen before.", "Câu chưa ai thấy.", 99))
    merged = merge(existing, drafts, header(glossary=glossary))
    text = render(merged.file)
    live = {entry.msgid: entry for entry in merged.file if not entry.obsolete}
    gone = {entry.msgid: entry for entry in merged.file if entry.obsolete}
    assert len(live) == len(drafts)

    for number, ((source, machine), review) in enumerate(zip(sentences, reviews, strict=True)):
        theirs = persons_text(number, review, machine)
        accepted = review.edit.endswith("accept")
        if review.change == "keep":
            entry = live[source]
            if theirs:
                assert (entry.msgstr, entry.fuzzy) == (theirs, not accepted)
            else:
                assert entry.fuzzy
                assert entry.msgstr == (f"Máy dịch {number}." if force or review.edit == "empty" else machine)
        elif review.change == "drop":
            entry = gone.get(source, polib.POEntry())
            if theirs:
                assert (entry.msgstr, entry.fuzzy) == (theirs, not accepted)
        else:
            entry = live[reworded(source)]
            assert entry.fuzzy
            assert entry.msgstr == (theirs or f"Máy dịch {number}.")
            if theirs:
                assert entry.previous_msgid == source
                assert f"machine: Máy dịch {number}." in entry.comment
            if accepted:
                assert (gone[source].msgstr, gone[source].fuzzy) == (theirs, False)
        if review.comment:
            assert entry.tcomment == review.comment

    # What came out is PO, says the same when read again, and a further run has nothing to do.
    tool("msgfmt", "-c", "-o", "/dev/null", "-", text=text)
    later = Catalogue(parse(text), path, text.encode())
    again = [draft(each.source, None, each.references[0][1]) for each in drafts]
    assert render(merge(later, again, header(glossary=glossary)).file) == text
