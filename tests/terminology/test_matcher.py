"""What the matcher finds in English text, on the project's own termbase and on entries made for one rule."""

import random
import time
from pathlib import Path

import pytest

from songngu.spans import Span
from songngu.terminology import Entry, EntryKind, Matcher, Termbase

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def house() -> Matcher:
    return Matcher(Termbase.load([REPOSITORY / "glossary" / "en-vi"]))


def matcher(*entries: Entry) -> Matcher:
    return Matcher(Termbase(entries))


def found(finder: Matcher, text: str) -> list[tuple[str, str]]:
    return [(match.text, match.target) for match in finder.find(text)]


def texts(finder: Matcher, text: str) -> list[str]:
    return [match.text for match in finder.find(text)]


def test_a_sentence_of_the_corpus(house: Matcher) -> None:
    text = "Colonel Mai Xuan Phong of the Military High Command of Lang Son Province, in air defence duty."
    assert found(house, text) == [
        ("Colonel", "Đại tá"),
        ("Mai Xuan Phong", "Mai Xuân Phong"),
        ("Military High Command of Lang Son Province", "Bộ Chỉ huy Quân sự tỉnh Lạng Sơn"),
        ("air defence duty", "trực phòng không"),
    ]


def test_spans_point_at_the_text(house: Matcher) -> None:
    text = "The armed forces of Lang Son help people."
    for match in house.find(text):
        assert match.span.of(text) == match.text


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("combat post", "three combat posts", "combat posts"),
        ("border policy", "border policies changed", "border policies"),
        ("fishing vessel", "the fishing vessel's crew", "fishing vessel's"),
        ("Party Committee", "the Party Committee’s view", "Party Committee’s"),
        ("deputies' delegation", "the deputies’ delegation left", "deputies’ delegation"),
        ("people's council", "PEOPLE’S COUNCIL", "PEOPLE’S COUNCIL"),
        ("four on-the-spot", "four on the spot", "four on the spot"),
        ("on the spot", "on-the-spot", "on-the-spot"),
        ("two-tier government", "two–tier government", "two–tier government"),
        ("counter-terrorism", "counterterrorism", "counterterrorism"),
        ("cooperation", "co-operation", "co-operation"),
        ("defence organisation", "defense organizations", "defense organizations"),
        ("labour centre", "a labor center", "labor center"),
        ("action programme", "action programs", "action programs"),
        ("kilometre", "ten kilometers", "kilometers"),
        ("peace, friendship and trust", "peace, friendship, and trust", "peace, friendship, and trust"),
        ("cadres and soldiers", "cadres & soldiers", "cadres & soldiers"),
        ("Lt. Gen.", "Lt. Gen. Phan", "Lt. Gen."),
        ("US", "the U.S. Army", "U.S."),
        ("new recruit", "new\nrecruits", "new\nrecruits"),
        ("political task", "Political tasks first", "Political tasks"),
    ],
)
def test_forms_that_count_as_the_same(source: str, text: str, expected: str) -> None:
    assert texts(matcher(Entry(source, "x", case_sensitive=source == "US")), text) == [expected]


@pytest.mark.parametrize(
    "text",
    ["advise the province", "advises", "Advised by the army", "advising them"],
)
def test_a_verb_entry_has_all_its_forms(text: str) -> None:
    assert len(matcher(Entry("advise", "tham mưu", pos="verb")).find(text)) == 1


def test_verbs_joined_by_and_are_inflected_alike() -> None:
    finder = matcher(Entry("lead and direct", "lãnh đạo, chỉ đạo", pos="verb"))
    assert texts(finder, "leading and directing, led and directed, lead and directing") == [
        "leading and directing",
        "led and directed",
    ]


