"""The errors that a user can cause and mend. Anything else is a bug and shows its traceback.

Every message is one line that says what is wrong, where, and what to do; the command line prints it and
exits with code 2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class SongnguError(Exception):
    """Base of every error that a user can mend.

    Args:
        problem: what is wrong, without a full stop.
        path: the file or folder that is at fault, when there is one.
        line: the 1-based line in it, when it is known.
        remedy: what the user can do about it.
    """

    def __init__(
        self, problem: str, *, path: Path | str | None = None, line: int | None = None, remedy: str = ""
    ) -> None:
        self.problem, self.path, self.line, self.remedy = problem, path, line, remedy
        super().__init__(self._message())

    def _message(self) -> str:
        where = "" if self.path is None else f"{self.path}:{self.line}: " if self.line else f"{self.path}: "
        message = f"{where}{self.problem}" + (f"; {self.remedy}" if self.remedy else "")
        return " ".join(message.split())


class UsageError(SongnguError):
    """Options or arguments that do not fit together, or a bad setting."""


class DocumentError(SongnguError):
    """A document that cannot be read, decoded or written."""


class GlossaryError(SongnguError):
    """A termbase file with a wrong line."""


class ModelError(SongnguError):
    """A model that is missing, broken, or out of reach."""


class CatalogueError(SongnguError):
    """A catalogue that cannot be read, locked or written."""


class ScoringError(SongnguError):
    """References that do not fit the hypotheses they are to score."""
