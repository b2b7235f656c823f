"""What the modules of this room share: the error that a user can mend, and durable file writing."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, BinaryIO

from songngu.errors import SongnguError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class TrainingError(SongnguError):
    """A recipe, a parallel text or a checkpoint that training cannot use."""


def write_durably(path: Path, write: Callable[[BinaryIO], None]) -> None:
    """Replace `path` by what `write` puts into an open file; after `kill -9` or a power cut, old or new is
    there whole.

    Temporary file in the same folder, fsync, rename, fsync of the folder.

    Args:
        path: the file to replace; its folder must exist.
        write: gets the open binary file.
    """
    temporary = path.with_name(path.name + ".tmp")
    with temporary.open("wb") as file:
        write(file)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def require_torch() -> None:
    """Raise one clear line when the `torch` extra is not installed."""
    from importlib.util import find_spec

    for module in ("torch", "safetensors"):
        if find_spec(module) is None:
            raise TrainingError(
                f"training needs {module}, which is not installed", remedy='run: pip install "songngu[torch]"'
            )
