"""The page as data: everything is in it, nothing of a text becomes markup, and it is small and quick to make."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser
from pathlib import Path

import polib
import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from songngu.catalogues.comments import machine_line, origin_line
from songngu.cli.report import report
from songngu.errors import SongnguError
from songngu.languages import LanguagePair
from songngu.reports import WORDINGS, render
from songngu.reports.charts import histogram, horizontal_bars, scatter, trend
from songngu.reports.difference import difference
from songngu.scoring import ScoredDocument, ScoredSegment, evaluate, make_judge
from songngu.scoring.history import Run
from songngu.scoring.hter import Edit, EditReport, Review, rate_of

CORPUS = Path(__file__).parents[2] / "corpus"
PAIR = LanguagePair()
INJECTIONS = [
    "<script>window.hacked = 1</script>",
    "</script><script>window.hacked = 1</script>",
    "<img src=x onerror='window.hacked = 1'>",
    '"><svg onload=window.hacked=1>',
    "' onmouseover='window.hacked=1' x='",
    "</style><script>window.hacked=1</script>",
    '<!-- --><a href="javascript:window.hacked=1">x</a>',
    "{{ 7 * 7 }} {% raw %} {# x #} ${window.hacked=1}",
    "]]></textarea><iframe srcdoc='<script>parent.hacked=1</script>'>",
]


class Texts(HTMLParser):
    """Collects tags and texts."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


def parsed(page: str) -> Texts:
    parser = Texts()
    parser.feed(page)
    return parser


def two_articles(every: int = 9) -> list[ScoredDocument]:
    documents = []
    for slug in ("lang-son-armed-forces", "lang-son-defensive-zone"):
        en, vi = (
            (CORPUS / slug / f"reference.{tag}.txt").read_text(encoding="utf-8").splitlines()
            for tag in ("en", "vi")
        )
        segments = [
            ScoredSegment(
                source,
                " ".join(w for i, w in enumerate(target.split()) if (i + number) % every) or target,
                (target,),
                f"line {number + 1}",
                reviewed=number % 3 == 0,
            )
            for number, (source, target) in enumerate(zip(en, vi, strict=True))
        ]
        documents.append(ScoredDocument(slug, tuple(segments), (), "songngu-en-vi 1.0", "abc"))
    return documents


@pytest.fixture(scope="module")
def judge():
    return make_judge(PAIR)


@pytest.fixture(scope="module")
def evaluation(judge):
    return evaluate(two_articles(), PAIR, judge=judge)


def hostile(text: str) -> str:
    """Return the page of a document with `text` in every text field there is."""
    segments = (
        ScoredSegment(f"a {text}", f"b {text}", (f"c {text}",), f"line {text}"),
        ScoredSegment("x", "x", ("x",), "line 2"),
    )
    document = ScoredDocument(f"d {text}", segments, (f"e {text}",), f"f {text}", f"g {text}")
    history = [Run(f"2026 {text}", text, text, 2, {"chrf": 50.0})] * 2
    edit_history = [Run(f"202{year} {text}", text, text, 2, {"hter": 50.0}, f"d {text}") for year in (5, 6)]
    return render(
        evaluate([document], PAIR, bootstrap=0),
        PAIR,
        title=f"h {text}",
        history=history,
        review=reviewed({f"d {text}": f"i {text}", "other": f"j {text}"}, f"k {text}"),
        edit_history=edit_history,
        bootstrap=0,
    )


def reviewed(reviewers: dict[str, str], text: str = "mới") -> Review:
    """A review of documents, each by a reviewer: of three entries one is accepted as it was."""
    edits = (Edit("a", "một hai", "một hai", 0.0), Edit("b", "một hai", f"một {text}", 50.0))
    reports = tuple(
        EditReport(slug, edits, rate_of(edits, bootstrap=50), 1, reviewer, "2025-06-20")
        for slug, reviewer in reviewers.items()
    )
    return Review(reports, ((next(iter(reviewers)), ("A sentence.",)),))


def vocabulary(page: Texts) -> dict[str, set[str]]:
    """Which tags the page has, and with which attributes."""
    found: dict[str, set[str]] = {}
    for tag, attributes in page.tags:
        found.setdefault(tag, set()).update(attributes)
    return found


@pytest.fixture(scope="module")
def harmless():
    # Of the same shape as the attacks: words that differ, a finding, brackets and quotes.
    return vocabulary(parsed(hostile("harmless 'words' \"here\"")))


