"""`lfr-eval verify`: 1:1 verification of labelled photographs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lfr_eval.cli.output import Json, print_json, progress, say
from lfr_eval.cli.questions import AllowMixed, By, LabelFile, SubjectFiles


def verify(
    folder: Annotated[Path, typer.Argument(help="A folder with images.csv, or with a folder per person.")],
    pairs: Annotated[
        Path | None,
        typer.Option(help="Pairs in LFW's format or as CSV; default: pairs.txt or pairs.csv in the folder."),
    ] = None,
    mirrored: Annotated[
        bool, typer.Option("--mirrored", help="Average each template with that of the mirror image.")
    ] = False,
    all_pairs: Annotated[bool, typer.Option("--all-pairs", help="Also compare everybody with everybody.")] = False,
    by: By = None,
    at: Annotated[list[float] | None, typer.Option(help="A threshold beside the system's; may be repeated.")] = None,
    subjects: SubjectFiles = None,
    labels: LabelFile = None,
    allow_mixed: AllowMixed = False,
    system: Annotated[Path | None, typer.Option(help="A system.yaml; without it, the defaults.")] = None,
    cache: Annotated[
        bool, typer.Option("--cache", help="Keep templates (biometric data) for the next time; see `datasets forget`.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Compare photographs one to one: accuracy, equal error rate, and true match rate at false match rates.

    The threshold of each fold is chosen on the other folds. With --all-pairs everybody is compared with everybody, and
    --by states false match rates by group and group.
    """
    from lfr_eval.api.given import load_system
    from lfr_eval.api.photographs import verify as verify_pairs

    tried = load_system(system)
    with progress("Verifying") as report:
        done = verify_pairs(
            folder,
            pairs=pairs,
            mirrored=mirrored,
            all_pairs=all_pairs,
            by=by or (),
            at=at or (),
            subjects=subjects or (),
            labels=labels,
            allow_mixed=allow_mixed,
            system=tried,
            cache=cache,
            progress=report,
        )
    if as_json:
        print_json(done.to_json())
    else:
        say("\n".join(done.lines()))
