"""Which synthetic pairs are good enough to train on.

Source: Junczys-Dowmunt, WMT 2018 (dual conditional cross-entropy); the rest are plain measures of what a weak
reverse model does: it copies words, gets stuck, drops halves of sentences and mangles names.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from songngu.terminology.folding import without_diacritics
from songngu.vietnamese import is_syllable

if TYPE_CHECKING:
    from collections.abc import Callable

_WORD = re.compile(r"[^\W\d_]+")
_TOKEN = re.compile(r"[^\W\d_]+|\S")
_NAME_SYLLABLES = 3


@dataclass(frozen=True, slots=True)
class Filters:
    """Which synthetic pairs are kept.

    Attributes:
        min_words: fewest words of a side.
        max_words: most words of a side.
        max_ratio: most words of the longer side per word of the shorter one.
        max_copied: largest share of the synthetic words that stand in the original, names (capitalised) left
            out.
        max_untranslated: most words with Vietnamese diacritics in the synthetic side.
        max_lost_names: most names of the original that the synthetic side spells otherwise.
        min_language: smallest share of a side's words that can be of its language.
        min_score: smallest mean log-probability per piece that the reverse model gave its own output.
        max_dual: largest dual cross-entropy in nats (see `dual_cross_entropy`); needs a forward model.
    """

    min_words: int = 4
    max_words: int = 90
    max_ratio: float = 2.6
    max_copied: float = 0.35
    max_untranslated: int = 0
    max_lost_names: int = 0
    min_language: float = 0.6
    min_score: float = -2.5
    max_dual: float = 4.0


def language_share(text: str, language: str) -> float:
    """Return the share of the words that can belong to `language`, 0 … 1; other languages than the two give
    1.

    Vietnamese words are possible syllables and capitalised ones (names), English words have plain letters
    only.
    """
    words: list[str] = _WORD.findall(text)
    if not words or language not in ("vi", "en"):
        return 1.0
    if language == "vi":
        fitting = sum(is_syllable(word) or word[0].isupper() for word in words)
    else:
        fitting = sum(word.isascii() for word in words)
    return fitting / len(words)


def copied_share(original: str, synthetic: str) -> float:
    """Return the share of the synthetic lower-case words that stand in the original: 0 … 1."""
    there = set(_WORD.findall(original))
    words = [word for word in _WORD.findall(synthetic) if word[0].islower()]
    return sum(word in there for word in words) / len(words) if words else 0.0


def has_loop(text: str) -> bool:
    """Say whether four words in a row come three times, as when a decoder got stuck."""
    words = text.lower().split()
    return any(n >= 3 for n in Counter(tuple(words[i : i + 4]) for i in range(len(words) - 3)).values())


def untranslated_words(synthetic: str) -> int:
    """Return how many words are Vietnamese syllables with diacritics: `obtain`, 0; `đoạn`, 1; `café`, 0."""
    return sum(not word.isascii() and is_syllable(word) for word in _WORD.findall(synthetic))


def lost_names(original: str, synthetic: str) -> int:
    """Return how many Vietnamese names of the original the English side does not spell without diacritics.

    A name is a run of three or more capitalised syllables: shorter runs are often a post or an organ, whose
    name is translated. The first of four may be a form of address ("Ông Lê Văn Tám").
    """
    runs: list[list[str]] = [[]]
    for token in _TOKEN.findall(original):
        if token[0].isupper() and is_syllable(token):
            runs[-1].append(token)
        elif runs[-1]:
            runs.append([])
    folded = without_diacritics(synthetic).lower()

    def is_there(name: list[str]) -> bool:
        return without_diacritics(" ".join(name)).lower() in folded

    names = [run for run in runs if len(run) >= _NAME_SYLLABLES]
    return sum(not is_there(n) and not (len(n) > _NAME_SYLLABLES and is_there(n[1:])) for n in names)


def dual_cross_entropy(forward: float, backward: float) -> float:
    """Return |H_f − H_b| + (H_f + H_b) / 2 in nats per piece: small when both models find the pair likely.

    Args:
        forward: mean log-probability of the original given the synthetic side.
        backward: mean log-probability of the synthetic side given the original.
    """
    return abs(forward - backward) - (forward + backward) / 2


def reject(original: str, synthetic: str, score: float, languages: tuple[str, str], filters: Filters) -> str:
    """Return why a pair is left out, "" when it is kept.

    Args:
        original: monolingual sentence.
        synthetic: what the reverse model wrote.
        score: its mean log-probability.
        languages: of the original and of the synthetic side.
        filters: the limits.
    """
    shorter, longer = sorted((len(original.split()), len(synthetic.split())))
    sides = zip((original, synthetic), languages, strict=True)
    to_english = languages[1] == "en"
    reasons: dict[str, Callable[[], bool]] = {
        "length": lambda: shorter < filters.min_words or longer > filters.max_words,
        "ratio": lambda: longer / shorter > filters.max_ratio,
        "language": lambda: min(language_share(*side) for side in sides) < filters.min_language,
        "untranslated": lambda: to_english and untranslated_words(synthetic) > filters.max_untranslated,
        "names": lambda: (
            languages == ("vi", "en") and lost_names(original, synthetic) > filters.max_lost_names
        ),
        "copied": lambda: copied_share(original, synthetic) > filters.max_copied,
        "loop": lambda: has_loop(synthetic),
        "score": lambda: score < filters.min_score,
    }
    return next((reason for reason, holds in reasons.items() if holds()), "")
