"""`songngu model …`: the models on this computer, models from the hub, conversions, measurements."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from songngu.cli.options import JsonOption, ModelOption, SourceOption, TargetOption
from songngu.cli.output import note, print_json

if TYPE_CHECKING:
    from songngu.engines.folder import ModelInfo
    from songngu.languages import LanguagePair

model_app = typer.Typer(
    name="model",
    help="List, fetch, convert and measure models.",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

ModelsDirOption = Annotated[
    list[Path] | None,
    typer.Option("--models-dir", metavar="DIR", help="Folder of models to look in first; repeatable."),
]
PrecisionOption = Annotated[
    list[str] | None,
    typer.Option(
        "--precision", metavar="NAME", help="int8, int8_float32 or float32; repeatable.", show_default="int8"
    ),
]
PickleOption = Annotated[
    bool,
    typer.Option("--allow-pickle", help="Take pickled weights where there are no others (tensors only)."),
]
OutOption = Annotated[
    Path | None,
    typer.Option("--out", metavar="DIR", help="Folder to make; by default one of the user's local models."),
]
OptionalLanguage = Annotated[
    str | None, typer.Option(metavar="TAG", help="Language, if the model does not tell.")
]


def _describe(model: ModelInfo) -> dict[str, object]:
    from songngu.engines.folder import conversions

    described = asdict(model)
    described["conversions"] = [folder.name.partition("-")[2] for folder in conversions(model.path)]
    return described


def _pair(source: str | None, target: str | None) -> LanguagePair | None:
    from songngu.errors import UsageError
    from songngu.languages import LanguagePair

    if source is None and target is None:
        return None
    if source is None or target is None:
        raise UsageError("--source and --target go together")
    return LanguagePair.parse(source, target)


@model_app.command("list")
def list_command(models_dir: ModelsDirOption = None, json: JsonOption = False) -> None:
    """List the local models: name, languages, term protocol, licence, folder."""
    from songngu.engines.registry import list_models

    models = list_models(models_dir or [])
    if json:
        print_json([_describe(m.model) if m.model else {"path": m.path, "fault": m.fault} for m in models])
        return
    rows = [
        (m.model.name, m.model.version, f"{m.model.source}-{m.model.target}", m.model.licence, str(m.path))
        if m.model
        else (m.path.name, "", "BROKEN", "", m.fault)
        for m in models
    ]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(4)]
    for row in rows:
        typer.echo(
            "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[4]])
        )


@model_app.command("info")
def info_command(
    model: Annotated[
        str | None,
        typer.Argument(metavar="[MODEL]", help="Folder, local name or hub name.", show_default=False),
    ] = None,
    source: SourceOption = "en",
    target: TargetOption = "vi",
    models_dir: ModelsDirOption = None,
    json: JsonOption = False,
) -> None:
    """Show what is known of a model; of the default one when none is named."""
    from songngu.engines.folder import load_model_info
    from songngu.engines.registry import default_model, resolve_model
    from songngu.languages import LanguagePair

    pair = LanguagePair.parse(source, target)
    folders = models_dir or []
    path = resolve_model(model, folders) if model else default_model(pair, folders)
    described = _describe(load_model_info(path, pair))
    if json:
        print_json(described)
        return
    width = max(map(len, described))
    for key, value in described.items():
        shown = ", ".join(f"{k} {v}" for k, v in value.items()) if isinstance(value, dict) else value
        shown = ", ".join(shown) if isinstance(shown, list) else shown
        typer.echo(f"{key.replace('_', ' '):<{width}}  {'' if shown is None else shown}".rstrip())


@model_app.command("pull")
def pull_command(
    name: Annotated[str, typer.Argument(metavar="ORGANISATION/MODEL", help="Name on the Hugging Face hub.")],
    revision: Annotated[
        str | None,
        typer.Option("--revision", help="Branch, tag, commit or refs/pr/N.", show_default="newest"),
    ] = None,
    precision: PrecisionOption = None,
    allow_pickle: PickleOption = False,
    out: OutOption = None,
    source: OptionalLanguage = None,
    target: OptionalLanguage = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before the download.")] = False,
    json: JsonOption = False,
) -> None:
    """Fetch a MarianMT model from the hub, convert it, try it out, and register it under its name."""
    from songngu.engines.convert import require_torch
    from songngu.engines.hub import fetch, look_up
    from songngu.engines.intake import convert_model
    from songngu.engines.registry import user_models
    from songngu.errors import ModelError

    pair = _pair(source, target)
    require_torch("converting a model for CTranslate2")
    offer = look_up(name, revision)
    licence = offer.licence or "not stated"
    note(f"{offer.repo} at {offer.revision}: {offer.size / 1e6:.0f} MB, licence {licence}")
    if offer.pickled and not allow_pickle:
        raise ModelError(
            f"{name} has only pickled weights, which can run code when they are read",
            remedy="if you trust their origin, add --allow-pickle; or find safetensors with --revision",
        )
    if not yes and not typer.confirm("Fetch it?", default=True, err=True):
        raise typer.Exit(1)
    snapshot = fetch(offer)
    model = convert_model(
        snapshot.path,
        out or user_models() / name.replace("/", "--"),
        pair=pair,
        precisions=precision or ["int8"],
        allow_pickle=allow_pickle,
        name=name.split("/")[1],
        version=offer.revision[:12],
        licence=offer.licence,
    )
    _report(model, json)


@model_app.command("convert")
def convert_command(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="MarianMT folder (Hugging Face), or native Marian.")
    ],
    precision: PrecisionOption = None,
    allow_pickle: PickleOption = False,
    out: OutOption = None,
    name: Annotated[str, typer.Option("--name", help="Name of the model.", show_default="the folder's")] = "",
    source: OptionalLanguage = None,
    target: OptionalLanguage = None,
    json: JsonOption = False,
) -> None:
    """Convert a model folder for CTranslate2, try it out, and register it.

    FOLDER is in Hugging Face layout (config.json, model.safetensors, source.spm …) or native Marian
    (decoder.yml, .npz, vocabularies, source.spm, target.spm); the latter needs --source and --target.
    """
    from songngu.engines.intake import convert_model
    from songngu.engines.registry import user_models

    model = convert_model(
        folder,
        out or user_models() / (name or folder.resolve().name),
        pair=_pair(source, target),
        precisions=precision or ["int8"],
        allow_pickle=allow_pickle,
        name=name,
    )
    _report(model, json)


@model_app.command("bench")
def bench_command(
    pairs: Annotated[Path, typer.Argument(metavar="SET.tsv", help="Lines of source TAB reference.")],
    model: ModelOption = None,
    precision: PrecisionOption = None,
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, help="Lines to read.", show_default="all")
    ] = None,
    beam: Annotated[int | None, typer.Option("--beam", min=1, help="Beam size.", show_default="4")] = None,
    source: SourceOption = "en",
    target: TargetOption = "vi",
    models_dir: ModelsDirOption = None,
    json: JsonOption = False,
) -> None:
    """Measure precisions of a model on a set: speed, memory, BLEU and chrF against the first one named."""
    from songngu.engines.base import DecodingOptions
    from songngu.engines.bench import bench, read_pairs
    from songngu.engines.registry import default_model, resolve_model
    from songngu.languages import LanguagePair

    folders = models_dir or []
    path = (
        resolve_model(model, folders) if model else default_model(LanguagePair.parse(source, target), folders)
    )
    sources, references = read_pairs(pairs, limit)
    options = DecodingOptions() if beam is None else DecodingOptions(beam=beam)
    results = bench(path, sources, references, precision or ["int8"], options)
    if json:
        print_json(results)
        return
    typer.echo(
        "precision     segments/s  tokens/s  load s  peak MB  disk MB   BLEU   chrF   ΔBLEU   ΔchrF   same"
    )
    for row in results:
        typer.echo(
            f"{row.precision:<12} {row.segments_per_second:>11.1f} {row.tokens_per_second:>9.0f}"
            f" {row.load_seconds:>7.2f} {row.peak_megabytes:>8.0f} {row.disk_megabytes:>8.1f}"
            f" {row.bleu:>6.2f} {row.chrf:>6.2f} {row.bleu_difference:>+7.2f} {row.chrf_difference:>+7.2f}"
            f" {row.same:>6.1%}"
        )


def _report(model: ModelInfo, json: bool) -> None:
    if json:
        print_json(_describe(model))
    else:
        typer.echo(f"{model.name}: {model.source} → {model.target}, {model.digest}, in {model.path}")