@pytest.mark.parametrize("text", INJECTIONS)
def test_hostile_text_stays_text(text, harmless):
    attacked = parsed(hostile(text))
    found = vocabulary(attacked)
    assert set(found) <= set(harmless)
    assert {tag: names - harmless[tag] for tag, names in found.items() if names - harmless[tag]} == {}
    assert sum(tag == "script" for tag, _ in attacked.tags) == 1
    for field in "abcdefghij":
        assert f"{field} {text}".replace(" ", "") in attacked.text.replace(" ", "")


@given(st.text(st.sampled_from("<>&\"'/=!-[]{}%# aĐ\u2028\ufeff"), max_size=30))
@settings(max_examples=10, deadline=None)
def test_no_text_becomes_markup(text):
    page = parsed(hostile(text))
    assert set(vocabulary(page)) <= set(vocabulary(parsed(hostile("harmless 'words' \"here\""))))
    assert sum(tag == "script" for tag, _ in page.tags) == 1


@pytest.mark.parametrize("ui", sorted(WORDINGS))
def test_the_page_is_complete_and_self_contained(evaluation, ui):
    page = render(evaluation, PAIR, ui=ui)
    found = parsed(page)
    assert ("html", {"lang": ui}) in found.tags
    assert not [
        value
        for _, attributes in found.tags
        for name, value in attributes.items()
        if name in ("src", "srcset")
    ]
    assert not re.search(r"https?://|@import|url\(", page)
    ids = [attributes["id"] for _, attributes in found.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    links = {attributes["href"] for tag, attributes in found.tags if tag == "a"}
    assert {str(link).removeprefix("#") for link in links} <= set(ids)
    for segment in evaluation.segments:
        assert segment.references[0] in found.text
    assert len(page.encode()) < 1_500_000


def test_both_languages_say_everything():
    assert set(WORDINGS["vi"]) == set(WORDINGS["en"])
    assert all(text.strip() for words in WORDINGS.values() for text in words.values())


def test_numbers_are_written_as_the_reader_writes_them(evaluation):
    score = evaluation.pooled.metrics[0].score
    assert f"{score:.2f}" in render(evaluation, PAIR, ui="en")
    assert f"{score:.2f}".replace(".", ",") in render(evaluation, PAIR, ui="vi")


@pytest.mark.parametrize(
    ("ui", "day", "rate"), [("en", "2025-06-20", "25.00"), ("vi", "20/06/2025", "25,00")]
)
def test_edit_rates_stand_beside_their_documents_and_reviewers(evaluation, ui, day, rate):
    review = reviewed({"lang-son-armed-forces": "Lan <lan@example.org>", "other": "Minh <minh@example.org>"})
    days = [("2026-11-01", 40.0), ("2026-11-27", 25.0)]
    history = [Run(date, "m", "", 2, {"hter": score}, "other") for date, score in days]
    page = render(evaluation, PAIR, ui=ui, review=review, edit_history=history, bootstrap=50)
    words, found = WORDINGS[ui], parsed(page)
    for key in ("edits", "edit_bars", "reviewer_bars", "edit_trend", "about_hter"):
        assert words[key] in found.text
    assert words["unknown_edits"].format(document="lang-son-armed-forces", count=1) in found.text
    assert found.text.count("Lan <lan@example.org>") == 3, "document, reviewer, chart"
    assert found.text.count(day) == 2
    assert rate in found.text
    assert sum(tag == "figure" for tag, _ in found.tags) == 6


def test_without_reviewed_text_nothing_is_said_about_edits(evaluation):
    unknown = Review(unknown=(("a", ("A sentence.",)),))
    for review in (None, Review(), unknown):
        page = render(evaluation, PAIR, review=review)
        assert 'id="edits"' not in page
        assert "HTER" not in page


def test_one_reviewer_and_one_day_need_no_chart_of_their_own(evaluation):
    history = [Run("2026-11-27", "m", "", 2, {"hter": 25.0}, "a")]
    page = render(evaluation, PAIR, review=reviewed({"a": "Lan"}), edit_history=history, bootstrap=0)
    assert WORDINGS["en"]["edit_bars"] in page
    assert WORDINGS["en"]["reviewer_bars"] not in page
    assert WORDINGS["en"]["edit_trend"] not in page


def test_a_catalogue_that_keeps_the_machines_text_shows_its_edit_rate(tmp_path):
    slug = "lang-son-armed-forces"
    english, vietnamese = (
        (CORPUS / slug / f"reference.{tag}.txt").read_text(encoding="utf-8").splitlines()
        for tag in ("en", "vi")
    )
    file = polib.POFile(wrapwidth=0)
    file.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Last-Translator": "Lan <lan@example.org>"}
    for number, (source, final) in enumerate(zip(english, vietnamese, strict=True), start=1):
        machine = final.removesuffix(".")
        notes = (f"block {number}, sentence 1, paragraph", machine_line(machine), origin_line("m", machine))
        file.append(polib.POEntry(msgid=source, msgstr=final, comment="\n".join(notes)))
    path = tmp_path / f"{slug}.po"
    file.save(str(path))
    app = typer.Typer()
    app.command()(report)
    arguments = (path, "--corpus", CORPUS, "-o", tmp_path / "page.html", "--bootstrap", "0", "--ui", "en")
    result = CliRunner().invoke(app, [str(each) for each in arguments])
    assert result.exit_code == 0, result.output
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "Lan &lt;lan@example.org&gt;" in page
    assert WORDINGS["en"]["edit_bars"] in page


def test_an_unknown_language_of_the_page_is_refused(evaluation):
    with pytest.raises(SongnguError, match="does not speak 'fr'; use en or vi"):
        render(evaluation, PAIR, ui="fr")


def test_the_two_articles_take_less_than_three_seconds():
    started = time.process_time()
    render(evaluate(two_articles(), PAIR, judge=make_judge(PAIR)), PAIR)
    assert time.process_time() - started < 3


def test_the_same_input_gives_the_same_bytes(evaluation, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1764201600")
    page = render(evaluation, PAIR, ui="vi")
    assert page == render(evaluation, PAIR, ui="vi")
    assert "27/11/2025" in page


def test_the_command_writes_the_page(tmp_path):
    app = typer.Typer()
    app.command()(report)
    hypotheses = tmp_path / "h.txt"
    reference = CORPUS / "lang-son-armed-forces" / "reference.vi.txt"
    lines = reference.read_text(encoding="utf-8").splitlines()
    hypotheses.write_text("".join(" ".join(line.split()[:-1]) + "\n" for line in lines), encoding="utf-8")
    output = tmp_path / "new" / "page.html"
    source = reference.with_name("reference.en.txt")
    arguments = [
        "--hyp",
        hypotheses,
        "--ref",
        reference,
        "--src",
        source,
        "--output",
        output,
        "--bootstrap",
        "50",
    ]
    result = CliRunner().invoke(app, [str(each) for each in arguments])
    assert result.exit_code == 0, result.output
    page = output.read_text(encoding="utf-8")
    assert '<html lang="vi">' in page
    assert "24 segments" in result.stderr


def test_without_source_lines_nothing_is_said_about_terms(tmp_path):
    app = typer.Typer()
    app.command()(report)
    reference = CORPUS / "lang-son-armed-forces" / "reference.vi.txt"
    output = tmp_path / "page.html"
    arguments = ("--hyp", reference, "--ref", reference, "--ui", "en", "-o", output, "--bootstrap", "0")
    result = CliRunner().invoke(app, [str(each) for each in arguments])
    assert result.exit_code == 0, result.output
    page = output.read_text(encoding="utf-8")
    assert WORDINGS["en"]["forbidden_count"] not in page
    assert 'id="term-table"' not in page


@given(st.text("abc ,.Đđ", max_size=30), st.text("abc ,.Đđ", max_size=30))
def test_the_pieces_of_a_difference_are_the_texts(left, right):
    ours, theirs = difference(left, right)
    assert "".join(piece.text for piece in ours) == left
    assert "".join(piece.text for piece in theirs) == right


def test_a_difference_marks_words():
    ours, theirs = difference("Bộ đội tỉnh Lạng Sơn.", "Lực lượng vũ trang tỉnh Lạng Sơn.")
    assert [(piece.text, piece.same) for piece in ours] == [("Bộ đội", False), (" tỉnh Lạng Sơn.", True)]
    assert [piece.text for piece in theirs if not piece.same] == ["Lực lượng vũ trang"]


def test_charts_keep_inside_their_frames():
    chart = histogram([0, 50, 50, 99.9, 100], "{low}-{high}: {count}")
    assert sum(int(bar.value) for bar in chart.bars) == 5
    assert chart.bars[-1].label == "95-100: 2"
    for each in (
        chart,
        horizontal_bars([("a", 120.0, "120", (110.0, 130.0)), ("b", -3.0, "-3", None)]),
        scatter([(9.0, 50.0, "long"), (0.0, 0.0, "none")]),
        trend([("chrf", [10.0, 20.0, 90.0])], ["2026-01", "2026-02", "2026-03"]),
        trend([("a", [None, 120.0, 90.0]), ("b", [None] * 3)], ["2026-01", "2026-02", "2026-03"]),
    ):
        for bar in each.bars:
            assert bar.x >= 0
            assert bar.width >= 0
            assert bar.x + bar.width <= each.width
        for dot in each.dots:
            assert 0 <= dot.x <= each.width
            assert 0 <= dot.y <= each.bottom
