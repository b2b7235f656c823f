"""What the modules of this room share: the error that a user can mend."""

from __future__ import annotations

from songngu.errors import SongnguError


class TrainingError(SongnguError):
    """A recipe, a parallel text or a checkpoint that training cannot use."""
