"""Settings from `songngu.toml` in the working directory or above: defaults for the options of each command.

    [translate]
    beam = 6
    glossary = ["glossary/agency"]

    [model.train]
    data = "parallel"

A table is a command, a key is one of its options without the dashes. The command line and the environment
(`SONGNGU_TRANSLATE_BEAM`) come before the file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from songngu.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

Commands = Mapping[str, "Commands | Sequence[str]"]
"""For each command the names of its options with underscores; for a group of commands, such a mapping."""

FILE_NAME = "songngu.toml"


def find_settings(start: Path) -> Path | None:
    """Return the nearest `songngu.toml` in `start` or a folder above it."""
    for folder in (start, *start.parents):
        path = folder / FILE_NAME
        if path.is_file():
            return path
    return None


def load_settings(path: Path, commands: Commands) -> dict[str, Any]:
    """Read a settings file.

    Args:
        path: the file.
        commands: what can be set.

    Returns:
        command → option → value, groups nested, as Click's `default_map` wants it.

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
    return _checked(data, commands, path, "")


def _checked(data: Mapping[str, Any], commands: Commands, path: Path, group: str) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for name, table in data.items():
        if name not in commands or not isinstance(table, dict):
            tables = ", ".join(group + each for each in sorted(commands))
            raise UsageError(f"unknown table [{group}{name}]", path=path, remedy=f"use one of: {tables}")
        known = commands[name]
        if isinstance(known, Mapping):
            result[name] = _checked(table, known, path, f"{group}{name}.")
            continue
        result[name] = {key.replace("-", "_"): value for key, value in table.items()}
        for key in result[name]:
            if key not in known:
                raise UsageError(
                    f"unknown key {key!r} in [{group}{name}]",
                    path=path,
                    remedy=f"use one of: {', '.join(sorted(known))}",
                )
    return result
