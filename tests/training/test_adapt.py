"""A model learns from what its reviewers accepted and is judged on documents that it has not seen."""

from __future__ import annotations

import json
from pathlib import Path

import polib
import pytest
from transformers import MarianMTModel

from songngu.training.adapt import adapt
from songngu.training.base import TrainingError
from songngu.training.corpus import Pair, PairStore, read_pairs
from songngu.training.finetuning import Settings
from songngu.training.reviewed import Document, hold_out, read_reviewed

CORPUS = Path(__file__).parents[2] / "corpus" / "parallel"
TMX = """<?xml version="1.0"?><tmx version="1.4"><header/><body>
<tu><tuv xml:lang="en-GB"><seg>The <ph x="1">b</ph>militia</seg></tuv>
<tuv xml:lang="vi"><seg>Dân quân</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>Alone</seg></tuv></tu>
<tu><tuv xml:lang="VI-VN"><seg>Hai</seg></tuv><tuv xml:lang="EN"><seg>Two</seg></tuv></tu>
</body></tmx>"""


def catalogue(path: Path, language: str = "vi") -> Path:
    file = polib.POFile()
    file.metadata = {"Language": language, "Content-Type": "text/plain; charset=UTF-8"}
    file.append(polib.POEntry(msgid="Reviewed", msgstr="Đã duyệt"))
    file.append(polib.POEntry(msgid="Machine", msgstr="Máy", flags=["fuzzy"]))
    file.append(polib.POEntry(msgid="Empty", msgstr=""))
    file.append(polib.POEntry(msgid="Dropped", msgstr="Bỏ", obsolete=True))
    file.save(str(path))
    return path


def test_only_what_a_person_accepted_is_learnt(tmp_path: Path) -> None:
    catalogue(tmp_path / "a.po")
    assert read_reviewed([tmp_path], "en", "vi") == [Document("a", (Pair("Reviewed", "Đã duyệt"),))]


def test_catalogues_of_other_languages_are_passed_over(tmp_path: Path) -> None:
    catalogue(tmp_path / "a.po", "fr")
    with pytest.raises(TrainingError, match="no reviewed segment"):
        read_reviewed([tmp_path], "en", "vi")


def test_memories_and_tables_are_read(tmp_path: Path) -> None:
    (tmp_path / "m.tmx").write_text(TMX, encoding="utf-8")
    (tmp_path / "t.tsv").write_text("Three\tBa\n", encoding="utf-8")
    documents = read_reviewed([tmp_path / "m.tmx", tmp_path / "t.tsv"], "en", "vi")
    assert documents[0].pairs == (Pair("The bmilitia", "Dân quân"), Pair("Two", "Hai"))
    assert documents[1].pairs == (Pair("Three", "Ba"),)


def test_a_broken_memory_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "m.tmx").write_text("<tmx><body>", encoding="utf-8")
    with pytest.raises(TrainingError, match="cannot read the memory"):
        read_reviewed([tmp_path / "m.tmx"], "en", "vi")


def test_whole_documents_are_held_out() -> None:
    documents = [Document(f"d{i}", tuple(Pair(f"s{i}.{k}", "t") for k in range(10))) for i in range(10)]
    training, held = hold_out(documents, 0.2, seed=1)
    assert len(held) == 20
    assert {p.source.split(".")[0] for p in training}.isdisjoint(p.source.split(".")[0] for p in held)


def test_of_a_single_document_the_end_is_held_out() -> None:
    pairs = tuple(Pair(str(i), "t") for i in range(10))
    training, held = hold_out([Document("d", pairs)], 0.2, seed=1)
    assert [p.source for p in held] == ["8", "9"]
    assert len(training) == 8


def test_a_sentence_that_is_held_out_is_not_trained_on_from_another_document() -> None:
    documents = [Document(str(i), (Pair("same", "t"), Pair(f"own {i}", "t"))) for i in range(8)]
    training, held = hold_out(documents, 0.3, seed=1)
    assert "same" in {p.source for p in held}
    assert "same" not in {p.source for p in training}


@pytest.mark.slow
def test_adapting_helps_on_held_out_documents_and_leaves_the_old_model_alone(trained, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    pairs = list(read_pairs(CORPUS / "military.tsv"))[:360]
    documents = [Document(f"d{i}", tuple(pairs[i : i + 40])) for i in range(0, 360, 40)]
    general = PairStore(read_pairs(trained.data / "reports.tsv"))
    before = {p: p.stat().st_mtime_ns for p in trained.model.rglob("*")}
    settings = Settings(learning_rate=2e-3, minutes=0.4, epochs=4, replay=0.5, seed=2, threads=1)
    said: list[str] = []
    result = adapt(
        trained.model, documents, tmp_path / "new", replay=general, settings=settings, say=said.append
    )

    assert min(result.course.losses) < result.course.losses[0] - 0.05
    assert result.course.best_step > 0
    assert result.held_out.segments == 80
    assert result.general is not None
    assert result.general.segments > 150
    assert 0 <= result.held_out.chrf_p <= 1
    assert "nrefs:1" in result.held_out.signature
    report = json.loads((tmp_path / "new" / "adaptation.json").read_text(encoding="utf-8"))
    assert report["held_out"]["chrf"] == list(result.held_out.chrf)
    about = json.loads((tmp_path / "new" / "songngu.json").read_text(encoding="utf-8"))
    assert about["name"] == "songngu-tiny-adapted"
    MarianMTModel.from_pretrained(tmp_path / "new")
    assert {p: p.stat().st_mtime_ns for p in trained.model.rglob("*")} == before


def test_too_few_reviewed_pairs_are_refused(shipped_model: Path, tmp_path: Path) -> None:
    documents = [Document("d", tuple(Pair(str(i), "t") for i in range(10)))]
    with pytest.raises(TrainingError, match="8 reviewed pairs to train on; 20 are the least"):
        adapt(shipped_model, documents, tmp_path / "new", say=lambda _: None)


def test_a_folder_that_is_no_marianmt_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"model_type": "t5"}', encoding="utf-8")
    documents = [Document("d", tuple(Pair(str(i), "t") for i in range(40)))]
    with pytest.raises(TrainingError, match="not a MarianMT folder"):
        adapt(tmp_path, documents, tmp_path / "new", say=lambda _: None)
