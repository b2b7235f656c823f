"""Catalogues: reading, merging and writing gettext files. The room knows no model, no terms and no documents.

The road of a document: bare `Draft`s from its segments; `Catalogue.load` and `state` say what is to be
translated, `kept_texts` which translations are a person's; `save_template` and `update` write.
"""

from songngu.catalogues.base import Counts, Draft, EntryState, Header, Key, united
from songngu.catalogues.catalogue import Catalogue, state_of
from songngu.catalogues.comments import machine_text, model_of, notes_of
from songngu.catalogues.merge import Merge, kept_texts, merge
from songngu.catalogues.paths import catalogue_folder, catalogue_path, template_path
from songngu.catalogues.status import Status, count
from songngu.catalogues.write import Update, locked, now, save, save_template, update

__all__ = [
    "Catalogue",
    "Counts",
    "Draft",
    "EntryState",
    "Header",
    "Key",
    "Merge",
    "Status",
    "Update",
    "catalogue_folder",
    "catalogue_path",
    "count",
    "kept_texts",
    "locked",
    "machine_text",
    "merge",
    "model_of",
    "notes_of",
    "now",
    "save",
    "save_template",
    "state_of",
    "template_path",
    "united",
    "update",
]
