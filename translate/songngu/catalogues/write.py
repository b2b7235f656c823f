"""Writing catalogues: the same bytes for the same content, whole or not at all, one writer at a time."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polib

from songngu.catalogues.base import Counts, Draft, Header, united
from songngu.catalogues.catalogue import Catalogue
from songngu.catalogues.merge import document_uri, merge
from songngu.catalogues.syntax import ordered, render, render_entry
from songngu.errors import CatalogueError
from songngu.files import replacing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

LOCK_SECONDS = 10.0
"""How long to wait for another songngu; a catalogue is locked for the moment of merging and writing only."""

ATTEMPTS = 3
"""How often a catalogue is merged anew when an editor saves it in that very moment."""

_DATES = ("POT-Creation-Date", "PO-Revision-Date")


@dataclass(frozen=True, slots=True)
class Update:
    """What an update did: what became of the entries, and whether the file had to be written."""

    counts: Counts
    written: bool


class ChangedMeanwhileError(CatalogueError):
    """Another program has saved the catalogue since it was read."""


def update(path: Path, drafts: Iterable[Draft], header: Header, wait: float = LOCK_SECONDS) -> Update:
    """Merge `drafts` into the catalogue at `path` and write it, if that changes anything.

    The file is read again under its lock, so that what a reviewer saved while the machine translated is kept.

    Args:
        path: the catalogue; it and its folder need not exist.
        drafts: the entries wanted, in document order.
        header: what the header says.
        wait: seconds to wait for the lock.

    Raises:
        CatalogueError: it cannot be read, locked or written, or is not PO; what was there is untouched.
    """
    wanted = united(drafts)
    with locked(path, wait):
        for _ in range(ATTEMPTS):
            existing = Catalogue.load(path)
            merged = merge(existing, wanted, header)
            with suppress(ChangedMeanwhileError):
                return Update(merged.counts, save(merged.file, path, existing))
    raise CatalogueError("another program keeps saving it", path=path, remedy="close it there and run again")


def save(file: polib.POFile, path: Path, existing: Catalogue | None) -> bool:
    """Write a catalogue unless the file says the same already, however an editor has wrapped it.

    Returns:
        Whether the file was written. `PO-Revision-Date` moves only then.

    Raises:
        ChangedMeanwhileError: the file is not what it was when `existing` was read.
        CatalogueError: it cannot be written; what was there is untouched.
    """
    if existing is not None and (render(file).encode() == existing.raw or _same(file, existing.file)):
        return False
    file.metadata["PO-Revision-Date"] = now()
    write_atomically(path, render(file), expected=existing.raw if existing is not None else b"")
    return True


def save_template(drafts: Iterable[Draft], path: Path, document: str) -> str:
    """Write the template (`.pot`) of a document unless it says the same already.

    Args:
        drafts: the entries; only sources, contexts, references and places are used.
        path: the template.
        document: the source document as the user named it, with `/`.

    Returns:
        Its `POT-Creation-Date`, which moves only when the template changes.

    Raises:
        CatalogueError: it cannot be written. A template that cannot be read is made anew: nobody works in it.
    """
    import songngu

    try:
        before = Catalogue.load(path)
    except CatalogueError:
        before = None
    file = polib.POFile(wrapwidth=0)
    file.header = f"Template of {document}."
    file.metadata = {
        "Project-Id-Version": f"songngu {songngu.__version__}",
        "Report-Msgid-Bugs-To": document_uri(document),
        "POT-Creation-Date": before.file.metadata.get("POT-Creation-Date") or now() if before else now(),
        "PO-Revision-Date": "YEAR-MO-DA HO:MI+ZONE",
        "Last-Translator": "FULL NAME <EMAIL@ADDRESS>",
        "Language-Team": "LANGUAGE <LL@li.org>",
        "Language": "",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    file.extend(
        polib.POEntry(
            msgid=draft.source,
            msgctxt=draft.context,
            comment="\n".join(draft.places),
            occurrences=[(name, str(line)) for name, line in draft.references],
        )
        for draft in united(drafts)
    )
    if before is None or render(file).encode() != before.raw:
        file.metadata["POT-Creation-Date"] = now()
        write_atomically(path, render(file))
    return str(file.metadata["POT-Creation-Date"])


def now() -> str:
    """Return the time (UTC) as gettext writes it; `SOURCE_DATE_EPOCH` is honoured."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = time.gmtime(int(epoch)) if epoch.isdigit() else time.gmtime()
    return time.strftime("%Y-%m-%d %H:%M+0000", moment)


def write_atomically(path: Path, text: str, expected: bytes | None = None) -> None:
    """Write UTF-8 text so that `path` holds either the old text or the new, whatever happens.

    Args:
        path: the file; a symbolic link is followed. An existing file keeps its mode.
        text: what to write.
        expected: what the file must hold until the last moment (`b""`: nothing); None lets it hold anything.

    Raises:
        CatalogueError: it cannot be written.
    """

    def unchanged(real: Path) -> None:
        if expected is not None and (real.read_bytes() if real.exists() else b"") != expected:
            raise ChangedMeanwhileError(
                "was saved by another program meanwhile", path=path, remedy="run again"
            )

    try:
        with replacing(path, unchanged) as stream:
            stream.write(text.encode())
    except OSError as error:
        raise CatalogueError(
            f"cannot be written ({error.strerror})", path=path, remedy="check the folder, or use --locale-dir"
        ) from None


@contextmanager
def locked(path: Path, wait: float = LOCK_SECONDS) -> Iterator[None]:
    """Hold the advisory lock of a catalogue, `.<name>.lock` beside it.

    The lock file goes when the lock does. Someone who waits on the file that goes, while a third makes it
    anew, could hold a lock of his own: then `save` still sees that the catalogue has changed.

    Raises:
        CatalogueError: another songngu holds it, or the folder cannot be written.
    """
    from filelock import FileLock, Timeout

    lock_file = path.with_name(f".{path.name}.lock")
    lock = FileLock(lock_file, timeout=wait)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        raise CatalogueError(
            "in use by another songngu", path=path, remedy="wait until it has ended"
        ) from None
    except OSError as error:
        raise CatalogueError(
            f"cannot be written ({error.strerror})", path=path, remedy="check the folder, or use --locale-dir"
        ) from None
    try:
        yield
    finally:
        with suppress(OSError):
            lock_file.unlink()
        lock.release()


def _same(one: polib.POFile, other: polib.POFile) -> bool:
    """Say whether two catalogues hold the same, dates, order of header fields and wrapping aside."""
    fields, others = (
        {name: value for name, value in file.metadata.items() if name not in _DATES} for file in (one, other)
    )
    return (
        fields == others
        and one.header == other.header
        and len(one) == len(other)
        and all(
            render_entry(mine) == render_entry(theirs)
            for mine, theirs in zip(ordered(one), ordered(other), strict=True)
        )
    )
