"""Wire the commands together; turn errors into one line and an exit code."""

from __future__ import annotations

import io
import os
import sys

import typer

from lfr_eval.cli import (
    annotate,
    bench,
    datasets,
    demo,
    doctor,
    enrol,
    models,
    plan,
    runs,
    schema,
    score,
    search,
    system,
    verify,
    watch,
    watchlist,
)
from lfr_eval.cli import (
    app as front_end,
)
from lfr_eval.cli.libraries import missing_library
from lfr_eval.cli.output import Interrupted
from lfr_eval.core.errors import LfrError
from lfr_eval.core.names import brief, visible
from lfr_eval.core.private import keep_to_owner

DONE, BAD_INPUT, INTERRUPTED = 0, 2, 130

app = typer.Typer(
    name="lfr-eval",
    help="Find out how well, how fast and how fairly a live facial recognition (LFR) system works.",
    epilog="Start with `lfr-eval demo`. Data stands in LFR_EVAL_HOME (default: the current folder).",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("demo")(demo.demo)
app.command("enrol")(enrol.enrol)
app.command("watch")(watch.watch)
app.command("score")(score.score)
app.command("search")(search.search)
app.command("verify")(verify.verify)
app.command("plan")(plan.plan)
app.command("annotate")(annotate.annotate)
app.command("schema")(schema.schema)
app.add_typer(runs.app, name="runs")
app.add_typer(watchlist.app, name="watchlist")
app.add_typer(datasets.app, name="datasets")
app.add_typer(models.app, name="models")
app.add_typer(system.app, name="system")
app.add_typer(bench.app, name="bench")
app.command("doctor")(doctor.doctor)
app.command("app")(front_end.app)


def main() -> None:
    """Run the command line: exit 0 done, 1 breached or failed a check, 2 bad input, 130 interrupted."""
    keep_to_owner()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a file may have any name, and a terminal any encoding
    code = DONE
    try:
        code = _run()
        print(end="", flush=True)
    except (OSError, SystemExit) as error:  # typer makes SystemExit of a pipe that nobody reads any more
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, (BrokenPipeError, SystemExit)):
            _say(f"{error.filename}: {error.strerror}" if error.filename else str(error))
            code = BAD_INPUT
    sys.exit(code)


def _run() -> int:
    try:
        code = app(prog_name="lfr-eval", standalone_mode=False)
    except LfrError as error:
        _say(str(error))
        return BAD_INPUT
    except ImportError as error:
        _say(missing_library(error))
        return BAD_INPUT
    except typer.TyperException as error:
        _say(error.format_message())
        return error.exit_code
    except Interrupted as error:
        _say(str(error))
        return INTERRUPTED
    if code == INTERRUPTED:  # typer makes a code of Ctrl-C
        _say("interrupted")
    return code if isinstance(code, int) else DONE


def _say(message: str) -> None:
    """Say it in one line; the help that a bare command has shown speaks for itself."""
    if message:
        print("lfr-eval: " + visible(brief(" ".join(message.split()))), file=sys.stderr)
