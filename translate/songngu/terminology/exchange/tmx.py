"""TMX 1.4b: each term is a translation unit, for tools that know translation memories only.

A unit holds one English form and the preferred rendering; the variants are units of their own. Subject, note
and part of speech travel as properties. Lost are: which form is the main one, admitted, deprecated and
forbidden renderings, enforcement, case rule, conditions, kinds of names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree

import songngu
from songngu.errors import GlossaryError
from songngu.terminology.base import Enforcement, Entry
from songngu.terminology.exchange import xml
from songngu.terminology.exchange.base import Format, Reading, clean, merged
from songngu.terminology.loader import PARTS_OF_SPEECH

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from songngu.languages import LanguagePair


class Tmx(Format):
    """Translation memory exchange."""

    name = "tmx"
    suffixes = (".tmx",)

    def read(self, path: Path, pair: LanguagePair) -> Reading:
        """Read the units that have both languages.

        Raises:
            GlossaryError: no TMX, or XML that is not safe.
        """
        root = xml.parse(path)
        if xml.local(root) != "tmx":
            raise GlossaryError(f"is <{xml.local(root)}>, not TMX", path=path, remedy="name its --format")
        entries: list[Entry] = []
        left_out: list[str] = []
        for number, unit in enumerate(xml.descendants(root, "tu"), 1):
            source, target = _segment(unit, pair.source), _segment(unit, pair.target)
            if source and target:
                properties = {each.get("type", ""): clean(each.text) for each in unit.findall("prop")}
                pos = properties.get("x-part-of-speech", "")
                entries.append(
                    Entry(
                        source,
                        target,
                        pos=pos if pos in PARTS_OF_SPEECH else "noun",
                        subject=properties.get("x-subject", ""),
                        note=clean(unit.findtext("note")),
                        enforcement=Enforcement.SUGGESTED,
                        path=path,
                    )
                )
            else:
                left_out.append(f"{path}: unit {number} has no text in {pair.source} and {pair.target}")
        return Reading(merged(entries), tuple(left_out))

    def write(self, entries: Sequence[Entry], pair: LanguagePair) -> bytes:
        """Return a TMX file; it has no date, so that equal termbases give equal files."""
        root = ElementTree.Element("tmx", version="1.4")
        ElementTree.SubElement(
            root,
            "header",
            {
                "creationtool": "songngu",
                "creationtoolversion": songngu.__version__,
                "segtype": "phrase",
                "o-tmf": "songngu-glossary",
                "adminlang": "en",
                "srclang": pair.source,
                "datatype": "plaintext",
            },
        )
        body = ElementTree.SubElement(root, "body")
        for entry in entries:
            for form in (entry.source, *entry.variants):
                unit = ElementTree.SubElement(body, "tu")
                if entry.note:
                    ElementTree.SubElement(unit, "note").text = entry.note
                for name, value in (("x-subject", entry.subject), ("x-part-of-speech", entry.pos)):
                    if value:
                        ElementTree.SubElement(unit, "prop", type=name).text = value
                for language, text in ((pair.source, form), (pair.target, entry.target)):
                    variant = ElementTree.SubElement(unit, "tuv", {"xml:lang": language})
                    ElementTree.SubElement(variant, "seg").text = text
        return xml.serialise(root, '<!DOCTYPE tmx SYSTEM "tmx14.dtd">')


def _segment(unit: Element, language: str) -> str:
    for variant in xml.descendants(unit, "tuv"):
        if xml.speaks(variant, language):
            return clean("".join(xml.text_of(segment) for segment in xml.descendants(variant, "seg")))
    return ""
