"""A finding: one thing about a translation that a reviewer should look at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found.

    Attributes:
        check: short name of the check, e.g. `numbers`.
        message: what is wrong, in a few words, e.g. `5,000 has no counterpart`.
    """

    check: str
    message: str
