"""`songngu score`: what it reads, what it refuses, what it prints."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import polib
import pytest
import typer
from typer.testing import CliRunner

from songngu.catalogues.catalogue import origin_line
from songngu.cli.score import score
from songngu.errors import SongnguError

CORPUS = Path(__file__).parents[2] / "corpus"
SLUGS = ("lang-son-armed-forces", "lang-son-defensive-zone")


@pytest.fixture
def run():
    app = typer.Typer()
    app.command()(score)

    def invoke(*arguments: object, code: int = 0) -> str:
        result = CliRunner().invoke(app, [str(each) for each in arguments])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == code, result.output
        return result.stdout

    return invoke


def lines(slug: str, language: str) -> list[str]:
    return (CORPUS / slug / f"reference.{language}.txt").read_text(encoding="utf-8").splitlines()


def catalogue(
    folder: Path, slug: str, targets: list[str], reviewed: frozenset[int] = frozenset(), **header: str
) -> Path:
    """Write a catalogue as `songngu translate` does, with some entries accepted by a reviewer."""
    file = polib.POFile(wrapwidth=0)
    file.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Language": "vi", **header}
    for number, (source, target) in enumerate(zip(lines(slug, "en"), targets, strict=True)):
        place = f"block {number + 1}, sentence 1, paragraph"
        entry = polib.POEntry(msgid=source, msgstr=target, comment=f"{place}\n{origin_line('model', target)}")
        entry.flags = [] if number in reviewed else ["fuzzy"]
        file.append(entry)
    path = folder / "vi" / "LC_MESSAGES" / f"{slug}.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    file.save(str(path))
    return path


def shortened(slug: str, words: int = 2) -> list[str]:
    """The reference with some last words gone."""
    return [" ".join(line.split()[:-words]) or line for line in lines(slug, "vi")]


@pytest.fixture
def locales(tmp_path):
    for slug in SLUGS:
        catalogue(tmp_path / "locales", slug, shortened(slug))
    return tmp_path / "locales"


def test_catalogues_are_scored_document_by_document_and_pooled(run, locales):
    found = json.loads(run("--corpus", CORPUS, "--locale-dir", locales, "--bootstrap", 0, "--json"))
    assert [each["document"] for each in found["documents"]] == list(SLUGS)
    assert found["pooled"]["segments"] == sum(len(lines(slug, "vi")) for slug in SLUGS)
    assert set(found["pooled"]["metrics"]) == {"bleu", "chrf", "chrf++", "ter"}
    assert 85 < found["pooled"]["metrics"]["bleu"]["score"] < 100
    assert "tok:13a" in found["pooled"]["metrics"]["bleu"]["signature"]


def test_the_committed_catalogues_score_as_the_sacrebleu_command_scores_their_lines(run, tmp_path):
    locales = CORPUS.parent / "locales"
    hypotheses, references = [], []
    for slug in SLUGS:
        file = polib.pofile(str(locales / "vi" / "LC_MESSAGES" / f"{slug}.po"))
        targets = {entry.msgid: entry.msgstr for entry in file if not entry.obsolete}
        hypotheses += [targets[line] for line in lines(slug, "en")]
        references += lines(slug, "vi")
    for name, content in (("h", hypotheses), ("r", references)):
        (tmp_path / name).write_text("\n".join(content) + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "sacrebleu", tmp_path / "r", "-i", tmp_path / "h", "-w", "2"]
    printed = subprocess.run(
        [*command, "-m", "bleu", "chrf", "ter"], capture_output=True, text=True, check=True
    )
    arguments = ("--corpus", CORPUS, "--locale-dir", locales, "--metrics", "bleu,chrf,ter", "--bootstrap", 0)
    table = [line.split() for line in run(*arguments).splitlines()]
    [pooled] = [row for row in table if row[0] == "all"]
    assert pooled[2:5] == [f"{each['score']:.2f}" for each in json.loads(printed.stdout)]


def test_entries_that_differ_in_their_context_only_are_taken_in_turn(run, tmp_path):
    folder = tmp_path / "corpus" / "minutes"
    folder.mkdir(parents=True)
    (folder / "reference.en.txt").write_text("Approved.\nThe plan is ready.\nApproved.\n", encoding="utf-8")
    (folder / "reference.vi.txt").write_text("Đã duyệt.\nKế hoạch đã xong.\nĐồng ý.\n", encoding="utf-8")
    file = polib.POFile(wrapwidth=0)
    file.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Language": "vi"}
    entries = (
        ("Approved.", "Đã duyệt."),
        ("The plan is ready.", "Kế hoạch đã xong."),
        ("Approved.", "Đồng ý."),
    )
    for number, (source, target) in enumerate(entries, start=1):
        comment = f"block {number}, sentence 1, paragraph"
        file.append(polib.POEntry(msgctxt=str(number), msgid=source, msgstr=target, comment=comment))
    path = tmp_path / "minutes.po"
    file.save(str(path))
    found = json.loads(run(path, "--corpus", tmp_path / "corpus", "--bootstrap", 0, "--json"))
    assert found["pooled"]["metrics"]["ter"]["score"] == 0


def test_the_table_has_a_row_for_each_document_intervals_and_signatures(run, locales):
    printed = run("--corpus", CORPUS, "--locale-dir", locales, "--metrics", "chrf")
    assert all(any(line.startswith(slug) and "±" in line for line in printed.splitlines()) for slug in SLUGS)
    assert "chrF2|nrefs:1|bs:1000|seed:12345" in printed


def test_order_of_entries_does_not_matter(run, tmp_path):
    slug = SLUGS[0]
    path = catalogue(tmp_path, slug, shortened(slug))
    before = run(path, "--corpus", CORPUS, "--bootstrap", 0, "--json")
    file = polib.pofile(str(path))
    file.sort(key=lambda entry: entry.msgid)
    file.save(str(path))
    assert run(path, "--corpus", CORPUS, "--bootstrap", 0, "--json") == before


def test_a_reference_cut_otherwise_is_aligned_and_said_to_be(run, tmp_path):
    slug = SLUGS[0]
    folder = tmp_path / "corpus" / slug
    folder.mkdir(parents=True)
    for language in ("en", "vi"):
        cut = lines(slug, language)
        joined = [f"{cut[0]} {cut[1]}", *cut[2:5], " ".join(cut[5:8]), *cut[8:]]
        (folder / f"reference.{language}.txt").write_text("\n".join(joined), encoding="utf-8")
    path = catalogue(tmp_path, slug, lines(slug, "vi"))
    found = json.loads(run(path, "--corpus", tmp_path / "corpus", "--bootstrap", 0, "--json"))
    assert found["pooled"]["metrics"]["ter"]["score"] == 0
    assert any("segmented otherwise" in remark for remark in found["remarks"])


def test_a_source_worded_otherwise_is_aligned_by_its_words(run, tmp_path):
    slug = SLUGS[0]
    folder = tmp_path / "corpus" / slug
    folder.mkdir(parents=True)
    english, vietnamese = lines(slug, "en"), lines(slug, "vi")
    edited = [line.replace("the province", "that province").replace("'", "’") for line in english]
    edited[3:5] = [" ".join(edited[3:5])]
    vietnamese[3:5] = [" ".join(vietnamese[3:5])]
    (folder / "reference.en.txt").write_text("\n".join(edited), encoding="utf-8")
    (folder / "reference.vi.txt").write_text("\n".join(vietnamese), encoding="utf-8")
    path = catalogue(tmp_path, slug, lines(slug, "vi"))
    found = json.loads(run(path, "--corpus", tmp_path / "corpus", "--bootstrap", 0, "--json"))
    assert found["pooled"]["segments"] == 23
    assert found["pooled"]["metrics"]["ter"]["score"] == 0
    assert any("worded otherwise" in remark for remark in found["remarks"])


def test_a_reference_without_source_lines_is_aligned_with_the_translation(run, tmp_path):
    slug = SLUGS[0]
    folder = tmp_path / "corpus" / slug
    folder.mkdir(parents=True)
    vietnamese = lines(slug, "vi")
    vietnamese[3:5] = [" ".join(vietnamese[3:5])]
    (folder / "reference.vi.txt").write_text("\n".join(vietnamese), encoding="utf-8")
    path = catalogue(tmp_path, slug, lines(slug, "vi"))
    found = json.loads(run(path, "--corpus", tmp_path / "corpus", "--bootstrap", 0, "--json"))
    assert found["pooled"]["metrics"]["ter"]["score"] == 0


@pytest.mark.parametrize(("which", "count"), [("reviewed", 5), ("machine", 19), ("all", 24)])
def test_machine_text_and_reviewed_text_can_be_scored_apart(run, tmp_path, which, count):
    path = catalogue(tmp_path, SLUGS[0], shortened(SLUGS[0]), reviewed=frozenset(range(5)))
    found = json.loads(run(path, "--corpus", CORPUS, "--which", which, "--bootstrap", 0, "--json"))
    assert found["pooled"]["segments"] == count


def test_the_other_direction_is_scored_too(run, tmp_path):
    slug = SLUGS[0]
    hypotheses = tmp_path / "out.en"
    hypotheses.write_text("\n".join(line[:-3] for line in lines(slug, "en")), encoding="utf-8")
    files = ("--ref", CORPUS / slug / "reference.en.txt", "--src", CORPUS / slug / "reference.vi.txt")
    pair = ("--source", "vi", "--target", "en")
    found = json.loads(run("--hyp", hypotheses, *files, *pair, "--terms", "--bootstrap", 0, "--json"))
    assert found["pair"] == "vi-en"
    assert found["pooled"]["accuracy"]["numbers"]["total"] == 0
    with pytest.raises(SongnguError, match="are Vietnamese, but the target language is en"):
        run("--hyp", CORPUS / slug / "reference.vi.txt", *files, *pair)


def test_line_files_with_several_references(run, tmp_path):
    slug = SLUGS[0]
    hypotheses = tmp_path / "system.txt"
    hypotheses.write_text("\n".join(shortened(slug)) + "\n", encoding="utf-8")
    second = tmp_path / "second.txt"
    second.write_text("\n".join(shortened(slug, 1)) + "\n", encoding="utf-8")
    reference = CORPUS / slug / "reference.vi.txt"
    found = json.loads(
        run("--hyp", hypotheses, "--ref", reference, "--ref", second, "--bootstrap", 0, "--json")
    )
    assert "nrefs:2" in found["pooled"]["metrics"]["bleu"]["signature"]


def test_a_reviewed_catalogue_is_a_reference_by_source_text(run, tmp_path):
    slug = SLUGS[0]
    machine = catalogue(tmp_path / "a", slug, shortened(slug))
    reviewed = catalogue(tmp_path / "b", slug, lines(slug, "vi"), reviewed=frozenset(range(10)))
    found = json.loads(run("--hyp", machine, "--ref", reviewed, "--bootstrap", 0, "--json"))
    assert found["pooled"]["segments"] == 10
    assert any("14 entries have no reference" in remark for remark in found["remarks"])


def test_a_translation_memory_is_a_reference(run, tmp_path):
    slug = SLUGS[0]
    body = ElementTree.Element("tmx", version="1.4")
    units = ElementTree.SubElement(body, "body")
    for source, target in zip(lines(slug, "en"), lines(slug, "vi"), strict=True):
        unit = ElementTree.SubElement(units, "tu")
        for language, text in (("en-US", source), ("vi", target)):
            variant = ElementTree.SubElement(unit, "tuv", {"xml:lang": language})
            ElementTree.SubElement(variant, "seg").text = text
    memory = tmp_path / "memory.tmx"
    ElementTree.ElementTree(body).write(memory, encoding="utf-8")
    path = catalogue(tmp_path, slug, shortened(slug))
    found = json.loads(run("--hyp", path, "--ref", memory, "--bootstrap", 0, "--json"))
    assert found["pooled"]["segments"] == 24


def test_terms_names_and_numbers_are_counted(run, locales):
    found = json.loads(
        run("--corpus", CORPUS, "--locale-dir", locales, "--bootstrap", 0, "--terms", "--json")
    )
    accuracy = found["pooled"]["accuracy"]
    assert accuracy["terms"]["total"] > 200
    assert accuracy["terms"]["share"] > 0.8
    assert accuracy["numbers"]["total"] > 10
    assert found["terms"][0]["kept"] < found["terms"][0]["total"]
    assert 0.5 < accuracy["window_overlap_2"]["mean"] < 1
    assert 0.5 < accuracy["1-TERm"]["mean"] < 1
    assert accuracy["1-TERm"]["count"] == found["pooled"]["segments"]


def test_two_systems_are_compared_in_a_plain_sentence(run, locales, tmp_path):
    for slug in SLUGS:
        catalogue(tmp_path / "better", slug, shortened(slug, 1))
    printed = run("--corpus", CORPUS, "--compare", locales, tmp_path / "better", "--metrics", "bleu,ter")
    assert "B is better than A by" in printed


def test_comparing_different_segments_is_refused(run, tmp_path):
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    reference = CORPUS / SLUGS[0] / "reference.vi.txt"
    first.write_text("\n".join(shortened(SLUGS[0])), encoding="utf-8")
    second.write_text("\n".join(shortened(SLUGS[0])[:-1]), encoding="utf-8")
    with pytest.raises(SongnguError, match=r"23 lines, but .* has 24"):
        run("--compare", first, second, "--ref", reference)


def test_thresholds_decide_the_exit_code_and_the_junit_file(run, locales, tmp_path):
    junit = tmp_path / "out" / "score.xml"
    arguments = (
        "--corpus",
        CORPUS,
        "--locale-dir",
        locales,
        "--bootstrap",
        0,
        "--metrics",
        "bleu",
        "--junit",
        junit,
    )
    run(*arguments, "--fail-under", "bleu=50,terms=0.5,ter=60")
    assert ElementTree.parse(junit).getroot().attrib["failures"] == "0"
    run(*arguments, "--fail-under", "bleu=99.9,ter=0.1", code=1)
    suite = ElementTree.parse(junit).getroot()
    assert suite.attrib["failures"] == "2"
    assert "demanded at least 99.9" in ElementTree.tostring(suite, encoding="unicode")


def test_a_threshold_on_nothing_is_not_reached(run, tmp_path):
    files = []
    for option, text in (("--hyp", "Trời mưa."), ("--ref", "Trời đã mưa."), ("--src", "It rained.")):
        path = tmp_path / option.strip("-")
        path.write_text(f"{text}\n", encoding="utf-8")
        files += [option, path]
    junit = tmp_path / "score.xml"
    arguments = (*files, "--bootstrap", 0, "--fail-under", "numbers=0.98", "--junit", junit)
    found = json.loads(run(*arguments, "--json", code=1))
    assert found["thresholds"] == [
        {"measure": "numbers", "demanded": 0.98, "measured": None, "passed": False}
    ]
    assert "numbers: nothing to measure, demanded at least 0.98" in junit.read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["blue=3", "bleu", "bleu=x", "bleu=nan", "terms=98", ""])
def test_a_threshold_that_means_nothing_is_refused(text):
    from songngu.scoring.thresholds import parse_thresholds

    with pytest.raises(SongnguError, match="fail-under"):
        parse_thresholds(text)


def test_history_grows_by_a_line(run, locales, tmp_path, monkeypatch):
    from songngu.scoring import history

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1764201600")
    file = tmp_path / "history.jsonl"
    for _ in range(2):
        run(
            "--corpus",
            CORPUS,
            "--locale-dir",
            locales,
            "--bootstrap",
            0,
            "--metrics",
            "chrf",
            "--history",
            file,
        )
    runs = history.read(file)
    assert [each.date for each in runs] == ["2025-11-27T00:00:00Z"] * 2
    assert set(runs[0].scores) == {"chrf"}
    file.write_text(file.read_text(encoding="utf-8") + "{\n", encoding="utf-8")
    with pytest.raises(SongnguError, match=r"history.jsonl:3: is not a line of a history"):
        history.read(file)


def test_edit_rate_of_a_review(run, tmp_path):
    slug = SLUGS[0]
    before, after = tmp_path / "before", tmp_path / "after"
    catalogue(before, slug, shortened(slug))
    final = [*shortened(slug)[:5], *lines(slug, "vi")[5:]]
    catalogue(
        after, slug, final, reviewed=frozenset(range(12)), **{"Last-Translator": "Lan <lan@example.org>"}
    )
    arguments = ("--locale-dir", after, "--machine", before, "--bootstrap", 100)
    found = json.loads(run(*arguments, "--json"))
    report = found["documents"][0]
    assert (len(report["edits"]), report["unchanged"], report["reviewer"]) == (12, 5, "Lan <lan@example.org>")
    assert 0 < report["score"]["score"] < 30
    assert "HTER" in run(*arguments)


def test_edit_rates_over_time_are_recorded_once_for_each_state_of_a_catalogue(run, tmp_path):
    from songngu.scoring import history

    slug, file = SLUGS[0], tmp_path / "history.jsonl"
    before, after = tmp_path / "before", tmp_path / "after"
    catalogue(before, slug, shortened(slug), **{"X-Songngu-Model": "m 1.0 abc"})
    arguments = ("--locale-dir", after, "--machine", before, "--bootstrap", 0, "--history", file)
    for day, count in (("2026-11-20", 5), ("2026-11-20", 5), ("2026-11-27", 12)):
        final = [*lines(slug, "vi")[:5], *shortened(slug)[5:]]
        catalogue(after, slug, final, frozenset(range(count)), **{"PO-Revision-Date": f"{day} 10:00+0700"})
        printed = run(*arguments)
    runs = history.read_edits(file)
    assert [(each.document, each.date, each.segments) for each in runs] == [
        (slug, "2026-11-20", 5),
        (slug, "2026-11-27", 12),
    ]
    assert runs[0].model == "m 1.0 abc"
    rates = [each.scores["hter"] for each in runs]
    assert f"{slug}: HTER {rates[0]:.2f} (2026-11-20) → {rates[1]:.2f} (2026-11-27)" in printed
    assert history.read(file) == []


def test_edit_rate_of_each_reviewer(run, tmp_path):
    before, after = tmp_path / "before", tmp_path / "after"
    for slug, reviewer in zip(SLUGS, ("Lan <lan@example.org>", "Minh <minh@example.org>"), strict=True):
        catalogue(before, slug, shortened(slug))
        catalogue(after, slug, lines(slug, "vi"), frozenset(range(10)), **{"Last-Translator": reviewer})
    arguments = ("--locale-dir", after, "--machine", before, "--bootstrap", 0)
    found = json.loads(run(*arguments, "--json"))
    assert [(each["reviewer"][:4], each["segments"]) for each in found["reviewers"]] == [
        ("Lan ", 10),
        ("Minh", 10),
    ]
    rates = [each["score"]["score"] for each in found["reviewers"]]
    assert rates == [each["score"]["score"] for each in found["documents"]]
    assert run(*arguments).count("Minh <minh@example.org>") == 2


def test_terms_that_reviewers_take_out_are_named(tmp_path):
    from songngu.languages import LanguagePair
    from songngu.scoring import make_judge
    from songngu.scoring.hter import Edit, changed_terms

    edit = Edit("The Ministry of National Defence met.", "Bộ Quốc phòng đã họp.", "Bộ Phòng vệ đã họp.", 30.0)
    changes = changed_terms([edit], make_judge(LanguagePair()))
    assert [(each.source, each.rendering, each.count) for each in changes] == [
        ("Ministry of National Defence", "Bộ Quốc phòng", 1)
    ]


class TestASystemThatTranslatesNow:
    """The shipped model on the first sentences of an article; nothing is written."""

    @pytest.fixture
    def corpus(self, tmp_path):
        folder = tmp_path / "corpus" / SLUGS[0]
        folder.mkdir(parents=True)
        for language in ("en", "vi"):
            text = "\n".join(lines(SLUGS[0], language)[:3])
            (folder / f"reference.{language}.txt").write_text(text, encoding="utf-8")
        return tmp_path / "corpus"

    def test_it_scores_as_the_catalogue_that_translate_makes(self, run, corpus, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        committed = CORPUS.parent / "locales"
        arguments = ("--corpus", corpus, "--bootstrap", 0, "--json")
        system = json.loads(run(*arguments, "--system", "default", "--history", tmp_path / "h.jsonl"))
        catalogues = json.loads(run(*arguments, "--locale-dir", committed))
        assert system["pooled"]["metrics"] == catalogues["pooled"]["metrics"]
        assert "songngu-en-vi" in (tmp_path / "h.jsonl").read_text(encoding="utf-8")
        assert not (tmp_path / "locales").exists()

    def test_it_translates_a_file_of_lines(self, run, corpus):
        folder = corpus / SLUGS[0]
        files = ("--src", folder / "reference.en.txt", "--ref", folder / "reference.vi.txt")
        found = json.loads(run(*files, "--system", "songngu-en-vi", "--beam", 1, "--bootstrap", 0, "--json"))
        assert found["documents"][0]["document"] == "reference.en"
        assert found["pooled"]["metrics"]["bleu"]["score"] > 20

    def test_it_is_compared_with_catalogues(self, run, corpus):
        committed = CORPUS.parent / "locales"
        printed = run("--corpus", corpus, "--compare", committed, "system:default", "--metrics", "chrf")
        assert "have the same chrF2" in printed

    def test_mistakes_are_named(self, run, corpus, tmp_path):
        bare = tmp_path / "bare" / "a"
        bare.mkdir(parents=True)
        (bare / "reference.vi.txt").write_text("Trời mưa.\n", encoding="utf-8")
        source = corpus / SLUGS[0] / "reference.en.txt"
        for arguments, message in (
            ((bare, "--system", "default"), "has no source lines that a system could translate"),
            (("--system", "default", "--src", source), "give --src and --ref"),
            (("--system", "default", "--src", source, "--ref", "memory.tmx"), "are line files"),
            (("--system", "no-such-model", "--corpus", corpus), "there is no model 'no-such-model'"),
            (("--system", "default", "--hyp", source), "--system and --hyp do not go together"),
            (("--system", "default", "--which", "machine"), "--which do nothing with --system"),
            (("--compare", "a", "b", "--junit", "c"), "--junit does nothing with --compare"),
            (("--machine", "a", "--fail-under", "bleu=3"), "--fail-under does nothing with --machine"),
            (("--corpus", corpus, "--beam", 2), "--beam does nothing without --system"),
        ):
            with pytest.raises(SongnguError, match=message):
                run(*arguments)


class TestMistakesAreNamedBeforeANumberIsPrinted:
    def files(self, tmp_path, hypotheses: list[str], references: list[str], sources: list[str] | None = None):
        arguments: list[object] = []
        for option, content in (("--hyp", hypotheses), ("--ref", references), ("--src", sources)):
            if content is not None:
                path = tmp_path / option.strip("-")
                path.write_text("".join(f"{line}\n" for line in content), encoding="utf-8")
                arguments += [option, path]
        return arguments

    def test_different_numbers_of_lines(self, run, tmp_path):
        vietnamese = lines(SLUGS[0], "vi")
        with pytest.raises(
            SongnguError, match=r"hyp: has 23 lines, but .*ref has 24; align them with --align"
        ):
            run(*self.files(tmp_path, vietnamese[:-1], vietnamese))

    def test_align_mends_them(self, run, tmp_path):
        vietnamese = lines(SLUGS[0], "vi")
        cut = [" ".join(vietnamese[:2]), *vietnamese[2:]]
        found = json.loads(run(*self.files(tmp_path, cut, vietnamese), "--align", "--bootstrap", 0, "--json"))
        assert found["pooled"]["metrics"]["bleu"]["score"] == pytest.approx(100)

    def test_languages_the_wrong_way_round(self, run, tmp_path):
        with pytest.raises(SongnguError, match="the references are not Vietnamese"):
            run(*self.files(tmp_path, shortened(SLUGS[0]), lines(SLUGS[0], "en")))

    def test_untranslated_hypotheses(self, run, tmp_path):
        with pytest.raises(SongnguError, match="the hypotheses are not Vietnamese"):
            run(*self.files(tmp_path, lines(SLUGS[0], "en"), lines(SLUGS[0], "vi")))

    def test_reference_that_is_the_source(self, run, tmp_path):
        vietnamese = lines(SLUGS[0], "vi")
        with pytest.raises(
            SongnguError, match="the reference is the source in 24 of 24 segments, first line 1"
        ):
            run(*self.files(tmp_path, shortened(SLUGS[0]), vietnamese, vietnamese))

    def test_empty_hypotheses(self, run, tmp_path):
        hypotheses = [*lines(SLUGS[0], "vi")[:20], "", "", "", ""]
        files = self.files(tmp_path, hypotheses, lines(SLUGS[0], "vi"))
        hypothesis_file = Path(str(files[1]))
        assert hypothesis_file.read_text(encoding="utf-8").count("\n") == 24
        with pytest.raises(SongnguError, match="4 of 24 hypotheses are empty, first line 21"):
            run(*files)
        found = json.loads(run(*files, "--allow-empty", "--bootstrap", 0, "--json"))
        assert found["remarks"] == ["hyp: 4 empty hypotheses are scored as such"]

    def test_a_reference_line_without_an_entry(self, run, tmp_path):
        slug = SLUGS[0]
        path = catalogue(tmp_path, slug, lines(slug, "vi"))
        file = polib.pofile(str(path))
        del file[5]
        file.save(str(path))
        with pytest.raises(SongnguError, match=r"has no entry for line 6 of"):
            run(path, "--corpus", CORPUS)

    def test_missing_files(self, run, tmp_path):
        reference = CORPUS / SLUGS[0] / "reference.vi.txt"
        for arguments, message in (
            (
                (CORPUS / SLUGS[0], "--locale-dir", tmp_path),
                "there is no such catalogue; run songngu translate",
            ),
            ((tmp_path,), "holds no document with a reference.vi.txt"),
            ((tmp_path / "nowhere",), "does not exist"),
            (
                ("--hyp", tmp_path / "no.txt", "--ref", CORPUS / SLUGS[0] / "reference.vi.txt"),
                "does not exist",
            ),
            (("--hyp", tmp_path / "no.txt"), "needs a reference"),
            (("--metrics", "bleurt"), "unknown metric 'bleurt'"),
            (("--metrics", "spbleu"), "is not downloaded"),
            (("--which", "mine"), "unknown --which"),
            (
                ("--hyp", reference, "--ref", reference, "--fail-under", "terms=0.9"),
                "of the source text, and there is none; name it with --src",
            ),
        ):
            with pytest.raises(SongnguError, match=message):
                run(*arguments)

    def test_decomposed_text_is_remarked_upon(self, run, tmp_path):
        import unicodedata

        hypotheses = [unicodedata.normalize("NFD", line) for line in shortened(SLUGS[0])]
        files = self.files(tmp_path, hypotheses, lines(SLUGS[0], "vi"))
        found = json.loads(run(*files, "--bootstrap", 0, "--json"))
        assert "24 texts are not NFC" in found["remarks"][0]


class TestMetricsOfOtherPackages:
    @pytest.fixture
    def shortest_wins(self, monkeypatch):
        """Install a package that offers the metric `brevity`: 100 minus the number of words."""
        from importlib import metadata

        class Package(metadata.EntryPoint):
            def load(self):
                return lambda sources, hypotheses, references: [
                    100 - len(text.split()) for text in hypotheses
                ]

        offered = Package("brevity", "brevity:score", "songngu.metrics")
        monkeypatch.setattr("songngu.scoring.plugins.available", lambda: {"brevity": offered})

    def test_an_installed_one_is_computed_with_interval_and_signature(self, run, locales, shortest_wins):
        found = json.loads(run("--corpus", CORPUS, "--locale-dir", locales, "--metrics", "brevity", "--json"))
        score = found["pooled"]["metrics"]["brevity"]
        assert 0 < score["interval"]["low"] < score["score"] < score["interval"]["high"] < 100
        assert score["signature"] == "bs:1000|seed:12345|version:brevity unknown"

    def test_it_can_be_compared_and_demanded(self, run, locales, tmp_path, shortest_wins):
        for slug in SLUGS:
            catalogue(tmp_path / "short", slug, shortened(slug, 4))
        arguments = ("--corpus", CORPUS, "--metrics", "brevity")
        assert "B is better than A by" in run(*arguments, "--compare", locales, tmp_path / "short")
        run(*arguments, "--locale-dir", locales, "--fail-under", "brevity=99", code=1)

    def test_one_that_is_absent_is_told_how_to_get(self, run, locales):
        with pytest.raises(SongnguError, match=r"entry point comet in the group songngu\.metrics"):
            run("--corpus", CORPUS, "--locale-dir", locales, "--metrics", "comet")
