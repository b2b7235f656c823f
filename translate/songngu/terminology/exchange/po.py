"""gettext PO as Weblate keeps glossaries: msgid and msgstr, an explanation, flags.

`#. ` is the explanation (the note), the flag `read-only` a term that stays as it is in the target, the flag
`forbidden` a rendering that must not be used; a message context keeps apart what shares a msgid
(`admitted 1`, `forbidden 2`). Deprecated renderings go as forbidden. Lost are: part of speech, subject,
enforcement, case rule, conditions, notes of admitted renderings, kinds of names, and which English forms are
variants of one another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from songngu.errors import GlossaryError
from songngu.terminology.base import Enforcement, Entry
from songngu.terminology.exchange.base import Format, Reading, clean, merged

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from songngu.languages import LanguagePair


class GlossaryPo(Format):
    """A Weblate glossary component in gettext PO."""

    name = "po"
    suffixes = (".po", ".pot")

    def read(self, path: Path, pair: LanguagePair) -> Reading:
        """Read translated messages; the forbidden ones of a msgid belong to its entry.

        Raises:
            GlossaryError: no PO.
        """
        import polib

        try:
            messages = polib.pofile(path.read_text("utf-8-sig"))
        except (OSError, UnicodeDecodeError) as error:
            raise GlossaryError(f"is no PO file: {error}", path=path, remedy="name its --format") from None
        entries: list[Entry] = []
        forbidden: dict[str, list[str]] = {}
        left_out: list[str] = []
        for message in messages:
            source, target = clean(message.msgid), clean(message.msgstr)
            if message.obsolete or not source:
                continue
            if "read-only" in message.flags:
                target = target or source
            if not target:
                left_out.append(f"{path}:{message.linenum}: {source!r} has no translation")
            elif "forbidden" in message.flags:
                forbidden.setdefault(source.casefold(), []).append(target)
            else:
                entries.append(
                    Entry(
                        source,
                        target,
                        note=clean(message.comment),
                        enforcement=Enforcement.SUGGESTED,
                        path=path,
                        line=message.linenum or 0,
                    )
                )
        joined = merged(entries)
        sources = {entry.source.casefold() for entry in joined}
        left_out += [
            f"{path}: {source!r} has only forbidden translations"
            for source in forbidden
            if source not in sources
        ]
        return Reading(tuple(_forbidding(each, forbidden) for each in joined), tuple(left_out))

    def write(self, entries: Sequence[Entry], pair: LanguagePair) -> bytes:
        """Return a PO file without dates, so that equal termbases give equal files."""
        import polib

        messages = polib.POFile(wrapwidth=0)
        messages.metadata = {
            "Language": pair.gettext_target,
            "MIME-Version": "1.0",
            "Content-Type": "text/plain; charset=UTF-8",
            "Content-Transfer-Encoding": "8bit",
        }
        for entry in entries:
            for source, target, context, flags in _messages(entry):
                messages.append(
                    polib.POEntry(
                        msgid=source,
                        msgstr=target,
                        msgctxt=context,
                        flags=flags,
                        comment=entry.note if not context else "",
                    )
                )
        return (str(messages).rstrip("\n") + "\n").encode()


def _forbidding(entry: Entry, forbidden: dict[str, list[str]]) -> Entry:
    from dataclasses import replace

    return replace(entry, forbidden=tuple(dict.fromkeys(forbidden.get(entry.source.casefold(), ()))))


def _messages(entry: Entry) -> Iterator[tuple[str, str, str | None, list[str]]]:
    for form in (entry.source, *entry.variants):
        yield form, entry.target, None, ["read-only"] if form == entry.target else []
    for number, target in enumerate(entry.admitted, 1):
        yield entry.source, target, f"admitted {number}", []
    for number, target in enumerate((*entry.forbidden, *entry.deprecated), 1):
        yield entry.source, target, f"forbidden {number}", ["forbidden"]
