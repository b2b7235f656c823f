"""Writing files so that a reader sees the old contents or the new, never a part, whatever happens."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from songngu.errors import SongnguError


@contextmanager
def replacing(path: Path, before: Callable[[Path], None] = lambda _: None) -> Iterator[BinaryIO]:
    """Open a temporary file beside `path` that takes its place, synced, when the block ends well.

    Args:
        path: the file; a symbolic link is followed, an existing file keeps its mode, a missing folder is made.
        before: called with the path at the last moment; what it raises leaves the file as it was.

    Raises:
        OSError: the file or its folder cannot be written, or the file is write-protected.
    """
    path = Path(os.path.realpath(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(None, "it is write-protected")
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if path.exists():
            temporary.chmod(path.stat().st_mode & 0o7777)
        before(path)
        temporary.replace(path)
        _sync_folder(path.parent)
    finally:
        with suppress(OSError):
            temporary.unlink()


def write_atomically(path: Path, content: bytes, error: type[SongnguError], remedy: str) -> None:
    """Write a file whole or not at all.

    Args:
        path: the file.
        content: its bytes.
        error: which error to raise when it cannot be written.
        remedy: what the user can do then.
    """
    try:
        with replacing(path) as stream:
            stream.write(content)
    except OSError as problem:
        raise error(f"cannot be written ({problem.strerror})", path=path, remedy=remedy) from None


def _sync_folder(folder: Path) -> None:
    """Make a renaming last through a power cut; not every system lets a folder be synced."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
