"""From what a user names on the command line to documents and their slugs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from songngu.documents.registry import format_for, known_suffixes
from songngu.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

SOURCE_STEM = "source"
REFERENCE_PREFIX = "reference."
PARALLEL_FOLDER = "parallel"


@dataclass(frozen=True, slots=True)
class DocumentSource:
    """A document to translate: its file as the user named it, and the name of its catalogue."""

    path: Path
    slug: str


def find_documents(paths: Sequence[Path]) -> list[DocumentSource]:
    """Return the documents that `paths` stand for, folders walked in the order of names.

    A named file is a document. A folder with `source.*` is one document named after the folder. Any other
    folder is searched: files that a format reads and folders within; not hidden ones, not README files, not
    `reference.*`, not `parallel/`.

    Raises:
        DocumentError: a path that does not exist, a named file that no format reads, a folder without a
            document, two documents with one slug.
    """
    found: dict[Path, DocumentSource] = {}
    for path in paths:
        if not path.exists():
            raise DocumentError(
                "does not exist", path=path, remedy="name a document or a folder of documents"
            )
        if path.is_dir():
            documents = list(_in_folder(path, set()))
            if not documents:
                remedy = f"put files ({', '.join(known_suffixes())}) or <name>/source.* into it"
                raise DocumentError("holds no document", path=path, remedy=remedy)
        else:
            format_for(path)
            documents = [DocumentSource(path, _slug(path))]
        for document in documents:
            found.setdefault(document.path.resolve(), document)
    _refuse_collisions(found.values())
    return list(found.values())


def _slug(path: Path) -> str:
    return path.resolve().parent.name if path.stem == SOURCE_STEM else path.stem


def _is_document(path: Path) -> bool:
    return (
        path.is_file()
        and not path.name.startswith(".")
        and path.stem.lower() != "readme"
        and not path.name.startswith(REFERENCE_PREFIX)
        and path.suffix.lower() in known_suffixes()
    )


def _in_folder(folder: Path, visited: set[Path]) -> Iterator[DocumentSource]:
    if folder.resolve() in visited:  # a symbolic link that leads back
        return
    visited.add(folder.resolve())
    try:
        children = sorted(folder.iterdir(), key=lambda child: child.name)
    except OSError as error:
        raise DocumentError(
            f"cannot be read ({error.strerror})", path=folder, remedy="check its permissions"
        ) from None
    files = [child for child in children if _is_document(child)]
    sources = [child for child in files if child.stem == SOURCE_STEM]
    if sources:
        yield from (DocumentSource(child, _slug(child)) for child in sources)
        return
    for child in children:
        if child in files:
            yield DocumentSource(child, _slug(child))
        elif child.is_dir() and not child.name.startswith(".") and child.name != PARALLEL_FOLDER:
            yield from _in_folder(child, visited)


def _refuse_collisions(documents: Iterable[DocumentSource]) -> None:
    slugs: dict[str, DocumentSource] = {}
    for document in documents:
        # File systems that ignore case would put both catalogues into one file.
        other = slugs.setdefault(document.slug.casefold(), document)
        if other is not document:
            raise DocumentError(
                f"has the same name as {other.path}: both would become {document.slug}.po",
                path=document.path,
                remedy="rename one of them, or translate them in separate runs with --locale-dir",
            )
