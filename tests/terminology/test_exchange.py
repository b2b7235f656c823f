"""Termbases that go out to other tools and come back."""

import dataclasses
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from translate.storage import factory

from songngu.errors import GlossaryError, UsageError
from songngu.languages import LanguagePair
from songngu.terminology import Enforcement, Entry, EntryKind, Termbase
from songngu.terminology.base import Condition, ConditionKind
from songngu.terminology.exchange import FORMAT_NAMES, find_format

REPOSITORY = Path(__file__).parents[2]
PAIR = LanguagePair()
SAMPLE = Entry(
    "commander",
    "Chỉ huy trưởng",
    variants=("commandant",),
    admitted=("Tư lệnh", "chỉ huy"),
    deprecated=("Người chỉ huy",),
    forbidden=("chỉ huy viên",),
    pos="noun",
    subject="posts",
    note="Province & “commune” <command>",
    conditions=((), (Condition(ConditionKind.NEAR, ("military region", "corps")),), ()),
    notes=("military region", "", "old"),
)
NAME = Entry(
    "Hue", "Huế", EntryKind.PLACE, pos="proper noun", subject="names", case_sensitive=True, note="Note: city"
)


def bare(entries: tuple[Entry, ...]) -> list[Entry]:
    return [dataclasses.replace(entry, path=None, line=0) for entry in entries]


def there_and_back(name: str, folder: Path, entries: list[Entry]) -> list[Entry]:
    path = folder / "terms.out"
    travelling = find_format(path, name)
    path.write_bytes(travelling.write(entries, PAIR))
    return bare(travelling.read(path, PAIR).entries)


WORD = st.text("abcdeéưđ-'’“”&<>.", min_size=1, max_size=6)
PHRASE = st.lists(WORD, min_size=1, max_size=4).map(" ".join)
PHRASES = st.lists(PHRASE, max_size=3, unique_by=str.casefold).map(tuple)
CONDITION = st.builds(
    Condition,
    st.sampled_from([ConditionKind.BEFORE, ConditionKind.NEAR, ConditionKind.AFTER]),
    st.lists(st.sampled_from(["corps", "military region", "<name>"]), min_size=1, max_size=2).map(tuple),
)


@st.composite
def terms(draw: st.DrawFn) -> Entry:
    """An entry as the loader makes them: all its renderings differ, and so do its English forms."""
    english = draw(st.lists(PHRASE, min_size=1, max_size=4, unique_by=str.casefold))
    targets = draw(st.lists(PHRASE, min_size=1, max_size=5, unique=True))
    valid = draw(st.integers(1, len(targets)))
    good, bad = targets[:valid], targets[valid:]
    conditions = tuple(tuple(draw(st.lists(CONDITION, max_size=2))) for _ in good)
    notes = tuple(draw(PHRASE | st.just("")) for _ in (*good[1:], *bad))
    return Entry(
        source=english[0],
        target=good[0],
        variants=tuple(english[1:]),
        admitted=tuple(good[1:]),
        deprecated=tuple(bad),
        forbidden=tuple(f"sai {phrase}" for phrase in draw(PHRASES)),
        pos=draw(st.sampled_from(["noun", "proper noun", "verb", "adjective", "phrase"])),
        subject=draw(PHRASE | st.just("")),
        enforcement=draw(st.sampled_from(Enforcement)),
        case_sensitive=draw(st.booleans()),
        note=draw(PHRASE | st.just("") | st.just("Context: near: a") | st.just("Note: b")),
        conditions=conditions if any(conditions) else (),
        notes=notes if any(notes) else (),
    )


NAMES = st.builds(
    Entry,
    source=PHRASE,
    target=PHRASE,
    kind=st.sampled_from([EntryKind.PLACE, EntryKind.PERSON, EntryKind.ORGANISATION]),
    variants=PHRASES,
    pos=st.just("proper noun"),
    subject=st.just("names"),
    case_sensitive=st.just(True),
    note=PHRASE | st.just(""),
).filter(lambda entry: entry.source.casefold() not in {variant.casefold() for variant in entry.variants})
FAST = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@FAST
@pytest.mark.parametrize("name", ["tbx", "tbx-dct", "csv"])
@given(entries=st.lists(terms(), max_size=4, unique_by=lambda entry: entry.source.casefold()))
def test_terms_lose_nothing(name: str, entries: list[Entry], tmp_path: Path) -> None:
    assert there_and_back(name, tmp_path, entries) == entries


