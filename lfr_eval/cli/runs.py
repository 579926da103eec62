"""`lfr-eval runs`: the records of past runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lfr_eval.cli.output import Json, print_json, runs_folder, say
from lfr_eval.core.names import canonical

if TYPE_CHECKING:
    from lfr_eval.record.remarks import Remarks

app = typer.Typer(help="List, show, name, tag, verify and delete run records.", no_args_is_help=True)
Run = Annotated[str, typer.Argument(help="A run by name or id, the start of one, a folder, or 'latest'.")]
ALTERED = 1


@app.command("list")
def list_all(
    tag: Annotated[str | None, typer.Option(help="Only runs with this tag.")] = None, as_json: Json = False
) -> None:
    """List every run, newest first: status, source, list, tags. Interrupted and damaged ones are listed too."""
    from lfr_eval.core.home import Home
    from lfr_eval.record.leftovers import sweep
    from lfr_eval.record.listing import list_runs

    sweep(Home.here())
    rows = [_row(run) for run in list_runs(runs_folder())]
    if tag is not None:
        rows = [row for row in rows if canonical(tag).casefold() in (one.casefold() for one in row["tags"])]
    if as_json:
        print_json(rows)
        return
    if not rows:
        what = f" with the tag {tag!r}" if tag else ". Make one with `lfr-eval demo` or `lfr-eval watch`"
        say(f"No runs in {runs_folder()}{what}.")
    for row in rows:
        about = row["problem"] or f"{row['source']}, list {row['watchlist']}, threshold {row['threshold']:g}"
        tags = "".join(f" [{one}]" for one in row["tags"])
        say(f"{row['run']:<26} {row['status']:<11} {about}{tags}")


@app.command("show")
def show(run: Run, as_json: Json = False) -> None:
    """Show one run: settings, models, list, source, counts and alerts, with its tags and note."""
    import yaml

    from lfr_eval.core.home import Home
    from lfr_eval.engine.alerts import alerts_of
    from lfr_eval.evaluate.counts import counts_of
    from lfr_eval.evaluate.hits import read_hits
    from lfr_eval.record.listing import resolve
    from lfr_eval.record.reader import RunRecord
    from lfr_eval.record.remarks import read_remarks
    from lfr_eval.report.words import alert_lines, load_lines, remark_lines

    record = RunRecord.open(resolve(runs_folder(), run))
    record.require_unaltered()
    written = read_remarks(Home.here().notes, record.run_id)
    if as_json:
        beside = {"name": record.name, "tags": list(written.tags), "note": written.note}
        print_json({**record.header, "status": record.status, **beside})
        return
    say(f"Run {record.title} is {record.status}: {record.path}")
    say("\n".join(remark_lines(written)), end="\n" if remark_lines(written) else "")
    window_s = record.header["settings"]["alerting"]["window_s"]
    alerts = alert_lines(alerts_of(read_hits(record), window_s), counts_of(record), record.header["source"])
    say("\n".join([*alerts, *load_lines(record.header.get("load"))]))
    shown = {key: record.header[key] for key in ("source", "models", "settings", "versions", "hardware")}
    sizes = {key: value for key, value in record.header["watchlist"].items() if not key.startswith("persons_")}
    say(yaml.safe_dump({"watchlist": sizes} | shown, sort_keys=False, allow_unicode=True), end="")


@app.command("verify")
def verify(run: Run, as_json: Json = False) -> None:
    """Compare every file of a finished run with the digest taken when it ended; exit 1 if anything differs."""
    from lfr_eval.core.phrases import count
    from lfr_eval.record.listing import resolve
    from lfr_eval.record.listing import verify as find_problems

    path = resolve(runs_folder(), run)
    problems = find_problems(path)
    if as_json:
        print_json({"run": str(path), "problems": problems})
    else:
        say(
            "\n".join(
                [f"{path.name}: {count(len(problems), 'problem')}", *problems]
                if problems
                else [f"{path.name}: unaltered"]
            )
        )
    if problems:
        raise typer.Exit(ALTERED)


@app.command("rename")
def rename(
    run: Run, name: Annotated[str, typer.Argument(help="The new name; the run's own id gives back that.")]
) -> None:
    """Give a run another name. Its record, its id, its scores and the decisions on its alerts stay what they are."""
    from lfr_eval.record.listing import resolve
    from lfr_eval.record.naming import rename as give_name
    from lfr_eval.record.reader import RunRecord

    path = resolve(runs_folder(), run)
    named = RunRecord.open(give_name(path, name))
    say(f"{path.name} is called {named.title} now: {named.path}")


@app.command("tag")
def tag(
    run: Run,
    tags: Annotated[list[str], typer.Argument(metavar="TAG...", help="Words to find the run by.")],
    remove: Annotated[bool, typer.Option("--remove", help="Take these tags away.")] = False,
) -> None:
    """Tag a run. Tags stand beside the record, which is never edited, and in lists and on pages."""
    _remark(run, lambda written: written.untagged(*tags) if remove else written.tagged(*tags))


@app.command("note")
def note(run: Run, text: Annotated[str, typer.Argument(help="What is to be said of it; '' takes it away.")]) -> None:
    """Write a note on a run, in place of the one that is there. It stands beside the record, which is never edited."""
    from dataclasses import replace

    _remark(run, lambda written: replace(written, note=text.strip()))


def _remark(run: str, change: Callable[[Remarks], Remarks]) -> None:
    """Change what is written on a run, and show it."""
    from lfr_eval.core.home import Home
    from lfr_eval.record.listing import resolve
    from lfr_eval.record.reader import RunRecord
    from lfr_eval.record.remarks import change_remarks
    from lfr_eval.report.words import remark_lines

    record = RunRecord.open(resolve(runs_folder(), run))
    written = change_remarks(Home.here().notes, record.run_id, change)
    say("\n".join([record.title, *(remark_lines(written) or ["no tags, no note"])]))


@app.command("delete")
def delete(run: Run) -> None:
    """Delete a run, its tags and note, and its scores for good, also those that it has together with other runs.

    A run that is still being written is refused. A review that rested on it says so. A deletion that was cut short is
    finished by deleting the run again.
    """
    from lfr_eval.core.home import Home
    from lfr_eval.core.phrases import count
    from lfr_eval.record.deleting import delete as remove
    from lfr_eval.record.deleting import half_deleted
    from lfr_eval.record.leftovers import sweep
    from lfr_eval.record.listing import resolve

    home = Home.here()
    path = half_deleted(home.runs, run) or resolve(home.runs, run)
    shared = remove(home, path)
    sweep(home)
    also = f", and {count(shared, 'score')} of several runs that rested on it" if shared else ""
    say(f"{path.name}: deleted{also}")


def _row(run: Any) -> dict[str, Any]:
    from lfr_eval.core.home import Home
    from lfr_eval.record.remarks import read_remarks

    content, written = run.content, read_remarks(Home.here().notes, run.run_id)
    return {
        "run": canonical(run.path.name),
        "run_id": run.run_id,
        "status": run.status,
        "source": content.get("source", {}).get("id"),
        "watchlist": content.get("watchlist", {}).get("name"),
        "threshold": content.get("settings", {}).get("alerting", {}).get("threshold"),
        "tags": list(written.tags),
        "note": written.note,
        "problem": run.problem,
    }
