"""The page as data: everything is in it, nothing of a text becomes markup, and it is small and quick to make."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from songngu.cli.report import report
from songngu.errors import SongnguError
from songngu.languages import LanguagePair
from songngu.reports import WORDINGS, render
from songngu.reports.charts import histogram, horizontal_bars, scatter, trend
from songngu.reports.difference import difference
from songngu.scoring import ScoredDocument, ScoredSegment, evaluate, make_judge
from songngu.scoring.history import Run

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
    return render(evaluate([document], PAIR, bootstrap=0), PAIR, title=f"h {text}", history=history)


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
    for field in "abcdefgh":
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
    ):
        for bar in each.bars:
            assert bar.x >= 0
            assert bar.width >= 0
            assert bar.x + bar.width <= each.width
        for dot in each.dots:
            assert 0 <= dot.x <= each.width
            assert 0 <= dot.y <= each.bottom
