"""`lfr-eval search`: open-set 1:N identification on labelled photographs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from lfr_eval.cli.output import Json, print_json, progress, say
from lfr_eval.cli.questions import (
    AllowMixed,
    AllowNotShown,
    By,
    LabelFile,
    PolicyFile,
    SubjectFiles,
    exit_unless_met,
)

if TYPE_CHECKING:
    from lfr_eval.evaluate.search.splits import Calibrate

SPLIT = "split"


def search(
    images: Annotated[
        Path, typer.Argument(metavar="FOLDER|images.csv", help="The list and the probes: by role, or by subject.")
    ],
    probes: Annotated[list[Path] | None, typer.Option(help="A set that adds searches only; may be repeated.")] = None,
    filler: Annotated[list[Path] | None, typer.Option(help="A set that adds references only; may be repeated.")] = None,
    subjects: SubjectFiles = None,
    labels: LabelFile = None,
    allow_mixed: AllowMixed = False,
    threshold: Annotated[float | None, typer.Option(help="Score at this threshold, not the system's own.")] = None,
    target_fpir: Annotated[
        float | None, typer.Option(help="Choose the threshold for this FPIR on the calibration part.")
    ] = None,
    calibrate: Annotated[
        str | None,
        typer.Option(metavar="split|FRACTION", help="Who calibrates: the split column, or this share of subjects."),
    ] = None,
    by: By = None,
    declared: Annotated[
        str | None, typer.Option(help="Intersections in --by that were declared beforehand, not explored.")
    ] = None,
    policy: PolicyFile = None,
    allow_not_shown: AllowNotShown = False,
    rank: Annotated[int, typer.Option(help="Places within which the mate must stand.")] = 1,
    scores: Annotated[
        Path | None, typer.Option(help="Candidate lists of another system (CSV or Parquet); no model runs.")
    ] = None,
    distances: Annotated[bool, typer.Option("--distances", help="Its scores, and --threshold, are distances.")] = False,
    absent: Annotated[
        Literal["not-acquired", "no-candidate"] | None,
        typer.Option(help="What a probe is that --scores has no row of; where nobody says, the result says that."),
    ] = None,
    system: Annotated[Path | None, typer.Option(help="A system.yaml; without it, the defaults.")] = None,
    cache: Annotated[
        bool, typer.Option("--cache", help="Keep templates (biometric data) for the next time; see `datasets forget`.")
    ] = False,
    seed: Annotated[int, typer.Option(min=0, help="Of splits, sub-lists and resampling.")] = 0,
    as_json: Json = False,
) -> None:
    """Search a list for labelled photographs: who is recognised, who is falsely taken for whom, and by group.

    Roles decide who is on the list and who is searched. Without roles the first photograph of each subject with two or
    more is the reference, the others are probes, and subjects with one photograph are searched as people not listed.

    A file of --scores has the columns probe_id, rank, person_id, score and perhaps entry_id; a higher score is more
    similar. A row with its probe_id alone is a search without result. What a probe without a row is, --absent says: not
    acquired, or left out because nobody reached the threshold at which the file was cut.
    """
    from lfr_eval.api.given import load_system
    from lfr_eval.api.photographs import search as search_list

    if scores and (system or cache):
        raise typer.BadParameter("a file of --scores runs no model; leave --system and --cache out")
    with progress("Searching") as report:
        done = search_list(
            images,
            probes=probes or (),
            filler=filler or (),
            subjects=subjects or (),
            labels=labels,
            allow_mixed=allow_mixed,
            threshold=threshold,
            target_fpir=target_fpir,
            calibrate=_calibrate(calibrate),
            by=by or (),
            declared=declared or (),
            policy=policy,
            rank=rank,
            scores=scores,
            distances=distances,
            absent=absent,
            system=load_system(system, threshold) if system else None,
            cache=cache,
            seed=seed,
            progress=report,
        )
    if as_json:
        print_json(done.to_json())
    else:
        say("\n".join(done.lines()))
    exit_unless_met(done.policy, allow_not_shown)


def _calibrate(text: str | None) -> Calibrate:
    if text is None or text == SPLIT:
        return "split" if text else None
    try:
        return float(text)
    except ValueError:
        raise typer.BadParameter(f"--calibrate: expected `split` or a share between 0 and 1, found {text!r}") from None
