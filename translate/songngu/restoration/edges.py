"""Rules for every language: spaces, brackets, the mark at the end, capitals."""

from __future__ import annotations

import re
import unicodedata

from songngu.restoration.base import PLACEHOLDER

_CLOSERS = "\"'”’»)]"
_END_MARKS = ".?!:…"
_RUN_OF_BLANKS = re.compile(r"[^\S\u00a0\u202f]+")
_BLANK_BEFORE_MARK = re.compile(r" +([,.;:!?])(?![.\w])")
_BLANK_INSIDE_BRACKETS = re.compile(r"(?<=[(\[“‘]) +| +(?=[)\]”])")
_JOINED_BY_COMMA = re.compile(r"(?<=[^\W\d_])([,;])(?=[^\W\d_])")
_JOINED_BY_STOP = re.compile(r"(?<=[^\W\d_]{2})\.(?=[^\W\d_]{2})")
_LIST_MARK = re.compile(r"\W*\w{1,2}")
_LEADING = re.compile(rf"(?:{PLACEHOLDER}|[^\w⟦⟧])*")
_ABBREVIATION = re.compile(r"(?:\b[A-Za-z]\.[A-Za-z]|\b(?:etc|Co|Ltd|Inc|Jr|Sr|No|St|vs))\.$")


def normal_form(_source: str, target: str) -> str:
    """Write the target in NFC, so that ế is one character whatever the model's pieces were.

    Does nothing when the target is in NFC.
    """
    return unicodedata.normalize("NFC", target)


def spacing(source: str, target: str) -> str:
    """Take out doubled blanks and blanks inside brackets and before marks; part words that a mark joins.

    Models drop or double the blank where a piece was lost: `Quân khu 1 , và`, `( Trung Quốc )`, `các cấp,by`.
    Marks that stand free or join words in the source, too (`1 : 50`, `example.com`) and no-break blanks stay.
    """
    target = _RUN_OF_BLANKS.sub(" ", target).strip(" ")
    target = _BLANK_INSIDE_BRACKETS.sub("", target)
    target = _BLANK_BEFORE_MARK.sub(lambda match: match[0] if f" {match[1]}" in source else match[1], target)
    target = _JOINED_BY_COMMA.sub(
        lambda match: match[1] if _joined(match, source) else f"{match[1]} ", target
    )
    return _JOINED_BY_STOP.sub(
        lambda match: ". " if _starts_sentence(match) and not _joined(match, source) else ".", target
    )


def _joined(match: re.Match[str], source: str) -> bool:
    """Say whether the source writes the same characters on both sides of the mark."""
    return match.string[match.start() - 1 : match.end() + 1].lower() in source.lower()


def _starts_sentence(match: re.Match[str]) -> bool:
    before, after = (
        match.string[match.start() - 2 : match.start()],
        match.string[match.end() : match.end() + 2],
    )
    return before.islower() and after[0].isupper() and after[1].islower()


def brackets(source: str, target: str) -> str:
    """Close a bracket or quotation that the target leaves open, where the source closes one at its end; take
    out a round or square bracket that closes nothing.

    Long outputs lose their last pieces, and a term put in place of words with a bracket leaves its other half.
    Does nothing when the source is unbalanced itself (`a)`), when it ends otherwise, or when more than one pair
    is open: then nobody can say where the bracket belongs.
    """
    target = _without_stray(source, _without_stray(source, target, "(", ")"), "[", "]")
    body, stop = _split_stop(target)
    ending = source.rstrip(_END_MARKS)
    for opener, closer in (("(", ")"), ("[", "]"), ("“", "”")):
        if target.count(opener) != target.count(closer) + 1:
            continue
        if closer == "”":
            paired = source.count("“") == source.count("”") and source.count('"') % 2 == 0
            ends = source[-1:] in '"”' or ending[-1:] in ("”", '"')
        else:
            paired, ends = source.count(opener) == source.count(closer), ending.endswith(closer)
        if paired and ends:
            return f"{body}{closer}{stop}"
    return target


