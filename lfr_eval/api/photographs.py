"""Jobs on photographs: enrol a list, search one, compare one to one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from lfr_eval.api.given import AnyPath, Names, Paths, System, all_found, found, found_if, policy_of, system_of
from lfr_eval.core.errors import InputError
from lfr_eval.core.home import Home
from lfr_eval.core.names import attributes
from lfr_eval.core.progress import Progress, silent
from lfr_eval.report.notebook.base import readable
from lfr_eval.report.notebook.photographs import SearchReport, VerifyReport

if TYPE_CHECKING:
    from lfr_eval.evaluate.enrol.enrol import EnrolResult
    from lfr_eval.evaluate.search.splits import Calibrate


def enrol(
    photographs: AnyPath,
    to: AnyPath,
    *,
    person: str | None = None,
    system: System | AnyPath | None = None,
    keep_images: bool = True,
    replace: bool = False,
    progress: Progress = silent,
) -> EnrolResult:
    """Make a watchlist of photographs; whoever cannot be enrolled stands on it with the reason.

    Args:
        photographs: A folder of images, a folder per person, one image, a CSV file, or ``camera:0``.
        to: The list to make, for example ``watchlists/market-square``.
        person: All images show this one person; needed for a camera.
        system: Its models and least face size, or a system.yaml; None = defaults.
        keep_images: Copy the enrolled reference images into the list.
        replace: Replace a list of this name.
        progress: Told of every photograph.

    Raises:
        InputError: There is nothing to enrol, or a name is none.
        WatchlistError: There is a list of this name already.
        StorageError: The disk refuses it.
    """
    from lfr_eval.capture.source import open_source
    from lfr_eval.evaluate.enrol.enrol import enrol_from_camera, enrol_photographs
    from lfr_eval.watchlist.writing import require_free

    tried, given = system_of(system), str(photographs)
    place, settings = Home.here().list_place(to), tried.settings
    require_free(place, replace)
    engine = tried.engine()
    if not given.startswith("camera:"):
        return enrol_photographs(
            found(photographs),
            place,
            engine,
            settings,
            person=person,
            keep_images=keep_images,
            replace_list=replace,
            progress=progress,
        )
    if not person:
        raise InputError(f"{given}: who stands in front of it? Give --person NAME")
    with open_source(given) as camera:
        return enrol_from_camera(camera, person, place, engine, settings, replace_list=replace, progress=progress)


def search(
    images: AnyPath,
    *,
    probes: Paths = (),
    filler: Paths = (),
    subjects: Paths = (),
    labels: AnyPath | None = None,
    allow_mixed: bool = False,
    threshold: float | None = None,
    target_fpir: float | None = None,
    calibrate: Calibrate = None,
    by: Names = (),
    declared: Names = (),
    policy: AnyPath | None = None,
    rank: int = 1,
    scores: AnyPath | None = None,
    distances: bool = False,
    absent: Literal["not-acquired", "no-candidate"] | None = None,
    system: System | AnyPath | None = None,
    cache: bool = False,
    seed: int = 0,
    progress: Progress = silent,
) -> SearchReport:
    """Search a list for labelled photographs: who is recognised, who is falsely taken for whom, and by group.

    Args:
        images: The list and the probes: a folder per subject, or images.csv.
        probes: Sets that add searches only.
        filler: Sets that add references only.
        subjects: subjects.csv, one or several.
        labels: labels.yaml: one scheme for the values of attributes.
        allow_mixed: Pool labels of different sources (flagged).
        threshold: Score at this threshold, not the system's own.
        target_fpir: Choose the threshold for this FPIR, in (0, 1), on the calibration part.
        calibrate: Who calibrates: ``"split"`` for the split column, or a share of subjects in (0, 1).
        by: Groups to compare.
        declared: Intersections in `by` that were declared beforehand, not explored.
        policy: policy.yaml: limits to be met.
        rank: Places within which the mate must stand.
        scores: Candidate lists of another system (CSV or Parquet); no model runs.
        distances: Its scores, and `threshold`, are distances.
        absent: What a probe is that `scores` has no row of.
        system: The system under test, or its system.yaml; None = defaults. A file is read with `threshold`.
        cache: Keep templates (biometric data) for the next time.
        seed: Of splits, sub-lists and resampling.
        progress: Told of every photograph.

    Raises:
        InputError: Nothing can be searched or scored, or what is asked does not go together.
        TableError: A file is not what it must be.
    """
    from lfr_eval.evaluate.search.external_scores import Silence, search_scores
    from lfr_eval.evaluate.search.groups import Grouping
    from lfr_eval.evaluate.search.question import SearchQuestion, require_answerable
    from lfr_eval.evaluate.search.result import search as search_trial
    from lfr_eval.evaluate.search.sets import SearchFiles, read_search_set

    tried = read_search_set(
        SearchFiles(
            images=found(images),
            probes=all_found(probes),
            filler=all_found(filler),
            subjects=all_found(subjects),
            labels=found_if(labels),
        )
    )
    grouping = Grouping(attributes(by), attributes(declared), allow_mixed)
    asked = SearchQuestion(
        threshold=threshold,
        target_fpir=target_fpir,
        calibrate=calibrate,
        rank=rank,
        grouping=grouping,
        policy=policy_of(policy),
        seed=seed,
    )
    require_answerable(tried, asked)
    if scores:
        if system or cache:
            raise InputError("a file of --scores runs no model; leave --system and --cache out")
        silence = Silence(absent) if absent else None
        trial = search_scores(tried, found(scores), distances=distances, silence=silence)
    elif distances or absent:
        option = "--distances" if distances else "--absent"
        raise InputError(f"{option} goes with --scores: it is about candidate lists of another system")
    else:
        from lfr_eval.evaluate.search.trial import search_images

        ours = system_of(system, threshold)
        folder = Home.here().templates if cache else None
        trial = search_images(tried, ours.engine(), ours.settings, cache=folder, progress=progress)
    return readable(SearchReport, search_trial(trial, asked))


def verify(
    folder: AnyPath,
    *,
    pairs: AnyPath | None = None,
    mirrored: bool = False,
    all_pairs: bool = False,
    by: Names = (),
    at: Sequence[float] = (),
    subjects: Paths = (),
    labels: AnyPath | None = None,
    allow_mixed: bool = False,
    system: System | AnyPath | None = None,
    cache: bool = False,
    progress: Progress = silent,
) -> VerifyReport:
    """Compare photographs one to one: accuracy, equal error rate, and true match rate at false match rates.

    Args:
        folder: With images.csv, or with a folder per person.
        pairs: In LFW's format or as CSV; None = pairs.txt or pairs.csv in the folder.
        mirrored: Average each template with that of the mirror image.
        all_pairs: Also compare everybody with everybody.
        by: Groups by which false match rates of `all_pairs` are stated.
        at: Thresholds beside the system's.
        subjects: subjects.csv, one or several.
        labels: labels.yaml: one scheme for the values of attributes.
        allow_mixed: Pool labels of different sources (flagged).
        system: The system under test, or its system.yaml; None = defaults.
        cache: Keep templates (biometric data) for the next time.
        progress: Told of every photograph.

    Raises:
        InputError: There is nothing to compare.
        TableError: A file is not what it must be.
    """
    from lfr_eval.evaluate.verify.result import VerifyQuestion
    from lfr_eval.evaluate.verify.result import verify as verify_pairs
    from lfr_eval.evaluate.verify.sets import VerifyFiles

    files = VerifyFiles(
        folder=found(folder),
        pairs=found_if(pairs),
        subjects=all_found(subjects),
        labels=found_if(labels),
        allow_mixed=allow_mixed,
    )
    asked = VerifyQuestion(mirrored=mirrored, at=tuple(at), all_pairs=all_pairs, by=attributes(by))
    tried = system_of(system)
    kept = Home.here().templates if cache else None
    made = verify_pairs(files, asked, tried.engine(), tried.settings, cache=kept, progress=progress)
    return readable(VerifyReport, made)