def test_a_noun_entry_has_no_verb_forms() -> None:
    assert not matcher(Entry("exercise", "diễn tập")).find("They exercised and are exercising.")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("armed forces", "well-armed. Forces came"),
        ("armed forces", "the armed (forces)"),
        ("armed forces", "armed, forces"),
        ("armed forces", "armed\n\nforces"),
        ("arm", "a warm farm army"),
        ("customs", "an old custom"),
        ("Party", "the party was fun"),
        ("Party", "PARTY TIME"),
        ("Major", "Major progress was made"),
        ("Major", "In short: Major progress"),
        ("US", "tell us more"),
    ],
)
def test_what_is_no_match(source: str, text: str) -> None:
    assert not matcher(Entry(source, "x", case_sensitive=source[0].isupper())).find(text)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("law", "mothers-in-law"),
        ("law", "rule-of-law"),
        ("defence", "acting in self-defence"),
        ("comrade", "new comrades-in-arms"),
        ("prosecutor", "the prosecutor-general"),
        ("staff work", "command-staff work"),
        ("the North", "the North-South railway"),
        ("notice", "a no‑notice inspection"),
        ("people's heart", "the people's heart-and-mind"),
    ],
)
def test_a_part_of_a_compound_is_no_match_where_it_means_something_else(source: str, text: str) -> None:
    assert not matcher(Entry(source, "x", EntryKind.PLACE if source[-1] == "h" else EntryKind.TERM)).find(
        text
    )


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("battalion", "at battalion-level"),
        ("people", "people-based defence"),
        ("live-fire exercise", "a live-fire exercise"),
        ("live fire exercise", "a live-fire exercise"),
        ("flood", "flood-hit communes"),
        ("storm", "storm-battered"),
        ("border", "cross-border trade"),
        ("minister", "an ex-minister"),
        ("logistics", "logistics–technical work"),
        ("Vietnam", "the Vietnam-Laos border"),
        ("Laos", "the Vietnam-Laos border"),
        ("Da Nang", "a Da Nang-based unit"),
        ("Vietnam", "made-in-Vietnam"),
        ("law", "the law - in short"),
        ("law", "the law-"),
    ],
)
def test_a_part_of_a_compound_matches_where_it_keeps_its_meaning(source: str, text: str) -> None:
    kind = EntryKind.PLACE if source[0].isupper() else EntryKind.TERM
    assert texts(matcher(Entry(source, "x", kind, case_sensitive=source[0].isupper())), text) != []


def test_two_terms_may_be_joined_by_a_hyphen() -> None:
    finder = matcher(Entry("air defence", "phòng không"), Entry("air force", "không quân"))
    assert texts(finder, "an air defence-air force exercise") == ["air defence", "air force"]


def test_a_rank_at_the_beginning_needs_a_name() -> None:
    finder = matcher(Entry("Major", "Thiếu tá", case_sensitive=True))
    assert texts(finder, "Major Nguyen Van An met Major Le Hai.") == ["Major", "Major"]


def test_quotation_marks_around_a_motto() -> None:
    finder = matcher(
        Entry("four on-the-spot motto", "phương châm “bốn tại chỗ”"), Entry("peaceful evolution", "y")
    )
    assert texts(finder, "the “four on-the-spot” motto") == ["“four on-the-spot” motto"]
    assert texts(finder, 'the "four on-the-spot" motto') == ['"four on-the-spot" motto']
    assert texts(finder, "the four on-the-spot motto") == ["four on-the-spot motto"]
    assert texts(finder, "against “peaceful evolution”.") == ["peaceful evolution"]


def test_marks_that_do_not_pair_are_not_taken_in() -> None:
    assert not matcher(Entry("plans and tasks", "x")).find("he said “our plans” and “tasks")


def test_the_exact_number_goes_before_the_other() -> None:
    finder = matcher(Entry("civil defence work", "công tác"), Entry("civil defence works", "công trình"))
    assert found(finder, "civil defense works and civil defense work") == [
        ("civil defense works", "công trình"),
        ("civil defense work", "công tác"),
    ]


def test_the_longest_match_wins(house: Matcher) -> None:
    text = "people-based national defence and security"
    assert texts(house, text) == [text]


def test_a_deputy_is_not_cut_off() -> None:
    finder = matcher(
        Entry("Deputy Minister", "Thứ trưởng"), Entry("Minister of National Defence", "Bộ trưởng")
    )
    assert texts(finder, "the Deputy Minister of National Defence") == ["Deputy Minister"]
    assert texts(finder, "the Minister of National Defence") == ["Minister of National Defence"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pham Tuan flew", ["Pham Tuan"]),
        ("Pham Tuan Anh flew", []),
        ("Nguyen Thi Hue sang in Hue.", ["Hue"]),
        ("In Hue, To Hue, Hue City", ["Hue", "Hue", "Hue"]),
        ("the hue of the sky", []),
        ("Hue-based", ["Hue"]),
        ("HUE AND PHAM TUAN", ["HUE", "PHAM TUAN"]),
        ("Colonel Pham Tuan's crew", ["Pham Tuan's"]),
    ],
)
def test_names_match_whole_capitalised_sequences(text: str, expected: list[str]) -> None:
    finder = matcher(
        Entry("Hue", "Huế", EntryKind.PLACE, case_sensitive=True),
        Entry("Pham Tuan", "Phạm Tuân", EntryKind.PERSON, case_sensitive=True),
    )
    assert texts(finder, text) == expected


