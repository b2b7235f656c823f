"""Writing catalogues: the same bytes for the same content, whole or not at all, one writer at a time."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import polib

from songngu.catalogues.base import Draft
from songngu.catalogues.catalogue import Catalogue
from songngu.errors import CatalogueError

_DATES = ("POT-Creation-Date", "PO-Revision-Date")
LOCK_SECONDS = 10.0


def now() -> str:
    """Return the time as gettext writes it; `SOURCE_DATE_EPOCH` is honoured (reproducible-builds.org)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    moment = time.gmtime(int(epoch)) if epoch and epoch.isdigit() else time.gmtime()
    return time.strftime("%Y-%m-%d %H:%M+0000", moment)


def render(file: polib.POFile) -> str:
    """Return the text of a catalogue: no line wrapped, header fields in our order, one line feed at the end."""
    return _header(file) + "".join(f"\n{entry.__unicode__(0)}" for entry in _ordered(file))


def save(file: polib.POFile, path: Path, existing: Catalogue | None) -> bool:
    """Write a catalogue unless it says what the file says already; the revision date moves only then.

    Returns:
        Whether the file was written.

    Raises:
        CatalogueError: the folder or the file cannot be written; what was there is untouched.
    """
    if existing is not None and render(file) == existing.text:
        return False
    file.metadata["PO-Revision-Date"] = now()
    write_atomically(path, render(file))
    return True


def save_template(drafts: Sequence[Draft], path: Path, document: str) -> str:
    """Write the template (`.pot`) of a document unless it says the same already.

    Returns:
        Its `POT-Creation-Date`, which moves only when the template changes.
    """
    import songngu

    before = Catalogue.load(path)
    created = before.file.metadata.get("POT-Creation-Date", "") if before else ""
    file = polib.POFile(wrapwidth=0)
    file.header = f"Template of {document}."
    file.metadata = {
        "Project-Id-Version": f"songngu {songngu.__version__}",
        "Report-Msgid-Bugs-To": "",
        "POT-Creation-Date": created or now(),
        "PO-Revision-Date": "YEAR-MO-DA HO:MI+ZONE",
        "Last-Translator": "FULL NAME <EMAIL@ADDRESS>",
        "Language-Team": "LANGUAGE <LL@li.org>",
        "Language": "",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    for draft in drafts:
        file.append(
            polib.POEntry(
                msgid=draft.source,
                msgctxt=draft.context,
                comment="\n".join(draft.places),
                occurrences=[(name, str(line)) for name, line in draft.references],
            )
        )
    if before is None or render(file) != before.text:
        file.metadata["POT-Creation-Date"] = now()
        write_atomically(path, render(file))
    return str(file.metadata["POT-Creation-Date"])


def write_atomically(path: Path, text: str) -> None:
    """Write UTF-8 text so that `path` holds either the old text or the new, whatever happens.

    Raises:
        CatalogueError: it cannot be written.
    """
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, path.stat().st_mode & 0o777 if path.exists() else 0o644)
        os.replace(temporary, path)
    except OSError as error:
        if temporary is not None:
            with suppress(OSError):
                os.unlink(temporary)
        raise CatalogueError(
            f"cannot be written ({error.strerror})", path=path, remedy="check the folder, or use --locale-dir"
        ) from None


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the advisory lock of a catalogue.

    Raises:
        CatalogueError: another songngu holds it, or the folder cannot be written.
    """
    from filelock import FileLock, Timeout

    lock_file = path.with_name(f".{path.name}.lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(lock_file, timeout=LOCK_SECONDS)
        lock.acquire()
    except Timeout:
        raise CatalogueError("is in use by another songngu", path=path, remedy="wait for it to end") from None
    except OSError as error:
        raise CatalogueError(
            f"cannot be written ({error.strerror})", path=path, remedy="check the folder, or use --locale-dir"
        ) from None
    try:
        yield
    finally:
        lock.release()
        with suppress(OSError):
            lock_file.unlink()


def _header(file: polib.POFile) -> str:
    """Return the header entry in the order of `file.metadata`; polib would sort the fields."""
    lines = [f"# {line}".rstrip() for line in file.header.splitlines()]
    lines += ['msgid ""', 'msgstr ""']
    lines += [f'"{_escaped(name)}: {_escaped(value)}\\n"' for name, value in file.metadata.items()]
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return str(polib.escape(text))


def _ordered(file: polib.POFile) -> list[polib.POEntry]:
    return [*(entry for entry in file if not entry.obsolete), *(entry for entry in file if entry.obsolete)]
