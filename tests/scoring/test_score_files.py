"""`songngu score` on files of lines, and the mistakes that are named before a number is printed."""

from __future__ import annotations

import json
from pathlib import Path

import polib
import pytest

from songngu.errors import SongnguError

CORPUS = Path(__file__).parents[2] / "corpus"
SLUGS = ("lang-son-armed-forces", "lang-son-defensive-zone")


def test_the_other_direction_is_scored_too(run, tmp_path, lines):
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


def test_line_files_with_several_references(run, tmp_path, shortened):
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


def test_comparing_different_segments_is_refused(run, tmp_path, shortened):
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    reference = CORPUS / SLUGS[0] / "reference.vi.txt"
    first.write_text("\n".join(shortened(SLUGS[0])), encoding="utf-8")
    second.write_text("\n".join(shortened(SLUGS[0])[:-1]), encoding="utf-8")
    with pytest.raises(SongnguError, match=r"23 lines, but .* has 24"):
        run("--compare", first, second, "--ref", reference)


class TestMistakesAreNamedBeforeANumberIsPrinted:
    def files(self, tmp_path, hypotheses: list[str], references: list[str], sources: list[str] | None = None):
        arguments: list[object] = []
        for option, content in (("--hyp", hypotheses), ("--ref", references), ("--src", sources)):
            if content is not None:
                path = tmp_path / option.strip("-")
                path.write_text("".join(f"{line}\n" for line in content), encoding="utf-8")
                arguments += [option, path]
        return arguments

    def test_different_numbers_of_lines(self, run, tmp_path, lines):
        vietnamese = lines(SLUGS[0], "vi")
        with pytest.raises(
            SongnguError, match=r"hyp: has 23 lines, but .*ref has 24; align them with --align"
        ):
            run(*self.files(tmp_path, vietnamese[:-1], vietnamese))

    def test_align_mends_them(self, run, tmp_path, lines):
        vietnamese = lines(SLUGS[0], "vi")
        cut = [" ".join(vietnamese[:2]), *vietnamese[2:]]
        found = json.loads(run(*self.files(tmp_path, cut, vietnamese), "--align", "--bootstrap", 0, "--json"))
        assert found["pooled"]["metrics"]["bleu"]["score"] == pytest.approx(100)

    def test_languages_the_wrong_way_round(self, run, tmp_path, lines, shortened):
        with pytest.raises(SongnguError, match="the references are not Vietnamese"):
            run(*self.files(tmp_path, shortened(SLUGS[0]), lines(SLUGS[0], "en")))

    def test_untranslated_hypotheses(self, run, tmp_path, lines):
        with pytest.raises(SongnguError, match="the hypotheses are not Vietnamese"):
            run(*self.files(tmp_path, lines(SLUGS[0], "en"), lines(SLUGS[0], "vi")))

    def test_reference_that_is_the_source(self, run, tmp_path, lines, shortened):
        vietnamese = lines(SLUGS[0], "vi")
        with pytest.raises(
            SongnguError, match="the reference is the source in 24 of 24 segments, first line 1"
        ):
            run(*self.files(tmp_path, shortened(SLUGS[0]), vietnamese, vietnamese))

    def test_empty_hypotheses(self, run, tmp_path, lines):
        hypotheses = [*lines(SLUGS[0], "vi")[:20], "", "", "", ""]
        files = self.files(tmp_path, hypotheses, lines(SLUGS[0], "vi"))
        hypothesis_file = Path(str(files[1]))
        assert hypothesis_file.read_text(encoding="utf-8").count("\n") == 24
        with pytest.raises(SongnguError, match="4 of 24 hypotheses are empty, first line 21"):
            run(*files)
        found = json.loads(run(*files, "--allow-empty", "--bootstrap", 0, "--json"))
        assert found["remarks"] == ["hyp: 4 empty hypotheses are scored as such"]

    def test_a_reference_line_without_an_entry(self, run, tmp_path, catalogue, lines):
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

    def test_decomposed_text_is_remarked_upon(self, run, tmp_path, lines, shortened):
        import unicodedata

        hypotheses = [unicodedata.normalize("NFD", line) for line in shortened(SLUGS[0])]
        files = self.files(tmp_path, hypotheses, lines(SLUGS[0], "vi"))
        found = json.loads(run(*files, "--bootstrap", 0, "--json"))
        assert "24 texts are not NFC" in found["remarks"][0]