@FAST
@pytest.mark.parametrize("name", ["tbx", "tbx-dct", "csv"])
@given(entries=st.lists(NAMES, max_size=4, unique_by=lambda entry: entry.source.casefold()))
def test_names_lose_nothing(name: str, entries: list[Entry], tmp_path: Path) -> None:
    assert there_and_back(name, tmp_path, entries) == entries


@pytest.mark.parametrize("name", ["tbx", "tbx-dct"])
def test_the_whole_house_termbase_travels(name: str, tmp_path: Path) -> None:
    house = bare(Termbase.load([REPOSITORY / "glossary" / "en-vi"]).entries)
    assert there_and_back(name, tmp_path, house) == house


@pytest.mark.parametrize("name", FORMAT_NAMES)
def test_equal_termbases_give_equal_files(name: str) -> None:
    travelling = find_format(Path("x"), name)
    assert travelling.write([SAMPLE], PAIR) == travelling.write([SAMPLE], PAIR)


@pytest.mark.parametrize("name", ["tmx", "po", "deepl", "google"])
def test_the_poorer_formats_keep_every_english_form_and_the_preferred_rendering(
    name: str, tmp_path: Path
) -> None:
    back = there_and_back(name, tmp_path, [SAMPLE, NAME])
    assert {entry.source: entry.target for entry in back} == {
        "commander": "Chỉ huy trưởng",
        "commandant": "Chỉ huy trưởng",
        "Hue": "Huế",
    }
    assert all(entry.enforcement is Enforcement.SUGGESTED for entry in back)


def test_po_keeps_explanation_admitted_and_forbidden(tmp_path: Path) -> None:
    back = there_and_back("po", tmp_path, [SAMPLE])
    assert back[0].note == SAMPLE.note
    assert back[0].admitted == SAMPLE.admitted
    assert back[0].forbidden == ("chỉ huy viên", "Người chỉ huy")


def test_po_flags_as_weblate_writes_them(tmp_path: Path) -> None:
    path = tmp_path / "vi.po"
    path.write_text(
        '#. Liên minh quân sự\n#, read-only\nmsgid "NATO"\nmsgstr ""\n\n'
        'msgid "cadre"\nmsgstr "cán bộ"\n\n'
        '#, forbidden\nmsgctxt "2"\nmsgid "cadre"\nmsgstr "viên chức"\n\n'
        'msgid "circular"\nmsgstr ""\n',
        encoding="utf-8",
    )
    reading = find_format(path).read(path, PAIR)
    nato, cadre = reading.entries
    assert (nato.target, nato.note) == ("NATO", "Liên minh quân sự")
    assert (cadre.target, cadre.forbidden) == ("cán bộ", ("viên chức",))
    assert len(reading.left_out) == 1 and "'circular' has no translation" in reading.left_out[0]


