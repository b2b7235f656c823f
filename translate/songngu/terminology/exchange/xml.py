"""XML from strangers, read safely; XML of our own, written so that people can read it, too.

The standard library's expat is enough: it fetches nothing by itself, and a parser that refuses entity
declarations has nothing to expand. A document type declaration alone (TMX files have one) does no harm.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree
from xml.parsers import expat

from songngu.errors import GlossaryError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from xml.etree.ElementTree import Element

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def parse(path: Path) -> Element:
    """Return the root of an XML file, its namespaces as ElementTree writes them (`{uri}name`).

    Raises:
        GlossaryError: not well-formed, or it declares entities.
    """
    builder = ElementTree.TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True

    def refuse(name: str, *_: object) -> None:
        raise GlossaryError(
            f"declares the entity {name!r}", path=path, remedy="entities are refused; write the text itself"
        )

    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = lambda tag, attributes: builder.start(
        _qualified(tag), {_qualified(name): value for name, value in attributes.items()}
    )
    parser.EndElementHandler = lambda tag: builder.end(_qualified(tag))
    parser.CharacterDataHandler = builder.data
    try:
        parser.Parse(path.read_bytes(), True)
    except expat.ExpatError as error:
        raise GlossaryError(
            f"is not well-formed XML: {expat.ErrorString(error.code)}", path=path, line=error.lineno
        ) from None
    return builder.close()


def _qualified(name: str) -> str:
    return "{" + name if "}" in name else name


def local(element: Element) -> str:
    """Return an element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def descendants(element: Element, *names: str) -> Iterator[Element]:
    """Yield the descendants with one of the local names, in document order."""
    return (each for each in element.iter() if local(each) in names)


def text_of(element: Element) -> str:
    """Return the text of an element and of all in it (`hi`, `foreign`, inline codes)."""
    return "".join(element.itertext())


def speaks(element: Element, language: str) -> bool:
    """Say whether an element is in a language: `en` is met by `en`, `en-GB` and `EN_us`."""
    tag = (element.get(LANGUAGE) or element.get("lang") or "").casefold().replace("_", "-")
    return tag.partition("-")[0] == language.casefold().partition("-")[0]


def serialise(root: Element, doctype: str = "") -> bytes:
    """Return an indented UTF-8 file with an XML declaration and, if given, a document type."""
    ElementTree.indent(root, "  ")
    body = ElementTree.tostring(root, encoding="unicode", short_empty_elements=True)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n' + (doctype + "\n" if doctype else "")
    return (head + body + "\n").encode()
