"""Synthetic pairs are filtered, sharded, resumable and repeatable."""

from __future__ import annotations

from pathlib import Path

import pytest

from songngu.training.backtranslate import backtranslate, traditional_tones
from songngu.training.base import TrainingError
from songngu.training.corpus import leak_key, read_pairs
from songngu.training.decoding import Search
from songngu.training.filters import (
    Filters,
    copied_share,
    dual_cross_entropy,
    has_loop,
    language_share,
    lost_names,
    reject,
    untranslated_words,
)

CORPUS = Path(__file__).parents[2] / "corpus" / "parallel"
EN_VI = ("en", "vi")


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("mono") / "mono.txt"
    sources = [pair.source for pair in read_pairs(CORPUS / "reports.tsv")][:30]
    path.write_text("\n".join(sources) + "\nOnly three words\n", encoding="utf-8")
    return path


def run(text: Path, model: Path, out: Path, **options: object):  # type: ignore[no-untyped-def]
    plain = {"languages": EN_VI, "shard": 10, "threads": 1, "tell": lambda _: None}
    return backtranslate([text], model, out, **{**plain, **options})  # type: ignore[arg-type]


def test_shards_hold_synthetic_and_original_and_are_not_made_twice(
    text: Path, shipped_model: Path, tmp_path: Path
) -> None:
    first = run(text, shipped_model, tmp_path, limit=20)
    assert (first.shards, first.skipped) == (2, 0)
    before = (tmp_path / "shard-00000.tsv.gz").read_bytes()
    (tmp_path / "shard-00001.tsv.gz").unlink()
    second = run(text, shipped_model, tmp_path)
    assert (second.shards, second.skipped) == (3, 1)
    assert (tmp_path / "shard-00000.tsv.gz").read_bytes() == before
    originals = text.read_text(encoding="utf-8").splitlines()
    pairs = [pair for path in sorted(tmp_path.glob("*.gz")) for pair in read_pairs(path)]
    assert len(pairs) > 20
    assert all(pair.target in originals and language_share(pair.source, "vi") > 0.6 for pair in pairs)
    assert second.rejected["input"] >= 1, "three words are too few"


def test_sampling_is_repeatable_and_differs_from_the_beam(
    text: Path, shipped_model: Path, tmp_path: Path
) -> None:
    sampled = {"search": Search(sampling=10), "limit": 10}
    for name in ("a", "b"):
        run(text, shipped_model, tmp_path / name, **sampled)
    run(text, shipped_model, tmp_path / "beam", limit=10)
    one, two, beam = (list(read_pairs(tmp_path / name / "shard-00000.tsv.gz")) for name in ("a", "b", "beam"))
    assert one == two != beam


def test_held_out_sentences_do_not_come_back(text: Path, shipped_model: Path, tmp_path: Path) -> None:
    held_out = text.read_text(encoding="utf-8").splitlines()[0]
    run(text, shipped_model, tmp_path, limit=10, held_out=frozenset({leak_key(held_out)}))
    assert held_out not in [pair.target for pair in read_pairs(tmp_path / "shard-00000.tsv.gz")]


def test_shards_of_other_settings_are_not_mixed(text: Path, shipped_model: Path, tmp_path: Path) -> None:
    run(text, shipped_model, tmp_path, limit=10)
    with pytest.raises(TrainingError, match="made with other settings"):
        run(text, shipped_model, tmp_path, limit=10, filters=Filters(min_words=2))


ORIGINAL = "Dân quân tham gia diễn tập bắn đạn thật ở huyện Lộc Bình."


@pytest.mark.parametrize(
    ("synthetic", "score", "reason"),
    [
        ("The militia joined a live-fire exercise in Loc Binh district.", -0.5, ""),
        ("The militia.", -0.5, "length"),
        ("The militia of the district joined an exercise, " * 5, -0.5, "ratio"),
        ("Dân quân tham gia diễn tập bắn đạn thật ở huyện.", -0.5, "language"),
        ("The militia joined a live-fire diễn in Loc Binh district.", -0.5, "untranslated"),
        ("so ta em an binh gia tham quan ba dan", -9.0, "score"),
        ("the militia of the the militia of the the militia of the end here", -0.5, "loop"),
    ],
)
def test_bad_pairs_are_left_out_for_a_reason(synthetic: str, score: float, reason: str) -> None:
    assert reject(ORIGINAL, synthetic, score, ("vi", "en"), Filters()) == reason


def test_copied_words_count_unless_they_are_names() -> None:
    assert copied_share("ở Lộc Bình tham gia", "in Lộc Bình tham gia") == pytest.approx(2 / 3)
    assert reject(
        "Hội nghị tham gia tham dan Lộc Bình", "Plain tham gia dan of it", -0.1, ("vi", "en"), Filters()
    ) == ("copied")


def test_english_may_have_accents_but_no_vietnamese_words() -> None:
    assert untranslated_words("A café, a naïve résumé") == 0
    assert untranslated_words("The đoạn of the road and the lượt") == 2


@pytest.mark.parametrize(
    ("original", "synthetic", "lost"),
    [
        ("Trung tướng Nguyễn Tân Cương phát biểu.", "Lt. Gen. Nguyen Tan Cuong spoke.", 0),
        ("Trung tướng Nguyễn Tân Cương phát biểu.", "Lt. Gen. Nguyen Tang Cung spoke.", 1),
        ("Ông Lê Văn Tám đến.", "Mr Le Van Tam came.", 0),
        ("Bộ Quốc phòng họp.", "The Ministry of National Defence met.", 0),
        ("Bộ Tư lệnh ở Lạng Sơn", "The command is in the north.", 0),
    ],
)
def test_names_of_three_syllables_must_come_through(original: str, synthetic: str, lost: int) -> None:
    assert lost_names(original, synthetic) == lost


def test_loops_are_three_times_the_same_four_words() -> None:
    assert has_loop("a b c d a b c d a b c d")
    assert not has_loop("a b c d a b c d")


def test_the_dual_score_is_small_only_when_both_models_agree_that_the_pair_is_likely() -> None:
    assert dual_cross_entropy(-0.5, -0.5) == pytest.approx(0.5)
    assert dual_cross_entropy(-0.5, -3.0) > dual_cross_entropy(-1.75, -1.75)


def test_a_forward_model_filters_by_the_dual_score(text: Path, shipped_model: Path, tmp_path: Path) -> None:
    strict = Filters(max_dual=0.0)
    result = run(text, shipped_model, tmp_path, limit=10, forward=shipped_model, filters=strict)
    assert result.kept == 0
    assert result.rejected["dual"] > 0


@pytest.mark.parametrize(
    ("written", "traditional"),
    [
        ("hoà bình", "hòa bình"),
        ("thuỷ lợi", "thủy lợi"),
        ("khoẻ mạnh", "khỏe mạnh"),
        ("UỶ BAN", "ỦY BAN"),
        ("quý hoá, hoàn toàn, quỹ", "quý hóa, hoàn toàn, quỹ"),
        ("khoáng sản, loại, huyện", "khoáng sản, loại, huyện"),
        ("hòa bình", "hòa bình"),
    ],
)
def test_tone_marks_go_where_the_press_puts_them(written: str, traditional: str) -> None:
    assert traditional_tones(written) == traditional
