"""The Typer application: every command is registered here and nowhere else.

Command modules import nothing heavy at their top; `songngu --help` must answer in under 0.3 s.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from songngu import __version__
from songngu.cli.doctor import doctor
from songngu.cli.output import EXIT_INTERRUPTED, EXIT_USAGE, note
from songngu.cli.segment import segment
from songngu.cli.translate import translate
from songngu.errors import SongnguError

app = typer.Typer(
    name="songngu",
    help="Translate English military and administrative texts into reviewable Vietnamese catalogues, offline.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "SONGNGU"},
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"songngu {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Translate English military and administrative texts into reviewable Vietnamese catalogues, offline."""


for command in (translate, segment, doctor):
    app.command()(command)


def _defaults() -> dict[str, dict[str, Any]]:
    """Return what `songngu.toml` says, as defaults of the commands' options."""
    from songngu.settings import find_settings, load_settings

    path = find_settings(Path.cwd())
    if path is None:
        return {}
    commands = typer.main.get_group(app).commands
    return load_settings(path, {name: [p.name or "" for p in each.params] for name, each in commands.items()})


def run() -> None:
    """Run the command line; turn a `SongnguError` into one line and exit code 2."""
    debug = "--debug" in sys.argv or os.environ.get("SONGNGU_DEBUG") == "1"
    try:
        app(default_map=_defaults())
    except SongnguError as error:
        if debug:
            raise
        note(f"songngu: {error}")
        sys.exit(EXIT_USAGE)
    except KeyboardInterrupt:
        note("songngu: interrupted; finished work is kept")
        sys.exit(EXIT_INTERRUPTED)
