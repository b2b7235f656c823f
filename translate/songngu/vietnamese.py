"""Vietnamese spelling: what can be a syllable and what cannot. No lists of words, no files, no policy.

A written syllable is an onset, a rime and at most one tone mark. The tables below hold the onsets and rimes
of the modern alphabet (Đoàn Thiện Thuật, *Ngữ âm tiếng Việt*, 1977; spelling rules of c/k, g/gh, ng/ngh);
words that only use them may still mean nothing, but a word that breaks them is not Vietnamese.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_SHARP_OR_HEAVY = frozenset("\u0301\u0323")
_STOPS = ("c", "ch", "p", "t")

_RIME_TABLE = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
    i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu y ych ynh yt yêm yên yêng yêt yêu
    o oc oi om on ong oong ooc op ot oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt
    oe oem oen oeo oet ô ôc ôi ôm ôn ông ôông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uc ui um un ung up ut uân uâng uât uây uê uêch uên uênh uêt uêu uơ uôc uôi uôm uôn uông uôt
    uy uya uych uyn uynh uyp uyt uyu uyên uyêt ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
"""
_ONSET_TABLE = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_RIMES = frozenset(_RIME_TABLE.split())
_ONSETS = frozenset(["", *_ONSET_TABLE.split()])
_BEFORE_FRONT = frozenset({"k", "gh", "ngh"})
_BEFORE_BACK = frozenset({"c", "g", "ng"})
_FRONT = "eêiy"
_BEFORE_Y = frozenset({"", "h", "k", "l", "m", "n", "qu", "s", "t", "th", "v"})


def _split_tone(word: str) -> tuple[str, str]:
    """Return the lower-case word without its tone marks (ấ → â), and the marks taken off."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    tones = "".join(character for character in decomposed if character in _TONES)
    rest = "".join(character for character in decomposed if character not in _TONES)
    return unicodedata.normalize("NFC", rest), tones


def _bare(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d"))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _fits(onset: str, rime: str) -> bool:
    if not rime or onset not in _ONSETS:
        return False
    front = rime[0] in _FRONT
    if onset == "qu":
        return rime == "ôc" or (rime[0] in "aăâeêiyơ" and rime in _RIMES)
    if rime not in _RIMES or (onset in _BEFORE_FRONT and not front):
        return False
    if onset in _BEFORE_BACK and front:
        return onset == "g" and rime[0] == "i"
    return rime[0] != "y" or (onset in _BEFORE_Y if rime == "y" else onset == "")


_SYLLABLES = frozenset(onset + rime for onset in _ONSETS for rime in _RIMES | {"ôc"} if _fits(onset, rime))
_BARE_SYLLABLES = frozenset(_bare(syllable) for syllable in _SYLLABLES)


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Say whether `word` (any case, any place of the tone mark) can be written Vietnamese.

    A syllable that ends in c, ch, p or t carries the sharp or the heavy tone: `Nhạc` is one, `Nhac` is not.
    """
    rest, tones = _split_tone(word)
    if len(tones) > 1 or rest not in _SYLLABLES:
        return False
    return not rest.endswith(_STOPS) or (bool(tones) and tones in _SHARP_OR_HEAVY)


@lru_cache(maxsize=8192)
def is_bare_syllable(word: str) -> bool:
    """Say whether `word` is a Vietnamese syllable without its diacritics: `Nhac`, `Nguyen`, `Khue`."""
    return word.isascii() and word.lower() in _BARE_SYLLABLES
