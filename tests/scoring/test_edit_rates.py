"""HTER: how much reviewers change, told from the catalogues alone or against an earlier copy."""

from __future__ import annotations

import json
from pathlib import Path

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from songngu.catalogues.comments import machine_line, origin_line
from songngu.catalogues.merge import MACHINE_TRANSLATOR
from songngu.errors import SongnguError
from songngu.languages import LanguagePair
from songngu.scoring import make_judge
from songngu.scoring.hter import Edit, review_of
from songngu.scoring.present import change_line, unknown_lines
from songngu.scoring.term_changes import changed_terms, replacement

CORPUS = Path(__file__).parents[2] / "corpus"
SLUGS = ("lang-son-armed-forces", "lang-son-defensive-zone")


def test_edit_rate_of_a_review(run, tmp_path, catalogue, lines, shortened):
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


def test_edit_rates_over_time_are_recorded_once_for_each_state_of_a_catalogue(
    run, tmp_path, catalogue, lines, shortened
):
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


def test_edit_rate_of_each_reviewer(run, tmp_path, catalogue, lines, shortened):
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


class TestFromTheCataloguesAlone:
    """What the entries keep of the machine's text is enough: no earlier copy, no Git."""

    def test_the_rates_are_those_against_an_earlier_copy(self, run, tmp_path, catalogue, lines, shortened):
        for slug, reviewer in zip(SLUGS, ("Lan <lan@example.org>", "Minh <minh@example.org>"), strict=True):
            catalogue(tmp_path / "before", slug, shortened(slug))
            catalogue(
                tmp_path / "after",
                slug,
                [*shortened(slug)[:4], *lines(slug, "vi")[4:]],
                frozenset(range(10)),
                machine=shortened(slug),
                **{"Last-Translator": reviewer, "PO-Revision-Date": "2026-11-27 10:00+0700"},
            )
        arguments = ("--locale-dir", tmp_path / "after", "--bootstrap", 50, "--json")
        alone = json.loads(run(*arguments, "--hter"))
        copy = json.loads(run(*arguments, "--machine", tmp_path / "before"))
        assert alone["unknown"] == []
        assert alone["documents"][0].pop("model") == "m 1.0"
        copy["documents"][0].pop("model")
        copy["documents"][1]["model"] = "m 1.0"
        assert alone == copy
        assert alone["pooled"]["score"] > 0
        assert [edit["rate"] for edit in alone["documents"][0]["edits"][:4]] == [0.0] * 4

    def test_over_time_with_a_history(self, run, tmp_path, catalogue, lines, shortened):
        from songngu.scoring import history

        slug, file = SLUGS[0], tmp_path / "history.jsonl"
        for day, count in (("2026-11-20", 5), ("2026-11-27", 12)):
            final = [*lines(slug, "vi")[:5], *shortened(slug)[5:]]
            dates = {"PO-Revision-Date": f"{day} 10:00+0700"}
            catalogue(tmp_path, slug, final, frozenset(range(count)), machine=shortened(slug), **dates)
            printed = run("--hter", "--locale-dir", tmp_path, "--bootstrap", 0, "--history", file)
        runs = history.read_edits(file)
        assert [(each.date, each.segments, each.model) for each in runs] == [
            ("2026-11-20", 5, "m 1.0"),
            ("2026-11-27", 12, "m 1.0"),
        ]
        assert " (2026-11-20) → " in printed

    def test_entries_that_keep_no_machine_text_are_counted_and_named(
        self,
        run,
        tmp_path,
        catalogue,
        lines,
        shortened,
    ):
        slug = SLUGS[0]
        final = [*lines(slug, "vi")[:10], *shortened(slug)[10:]]
        path = catalogue(tmp_path, slug, final, frozenset(range(10)), machine=shortened(slug))
        file = polib.pofile(str(path))
        for entry in file[:7]:
            entry.comment = entry.comment.replace("machine: ", "note: ")
        file.save(str(path))
        catalogue(tmp_path, SLUGS[1], shortened(SLUGS[1]), machine=shortened(SLUGS[1]))
        arguments = ("--hter", "--locale-dir", tmp_path, "--bootstrap", 0)
        found = json.loads(run(*arguments, "--json"))
        assert found["unknown"] == [{"document": slug, "sources": lines(slug, "en")[:7]}]
        assert [(each["document"], each["segments"]) for each in self.counted(found)] == [(slug, 3)]
        run(*arguments)
        review = review_of([(slug, path)], bootstrap=0)
        [line] = unknown_lines(review)
        assert line.startswith(
            f"{slug}: 7 reviewed entries keep no machine text: {lines(slug, 'en')[0][:57]}…;"
        )
        assert line.endswith("; 2 more")

    @staticmethod
    def counted(found: dict) -> list[dict]:
        return [{"document": each["slug"], "segments": len(each["edits"])} for each in found["documents"]]

    def test_what_is_missing_is_said(self, run, tmp_path, catalogue, shortened):
        slug = SLUGS[0]
        arguments = ("--hter", "--locale-dir", tmp_path)
        catalogue(tmp_path, slug, shortened(slug), machine=shortened(slug))
        with pytest.raises(SongnguError, match="no entry is reviewed yet; accept or correct"):
            run(*arguments)
        catalogue(tmp_path, slug, shortened(slug), frozenset(range(3)))
        with pytest.raises(SongnguError, match=r"of none of the 3 reviewed entries .* with --machine"):
            run(*arguments)
        with pytest.raises(SongnguError, match="--hter and --machine do not go together"):
            run(*arguments, "--machine", tmp_path)
        with pytest.raises(SongnguError, match="--junit does nothing with --hter"):
            run(*arguments, "--junit", "a.xml")

    def test_equal_sentences_of_different_paragraphs_are_two_entries(self, tmp_path):
        file = polib.POFile(wrapwidth=0)
        file.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Language": "vi"}
        for number, final in enumerate(("Đồng ý.", "Đã duyệt."), start=1):
            notes = [f"block {number}, sentence 1, paragraph", machine_line("Đã duyệt.")]
            notes.append(origin_line("model m 1.0, plain, 0.74", "Đã duyệt."))
            comment = "\n".join(notes)
            file.append(
                polib.POEntry(msgctxt=f"block {number}", msgid="Approved.", msgstr=final, comment=comment)
            )
        file.save(str(tmp_path / "a.po"))
        review = review_of([("a", tmp_path / "a.po")], bootstrap=0)
        assert [edit.rate > 0 for edit in review.edits] == [True, False]

    def test_the_machine_is_no_reviewer(self, tmp_path, catalogue, shortened):
        header = {"Last-Translator": MACHINE_TRANSLATOR}
        final = shortened(SLUGS[0])
        path = catalogue(tmp_path, SLUGS[0], final, frozenset({1}), machine=final, **header)
        [report] = review_of([("a", path)], bootstrap=0).reports
        assert (report.reviewer, report.unchanged, report.score.score) == ("", 1, 0.0)

    def test_a_place_that_the_machine_wrote_of_is_no_place_of_the_entry(self, tmp_path, catalogue, lines):
        machine = ["block 90, sentence 1"] * 24
        path = catalogue(tmp_path, SLUGS[0], lines(SLUGS[0], "vi"), frozenset(range(24)), machine=machine)
        edits = review_of([("a", path)], bootstrap=0).edits
        assert [edit.source for edit in edits] == lines(SLUGS[0], "en")


