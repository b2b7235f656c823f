"""Administrative units, and how they and person names keep out of each other's way."""

import pytest

from songngu.terminology import Enforcement, EntryKind, PlaceModel, VietnameseNames


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
    assert names.find("They came from Lang Son yesterday.") == []


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
