"""Catalogues: reading, merging and writing gettext files. The room knows no model and no terms."""

from songngu.catalogues.base import Counts, Draft, EntryState, Header
from songngu.catalogues.catalogue import Catalogue, state_of
from songngu.catalogues.merge import Merge, merge
from songngu.catalogues.paths import catalogue_folder, catalogue_path, template_path
from songngu.catalogues.write import locked, now, save, save_template

__all__ = [
    "Catalogue",
    "Counts",
    "Draft",
    "EntryState",
    "Header",
    "Merge",
    "catalogue_folder",
    "catalogue_path",
    "locked",
    "merge",
    "now",
    "save",
    "save_template",
    "state_of",
    "template_path",
]
