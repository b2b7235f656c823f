"""Where catalogues and templates lie: gettext's layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from songngu.languages import LanguagePair


def catalogue_folder(locale_dir: Path, pair: LanguagePair) -> Path:
    """Return the folder of the catalogues of a target language."""
    return locale_dir / pair.gettext_target / "LC_MESSAGES"


def catalogue_path(locale_dir: Path, pair: LanguagePair, slug: str) -> Path:
    """Return the catalogue of a document: `locales/vi/LC_MESSAGES/<slug>.po`."""
    return catalogue_folder(locale_dir, pair) / f"{slug}.po"


def template_path(locale_dir: Path, slug: str) -> Path:
    """Return the template of a document: `locales/<slug>.pot`."""
    return locale_dir / f"{slug}.pot"
