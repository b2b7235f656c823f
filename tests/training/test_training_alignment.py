"""Words find their translations, and phrases that translate each other are told from those that do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from songngu.training import alignment
from songngu.training.alignment import Alignments, align, pair_key, tokens
from songngu.training.corpus import Pair, read_pairs

CORPUS = Path(__file__).parents[2] / "corpus" / "parallel"


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    return [*read_pairs(CORPUS / "reports.tsv"), *read_pairs(CORPUS / "military.tsv")][:3000]


@pytest.fixture(scope="module")
def aligned(pairs: list[Pair]) -> Alignments:
    return align(pairs, ("en", "vi"))


def test_tokens_know_their_places() -> None:
    text = "Command-staff exercise, at 5 a.m."
    assert [text[t.start : t.end] for t in tokens(text)] == [t.text for t in tokens(text)]
    assert tokens(text)[0].text == "Command-staff"


def test_frequent_words_are_linked_to_their_translations(pairs: list[Pair], aligned: Alignments) -> None:
    wanted = {"militia": "dân quân", "training": "huấn luyện", "hospital": "bệnh viện"}
    for english, vietnamese in wanted.items():
        seen = hits = 0
        for pair in pairs:
            known = aligned.get(pair_key(pair))
            if known is None or vietnamese not in pair.target.lower():
                continue
            for a, b, c, d in known.links.tolist():
                if pair.source[a:b].lower() == english:
                    seen += 1
                    hits += pair.target[c:d].lower() in vietnamese.split()
        assert seen > 10
        assert hits / seen > 0.8, english


def test_reliable_phrases_are_whole_words_and_without_punctuation(
    pairs: list[Pair], aligned: Alignments
) -> None:
    found = 0
    for pair in pairs:
        known = aligned.get(pair_key(pair))
        for a, b, c, d in known.phrases.tolist() if known else ():
            phrase, rendering = pair.source[a:b], pair.target[c:d]
            assert phrase == phrase.strip()
            assert "," not in phrase + rendering
            assert len(phrase.split()) <= 4
            found += 1
    assert found > len(pairs)


def test_alignments_survive_the_disk(aligned: Alignments, tmp_path: Path) -> None:
    alignment.save(aligned, tmp_path / "a.npz")
    again = alignment.load(tmp_path / "a.npz")
    assert again.keys() == aligned.keys()
    for key, known in aligned.items():
        assert (again[key].links == known.links).all()
        assert (again[key].phrases == known.phrases).all()


def test_nothing_to_align(tmp_path: Path) -> None:
    assert align([Pair("Hi", "Chào")], ("en", "vi")) == {}
    alignment.save({}, tmp_path / "a.npz")
    assert alignment.load(tmp_path / "a.npz") == {}
