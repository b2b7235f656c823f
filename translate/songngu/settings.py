"""Settings from `songngu.toml` in the working directory or above: defaults for the options of each command.

    [translate]
    beam = 6
    glossary = ["glossary/agency"]

A table is a command, a key is one of its options without the dashes. The command line and the environment
(`SONGNGU_TRANSLATE_BEAM`) come before the file.
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from songngu.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

FILE_NAME = "songngu.toml"


def find_settings(start: Path) -> Path | None:
    """Return the nearest `songngu.toml` in `start` or a folder above it."""
    for folder in (start, *start.parents):
        path = folder / FILE_NAME
        if path.is_file():
            return path
    return None


def load_settings(path: Path, options: Mapping[str, Sequence[str]]) -> dict[str, dict[str, Any]]:
    """Read a settings file.

    Args:
        path: the file.
        options: for each command, the names of its options with underscores.

    Returns:
        command → option → value, as Click's `default_map` wants it.

    Raises:
        UsageError: not TOML, or a table or key that no command has.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"cannot be read ({error.strerror})", path=path) from None
    except UnicodeDecodeError:
        raise UsageError("is not UTF-8", path=path, remedy="save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"is not TOML: {error}", path=path) from None
    result: dict[str, dict[str, Any]] = {}
    for command, table in data.items():
        if command not in options or not isinstance(table, dict):
            raise UsageError(
                f"unknown table [{command}]", path=path, remedy=f"use one of: {', '.join(sorted(options))}"
            )
        values = {key.replace("-", "_"): value for key, value in table.items()}
        for key in values:
            if key not in options[command]:
                raise UsageError(
                    f"unknown key {key!r} in [{command}]",
                    path=path,
                    remedy=f"use one of: {', '.join(sorted(options[command]))}",
                )
        result[command] = values
    return result
