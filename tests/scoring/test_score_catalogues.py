"""`songngu score` on catalogues: which entry meets which reference line, and what is printed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import polib
import pytest

CORPUS = Path(__file__).parents[2] / "corpus"
SLUGS = ("lang-son-armed-forces", "lang-son-defensive-zone")


def test_catalogues_are_scored_document_by_document_and_pooled(run, locales, lines):
    found = json.loads(run("--corpus", CORPUS, "--locale-dir", locales, "--bootstrap", 0, "--json"))
    assert [each["document"] for each in found["documents"]] == list(SLUGS)
    assert found["pooled"]["segments"] == sum(len(lines(slug, "vi")) for slug in SLUGS)
    assert set(found["pooled"]["metrics"]) == {"bleu", "chrf", "chrf++", "ter"}
    assert 85 < found["pooled"]["metrics"]["bleu"]["score"] < 100
    assert "tok:13a" in found["pooled"]["metrics"]["bleu"]["signature"]


def test_the_committed_catalogues_score_as_the_sacrebleu_command_scores_their_lines(run, tmp_path, lines):
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


def test_order_of_entries_does_not_matter(run, tmp_path, catalogue, shortened):
    slug = SLUGS[0]
    path = catalogue(tmp_path, slug, shortened(slug))
    before = run(path, "--corpus", CORPUS, "--bootstrap", 0, "--json")
    file = polib.pofile(str(path))
    file.sort(key=lambda entry: entry.msgid)
    file.save(str(path))
    assert run(path, "--corpus", CORPUS, "--bootstrap", 0, "--json") == before


def test_a_reference_cut_otherwise_is_aligned_and_said_to_be(run, tmp_path, catalogue, lines):
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


def test_a_source_worded_otherwise_is_aligned_by_its_words(run, tmp_path, catalogue, lines):
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


def test_a_reference_without_source_lines_is_aligned_with_the_translation(run, tmp_path, catalogue, lines):
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
def test_machine_text_and_reviewed_text_can_be_scored_apart(
    run, tmp_path, which, count, catalogue, shortened
):
    path = catalogue(tmp_path, SLUGS[0], shortened(SLUGS[0]), reviewed=frozenset(range(5)))
    found = json.loads(run(path, "--corpus", CORPUS, "--which", which, "--bootstrap", 0, "--json"))
    assert found["pooled"]["segments"] == count


def test_a_reviewed_catalogue_is_a_reference_by_source_text(run, tmp_path, catalogue, lines, shortened):
    slug = SLUGS[0]
    machine = catalogue(tmp_path / "a", slug, shortened(slug))
    reviewed = catalogue(tmp_path / "b", slug, lines(slug, "vi"), reviewed=frozenset(range(10)))
    found = json.loads(run("--hyp", machine, "--ref", reviewed, "--bootstrap", 0, "--json"))
    assert found["pooled"]["segments"] == 10
    assert any("14 entries have no reference" in remark for remark in found["remarks"])


def test_a_translation_memory_is_a_reference(run, tmp_path, catalogue, lines, shortened):
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


def test_two_systems_are_compared_in_a_plain_sentence(run, locales, tmp_path, catalogue, shortened):
    for slug in SLUGS:
        catalogue(tmp_path / "better", slug, shortened(slug, 1))
    printed = run("--corpus", CORPUS, "--compare", locales, tmp_path / "better", "--metrics", "bleu,ter")
    assert "B is better than A by" in printed