@pytest.mark.parametrize("suffix", [".tmx", ".po"])
def test_translate_toolkit_reads_what_we_write(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"terms{suffix}"
    path.write_bytes(find_format(path).write([SAMPLE], PAIR))
    units = factory.getobject(str(path)).units
    assert ("commander", "Chỉ huy trưởng") in {(str(unit.source), str(unit.target)) for unit in units}


CONCEPT = """
<conceptEntry id="c1"><descrip type="subjectField">ranks</descrip>
  <langSec xml:lang="en-GB"><termSec><term>Senior <hi>Colonel</hi></term>
    <termNote type="partOfSpeech">noun</termNote></termSec>
    <termSec><term>Sr. Col.</term><termNote type="termType">abbreviation</termNote></termSec></langSec>
  <langSec xml:lang="vi"><termSec><term>đại tá</term>
    <termNote type="administrativeStatus">admittedTerm-admn-sts</termNote></termSec>
    <termSec><term>Đại tá</term>
    <termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></termSec>
    <termSec><term>Thượng tá</term>
    <termNote type="administrativeStatus">supersededTerm-admn-sts</termNote></termSec></langSec>
</conceptEntry>
<conceptEntry id="c2"><langSec xml:lang="en"><termSec><term>orphan</term></termSec></langSec></conceptEntry>
"""
TBX = (
    '<?xml version="1.0"?><tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">'
)
OLD = """<?xml version="1.0"?><!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">
<martif type="TBX-Basic" xml:lang="en"><text><body><termEntry id="t1"><langSet xml:lang="en"><ntig><termGrp>
<term>armed forces</term><termNote type="partOfSpeech">noun</termNote></termGrp></ntig></langSet>
<langSet xml:lang="vi"><tig><term>lực lượng vũ trang</term></tig></langSet></termEntry>
</body></text></martif>"""


def read_text(tmp_path: Path, text: str, name: str = "x.tbx") -> tuple[list[Entry], tuple[str, ...]]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    reading = find_format(path, reading=True).read(path, PAIR)
    return bare(reading.entries), reading.left_out


def test_tbx_of_strangers(tmp_path: Path) -> None:
    entries, left_out = read_text(tmp_path, f"{TBX}<text><body>{CONCEPT}</body></text></tbx>")
    assert entries == [
        Entry(
            "Senior Colonel",
            "Đại tá",
            variants=("Sr. Col.",),
            admitted=("đại tá",),
            deprecated=("Thượng tá",),
            subject="ranks",
            enforcement=Enforcement.SUGGESTED,
        )
    ]
    assert left_out == (f"{tmp_path / 'x.tbx'}: concept c2 has no term in en and vi",)


def test_the_older_tbx(tmp_path: Path) -> None:
    entries, _ = read_text(tmp_path, OLD)
    assert entries == [Entry("armed forces", "lực lượng vũ trang", enforcement=Enforcement.SUGGESTED)]


def test_two_senses_become_one_entry_with_two_renderings(tmp_path: Path) -> None:
    entries, _ = read_text(tmp_path, "mortar,súng cối\nMortar,vữa\n", "terms.csv")
    assert entries == [Entry("mortar", "súng cối", admitted=("vữa",), enforcement=Enforcement.SUGGESTED)]


@pytest.mark.parametrize("header", ["", "en,vi\n", "source,target\n", "EN,VI,pos\n"])
def test_pairs_with_and_without_a_header(tmp_path: Path, header: str) -> None:
    entries, _ = read_text(tmp_path, f"{header}cadre,cán bộ\n", "terms.csv")
    assert [(entry.source, entry.target) for entry in entries] == [("cadre", "cán bộ")]


def test_a_stranger_s_text_is_cleaned(tmp_path: Path) -> None:
    entries, left_out = read_text(
        tmp_path, '"  four\non-the-spot\u200b","bốn  tại cho\u0302\u0303"\n,x\n', "a.csv"
    )
    assert [(entry.source, entry.target) for entry in entries] == [("four on-the-spot", "bốn tại chỗ")]
    assert left_out == (f"{tmp_path / 'a.csv'}:3: empty source or target",)


BOMB = '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">'


@pytest.mark.parametrize(
    ("declaration", "use"),
    [
        (BOMB, "&c;"),
        ('<!ENTITY file SYSTEM "file:///etc/passwd">', "&file;"),
        ('<!ENTITY % remote SYSTEM "http://localhost:9/x.dtd"> %remote;', ""),
    ],
)
@pytest.mark.parametrize("root", ["tmx", "tbx"])
def test_entities_are_refused(tmp_path: Path, root: str, declaration: str, use: str) -> None:
    with pytest.raises(GlossaryError, match="declares the entity"):
        read_text(tmp_path, f"<!DOCTYPE {root} [{declaration}]><{root}>{use}</{root}>", f"x.{root}")


@pytest.mark.parametrize("text", ["", "no xml", "<tbx>", "<html/>", "<tmx/>", "<tbx>&nope;</tbx>"])
def test_what_is_no_tbx_is_refused_in_one_line(tmp_path: Path, text: str) -> None:
    with pytest.raises(GlossaryError, match=r"x\.tbx") as caught:
        read_text(tmp_path, text)
    assert "\n" not in str(caught.value)


@FAST
@pytest.mark.parametrize("name", FORMAT_NAMES)
@given(content=st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_no_bytes_give_a_traceback(name: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "any"
    path.write_bytes(content)
    try:
        find_format(path, name).read(path, PAIR)
    except GlossaryError as error:
        assert str(path) in str(error)


def test_an_unknown_format_names_the_known_ones() -> None:
    with pytest.raises(UsageError, match="tbx-dct"):
        find_format(Path("terms.xls"))
    with pytest.raises(UsageError, match="unknown format 'xls'"):
        find_format(Path("terms.csv"), "xls")
