"""Wire the commands together; turn errors into one line and an exit code."""

from __future__ import annotations

import sys

import typer

from lfr_eval.cli import annotate, demo, doctor, enrol, models, runs, score, system, watch, watchlist
from lfr_eval.core.errors import LfrError

BREACHED, BAD_INPUT, INTERRUPTED = 1, 2, 130

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
app.command("annotate")(annotate.annotate)
app.add_typer(runs.app, name="runs")
app.add_typer(watchlist.app, name="watchlist")
app.add_typer(models.app, name="models")
app.add_typer(system.app, name="system")
app.command("doctor")(doctor.doctor)


def main() -> None:
    """Run the command line: exit 0 done, 1 breached or failed a check, 2 bad input, 130 interrupted."""
    try:
        code = app(standalone_mode=False)
    except LfrError as error:
        _say(str(error))
        code = BAD_INPUT
    except typer.TyperException as error:
        _say(error.format_message() or str(error))
        code = error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        _say("interrupted")
        code = INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        code = 0
    sys.exit(code if isinstance(code, int) else 0)


def _say(message: str) -> None:
    print("lfr-eval: " + " ".join(message.split()), file=sys.stderr)
