"""Carrying a run to another machine: all that it needs in one folder, and its result in small files.

    songngu-run/
        recipe.toml         paths made relative to data/
        data/               parallel text without held-out sentences (.tsv.xz), development sets, starting weights
        program/songngu/    the program, without its model
        out/                the run: pieces and word alignments when they are taken along
    PYTHONPATH=songngu-run/program python -m songngu.training songngu-run --budget 9m

The other machine needs Python with torch, numpy, sentencepiece, safetensors, transformers and ctranslate2.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import lzma
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from songngu.training.base import TrainingError
from songngu.training.corpus import Pair, find_files, load_sources
from songngu.training.recipe import DataSource, Recipe

if TYPE_CHECKING:
    from collections.abc import Iterable

MEGABYTE = 1_000_000
PACK_LIMIT = 60 * MEGABYTE
PART_LIMIT = 15 * MEGABYTE
_INIT_FILES = (
    "config.json",
    "model.safetensors",
    "source.spm",
    "target.spm",
    "vocab.json",
    "tokenizer_config.json",
)
_PREPARED_FILES = ("source.spm", "target.spm", "vocab.json", "alignment.npz")


def pack(recipe: Recipe, root: Path, out: Path, limit: int = PACK_LIMIT, prepared: Path | None = None) -> int:
    """Write everything that a run of `recipe` needs into a new folder.

    Args:
        recipe: a checked recipe.
        root: the folder that its paths are relative to.
        out: the folder to make.
        limit: most bytes.
        prepared: a run of the same text, whose pieces and word alignments are taken along: they take minutes,
            which a machine lent by the minute should not spend.

    Returns:
        The folder's size in bytes.

    Raises:
        TrainingError: the folder exists, input is missing, or the pack is larger than `limit`.
    """
    if out.exists():
        raise TrainingError("the folder exists", path=out, remedy="name a new one")
    data = out / "data"
    data.mkdir(parents=True)
    entries = []
    for number, source in enumerate(load_sources(recipe, root)):
        name = f"{number:03}-{source.name}.tsv.xz"
        _write_pairs(data / name, source.pairs)
        entries.append(
            DataSource(
                path=name,
                weight=float(source.weight),
                columns=(recipe.source, recipe.target),
                tag=source.tag,
                align=source.align,
                pieces=source.pieces,
            )
        )
    dev = []
    for pattern in recipe.dev:
        for file in find_files(pattern, root, recipe.path):
            swapped = recipe.data[0].columns[0] != recipe.source
            (data / f"dev-{file.stem}.tsv").write_text(_in_order(file, swapped), encoding="utf-8")
            dev.append(f"dev-{file.stem}.tsv")
    if recipe.init:
        (data / "init").mkdir()
        for name in _INIT_FILES:
            shutil.copyfile(root / recipe.init / name, data / "init" / name)
    vocabulary = recipe.vocabulary
    if vocabulary.file:
        shutil.copyfile(find_files(vocabulary.file, root, recipe.path)[0], data / "vocabulary.spm")
        vocabulary = dataclasses.replace(vocabulary, file="vocabulary.spm")
    packed = dataclasses.replace(
        recipe,
        data=tuple(entries),
        dev=tuple(dev),
        held_out=(),
        init="init" if recipe.init else "",
        vocabulary=vocabulary,
    )
    (out / "recipe.toml").write_text(to_toml(packed), encoding="utf-8")
    if prepared is not None:
        (out / "out").mkdir()
        for name in _PREPARED_FILES:
            if not (prepared / name).is_file():
                raise TrainingError(f"no {name}", path=prepared, remedy="name the folder of a run that began")
            shutil.copyfile(prepared / name, out / "out" / name)
    program = Path(__file__).parents[1]
    ignored = shutil.ignore_patterns("models", "__pycache__", "*.pyc", "glossary")
    shutil.copytree(program, out / "program" / program.name, ignore=ignored)
    files = sorted((file for file in out.rglob("*") if file.is_file()), key=lambda f: -f.stat().st_size)
    size = sum(file.stat().st_size for file in files)
    if size > limit:
        largest = ", ".join(f"{f.name} {f.stat().st_size / MEGABYTE:.1f} MB" for f in files[:3])
        raise TrainingError(
            f"{size / MEGABYTE:.1f} MB are more than {limit / MEGABYTE:.0f} MB",
            path=out,
            remedy=f"leave out or thin the largest: {largest}",
        )
    return size


def _write_pairs(path: Path, pairs: Iterable[Pair]) -> None:
    with lzma.open(path, "wt", encoding="utf-8", preset=6) as file:
        for pair in pairs:
            file.write(f"{pair.source}\t{pair.target}\n")


def _in_order(file: Path, swapped: bool) -> str:
    lines = file.read_text(encoding="utf-8").splitlines()
    return "".join("\t".join(line.split("\t")[:: -1 if swapped else 1]) + "\n" for line in lines)


def to_toml(recipe: Recipe) -> str:
    """Return a recipe as TOML that `recipe.load_recipe` reads back to an equal one (but for `path`)."""
    plain: list[str] = []
    tables: list[str] = []
    for item in dataclasses.fields(recipe):
        value = getattr(recipe, item.name)
        if item.name == "path":
            continue
        if dataclasses.is_dataclass(value):
            tables.append(f"[{item.name}]\n{_keys(value)}")
        elif item.name == "data":
            tables += [f"[[data]]\n{_keys(entry)}" for entry in value]
        else:
            plain.append(f"{item.name} = {_value(value)}\n")
    return "\n".join(["".join(plain), *tables])


def _keys(table: Any) -> str:
    return "".join(f"{f.name} = {_value(getattr(table, f.name))}\n" for f in dataclasses.fields(table))


def _value(value: Any) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    # JSON strings and numbers are TOML's, but for the DEL character
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def split_file(path: Path, out: Path, part: int = PART_LIMIT) -> Path:
    """Split a file into parts, with a manifest that `join_file` reads.

    Args:
        path: the file.
        out: folder for `<name>.part000` … and `<name>.parts.json`.
        part: most bytes of a part.

    Returns:
        The manifest.
    """
    out.mkdir(parents=True, exist_ok=True)
    whole = hashlib.sha256()
    names: list[str] = []
    with path.open("rb") as file:
        while block := file.read(part):
            name = f"{path.name}.part{len(names):03}"
            (out / name).write_bytes(block)
            whole.update(block)
            names.append(name)
    manifest = out / f"{path.name}.parts.json"
    content = {"name": path.name, "size": path.stat().st_size, "sha256": whole.hexdigest(), "parts": names}
    manifest.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    return manifest


def join_file(manifest: Path, out: Path) -> Path:
    """Join the parts of a split file again and check the result.

    Args:
        manifest: what `split_file` wrote, its parts beside it.
        out: folder for the joined file.

    Raises:
        TrainingError: a part is missing, or the result is not the file that was split.
    """
    try:
        content = json.loads(manifest.read_text(encoding="utf-8"))
        name, parts, expected = Path(content["name"]).name, content["parts"], content["sha256"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise TrainingError(f"no manifest of a split file ({error})", path=manifest) from None
    out.mkdir(parents=True, exist_ok=True)
    whole, temporary = hashlib.sha256(), out / f"{name}.tmp"
    with temporary.open("wb") as file:
        for part in parts:
            path = manifest.parent / Path(part).name
            if not path.is_file():
                temporary.unlink()
                raise TrainingError("a part is missing", path=path, remedy="copy it beside the manifest")
            block = path.read_bytes()
            whole.update(block)
            file.write(block)
    if whole.hexdigest() != expected:
        temporary.unlink()
        raise TrainingError(
            "the parts do not make the file that was split", path=manifest, remedy="copy them anew"
        )
    return temporary.replace(out / name)
