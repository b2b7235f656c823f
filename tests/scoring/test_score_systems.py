"""`songngu score --system`, and metrics of other packages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from songngu.errors import SongnguError

CORPUS = Path(__file__).parents[2] / "corpus"
SLUGS = ("lang-son-armed-forces", "lang-son-defensive-zone")


class TestASystemThatTranslatesNow:
    """The shipped model on the first sentences of an article; nothing is written."""

    @pytest.fixture
    def corpus(self, tmp_path, lines):
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

    def test_it_can_be_compared_and_demanded(
        self, run, locales, tmp_path, shortest_wins, catalogue, shortened
    ):
        for slug in SLUGS:
            catalogue(tmp_path / "short", slug, shortened(slug, 4))
        arguments = ("--corpus", CORPUS, "--metrics", "brevity")
        assert "B is better than A by" in run(*arguments, "--compare", locales, tmp_path / "short")
        run(*arguments, "--locale-dir", locales, "--fail-under", "brevity=99", code=1)

    def test_one_that_is_absent_is_told_how_to_get(self, run, locales):
        with pytest.raises(SongnguError, match=r"entry point comet in the group songngu\.metrics"):
            run("--corpus", CORPUS, "--locale-dir", locales, "--metrics", "comet")