def edit(source: str, machine: str, final: str) -> Edit:
    return Edit(source, machine, final, 30.0)


@pytest.fixture(scope="module")
def judge():
    return make_judge(LanguagePair())


class TestTermsThatReviewersChange:
    def test_they_are_named_with_what_stands_in_their_place(self, judge):
        source = "The Ministry of National Defence met."
        changes = changed_terms(
            [
                [
                    edit(source, "Bộ Quốc phòng đã họp.", "Bộ Phòng vệ đã họp."),
                    edit(source, "Bộ Quốc phòng đã họp.", "Bộ Quốc phòng đã họp."),
                ]
            ],
            judge,
        )
        assert [(each.source, each.rendering, each.count, each.offered) for each in changes] == [
            ("Ministry of National Defence", "Bộ Quốc phòng", 1, 2)
        ]
        assert changes[0].replacements == (("Bộ Phòng vệ", 1),)
        assert change_line(changes[0]) == (
            "Ministry of National Defence → Bộ Quốc phòng: taken out 1 of 2 times, for “Bộ Phòng vệ” (1)"
        )

    @pytest.mark.parametrize(
        ("machine", "final", "rendering", "expected"),
        [
            ("Ông nói Bộ Quốc phòng đã họp.", "Ông nói Bộ đã họp.", "Bộ Quốc phòng", "Bộ"),
            ("Tân binh đến.", "Chiến sĩ mới đến.", "tân binh", "chiến sĩ mới"),
            ("Huấn luyện tân binh.", "Huấn luyện chiến sĩ mới.", "tân binh", "chiến sĩ mới"),
            ("Ban Chỉ huy xã họp.", "Ban Chỉ huy cấp xã họp.", "Ban Chỉ huy xã", "Ban Chỉ huy cấp xã"),
            ("Các tân binh đến.", "Các đến.", "tân binh", ""),
            ("Các tân binh đến.", "Những chiến sĩ mới tới.", "tân binh", ""),
            ("Đến.", "Tới.", "tân binh", ""),
        ],
    )
    def test_what_stands_in_its_place_is_told_only_where_it_is_plain(
        self, machine, final, rendering, expected
    ):
        assert replacement(machine, final, rendering) == expected

    @given(st.text("ab ,.Đđ", max_size=30), st.text("ab ,.Đđ", max_size=30))
    def test_it_is_a_part_of_the_final_text(self, machine, final):
        assert replacement(machine, final, "a").casefold() in final.casefold()
