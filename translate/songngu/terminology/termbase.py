"""The termbase in memory: the entries of one or several stacked folders."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import songngu
from songngu.errors import GlossaryError
from songngu.terminology.loader import GlossaryProblem, read_folders

if TYPE_CHECKING:
    from collections.abc import Sequence

    from songngu.languages import LanguagePair
    from songngu.terminology.base import Entry


@dataclass(frozen=True)
class Termbase:
    """All entries, one for each source.

    Attributes:
        entries: the concepts, in the order of the files.
        digest: 16 hexadecimal digits that change when a file does.
        directories: the folders they come from, the default first.
    """

    entries: tuple[Entry, ...] = ()
    digest: str = ""
    directories: tuple[Path, ...] = ()
    _by_source: dict[str, Entry] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_source", {entry.source.casefold(): entry for entry in self.entries})

    def __len__(self) -> int:
        return len(self.entries)

    @classmethod
    def load(cls, directories: Sequence[Path]) -> Termbase:
        """Read folders of CSV files; of entries with one source, whatever its case, the last folder's wins.

        Raises:
            GlossaryError: the first wrong line.
        """
        entries, digest = read_folders(directories, _raise)
        return cls(entries, digest, tuple(directories))

    def find(self, source: str) -> Entry | None:
        """Return the entry with exactly this source, whatever its case."""
        return self._by_source.get(source.casefold())

    @property
    def names(self) -> tuple[Entry, ...]:
        """Places, persons and organisations."""
        return tuple(entry for entry in self.entries if entry.is_name)


def _raise(problem: GlossaryProblem) -> None:
    if problem.fatal:
        raise problem.error()


def lint(directories: Sequence[Path]) -> list[GlossaryProblem]:
    """Return all that is wrong with the folders, and (not fatal) where one overrides an earlier one."""
    problems: list[GlossaryProblem] = []
    read_folders(directories, problems.append)
    return problems


def default_glossary(pair: LanguagePair) -> Path:
    """Return the folder of the termbase that serves a language pair when the user names none.

    `./glossary/<pair>` in the working directory goes before the one in the wheel, and that before the one
    of the repository from which the package is installed editable.

    Raises:
        GlossaryError: there is none for the pair.
    """
    package = Path(songngu.__file__).resolve().parent
    local = Path("glossary") / str(pair)
    for folder in (local, package / local, package.parent.parent / local):
        if folder.is_dir():
            return folder
    raise GlossaryError(f"no glossary for {pair}", path=local, remedy="name one with --glossary")
