"""Terminology: the termbase, the matcher, the protocols that ask for renderings, verification, repair, names.

The room knows texts and terms; it knows no document, no model and no catalogue.
"""

from songngu.terminology.base import Enforcement, Entry, EntryKind, Status, TermMatch, Verdict
from songngu.terminology.loader import GlossaryProblem
from songngu.terminology.matcher import Matcher
from songngu.terminology.names import NameModel, PersonName, ScoredName
from songngu.terminology.placeholders import Protected, protect, restore
from songngu.terminology.placement import placements
from songngu.terminology.places import PlaceModel
from songngu.terminology.protocol import annotate, masked, strip
from songngu.terminology.replace import Repair, repair
from songngu.terminology.termbase import Termbase, default_glossary, lint
from songngu.terminology.verify import excess, verify
from songngu.terminology.vietnamese_names import VietnameseNames

__all__ = [
    "Enforcement",
    "Entry",
    "EntryKind",
    "GlossaryProblem",
    "Matcher",
    "NameModel",
    "PersonName",
    "PlaceModel",
    "Protected",
    "Repair",
    "ScoredName",
    "Status",
    "TermMatch",
    "Termbase",
    "Verdict",
    "VietnameseNames",
    "annotate",
    "default_glossary",
    "excess",
    "lint",
    "masked",
    "placements",
    "protect",
    "repair",
    "restore",
    "strip",
    "verify",
]
