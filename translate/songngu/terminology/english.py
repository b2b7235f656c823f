"""English word forms, as far as finding terms needs them: one key for the forms that count as the same word.

Keys are for comparing only; several are no words ("defense" and "defence" share "defense", "organise" and
"organize" share "organize", but "raise" becomes "raize", which harms nobody: no other word has that key).
"""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_IRREGULAR_PLURALS = {
    "men": "man",
    "women": "woman",
    "chairmen": "chairman",
    "chairwomen": "chairwoman",
    "servicemen": "serviceman",
    "servicewomen": "servicewoman",
    "policemen": "policeman",
    "fishermen": "fisherman",
    "militiamen": "militiaman",
    "children": "child",
    "analyses": "analysis",
    "bases": "base",
    "crises": "crisis",
    "criteria": "criterion",
    "headquarters": "headquarters",
    "series": "series",
    "lives": "life",
    "selves": "self",
    "leaves": "leave",
    "halves": "half",
    "staves": "staff",
    "dykes": "dike",
    "dyke": "dike",
}
_SPELLINGS = {
    "practise": "practice",
    "practised": "practiced",
    "practising": "practicing",
    "licence": "license",
    "programme": "program",
    "dialogue": "dialog",
    "catalogue": "catalog",
    "grey": "gray",
    "cheque": "check",
    "judgement": "judgment",
    "acknowledgement": "acknowledgment",
    "manoeuvre": "maneuver",
    "manoeuvring": "maneuvering",
    "manoeuvred": "maneuvered",
    "skilful": "skillful",
    "aeroplane": "airplane",
    "artefact": "artifact",
}
_IZE = re.compile(r"(?<=[a-z]{3})[iy]s(e|ed|er|ing|ation|ational)$")
_OUR = re.compile(r"(?<=[a-z]{2})our(ed|ing|able|er|less|ful|hood|ite)?$")
_RE = re.compile(r"^((?:kilo|centi|milli)?met|lit|cent|theat|fib|calib|spect|somb|epicent)re(d)?$")
_DOUBLE_L = re.compile(
    r"^(travel|cancel|label|model|level|counsel|fulfil|enrol|instal|signal|marshal|fuel|tunnel)l"
)
_PLURAL_ES = re.compile(r"(ss|sh|ch|x|o)es$")
_NO_PLURAL = re.compile(r"(ss|us|is|ous|as)$")
# Written solid, with a hyphen, or (by some papers) both: "co-operation", "cooperation".
_PREFIX_LIST = """
    anti bi co counter cyber extra hydro infra inter intra macro micro mid mini mono multi neo non para post
    pre pro re semi socio sub super supra tele trans ultra under
"""
PREFIXES = frozenset(_PREFIX_LIST.split())
_IRREGULAR_VERBS = {
    "be": ("am", "is", "are", "was", "were", "been", "being"),
    "beat": ("beat", "beaten"),
    "become": ("became", "become"),
    "begin": ("began", "begun"),
    "bring": ("brought",),
    "build": ("built",),
    "come": ("came", "come"),
    "do": ("did", "done"),
    "draw": ("drew", "drawn"),
    "fight": ("fought",),
    "find": ("found",),
    "get": ("got", "gotten"),
    "give": ("gave", "given"),
    "go": ("went", "gone"),
    "grow": ("grew", "grown"),
    "have": ("had",),
    "hold": ("held",),
    "keep": ("kept",),
    "lay": ("laid",),
    "lead": ("led",),
    "leave": ("left",),
    "make": ("made",),
    "meet": ("met",),
    "overcome": ("overcame", "overcome"),
    "pay": ("paid",),
    "put": ("put",),
    "raise": ("raised",),
    "rise": ("rose", "risen"),
    "run": ("ran", "run"),
    "rebuild": ("rebuilt",),
    "see": ("saw", "seen"),
    "seek": ("sought",),
    "send": ("sent",),
    "set": ("set",),
    "spread": ("spread",),
    "stand": ("stood",),
    "strike": ("struck",),
    "take": ("took", "taken"),
    "understand": ("understood",),
    "undertake": ("undertook", "undertaken"),
    "uphold": ("upheld",),
    "win": ("won",),
    "withdraw": ("withdrew", "withdrawn"),
    "write": ("wrote", "written"),
}
# Verbs stressed on the last syllable double its consonant; those that end in -l do so in British spelling.
_DOUBLING_LIST = (
    "submit commit admit permit refer confer defer transfer equip plan stop ban drop occur patrol"
)
_DOUBLING = frozenset(_DOUBLING_LIST.split())


def key(word: str) -> str:
    """Return the key of a word: lower case, singular, one spelling, straight apostrophe."""
    return spelling(singular(plain(word)))


def plain(word: str) -> str:
    """Return a word in lower case, with straight apostrophes, and an abbreviation without its stops."""
    word = word.casefold().replace("’", "'").replace("ʼ", "'")
    return word.replace(".", "") if word.endswith(".") else word


def spelling(word: str) -> str:
    """Return one spelling for the British and the American one of a lower-case word."""
    word = _SPELLINGS.get(word, word)
    if len(word) < 5:
        return word
    if word.endswith("ence"):
        return word[:-2] + "se"
    word = _IZE.sub(r"iz\1", word) if "s" in word else word
    word = _OUR.sub(r"or\1", word) if "our" in word else word
    word = _DOUBLE_L.sub(r"\1", word) if "ll" in word else word
    return _RE.sub(r"\1er\2", word) if "re" in word else word


def singular(word: str) -> str:
    """Return a lower-case noun in the singular ("parties" → "party"), other words unchanged."""
    if word in _IRREGULAR_PLURALS:
        return _IRREGULAR_PLURALS[word]
    if len(word) < 4 or not word.endswith("s") or _NO_PLURAL.search(word):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if _PLURAL_ES.search(word):
        return word[:-2]
    return word[:-1]


def verb_phrases(words: list[str]) -> Iterator[tuple[str, ...]]:
    """Yield a verb entry's words with the verbs inflected alike: "lead and direct" → "leading and directing".

    The first word is a verb, and so is the word after an "and", "or" or comma that follows a verb directly. A
    leading adverb is passed over ("closely coordinate").
    """
    first = 1 if len(words) > 1 and words[0].casefold().endswith("ly") else 0
    positions = [first]
    for index in range(first + 2, len(words)):
        if index - 2 in positions and words[index - 1] in {"and", "or", ","}:
            positions.append(index)
    forms = [inflections(words[position].casefold()) for position in positions]
    for column in range(min(map(len, forms))):
        options = product(*(form[column] for form in forms))
        for option in options:
            phrase = list(words)
            for position, form in zip(positions, option, strict=True):
                phrase[position] = form
            yield tuple(phrase)


def inflections(verb: str) -> tuple[tuple[str, ...], ...]:
    """Return base, third person, past and -ing form of a lower-case verb, each with its spellings."""
    third = verb + ("es" if re.search(r"(s|sh|ch|x|z|o)$", verb) else "s")
    if re.search(r"[^aeiou]y$", verb):
        third = verb[:-1] + "ies"
    stem = verb[:-1] if verb.endswith("e") and not verb.endswith("ee") else verb
    stem = verb + verb[-1] if verb in _DOUBLING else stem
    past = (verb[:-1] + "ied") if re.search(r"[^aeiou]y$", verb) else stem + "ed"
    return (verb,), (third,), _IRREGULAR_VERBS.get(verb, (past,)), (stem + "ing",)