def _without_stray(source: str, target: str, opener: str, closer: str) -> str:
    """Take out the closing bracket that nothing opens, if there is one and the source is balanced."""
    if source.count(opener) != source.count(closer) or target.count(closer) != target.count(opener) + 1:
        return target
    depth = 0
    for index, character in enumerate(target):
        depth += (character == opener) - (character == closer)
        if depth < 0:
            stray = not _LIST_MARK.fullmatch(target[:index])
            return target[:index] + target[index + 1 :] if stray else target
    return target


def _split_stop(text: str) -> tuple[str, str]:
    return (text[:-1], ".") if text.endswith(".") and not text.endswith("..") else (text, "")


def end_mark(source: str, target: str) -> str:
    """End the target as the source ends: with its stop, question mark, colon …, or without a stop.

    Models drop the stop of a sentence cut short and add one to headings. A mark that is there is not
    exchanged (a request may be a question in English only), but for a stop where the source announces a list
    with a colon or breaks off with an ellipsis. A doubled stop becomes one. Does nothing after an
    abbreviation such as `p.m.`, which may or may not end a sentence.
    """
    wanted, present = end_marks(source), end_marks(target)
    if present == ".." and wanted != "..":
        return _set_end(target, "..", ".")
    if not wanted:
        return _set_end(target, ".", "") if present == "." and not _ABBREVIATION.search(target) else target
    if not present:
        unclear = wanted == "." and _ABBREVIATION.search(source.rstrip(_CLOSERS))
        return target if unclear or not _ends_with_word(target) else _add_end(target, wanted, source)
    if present == "." and wanted in (":", "…", "..."):
        return _set_end(target, ".", wanted)
    return target


def end_marks(text: str) -> str:
    """Return the marks at the end, inside or outside closing quotes: `.`, `?!`, `...`, or ""."""
    marks = re.search(rf"([{_END_MARKS}]*)[{re.escape(_CLOSERS)}]*([{_END_MARKS}]*)$", text)
    return (marks[2] or marks[1]) if marks else ""


def _ends_with_word(text: str) -> bool:
    last = text.rstrip(_CLOSERS)[-1:]
    return last.isalnum() or last in "%⟧°²³"


def _add_end(target: str, mark: str, source: str) -> str:
    inside = mark[0] in "?!…" and source[-1:] in _CLOSERS and target[-1:] in "”’\"'"
    return target[:-1] + mark + target[-1] if inside else target + mark


def _set_end(target: str, old: str, new: str) -> str:
    head, _, tail = target.rpartition(old)
    return head + new + tail


def all_capitals(source: str, target: str) -> str:
    """Write the target in capitals where the source is written in capitals: a heading shouted stays shouted.

    Does nothing for a single short word, which is an acronym (`ASEAN`).
    """
    words = re.findall(r"[^\W\d_]{2,}", source)
    if not source.isupper() or not words or (len(words) == 1 and len(words[0]) <= 5):
        return target
    return target.upper()


def first_capital(source: str, target: str) -> str:
    """Begin the target with a capital where the source begins with one.

    Does nothing when the target begins with a number, with a word that the source writes in small letters too
    (`e-mail`), or with a word that carries its capital inside (`iPhone`).
    """
    theirs, ours = _first_letter(source), _first_letter(target)
    if theirs is None or ours is None or not source[theirs].isupper() or not target[ours].islower():
        return target
    word = re.match(r"[\w-]+", target[ours:])
    if word and (word[0] != word[0].lower() or re.search(rf"(?<!\w){re.escape(word[0])}(?!\w)", source)):
        return target
    return target[:ours] + target[ours].upper() + target[ours + 1 :]


def _first_letter(text: str) -> int | None:
    start = _LEADING.match(text)
    index = start.end() if start else 0
    return index if index < len(text) and text[index].isalpha() else None
