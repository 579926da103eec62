"""`lfr-eval schema`: what the JSON of an output holds."""

from __future__ import annotations

from typing import Annotated

import typer

from lfr_eval.cli.output import print_json, say


def schema(
    name: Annotated[str | None, typer.Argument(help="Of which output; without it, all are listed.")] = None,
) -> None:
    """Print the JSON Schema of an output: each key, of what kind it is and what it means.

    Programs can hold what `--json` prints against it, and make types of it.
    """
    from lfr_eval.core.errors import InputError
    from lfr_eval.evaluate.results.outputs import OUTPUTS, about, schema_of

    if name is None:
        say("\n".join(f"{each:<8} {about(kind)}" for each, kind in OUTPUTS.items()))
    elif name in OUTPUTS:
        print_json(schema_of(OUTPUTS[name]))
    else:
        raise InputError(f"schema: expected one of {', '.join(OUTPUTS)}, found {name!r}")
