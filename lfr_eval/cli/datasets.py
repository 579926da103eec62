"""`lfr-eval datasets`: bring labelled photographs and footage into shape, and check them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lfr_eval.cli.output import Json, home, print_json, progress, say, template_cache, within_home

if TYPE_CHECKING:
    from lfr_eval.core.errors import InputError

app = typer.Typer(help="List, pull, import, check and forget data sets.", no_args_is_help=True)
PROBLEMS = 1


@app.command("list")
def list_layouts(as_json: Json = False) -> None:
    """List the published layouts that can be imported, and the data sets in this home."""
    from lfr_eval.datasets.importers.registry import IMPORTERS

    folder = home() / "datasets"
    here = sorted(path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
    if as_json:
        layouts = {name: {"title": one.title, "labels": one.labels} for name, one in IMPORTERS.items()}
        print_json({"layouts": layouts, "here": here})
        return
    for name, one in IMPORTERS.items():
        say(f"{name:<11} {one.title}: {one.labels}")
    say(f"in {folder}: " + (", ".join(here) or "none yet"))


@app.command("import")
def import_(
    layout: Annotated[str, typer.Argument(help="Name of a published layout (`lfr-eval datasets list`).")],
    folder: Annotated[Path, typer.Argument(help="Where the data set was unpacked.")],
    as_json: Json = False,
) -> None:
    """Write images.csv, subjects.csv, pairs.csv, passes.csv or boxes.csv from the layout a data set is published in."""
    from lfr_eval.datasets.importers.manifests import absent, write_manifests
    from lfr_eval.datasets.importers.registry import read_published

    found = read_published(layout, within_home(folder))
    paths, missing = write_manifests(found, within_home(folder)), absent(found, within_home(folder))
    if as_json:
        rows = {name: len(table) for name, table in found.tables.items()}
        stated = {"written": [str(path) for path in paths], "rows": rows, "skipped": dict(found.skipped)}
        print_json(stated | {"absent": missing})
        return
    for path in paths:
        say(f"{path}: {len(found.tables[path.name]):,} rows")
    for reason, files in found.skipped.items():
        say(f"left out: {files} ({reason})")
    if missing:
        say(f"named in the tables, but not there: {len(missing):,} photographs, the first {missing[0]}")


@app.command("check")
def check(
    path: Annotated[Path, typer.Argument(help="A folder with images.csv, passes.csv, …, or an images.csv.")],
    faces: Annotated[
        bool, typer.Option("--faces", help="Run the models: do photographs of one name resemble each other?")
    ] = False,
    system: Annotated[Path | None, typer.Option(help="With --faces: a system.yaml; without it, the defaults.")] = None,
    as_json: Json = False,
) -> None:
    """Find every problem of a data set at once, in tables and images; exit 1 if there are any.

    With --faces the models look at the photographs too, and find names under which they do not resemble each other
    (folders of roles, cameras or sessions taken for people), and one photograph under two names.
    """
    from lfr_eval.capture.images import read_image
    from lfr_eval.core.phrases import count
    from lfr_eval.datasets.check import check as find_problems

    with progress("Checking") as report:
        found = find_problems(within_home(path), read_image, report)
    found += _check_faces(within_home(path), system) if faces else []
    problems = [" ".join(str(problem).split()) for problem in found]
    if as_json:
        print_json({"path": str(path), "problems": problems})
    else:
        say(
            "\n".join([f"{path}: {count(len(problems), 'problem')}" if problems else f"{path}: no problems", *problems])
        )
    if problems:
        raise typer.Exit(PROBLEMS)


def _check_faces(path: Path, system: Path | None) -> list[InputError]:
    from lfr_eval.evaluate.check_faces import check_faces
    from lfr_eval.evaluate.system import load_engine, read_system

    settings = read_system(system)
    with progress("Comparing faces") as report:
        return check_faces(path, load_engine(settings), settings, report)


@app.command("pull")
def pull(name: Annotated[str, typer.Argument(help="lfw: the only data set that can be pulled.")] = "lfw") -> None:
    """Download LFW through scikit-learn's fetcher. Uses the network; 233 MB."""
    from lfr_eval.evaluate.pull import pull_lfw

    say(f"{pull_lfw(name, home() / 'datasets')}: downloaded")


@app.command("forget")
def forget(as_json: Json = False) -> None:
    """Delete every cached template of labelled photographs; the photographs stay."""
    from lfr_eval.evaluate.templates import forget as forget_templates

    files = forget_templates(template_cache())
    if as_json:
        print_json({"deleted": files})
    else:
        say(f"{files} cache files deleted")
