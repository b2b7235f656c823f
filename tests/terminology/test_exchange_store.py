"""What may enter a user's own termbase folder, and what it looks like afterwards."""

from pathlib import Path

import pytest

from songngu.errors import GlossaryError, UsageError
from songngu.terminology import Enforcement, Entry, EntryKind, Status, Termbase, lint
from songngu.terminology.base import Condition, ConditionKind
from songngu.terminology.exchange import add_entry, import_entries

OLD_HEADER = "source,target,pos,subject,status,variants,forbidden,case_sensitive,note\n"


def load(folder: Path) -> dict[str, Entry]:
    return {entry.source: entry for entry in Termbase.load([folder]).entries}


def test_a_folder_is_made_with_the_first_entry(tmp_path: Path) -> None:
    folder = tmp_path / "agency" / "en-vi"
    path = add_entry(folder, Entry("new recruit", "tân binh", subject="training"), Status.PREFERRED)
    assert path == folder / "terms.csv"
    assert load(folder)["new recruit"].target == "tân binh"
    assert [each.name for each in folder.iterdir()] == ["terms.csv"]


def test_an_admitted_rendering_joins_the_concept_of_the_folder(tmp_path: Path) -> None:
    add_entry(tmp_path, Entry("cadre", "cán bộ"), Status.PREFERRED)
    add_entry(tmp_path, Entry("cadre", "khung"), Status.ADMITTED, file="more.csv")
    assert load(tmp_path)["cadre"].renderings == ("cán bộ", "khung")


def test_an_admitted_rendering_brings_the_house_s_concept_along(tmp_path: Path) -> None:
    conditions = ((), (Condition(ConditionKind.NEAR, ("corps",)),))
    house = Entry("commander", "Chỉ huy trưởng", admitted=("Tư lệnh",), conditions=conditions)
    add_entry(tmp_path, Entry("Commander", "Thủ trưởng"), Status.ADMITTED, base=Termbase((house,)))
    entry = load(tmp_path)["commander"]
    assert entry.renderings == ("Chỉ huy trưởng", "Tư lệnh", "Thủ trưởng")
    assert entry.conditions == (*conditions, ())


@pytest.mark.parametrize(
    ("entry", "status", "message"),
    [
        (Entry("cadre", "khung"), Status.PREFERRED, r"terms\.csv:3: second preferred"),
        (Entry("officer", "sĩ quan"), Status.ADMITTED, "no preferred rendering"),
        (Entry("officer", "sĩ quan", variants=("cadre",)), Status.PREFERRED, "also a form of 'cadre'"),
        (Entry("officer", "sĩ quan", pos="name"), Status.PREFERRED, "unknown pos"),
        (Entry("officer ", "sĩ quan"), Status.PREFERRED, "white space"),
        (Entry("officer", ""), Status.PREFERRED, "empty target"),
    ],
)
def test_what_the_loader_refuses_changes_nothing(
    tmp_path: Path, entry: Entry, status: Status, message: str
) -> None:
    path = add_entry(tmp_path, Entry("cadre", "cán bộ"), Status.PREFERRED)
    before = path.read_bytes()
    with pytest.raises(GlossaryError, match=message):
        add_entry(tmp_path, entry, status)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_user_s_file_keeps_its_columns_and_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    path.write_bytes(
        b"\xef\xbb\xbf" + (OLD_HEADER + "a,b,noun,x,preferred,,,false,").replace("\n", "\r\n").encode()
    )
    add_entry(tmp_path, Entry("c", "d", subject="x"), Status.PREFERRED)
    assert path.read_bytes().endswith(b"a,b,noun,x,preferred,,,false,\r\nc,d,noun,x,preferred,,,false,\r\n")
    with pytest.raises(UsageError, match="no column enforcement"):
        add_entry(tmp_path, Entry("e", "f", enforcement=Enforcement.SUGGESTED), Status.PREFERRED)


@pytest.mark.parametrize("file", ["../terms.csv", "terms", "a/b.csv"])
def test_a_file_is_a_csv_file_of_the_folder(tmp_path: Path, file: str) -> None:
    with pytest.raises(UsageError, match="no name of a CSV file"):
        add_entry(tmp_path, Entry("a", "b"), Status.PREFERRED, file=file)


def test_an_import_keeps_terms_and_names_apart(tmp_path: Path) -> None:
    name = Entry("Hue", "Huế", EntryKind.PLACE, pos="proper noun", subject="names", case_sensitive=True)
    stored = import_entries(tmp_path, "other", [Entry("cadre", "cán bộ"), name])
    assert [path.name for path in stored.paths] == ["other.csv", "other-names.csv"]
    assert set(load(tmp_path)) == {"cadre", "Hue"}


def test_importing_again_replaces(tmp_path: Path) -> None:
    import_entries(tmp_path, "other", [Entry("cadre", "cán bộ"), Entry("officer", "sĩ quan")])
    import_entries(tmp_path, "other", [Entry("cadre", "khung")])
    assert {source: entry.target for source, entry in load(tmp_path).items()} == {"cadre": "khung"}


def test_what_cannot_enter_is_left_out_and_told(tmp_path: Path) -> None:
    add_entry(tmp_path, Entry("cadre", "cán bộ"), Status.PREFERRED)
    path = Path("x.tbx")
    stored = import_entries(
        tmp_path,
        "other",
        [
            Entry("Cadre", "khung", path=path),
            Entry("officer", "sĩ quan", admitted=("quan",), path=path),
            Entry("army officer", "y", variants=("Officer",), path=path),
            Entry("sergeant", "trung sĩ", forbidden=("sĩ",), path=path),
            Entry("private", "binh nhì", path=path),
        ],
    )
    assert [entry.source for entry in stored.entries] == ["officer", "private"]
    assert [line.split(";")[0] for line in stored.left_out] == [
        f"x.tbx: 'Cadre' is in {tmp_path / 'terms.csv'}:2 already",
        "x.tbx: 'Officer' of 'army officer' is also a form of 'officer'",
        "x.tbx: forbidden 'sĩ' is part of the valid rendering 'trung sĩ' of 'sergeant'",
    ]
    assert not [problem for problem in lint([tmp_path]) if problem.fatal]


def test_an_import_of_nothing_good_writes_nothing(tmp_path: Path) -> None:
    stored = import_entries(tmp_path / "new", "other", [Entry("a", "b", forbidden=("b",))])
    assert (stored.paths, stored.entries, len(stored.left_out)) == ((), (), 1)
    assert not (tmp_path / "new").exists()


def test_a_wrong_line_of_the_user_s_own_is_told_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "terms.csv").write_text(OLD_HEADER + "a,,noun,x,preferred,,,false,\n", encoding="utf-8")
    with pytest.raises(GlossaryError, match="empty target"):
        import_entries(tmp_path, "other", [Entry("c", "d")])
