"""Term candidates of texts, and the renderings that sentence pairs propose for them."""

import math
from pathlib import Path

import pytest

from songngu.terminology import Matcher, Termbase
from songngu.terminology.extraction import CONTEXT_WIDTH, Candidate, Measure, extract
from songngu.terminology.folding import fold
from songngu.terminology.proposals import propose

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def article() -> list[str]:
    folder = REPOSITORY / "corpus" / "lang-son-defensive-zone"
    return (folder / "reference.en.txt").read_text("utf-8").splitlines()


@pytest.fixture(scope="module")
def pairs() -> list[tuple[str, str]]:
    lines = (REPOSITORY / "corpus" / "parallel" / "military.tsv").read_text("utf-8").splitlines()
    return [(line.split("\t")[0], line.split("\t")[1]) for line in lines]


def by_text(candidates: list[Candidate]) -> dict[str, Candidate]:
    return {candidate.text: candidate for candidate in candidates}


def test_the_topic_of_an_article_comes_first(article: list[str]) -> None:
    texts = [candidate.text for candidate in extract(article)[:12]]
    assert texts[0] == "provincial defensive zone"
    assert "national defence" in texts


def test_c_value_by_hand() -> None:
    """Frantzi et al. 2000: log2(words) × (frequency − mean frequency of the containing candidates)."""
    found = by_text(
        extract(["combat patrol boat"] * 3 + ["the combat patrol"] * 2 + ["patrol boat crew"] * 2)
    )
    assert found["combat patrol"].frequency == 5
    assert found["combat patrol"].c_value == pytest.approx(1 * (5 - 3 / 1))
    assert found["patrol boat"].c_value == pytest.approx(1 * (5 - (3 + 2) / 2))
    assert found["combat patrol boat"].c_value == pytest.approx(math.log2(3) * 3)


def test_plurals_and_spellings_are_one_candidate() -> None:
    (candidate,) = extract(["The defence post.", "two defense posts", "Defence posts"])
    assert (candidate.frequency, candidate.text) == (3, "defense posts")


@pytest.mark.parametrize(
    "text",
    ["of the army", "combat, patrol", "combat. Patrol", "very quickly done", "12 patrols", "the new year"],
)
def test_what_is_no_candidate(text: str) -> None:
    assert not extract([text] * 3)


def test_of_and_and_may_stand_inside() -> None:
    assert "search and rescue team" in by_text(extract(["the search and rescue team of the army"] * 2))


def test_no_candidate_reaches_into_the_next_segment() -> None:
    assert not extract(["combat", "patrol"] * 3)


def test_weirdness_compares_with_everyday_texts() -> None:
    general = ["The boat is blue and the house is red."] * 10
    found = extract(["The boat has a howitzer."] * 3, general=general, measure=Measure.WEIRDNESS)
    assert [candidate.text for candidate in found] == ["howitzer", "boat"]
    assert found[0].weirdness == pytest.approx((3 / 15) / ((0 + 1) / 90))


def test_known_terms_and_their_parts_are_left_out(article: list[str]) -> None:
    matcher = Matcher(Termbase.load([REPOSITORY / "glossary" / "en-vi"]))
    found = extract(article, known=lambda text: [match.span for match in matcher.find(text)])
    texts = [candidate.text for candidate in found]
    assert "provincial defensive zone" not in texts and "provincial defensive" not in texts
    assert "firm provincial defensive zone" in texts


def test_contexts_show_the_candidate_shortened(article: list[str]) -> None:
    for candidate in extract(article)[:20]:
        for context in candidate.contexts:
            assert candidate.text.split()[0].casefold()[:4] in context.casefold()
            assert len(context) <= len(candidate.text) + 2 * CONTEXT_WIDTH + 12


def test_proposals_for_known_terms(pairs: list[tuple[str, str]]) -> None:
    terms = {
        "regional defence command": "Ban Chỉ huy Phòng thủ khu vực",
        "militia": "dân quân",
        "combat readiness": "sẵn sàng chiến đấu",
        "Party member": "đảng viên",
        "border guard": "biên phòng",
    }
    proposals = propose(list(terms), pairs)
    right = [
        term
        for term, wanted in terms.items()
        if fold(wanted) in " | ".join(fold(each.target) for each in proposals[term])
    ]
    assert len(right) >= 4, proposals


def test_a_proposal_tells_its_evidence() -> None:
    pairs = [
        ("The recruit left.", "Chiến sĩ mới đã đi."),
        ("A recruit sang.", "Một chiến sĩ mới hát."),
        ("The rain fell.", "Mưa rơi."),
        ("The boat left.", "Thuyền đã đi."),
    ]
    (proposal, *_) = propose(["recruit", "rain"], pairs)["recruit"]
    assert (fold(proposal.target), proposal.together, proposal.share) == ("chiến sĩ mới", 2, 1.0)
    assert proposal.score > 0


def test_what_no_pair_has_gets_no_proposal() -> None:
    assert propose(["howitzer"], [("The rain fell.", "Mưa rơi.")]) == {}
