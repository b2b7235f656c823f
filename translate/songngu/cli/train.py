"""`songngu model train`, `backtranslate`, `adapt`, `pack`: thin commands over the training room."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from songngu.cli.options import JsonOption
from songngu.cli.output import EXIT_FINDINGS, note, print_json
from songngu.errors import UsageError

if TYPE_CHECKING:
    from songngu.training.recipe import Budget, Recipe

_RECIPES = Path(__file__).parents[1] / "training" / "recipes"

RecipeArgument = Annotated[
    str,
    typer.Argument(
        metavar="RECIPE",
        help="TOML file, or the name of a recipe of the package: "
        f"{', '.join(sorted(path.stem for path in _RECIPES.glob('*.toml')))}.",
    ),
]
DataOption = Annotated[
    Path, typer.Option("--data", metavar="DIR", help="Folder that the recipe's paths are relative to.")
]
BudgetOption = Annotated[
    str | None, typer.Option("--budget", metavar="AMOUNT", help="9m, 2h, 400 steps or 12M tokens.")
]
ThreadsOption = Annotated[
    int, typer.Option("--threads", metavar="N", min=0, help="Processor threads; 0: all.")
]


def _recipe(name: str) -> Recipe:
    from songngu.training.recipe import load_recipe

    path = Path(name)
    packaged = _RECIPES / f"{name}.toml"
    return load_recipe(packaged if not path.exists() and packaged.exists() else path)


def _budget(text: str | None) -> Budget | None:
    from songngu.training.recipe import parse_budget

    try:
        return parse_budget(text) if text else None
    except ValueError as error:
        raise UsageError(f"--budget: {error}", remedy="write 9m, 2h, 400 steps or 12M tokens") from None


def train(
    recipe: RecipeArgument,
    data: DataOption = Path(),
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="The run's folder.")] = None,
    budget: BudgetOption = None,
    extend: Annotated[bool, typer.Option("--extend", help="Add a cycle to a finished run.")] = False,
    processes: Annotated[
        int,
        typer.Option(
            "--processes", metavar="N", min=0, max=64, help="Batches at a time; 0: as the recipe says."
        ),
    ] = 0,
    as_json: JsonOption = False,
) -> None:
    """Train a model from a recipe; a run that was broken off goes on where it was."""
    from songngu.training.progress import CURVE, read_log
    from songngu.training.run import run_recipe

    checked = _recipe(recipe)
    if processes:
        checked = replace(checked, training=replace(checked.training, processes=processes))
    folder = out or Path(f"{checked.name}-run")
    model = run_recipe(
        checked,
        data,
        folder,
        budget=_budget(budget),
        extend=extend,
        say=note,
        tell=lambda report: note(str(report)),
    )
    last = read_log(folder)[-1]
    if as_json:
        print_json({"model": model, "curve": folder / CURVE, "last": last})
    else:
        typer.echo(f"{model} (loss {last.loss:.3f}, curve in {folder / CURVE})")


def backtranslate(
    texts: Annotated[
        list[Path], typer.Argument(metavar="TEXT…", help="Files of one sentence a line (.gz, .xz too).")
    ],
    model: Annotated[
        Path, typer.Option("--model", metavar="DIR", help="Model folder of the reverse direction.")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the shards.")],
    source: Annotated[str, typer.Option("--source", metavar="TAG", help="Language of the texts.")] = "vi",
    target: Annotated[str, typer.Option("--target", metavar="TAG", help="Language to write.")] = "en",
    beam: Annotated[int, typer.Option("--beam", min=1, help="Beam size.")] = 2,
    sampling: Annotated[
        int, typer.Option("--sampling", min=0, help="Sample from so many pieces; 0: beam.")
    ] = 0,
    forward: Annotated[
        Path | None,
        typer.Option("--forward", metavar="DIR", help="Model of the other direction, for the dual score."),
    ] = None,
    held_out: Annotated[
        list[Path] | None,
        typer.Option("--held-out", metavar="FILE", help="Sentences that may not come back."),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=0, help="Sentences in all; 0: all.")] = 0,
    shard: Annotated[int, typer.Option("--shard", min=1, help="Sentences of a shard.")] = 2000,
    seed: Annotated[int, typer.Option("--seed", help="Seed of sampling.")] = 1,
    threads: ThreadsOption = 0,
    as_json: JsonOption = False,
) -> None:
    """Make synthetic pairs of monolingual text; finished shards are kept and not made again."""
    from songngu.training.backtranslate import backtranslate as work
    from songngu.training.corpus import read_leak_keys
    from songngu.training.decoding import Search

    result = work(
        texts,
        model,
        out,
        languages=(source, target),
        search=Search(beam=beam, sampling=sampling),
        forward=forward,
        held_out=read_leak_keys(held_out or []),
        limit=limit,
        shard=shard,
        seed=seed,
        threads=threads,
        tell=note,
    )
    if as_json:
        print_json(result)
    else:
        there = f"{result.skipped} were there"
        rejected = ", ".join(f"{reason} {count:,}" for reason, count in sorted(result.rejected.items()))
        typer.echo(f"{result.kept:,} pairs in {result.shards} shards, {there}; rejected: {rejected}")


def adapt(
    model: Annotated[Path, typer.Option("--model", metavar="DIR", help="Model folder to adapt.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The new model folder.")],
    reviewed: Annotated[
        list[Path] | None,
        typer.Option("--from", metavar="PATH", help="Reviewed catalogues: files or folders."),
    ] = None,
    memory: Annotated[
        list[Path] | None,
        typer.Option("--memory", metavar="FILE", help="TMX or TSV of accepted translations."),
    ] = None,
    replay: Annotated[
        list[Path] | None,
        typer.Option("--replay", metavar="FILE", help="General parallel TSV against forgetting."),
    ] = None,
    source: Annotated[str, typer.Option("--source", metavar="TAG", help="Source language.")] = "en",
    target: Annotated[str, typer.Option("--target", metavar="TAG", help="Target language.")] = "vi",
    prefix: Annotated[str, typer.Option("--prefix", help="Piece before every source, e.g. >>vie<<.")] = "",
    minutes: Annotated[float, typer.Option("--minutes", min=0.1, help="Longest training time.")] = 12.0,
    rate: Annotated[float, typer.Option("--rate", help="Learning rate.")] = 2e-4,
    seed: Annotated[int, typer.Option("--seed", help="Seed.")] = 1,
    threads: ThreadsOption = 0,
    as_json: JsonOption = False,
) -> None:
    """Fine-tune a model on what reviewers accepted; exit code 1 when held-out text does not profit."""
    from songngu.training.adapt import adapt as work
    from songngu.training.corpus import PairStore, read_pairs
    from songngu.training.finetuning import Settings
    from songngu.training.reviewed import read_reviewed

    paths = [*(reviewed or []), *(memory or [])]
    if not paths:
        raise UsageError(
            "nothing to adapt to", remedy="name catalogues with --from or a memory with --memory"
        )
    result = work(
        model,
        read_reviewed(paths, source, target),
        out,
        replay=PairStore(pair for path in replay or [] for pair in read_pairs(path)),
        settings=Settings(learning_rate=rate, minutes=minutes, seed=seed, threads=threads),
        prefix=prefix,
        say=note,
    )
    if as_json:
        print_json(result)
    else:
        for name, judged in (("held-out", result.held_out), ("general", result.general)):
            if judged is not None:
                typer.echo(
                    f"{name:9} {judged.segments:5} segments  "
                    f"BLEU {judged.bleu[0]:.1f} → {judged.bleu[1]:.1f} (p = {judged.bleu_p:.3f})  "
                    f"chrF {judged.chrf[0]:.1f} → {judged.chrf[1]:.1f} (p = {judged.chrf_p:.3f})"
                )
        typer.echo(str(result.folder))
    if result.held_out.chrf[1] <= result.held_out.chrf[0]:
        raise typer.Exit(EXIT_FINDINGS)


def pack(
    recipe: RecipeArgument,
    out: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make.")],
    data: DataOption = Path(),
    prepared: Annotated[
        Path | None,
        typer.Option(
            "--prepared", metavar="RUN", help="Take its pieces and word alignments along.", exists=True
        ),
    ] = None,
) -> None:
    """Put everything that a run needs into one folder under 60 MB, to train on another machine."""
    from songngu.training.pack import MEGABYTE
    from songngu.training.pack import pack as work

    size = work(_recipe(recipe), data, out, prepared=prepared)
    typer.echo(
        f"{out}: {size / MEGABYTE:.1f} MB; run: PYTHONPATH={out}/program python -m songngu.training {out}"
    )


def join(
    manifest: Annotated[
        Path, typer.Argument(metavar="MANIFEST", help="`….parts.json`, its parts beside it.")
    ],
    out: Annotated[Path, typer.Argument(metavar="DIR", help="Folder for the joined file.")] = Path(),
) -> None:
    """Join the parts of a file that was split for transport, and check it."""
    from songngu.training.pack import join_file

    typer.echo(str(join_file(manifest, out)))
