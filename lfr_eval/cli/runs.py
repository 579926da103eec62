"""`lfr-eval runs`: the records of past runs."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from lfr_eval.cli.output import Json, print_json, runs_folder

app = typer.Typer(help="List, show, verify and delete run records.", no_args_is_help=True)
Run = Annotated[str, typer.Argument(help="A run id, the start of one, a folder, or 'latest'.")]
ALTERED = 1


@app.command("list")
def list_all(as_json: Json = False) -> None:
    """List every run, newest first: status, source, list. Interrupted and damaged ones are listed too."""
    from lfr_eval.record.listing import list_runs

    rows = [_row(run) for run in list_runs(runs_folder())]
    if as_json:
        print_json(rows)
        return
    if not rows:
        print(f"No runs in {runs_folder()}. Make one with `lfr-eval demo` or `lfr-eval watch`.")
    for row in rows:
        about = row["problem"] or f"{row['source']}, list {row['watchlist']}, threshold {row['threshold']:g}"
        print(f"{row['run']:<26} {row['status']:<11} {about}")


@app.command("show")
def show(run: Run, as_json: Json = False) -> None:
    """Show one run: settings, models, list, source, counts and alerts."""
    import yaml

    from lfr_eval.engine.alerts import alerts_of
    from lfr_eval.evaluate.counts import counts_of
    from lfr_eval.evaluate.hits import read_hits
    from lfr_eval.record.listing import resolve
    from lfr_eval.record.reader import RunRecord
    from lfr_eval.report.words import alert_lines, load_lines

    record = RunRecord.open(resolve(runs_folder(), run))
    if as_json:
        print_json({**record.header, "status": record.status})
        return
    print(f"Run {record.run_id} is {record.status}: {record.path}")
    window_s = record.header["settings"]["alerting"]["window_s"]
    alerts = alert_lines(alerts_of(read_hits(record), window_s), counts_of(record))
    print("\n".join([*alerts, *load_lines(record.header.get("load"))]))
    shown = {key: record.header[key] for key in ("source", "models", "settings", "versions", "hardware")}
    sizes = {key: value for key, value in record.header["watchlist"].items() if not key.startswith("persons_")}
    print(yaml.safe_dump({"watchlist": sizes} | shown, sort_keys=False, allow_unicode=True), end="")


@app.command("verify")
def verify(run: Run, as_json: Json = False) -> None:
    """Compare every file of a finished run with the digest taken when it ended; exit 1 if anything differs."""
    from lfr_eval.record.listing import resolve
    from lfr_eval.record.listing import verify as find_problems

    path = resolve(runs_folder(), run)
    problems = find_problems(path)
    if as_json:
        print_json({"run": str(path), "problems": problems})
    else:
        print(
            "\n".join(
                [f"{path.name}: {len(problems)} problems", *problems] if problems else [f"{path.name}: unaltered"]
            )
        )
    if problems:
        raise typer.Exit(ALTERED)


@app.command("delete")
def delete(run: Run) -> None:
    """Delete a run and its scores for good, also those that it has together with other runs.

    A run that is still being written is refused. A review that rested on it says so.
    """
    from lfr_eval.core.home import Home
    from lfr_eval.core.phrases import count
    from lfr_eval.record.listing import delete as remove
    from lfr_eval.record.listing import resolve
    from lfr_eval.record.scores import forget_scores

    path = resolve(runs_folder(), run)
    shared = forget_scores(Home.here().scores, remove(path))
    print(
        f"{path.name}: deleted"
        + (f", and {count(shared, 'score')} of several runs that rested on it" if shared else "")
    )


def _row(run: Any) -> dict[str, Any]:
    content = run.content
    return {
        "run": run.path.name,
        "status": run.status,
        "source": content.get("source", {}).get("id"),
        "watchlist": content.get("watchlist", {}).get("name"),
        "threshold": content.get("settings", {}).get("alerting", {}).get("threshold"),
        "problem": run.problem,
    }
