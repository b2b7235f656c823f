"""The Typer application: every command is registered here and nowhere else.

Command modules import nothing heavy at their top; `songngu --help` must answer in under 0.3 s.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from songngu import __version__
from songngu.cli.doctor import doctor
from songngu.cli.glossary import glossary_app
from songngu.cli.glossary_learn import learn
from songngu.cli.model import model_app
from songngu.cli.output import EXIT_INTERRUPTED, EXIT_USAGE, note
from songngu.cli.report import report
from songngu.cli.score import score
from songngu.cli.segment import segment
from songngu.cli.status import status
from songngu.cli.train import adapt, backtranslate, join, pack, train
from songngu.cli.translate import translate
from songngu.errors import SongnguError

if TYPE_CHECKING:
    from songngu.settings import Commands

app = typer.Typer(
    name="songngu",
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
    """Translate English military and administrative texts into Vietnamese catalogues, offline."""


MAIN_COMMANDS: tuple[Callable[..., None], ...] = (translate, status, score, report, segment, doctor)
MODEL_COMMANDS: tuple[Callable[..., None], ...] = (train, backtranslate, adapt, pack, join)
for command in MAIN_COMMANDS:
    app.command()(command)
for command in MODEL_COMMANDS:
    model_app.command()(command)
glossary_app.command()(learn)
app.add_typer(model_app)
app.add_typer(glossary_app)


def _defaults(commands: Mapping[str, Any]) -> dict[str, Any]:
    """Return what `songngu.toml` says, as defaults of the commands' options."""
    from songngu.settings import find_settings, load_settings

    path = find_settings(Path.cwd())
    return load_settings(path, _options(commands)) if path is not None else {}


def _options(commands: Mapping[str, Any]) -> Commands:
    return {
        name: _options(command.commands)
        if hasattr(command, "commands")
        else [parameter.name or "" for parameter in command.params]
        for name, command in commands.items()
    }


def _hide_variables(command: Any) -> None:
    """Keep the environment variables, whose names follow a rule, out of the help of each option."""
    for parameter in command.params:
        parameter.show_envvar = False
    for each in getattr(command, "commands", {}).values():
        _hide_variables(each)


def run() -> None:
    """Run the command line; turn a `SongnguError` into one line and exit code 2."""
    debug = "--debug" in sys.argv or os.environ.get("SONGNGU_DEBUG") == "1"
    try:
        command = typer.main.get_command(app)
        _hide_variables(command)
        command.main(default_map=_defaults(getattr(command, "commands", {})))
    except SongnguError as error:
        if debug:
            raise
        note(f"songngu: {error}")
        sys.exit(EXIT_USAGE)
    except KeyboardInterrupt:
        note("songngu: interrupted; finished work is kept")
        sys.exit(EXIT_INTERRUPTED)
