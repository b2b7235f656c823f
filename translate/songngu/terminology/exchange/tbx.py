"""TBX-Basic, version 3 (ISO 30042:2019), in both styles; the older TBX (martif) is read, too. Loses nothing.

One concept entry for each of ours. The English forms are terms (the source preferred, variants admitted), the
Vietnamese renderings terms with their administrative status; a forbidden rendering is a deprecated term with
the note `Usage: forbidden`. What TBX-Basic has no data category for travels in notes with a label of the
entry (`Enforcement`, `Case`, `Kind`, `Part of speech`) or of a term (`Context`).
Specification: https://www.tbxinfo.net, dialect TBX-Basic 1.2.1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree

from songngu.errors import GlossaryError
from songngu.terminology.base import Enforcement, Entry, EntryKind, Status
from songngu.terminology.context import format_conditions, parse_conditions
from songngu.terminology.exchange import xml
from songngu.terminology.exchange.base import Format, Reading, clean, merged, padded_notes
from songngu.terminology.loader import PARTS_OF_SPEECH

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from songngu.languages import LanguagePair
    from songngu.terminology.base import Condition

_CORE = "urn:iso:std:iso:30042:ed-2"
_MIN = "http://www.tbxinfo.net/ns/min"
_BASIC = "http://www.tbxinfo.net/ns/basic"
_LABELS = ("Enforcement", "Case", "Kind", "Part of speech", "Context", "Usage", "Note")
_STATUSES = {
    "preferred": Status.PREFERRED,
    "admitted": Status.ADMITTED,
    "deprecated": Status.DEPRECATED,
    "superseded": Status.DEPRECATED,
    "obsolete": Status.DEPRECATED,
}
_FORBIDDEN = "forbidden"
_PARTS = {"noun": "noun", "verb": "verb", "adjective": "adjective", "properNoun": "proper noun"}


class Tbx(Format):
    """TBX-Basic.

    Args:
        name: name of the format.
        style: `dca` (data categories as attributes) or `dct` (as tags); a reader knows both.
    """

    def __init__(self, name: str, style: str, suffixes: tuple[str, ...] = ()) -> None:
        self.name = name
        self.suffixes = suffixes
        self._style = style

    def read(self, path: Path, pair: LanguagePair) -> Reading:
        """Read the concepts that have a term in both languages.

        Raises:
            GlossaryError: no TBX, or XML that is not safe.
        """
        root = xml.parse(path)
        if xml.local(root) not in ("tbx", "martif"):
            raise GlossaryError(f"is <{xml.local(root)}>, not TBX", path=path, remedy="name its --format")
        entries: list[Entry] = []
        left_out: list[str] = []
        for number, concept in enumerate(xml.descendants(root, "conceptEntry", "termEntry"), 1):
            entry = _entry(concept, pair, path)
            if entry is not None:
                entries.append(entry)
            else:
                which = concept.get("id") or f"number {number}"
                left_out.append(f"{path}: concept {which} has no term in {pair.source} and {pair.target}")
        return Reading(merged(entries), tuple(left_out))

    def write(self, entries: Sequence[Entry], pair: LanguagePair) -> bytes:
        """Return a TBX file without dates, so that equal termbases give equal files."""
        writer = _Writer(self._style)
        root = ElementTree.Element(
            "tbx", {"type": "TBX-Basic", "style": self._style, "xml:lang": pair.source, "xmlns": _CORE}
        )
        if self._style == "dct":
            root.set("xmlns:min", _MIN)
            root.set("xmlns:basic", _BASIC)
        source = root
        for name in ("tbxHeader", "fileDesc", "sourceDesc", "p"):
            source = ElementTree.SubElement(source, name)
        source.text = "Termbase exported by Songngu"
        body = ElementTree.SubElement(ElementTree.SubElement(root, "text"), "body")
        for number, entry in enumerate(entries, 1):
            writer.concept(body, f"c{number}", entry, pair)
        return xml.serialise(root)


class _Writer:
    """Writes concepts in one style."""

    def __init__(self, style: str) -> None:
        self._is_dct = style == "dct"

    def concept(self, body: Element, identity: str, entry: Entry, pair: LanguagePair) -> None:
        concept = ElementTree.SubElement(body, "conceptEntry", id=identity)
        if entry.subject:
            self._category(concept, "descrip", "subjectField", entry.subject)
        _note(concept, "Enforcement", entry.enforcement)
        if entry.case_sensitive:
            _note(concept, "Case", "sensitive")
        if entry.is_name:
            _note(concept, "Kind", entry.kind)
        if entry.pos not in ("noun", "verb", "adjective"):
            _note(concept, "Part of speech", entry.pos)
        part = {"phrase": "other", "proper noun": "noun"}.get(entry.pos, entry.pos)
        english = ElementTree.SubElement(concept, "langSec", {"xml:lang": pair.source})
        self._term(english, entry.source, Status.PREFERRED, entry.note, part=part)
        for variant in entry.variants:
            self._term(english, variant, Status.ADMITTED, part=part)
        target = ElementTree.SubElement(concept, "langSec", {"xml:lang": pair.target})
        notes = padded_notes(entry)
        conditions = entry.conditions or ((),) * len(entry.renderings)
        for number, rendering in enumerate(entry.renderings):
            status, note = (Status.ADMITTED, notes[number - 1]) if number else (Status.PREFERRED, "")
            self._term(target, rendering, status, note, conditions=conditions[number])
        for rendering, note in zip(entry.deprecated, notes[len(entry.admitted) :], strict=True):
            self._term(target, rendering, Status.DEPRECATED, note)
        for rendering in entry.forbidden:
            _note(self._term(target, rendering, Status.DEPRECATED), "Usage", _FORBIDDEN)

    def _term(
        self,
        section: Element,
        text: str,
        status: Status,
        note: str = "",
        *,
        part: str = "",
        conditions: tuple[Condition, ...] = (),
    ) -> Element:
        term = ElementTree.SubElement(section, "termSec")
        ElementTree.SubElement(term, "term").text = text
        if part:
            self._category(term, "termNote", "partOfSpeech", part)
        self._category(term, "termNote", "administrativeStatus", f"{status}Term-admn-sts")
        if conditions:
            _note(term, "Context", format_conditions(conditions))
        if note:
            is_plain = not any(note.startswith(f"{label}: ") for label in _LABELS)
            ElementTree.SubElement(term, "note").text = note if is_plain else f"Note: {note}"
        return term

    def _category(self, parent: Element, element: str, name: str, value: str) -> None:
        """Write a data category: `<descrip type="subjectField">`, or `<min:subjectField>`."""
        if self._is_dct:
            ElementTree.SubElement(parent, f"min:{name}").text = value
        else:
            ElementTree.SubElement(parent, element, type=name).text = value


def _note(parent: Element, label: str, value: str) -> None:
    ElementTree.SubElement(parent, "note").text = f"{label}: {value}"


class _Term:
    """A term as read: text, status, part of speech, labelled and plain notes."""

    def __init__(self, section: Element) -> None:
        self.text = clean("".join(xml.text_of(each) for each in xml.descendants(section, "term")))
        self.labels, plain = _notes(section, nested=True)
        self.note = " ".join(plain)
        status = _value(section, "administrativeStatus", "normativeAuthorization")
        self.status = next((found for name, found in _STATUSES.items() if status.startswith(name)), None)
        self.is_forbidden = self.labels.get("Usage") == _FORBIDDEN or status.startswith(_FORBIDDEN)
        self.part = _value(section, "partOfSpeech")

    @property
    def conditions(self) -> tuple[Condition, ...]:
        try:
            return parse_conditions(self.labels.get("Context", ""))
        except ValueError:  # a stranger's note that begins like ours
            return ()


def _entry(concept: Element, pair: LanguagePair, path: Path) -> Entry | None:
    sources, targets = _terms(concept, pair.source), _terms(concept, pair.target)
    valid = [each for each in targets if each.status is not Status.DEPRECATED and not each.is_forbidden]
    source = _main([each for each in sources if each.status is not Status.DEPRECATED])
    target = _main(valid)
    if source is None or target is None:
        return None
    admitted = [each for each in valid if each is not target]
    deprecated = [each for each in targets if each.status is Status.DEPRECATED and not each.is_forbidden]
    labels, plain = _notes(concept, nested=False)
    kinds = {kind.value: kind for kind in EntryKind}
    pos = labels.get("Part of speech", "")
    conditions = tuple(each.conditions for each in (target, *admitted))
    notes = tuple(each.note for each in (*admitted, *deprecated))
    is_strong = labels.get("Enforcement") == Enforcement.REQUIRED
    return Entry(
        source=source.text,
        target=target.text,
        kind=kinds.get(labels.get("Kind", ""), EntryKind.TERM),
        variants=tuple(each.text for each in sources if each is not source),
        admitted=tuple(each.text for each in admitted),
        deprecated=tuple(each.text for each in deprecated),
        forbidden=tuple(each.text for each in targets if each.is_forbidden),
        pos=pos
        if pos in PARTS_OF_SPEECH
        else _PARTS.get(source.part, "noun" if not source.part else "phrase"),
        subject=clean(_value(concept, "subjectField")),
        enforcement=Enforcement.REQUIRED if is_strong else Enforcement.SUGGESTED,
        case_sensitive=labels.get("Case") == "sensitive",
        note=" ".join(filter(None, (source.note, target.note, *plain))),
        path=path,
        conditions=conditions if any(conditions) else (),
        notes=notes if any(notes) else (),
    )


def _terms(concept: Element, language: str) -> list[_Term]:
    return [
        term
        for section in xml.descendants(concept, "langSec", "langSet")
        if xml.speaks(section, language)
        for term in map(_Term, xml.descendants(section, "termSec", "tig", "ntig"))
        if term.text
    ]


def _main(terms: Sequence[_Term]) -> _Term | None:
    preferred = (term for term in terms if term.status is Status.PREFERRED)
    return next(preferred, terms[0] if terms else None)


def _value(element: Element, *names: str) -> str:
    """Return a data category's value in either style; "" if there is none."""
    for each in element.iter():
        if each.get("type") in names or xml.local(each) in names:
            return clean(xml.text_of(each))
    return ""


def _notes(element: Element, *, nested: bool) -> tuple[dict[str, str], list[str]]:
    """Return the labelled and the plain notes of an element, with those of its groups if `nested`."""
    labels: dict[str, str] = {}
    plain: list[str] = []
    for note in xml.descendants(element, "note") if nested else (each for each in element):
        if xml.local(note) != "note":
            continue
        text = clean(xml.text_of(note))
        label, colon, value = text.partition(": ")
        if label == "Note" and colon:
            plain.append(value)
        elif label in _LABELS and colon:
            labels[label] = value
        elif text:
            plain.append(text)
    return labels, plain
