"""Administrative units, and how they and person names keep out of each other's way."""

from pathlib import Path

import pytest

from songngu.languages import LanguagePair
from songngu.notes import note_lines
from songngu.terminology import (
    Enforcement,
    EntryKind,
    PlaceModel,
    Termbase,
    VietnameseNames,
    default_glossary,
)
from songngu.terminology.finder import TermFinder
from songngu.translator import Translation


@pytest.fixture(scope="module")
def names() -> VietnameseNames:
    return VietnameseNames()


def found(names: VietnameseNames, text: str) -> list[tuple[str, EntryKind]]:
    return [(match.target, match.entry.kind) for match in names.find(text)]


def test_the_kind_of_unit_decides(names: VietnameseNames) -> None:
    places: PlaceModel = names.places
    assert places.candidates("Lang Son", "province") == [("Lạng Sơn", 1.0)]
    assert {form for form, _ in places.candidates("Lang Son", "commune")} == {
        "Lang Sơn",
        "Lãng Sơn",
        "Lạng Sơn",
    }
    assert places.candidates("LANG SON", "province") == [("LẠNG SƠN", 1.0)]
    assert places.candidates("Nowhere") == []


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("in Huu Lung District", "Hữu Lũng"),
        ("the communes of Tan Lap", "Tân Lập"),
        ("Dong Dang border town", "Đồng Đăng"),
        ("IA DOK COMMUNE", "IA DƠK"),
        ("Hoang Van Thu ward", "Hoàng Văn Thụ"),
    ],
)
def test_a_name_beside_its_kind_is_required(names: VietnameseNames, text: str, target: str) -> None:
    (match,) = names.find(text)
    assert (match.target, match.entry.kind) == (target, EntryKind.PLACE)
    assert match.entry.enforcement is Enforcement.REQUIRED
    assert match.span.of(text) == match.text


def test_a_name_alone_is_suggested_if_there_is_one_way_to_write_it(names: VietnameseNames) -> None:
    (match,) = names.find("They came from Chi Lang yesterday.")
    assert (match.target, match.entry.enforcement) == ("Chi Lăng", Enforcement.SUGGESTED)
    assert names.find("General Chi Lang came yesterday.") == []


@pytest.mark.parametrize(
    ("text", "renderings"),
    [
        ("the commune of Thanh My", ("Thanh Mỹ", "Thạnh Mỹ", "Thành Mỹ")),
        ("They live in Binh Thanh.", ("Bình Thành", "Bình Thạnh", "Bình Thanh")),
    ],
)
def test_where_several_spellings_are_official_the_reviewer_gets_them_all(
    names: VietnameseNames, text: str, renderings: tuple[str, ...]
) -> None:
    (match,) = names.find(text)
    assert (match.entry.renderings, match.entry.enforcement) == (renderings, Enforcement.SUGGESTED)
    (line,) = [
        line for line in note_lines(Translation(text, "", "plain", matches=(match,))) if "check" in line
    ]
    assert all(rendering in line for rendering in renderings)


@pytest.mark.parametrize(
    ("text", "renderings"),
    [
        ("the Tan Thanh border gate", ("Tân Thanh",)),
        ("Tan Thanh Commune", ("Tân Thanh", "Tân Thành", "Tân Thạnh")),
        ("Van Lang District", ("Văn Lãng",)),
        ("communes of Thanh Hoa", ("Thanh Hóa",)),
        ("Lang Son Province and LANG SON COMMUNE", ("LẠNG SƠN", "LANG SƠN", "LÃNG SƠN")),
    ],
)
def test_a_place_of_the_termbase_beside_another_kind_of_unit_is_doubted(
    text: str, renderings: tuple[str, ...]
) -> None:
    pair = LanguagePair()
    matches = TermFinder(Termbase.load([default_glossary(pair)]), pair)(text)
    places = [match for match in matches if match.entry.kind is EntryKind.PLACE]
    assert places[-1].entry.renderings == renderings


def test_what_users_decided_is_not_doubted(tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text(
        "source,target,kind,variants,note\nTan Thanh,Tân Thạnh,place,,\n", encoding="utf-8"
    )
    pair = LanguagePair()
    match, *_ = TermFinder(Termbase.load([default_glossary(pair), tmp_path]), pair)("Tan Thanh Commune")
    assert match.entry.renderings == ("Tân Thạnh",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nguyen Thanh Ha", [("Nguyễn Thanh Hà", EntryKind.PERSON)]),
        ("Dinh Quan in Dong Nai", [("Định Quán", EntryKind.PLACE), ("Đồng Nai", EntryKind.PLACE)]),
        (
            "Major Tran Long of Huu Lung District",
            [("Trần Long", EntryKind.PERSON), ("Hữu Lũng", EntryKind.PLACE)],
        ),
        ("New York City, Long Beach, Can Do", []),
        ("the district of the province", []),
    ],
)
def test_persons_and_places(names: VietnameseNames, text: str, expected: list[tuple[str, EntryKind]]) -> None:
    assert found(names, text) == expected


def test_known_spans_are_left_alone(names: VietnameseNames) -> None:
    text = "Huu Lung District"
    (match,) = names.find(text)
    assert names.find(text, [match.span]) == []
