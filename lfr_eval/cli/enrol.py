"""`lfr-eval enrol`: make a watchlist from photographs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lfr_eval.cli.output import Json, print_json, progress, say


def enrol(
    path: Annotated[
        Path,
        typer.Argument(
            metavar="PATH|camera:0", help="A folder of images, a folder per person, one image, a CSV file, or a camera."
        ),
    ],
    to: Annotated[Path, typer.Option(help="The watchlist to make, for example watchlists/market-square.")],
    person: Annotated[str | None, typer.Option(help="All images show this one person; needed for a camera.")] = None,
    system: Annotated[Path | None, typer.Option(help="A system.yaml: the models and the least face size.")] = None,
    keep_images: Annotated[bool, typer.Option(help="Copy the enrolled reference images into the list.")] = True,
    replace: Annotated[bool, typer.Option("--replace", help="Replace a list of this name.")] = False,
    as_json: Json = False,
) -> None:
    """Make a watchlist from photographs. Images that cannot be enrolled are listed with the reason; the rest is.

    In a folder of images each file is a person, named by the file. A folder per person holds any number of images of
    that person. A CSV file has the columns entry_id, person_id, path and may have category, added_at, expires_at,
    provenance. In front of a camera stands one person alone; no picture of them is kept.
    """
    from dataclasses import asdict

    from lfr_eval.api.given import load_system
    from lfr_eval.api.photographs import enrol as enrol_list
    from lfr_eval.core.home import Home
    from lfr_eval.evaluate.leftovers import sweep
    from lfr_eval.report.list_words import doubt_lines, left_out_lines, state_doubts

    sweep(Home.here())
    tried = load_system(system)
    with progress("Enrolling") as report:
        done = enrol_list(
            path, to, person=person, system=tried, keep_images=keep_images, replace=replace, progress=report
        )
    counts, failed = done.enrolment.counts, [entry for entry in done.enrolment.entries if entry.reason]
    if as_json:
        failures = [{"entry": entry.entry_id, "person": entry.person_id, "reason": entry.reason} for entry in failed]
        doubts = state_doubts(done.doubts, done.notes)
        stated = {"watchlist": str(done.path), **asdict(counts), "failures": failures, "doubts": doubts}
        stated["left_out"] = dict(done.left_out)
        print_json(stated | {"sealed": False})
        return
    say(
        f"{done.path}: {counts.persons_enrolled} of {counts.persons_submitted} people enrolled "
        f"with {counts.images_enrolled} of {counts.images_submitted} images."
    )
    for entry in failed:
        say(f"  not enrolled: {entry.entry_id}: {entry.reason}")
    for degrees, images in counts.turned.items():
        say(f"  turned upright: {images} (they were turned by {degrees} degrees)")
    for line in left_out_lines(done.left_out):
        say(f"  left out: {line}")
    for line in [*done.notes, *doubt_lines(done.doubts, tried.settings.alerting.threshold)]:
        say(f"  note: {line}")
    say("The list is not sealed: whoever can read this folder can read its templates and photographs.")
