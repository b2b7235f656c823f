"""Exchange of termbases with other tools: CSV, TBX, TMX, gettext PO, glossaries of DeepL and Google."""

from songngu.terminology.exchange.base import Format, Reading
from songngu.terminology.exchange.registry import FORMAT_NAMES, find_format
from songngu.terminology.exchange.store import Stored, add_entry, import_entries

__all__ = ["FORMAT_NAMES", "Format", "Reading", "Stored", "add_entry", "find_format", "import_entries"]
