"""Person names: which sequences are names, and which diacritics they get."""

import pytest

from songngu.spans import Span
from songngu.terminology import Enforcement, EntryKind, NameModel


@pytest.fixture(scope="module")
def model() -> NameModel:
    return NameModel.load()


@pytest.mark.parametrize(
    ("plain", "right"),
    [
        ("Nguyen Cong Khue", "Nguyễn Công Khuê"),
        ("MAI XUAN PHONG", "MAI XUÂN PHONG"),
        ("Luong Dinh Nhac", "Lương Đình Nhạc"),
        ("Phan Van Giang", "Phan Văn Giang"),
        ("Nguyen Thi Kim Ngan", "Nguyễn Thị Kim Ngân"),
        ("Hoang Van Thai", "Hoàng Văn Thái"),
        ("Nguyen Hoa Binh", "Nguyễn Hòa Bình"),
    ],
)
def test_the_best_candidate(model: NameModel, plain: str, right: str) -> None:
    assert model.candidates(plain)[0].name == right


def test_candidates_are_ranked_and_their_probabilities_add_up_to_less_than_one(model: NameModel) -> None:
    candidates = model.candidates("Nguyen Dinh Thuan", n=5)
    probabilities = [candidate.probability for candidate in candidates]
    assert probabilities == sorted(probabilities, reverse=True)
    assert len(candidates) == len({candidate.name for candidate in candidates}) == 5
    assert 0 < sum(probabilities) <= 1
    assert {candidate.name for candidate in model.candidates("Le Minh Hung")} == {
        "Lê Minh Hùng",
        "Lê Minh Hưng",
    }


def test_unknown_syllables_stay_and_are_doubtful(model: NameModel) -> None:
    (best, *_) = model.candidates("Nguyen Van Xyz")
    assert best.name == "Nguyễn Văn Xyz"
    assert best.probability < 0.8


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Colonel Nguyen Cong Khue affirmed.", ["Nguyen Cong Khue"]),
        ("Senior Colonel MAI XUAN PHONG", ["MAI XUAN PHONG"]),
        ("said Luong Dinh Nhac's deputy", ["Luong Dinh Nhac"]),
        ("Mr. Le Hung and Ms Tran Thi Hoa", ["Le Hung", "Tran Thi Hoa"]),
        ("Lo Thi Sen, Giang A Chu", ["Lo Thi Sen", "Giang A Chu"]),
        ("Nguyen Van An, Tran Van Binh", ["Nguyen Van An", "Tran Van Binh"]),
        ("President Donald Trump met Xi Jinping, Kim Jong Un and Lee Kuan Yew.", []),
        ("in Ha Long Bay, Thai Nguyen Province and Ly Son Island", []),
        ("Nguyễn Công Khuê has his diacritics", []),
        ("The Party Committee of Lang Son Province", []),
        ("He Can Do This", []),
        ("", []),
    ],
)
def test_which_sequences_are_person_names(model: NameModel, text: str, names: list[str]) -> None:
    assert [span.of(text) for span in model.find_person_names(text)] == names


def test_what_is_known_already_is_left_alone(model: NameModel) -> None:
    text = "General Phan Van Giang"
    assert not model.find_person_names(text, [Span(8, 22)])


def test_a_sure_name_is_required_and_a_doubtful_one_suggested(model: NameModel) -> None:
    text = "Nguyen Cong Khue and Le Minh Hung"
    sure, doubtful = model.matches(text)
    assert (sure.target, sure.entry.enforcement) == ("Nguyễn Công Khuê", Enforcement.REQUIRED)
    assert sure.entry.kind is EntryKind.PERSON and sure.span.of(text) == sure.text
    assert doubtful.entry.enforcement is Enforcement.SUGGESTED
    assert "Lê Minh Hưng" in doubtful.entry.renderings
    assert "Lê Minh Hùng 0." in doubtful.entry.note
    assert [name.is_ambiguous for name in model.find(text)] == [False, True]


def test_a_name_of_two_syllables_is_never_required(model: NameModel) -> None:
    (match,) = model.matches("Captain Tran Long")
    assert match.entry.enforcement is Enforcement.SUGGESTED
