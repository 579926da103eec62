"""`lfr-eval system`: the settings of the system under test."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lfr_eval.cli.output import Json, print_json, say

app = typer.Typer(help="Show the settings of the system under test.", no_args_is_help=True)


@app.command("show")
def show(
    system: Annotated[Path | None, typer.Option(help="A system.yaml; without it, the defaults.")] = None,
    as_json: Json = False,
) -> None:
    """Show every setting with its value, as YAML that can be saved as system.yaml and changed."""
    import yaml

    from lfr_eval.evaluate.system import read_system

    settings = read_system(system).model_dump()
    if as_json:
        print_json(settings)
    else:
        say(yaml.safe_dump(settings, sort_keys=False), end="")