def test_the_name_of_a_people_is_no_part_of_a_person(house: Matcher) -> None:
    assert texts(house, "Nguyen Van Mong and other Mong women") == ["Mong"]
    assert found(house, "Phu La, Van Kieu, Pa Co, Gia Rai and Ba Na villages")[:5] == [
        ("Phu La", "Phù Lá"),
        ("Van Kieu", "Vân Kiều"),
        ("Pa Co", "Pa Cô"),
        ("Gia Rai", "Gia Rai"),
        ("Ba Na", "Ba Na"),
    ]


def test_capitals_go_over_to_the_rendering(house: Matcher) -> None:
    assert found(house, "PROVINCIAL PARTY COMMITTEE") == [("PROVINCIAL PARTY COMMITTEE", "TỈNH ỦY")]
    assert found(house, "Mr MAI XUAN PHONG")[-1] == ("MAI XUAN PHONG", "MAI XUÂN PHONG")
    assert ("US", "Mỹ") in found(house, "in the US today")


@pytest.mark.parametrize(
    "text",
    [
        "see https://x.vn/armed-forces/page",
        "mail armed-forces@mod.gov.vn",
        "www.armed-forces.com",
        "run `armed forces` now",
        "⟪ armed forces ｜ lực lượng vũ trang ⟫",
    ],
)
def test_no_match_in_urls_code_or_the_protocol(text: str) -> None:
    assert not matcher(Entry("armed forces", "lực lượng vũ trang")).find(text)


def test_no_match_over_protected_spans() -> None:
    finder = matcher(Entry("armed forces", "lực lượng vũ trang"))
    assert not finder.find("armed <b>forces</b>")
    assert not finder.find("the armed forces", [Span(8, 10)])
    assert [match.span for match in finder.find("armed forces, armed forces", [Span(0, 3)])] == [Span(14, 26)]
    assert finder.find("⟦1⟧armed forces⟦2⟧")


def test_a_stop_that_ends_the_sentence_stays_outside() -> None:
    assert texts(matcher(Entry("US", "Mỹ", case_sensitive=True)), "He left the U.S.") == ["U.S"]


def test_a_later_folder_wins_with_a_variant_too() -> None:
    finder = matcher(Entry("Commander", "cũ"), Entry("post holder", "mới", variants=("Commander",)))
    assert found(finder, "Commander") == [("Commander", "mới")]


def test_empty_termbase_and_empty_text(house: Matcher) -> None:
    assert not matcher().find("armed forces")
    assert not house.find("")


def test_matches_never_overlap_on_random_text(house: Matcher) -> None:
    random.seed(7)
    words = [word for entry in house.termbase.entries[:800] for word in entry.source.split()]
    marks = [
        " ",
        " ",
        " ",
        " ",
        ", ",
        ". ",
        "’s ",
        "-",
        " “",
        "” ",
        "\n",
        "'",
        '"',
        "⟦1⟧",
        "⟪",
        "｜",
        "⟫",
        "/",
        "\u0301",
    ]
    for _ in range(3_000):
        text = "".join(random.choice(words) + random.choice(marks) for _ in range(random.randint(1, 14)))
        end = 0
        for match in house.find(text):
            assert match.span.start >= end
            assert match.span.of(text) == match.text
            end = match.span.end


def test_time_grows_with_the_text_only() -> None:
    text = "The armed forces of the province protect the border and help people in remote communes. " * 400
    few = matcher(*(Entry(f"armed forces {number}", "x") for number in range(10)))
    many = matcher(*(Entry(f"armed forces {number}", "x") for number in range(20_000)))
    times = []
    for finder in (few, many):
        finder.find(text)
        started = time.process_time()
        finder.find(text)
        times.append(time.process_time() - started)
    assert times[1] < 3 * times[0] + 0.05
