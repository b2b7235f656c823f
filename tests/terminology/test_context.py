"""One source, several renderings: the words around the match choose."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songngu.errors import GlossaryError
from songngu.languages import LanguagePair
from songngu.terminology import Entry, Matcher, Termbase
from songngu.terminology.base import Condition, ConditionKind
from songngu.terminology.context import format_conditions, parse_conditions
from songngu.terminology.document import Document
from songngu.terminology.finder import TermFinder

REPOSITORY = Path(__file__).parents[2]
HEADER = "source,target,pos,subject,status,enforcement,variants,forbidden,case_sensitive,context,note\n"


@pytest.fixture(scope="module")
def house() -> Matcher:
    return Matcher(Termbase.load([REPOSITORY / "glossary" / "en-vi"]))


@pytest.mark.parametrize(
    ("source", "text", "target"),
    [
        ("commander", "Colonel Le Ba Linh, Commander of the Dong Nai Military Command", "Chỉ huy trưởng"),
        ("commander", "the commander of a commune military command", "Chỉ huy trưởng"),
        ("commander", "Commander Nguyen Van Hai took the floor.", "Chỉ huy trưởng"),
        ("commander", "In Military Region 9 the commander said so.", "Tư lệnh"),
        ("commander", "the Commander of Corps 34 watched", "Tư lệnh"),
        ("commander", "the Navy, whose Commander saw off the ships", "Tư lệnh"),
        ("commander", "For the Commander, the Border Guard High Command decides.", "Tư lệnh"),
        ("commander", "For the Commander, the Border Guard Command decides.", "Chỉ huy trưởng"),
        ("commander", "A wise commander praises in public.", "chỉ huy"),
        ("deputy commander", "Deputy Commander of the Navy", "Phó Tư lệnh"),
        ("deputy commander", "Deputy Commander of the Military Command of Lang Son", "Phó Chỉ huy trưởng"),
        ("general", "General Phan Van Giang chaired the meeting.", "Đại tướng"),
        ("general", "On Monday General Navarre left Hanoi.", "tướng"),
        ("private", "Private Nguyen Van An was on guard.", "Binh nhì"),
        ("company", "Soldiers of Company 3 harvested vegetables.", "đại đội"),
        ("company", "the artillery company opened fire", "đại đội"),
        ("company", "The power company cut its prices.", "công ty"),
        ("company", "Shareholders of the company met.", "công ty"),
        ("division", "soldiers of Division 88", "sư đoàn"),
        ("division", "the head of the Finance Division", "phòng"),
        ("division", "a clear division of labour", "phân công"),
        ("plan", "the plan was approved", "kế hoạch"),
        ("plan", "the zoning plan was put on display", "quy hoạch"),
        ("post", "the post of deputy commander", "chức vụ"),
        ("post", "soldiers of Post 547", "đồn"),
        ("officer", "a Vietnamese officer in Abyei", "sĩ quan"),
        ("officer", "a commune officer and his motorbike", "cán bộ"),
        ("staff", "staff officers drew the map", "tham mưu"),
        ("squad", "a squad of the militia", "tiểu đội"),
        ("squad", "a rescue squad", "đội"),
        ("cell", "the secretary of the cell", "chi bộ"),
        ("cell", "red blood cells", "tế bào"),
        ("battery", "a missile battery", "khẩu đội"),
        ("battery", "the battery of the phone", "pin"),
        ("mission", "the UN mission", "phái bộ"),
        ("mission", "a rescue mission", "nhiệm vụ"),
        ("mine", "sappers cleared the mines", "mìn"),
        ("mine", "a coal mine", "mỏ"),
        ("charge", "the court dropped the charge", "cáo buộc"),
        ("charge", "an explosive charge", "lượng nổ"),
        ("shell", "artillery shells", "đạn pháo"),
        ("magazine", "the magazine published an interview", "tạp chí"),
        ("arms", "an arms depot", "vũ khí"),
        ("arm", "he lost an arm", "tay"),
        ("reserve", "a fuel reserve", "dự trữ"),
        ("reserve", "the reserve of the regiment", "dự bị"),
        ("ba na", "the Ba Na and the Gia Rai", "Ba Na"),
        ("ba na", "up Ba Na Hills", "Bà Nà"),
        ("tay", "the Tay language", "Tày"),
        ("president", "President Luong Cuong received the delegation.", "Chủ tịch nước"),
        ("president", "The President signed the decision.", "Chủ tịch nước"),
        ("president", "French President Emmanuel Macron arrived.", "Tổng thống"),
        ("president", "On Tuesday President Vladimir Putin left.", "Tổng thống"),
        ("president", "President Xi Jinping visited Hanoi.", "Chủ tịch"),
        ("district", "Parking fees in District 1 will triple.", "quận"),
        ("district", "a fire in Cau Giay district", "quận"),
        ("district", "residents of Thanh Liem district", "huyện"),
    ],
)
def test_the_house_chooses_as_a_translator_does(house: Matcher, source: str, text: str, target: str) -> None:
    chosen = [match.target for match in house.find(text) if match.entry.source.casefold() == source]
    assert chosen == [target]


@pytest.mark.parametrize(
    "text",
    [
        "a Private Hospital",
        "The General Assembly called for peace.",
        "gave the company 30 days",
        "He kept him company.",
        "the second division of the league",
        "He said so with great reserve.",
        "Mr. Tay sang.",
    ],
)
def test_what_no_condition_allows_is_no_term(house: Matcher, text: str) -> None:
    words = {"General", "Private", "company", "division", "reserve", "Tay"}
    assert not [match for match in house.find(text) if match.entry.source in words]


@pytest.mark.parametrize(
    ("document", "text", "target"),
    [
        ("Colonel Le Ba Linh spoke.", "Colonel Nguyen Van An", "Đại tá"),
        ("Senior Colonel Le Ba Linh spoke.", "Colonel Nguyen Van An", "Thượng tá"),
        ("Senior colonels sat in front.", "Colonel Nguyen Van An", "Thượng tá"),
        ("Senior Colonel Le Ba Linh spoke.", "Then Colonel Le Ba Linh left.", "Đại tá"),
        ("Senior Colonel Ba; Senior Lieutenant Colonel Tu", "Colonel Nguyen Van An", "Đại tá"),
        ("Senior Colonel Le Ba Linh spoke.", "Colonel Smith of the US Army", "Đại tá"),
        ("Senior Colonel Le Ba Linh spoke.", "the Lieutenant Colonel", "Trung tá"),
    ],
)
def test_the_document_decides_which_rank_a_colonel_has(
    house: Matcher, document: str, text: str, target: str
) -> None:
    matches = house.find(text, document=Document([document, text]))
    assert next(match.target for match in matches if "Colonel" in match.text) == target


def test_a_finder_that_has_read_the_document_knows_it() -> None:
    pair = LanguagePair()
    find = TermFinder(Termbase.load([REPOSITORY / "glossary" / "en-vi"]), pair)
    text = "Colonel Nguyen Van An spoke."
    assert find(text)[0].target == "Đại tá"
    find.read(["Senior Colonel Le Ba Linh presided.", text])
    assert find(text)[0].target == "Thượng tá"


def test_what_the_document_decides_is_the_only_right_rendering() -> None:
    finder = matcher("document: corps; otherwise", "document: army corps")
    (match,) = finder.find("the unit", document=Document(["An Army Corps came."]))
    assert (match.target, match.entry.renderings) == ("hai", ("hai",))
    (match,) = finder.find("the unit", document=Document(["Nobody came."]))
    assert (match.target, match.entry.renderings) == ("một", ("một", "hai"))


def test_what_stands_in_the_text_goes_before_the_document() -> None:
    finder = matcher("document: corps; otherwise", "near: province")
    assert [each.target for each in finder.find("a unit of the province", document=Document(["corps"]))] == [
        "hai"
    ]


def test_a_text_without_a_document_stands_for_itself() -> None:
    finder = matcher("otherwise", "document: corps")
    assert chosen(finder, "A unit. The corps.") == ["hai"]
    assert chosen(finder, "A unit.") == ["một"]


def matcher(*conditions: str, subject: str = "") -> Matcher:
    targets = ("một", "hai", "ba")[: len(conditions)]
    entry = Entry(
        "unit", targets[0], admitted=targets[1:], conditions=tuple(map(parse_conditions, conditions))
    )
    return Matcher(Termbase((entry, Entry("rifle", "súng trường", subject="weapons"))))


def chosen(finder: Matcher, text: str) -> list[str]:
    return [match.target for match in finder.find(text) if match.entry.source == "unit"]


def test_the_nearest_condition_wins() -> None:
    finder = matcher("near: province", "near: army corps|corps")
    assert chosen(finder, "the unit of the province met the corps") == ["một"]
    assert chosen(finder, "the unit of the corps toured the province") == ["hai"]


def test_of_equally_near_words_the_longer_win() -> None:
    finder = matcher("near: border guard", "near: border guard command")
    assert chosen(finder, "the unit of the border guard") == ["một"]
    assert chosen(finder, "the unit of the border guard command") == ["hai"]


def test_a_condition_ends_with_its_sentence_and_after_eight_words() -> None:
    finder = matcher("", "near: corps")
    assert chosen(finder, "The unit left. The corps stayed.") == ["một"]
    assert chosen(finder, "The unit a b c d e f g corps") == ["hai"]
    assert chosen(finder, "The unit a b c d e f g h corps") == ["một"]


def test_words_of_a_condition_match_like_terms() -> None:
    finder = matcher("", "after: defence|air-force")
    assert chosen(finder, "the defense units") == ["hai"]
    assert chosen(finder, "the Air Force unit") == ["hai"]


def test_a_subject_is_that_of_another_term() -> None:
    finder = matcher("", "subject: weapons")
    assert chosen(finder, "The unit cleaned its rifles.") == ["hai"]
    assert chosen(finder, "The unit cleaned its windows.") == ["một"]


def test_otherwise_lets_a_conditioned_rendering_be_the_general_one() -> None:
    finder = matcher("near: shares; otherwise", "before: <number>")
    assert [chosen(finder, text) for text in ("Unit 3", "unit of shares", "a unit")] == [
        ["hai"],
        ["một"],
        ["một"],
    ]


def test_without_a_general_rendering_the_words_are_no_term() -> None:
    assert not chosen(matcher("before: <number>"), "a unit")


def test_capitals_go_over_to_the_chosen_rendering() -> None:
    assert chosen(matcher("", "before: <number>"), "UNIT 3 WINS") == ["HAI"]


def test_conditions_come_from_the_context_column(tmp_path: Path) -> None:
    rows = (
        "unit,một,noun,x,preferred,required,,,false,,\n"
        "unit,hai,noun,x,admitted,required,,,false,before: <number>; near: a|b c,usage\n"
    )
    (tmp_path / "terms.csv").write_text(HEADER + rows, encoding="utf-8")
    entry = Termbase.load([tmp_path]).find("unit")
    assert entry is not None
    assert entry.conditions == (
        (),
        (
            Condition(ConditionKind.BEFORE, ("<number>",)),
            Condition(ConditionKind.NEAR, ("a", "b c")),
        ),
    )
    assert entry.notes == ("usage",)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("unit,một,noun,x,preferred,required,,,false,beside: a,", "unknown condition 'beside: a'"),
        ("unit,một,noun,x,preferred,required,,,false,near,", "unknown condition 'near'"),
        ("unit,một,noun,x,preferred,required,,,false,near: a|,", "empty word"),
        ("unit,một,noun,x,preferred,required,,,false,near: <place>,", "unknown placeholder '<place>'"),
        ("unit,một,noun,x,preferred,required,,,false,near: a <same name>,", "unknown placeholder"),
        ("unit,một,noun,x,preferred,required,,,false,document: <name>,", "unknown placeholder"),
        ("unit,một,noun,x,deprecated,required,,,false,near: a,", "a deprecated rendering has a context"),
    ],
)
def test_a_wrong_condition_is_refused_with_its_place(tmp_path: Path, row: str, message: str) -> None:
    (tmp_path / "terms.csv").write_text(HEADER + row + "\n", encoding="utf-8")
    with pytest.raises(GlossaryError, match=message) as caught:
        Termbase.load([tmp_path])
    assert caught.value.line == 2 and caught.value.remedy


WORDS = st.lists(
    st.text("abcé -", min_size=1).map(str.strip).filter(lambda word: any(map(str.isalnum, word))),
    min_size=1,
    max_size=3,
)
CONDITIONS = st.lists(
    st.builds(
        Condition,
        st.sampled_from([kind for kind in ConditionKind if kind is not ConditionKind.OTHERWISE]),
        WORDS.map(tuple),
    )
    | st.just(Condition(ConditionKind.OTHERWISE, ())),
    max_size=3,
)


@given(CONDITIONS)
def test_conditions_survive_writing_and_reading(conditions: list[Condition]) -> None:
    assert parse_conditions(format_conditions(conditions)) == tuple(conditions)
