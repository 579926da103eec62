"""What a reader must know beside the figures of a search."""

from __future__ import annotations

import numpy as np

from lfr_eval.core.thresholds import can_answer
from lfr_eval.evaluate.results.search_parts import Calibration
from lfr_eval.evaluate.search.groups import GroupedSearches
from lfr_eval.evaluate.search.searches import Searches
from lfr_eval.evaluate.search.trial import Trial

SCOPE = "valid only for this system, these settings, this list and these photographs: portraits are not live footage"

MEANING = {"no-candidate": "searches without a candidate", "not-acquired": "failures to acquire"}


def caveats(
    trial: Trial, test: Searches, found: GroupedSearches, threshold: float, calibration: Calibration | None
) -> list[str]:
    """Caveats, one line each, the weightiest first."""
    return [
        *_silent(trial),
        *_missing(test),
        *_calibrated(calibration),
        *_labels(found),
        *_relatives(trial, test),
        *_cut_off(test, threshold),
        *_left_out(trial),
        *trial.notes,
        *trial.tried.notes,
        SCOPE,
    ]


def _silent(trial: Trial) -> list[str]:
    """What is made of the searches of which candidate lists from elsewhere say nothing."""
    absent = trial.stated.get("scores", {}).get("absent", {"searches": 0})
    if not absent["searches"]:
        return []
    who = f"{absent['searches']:,} of {len(trial.reasons):,} searches are not in the file of scores"
    if absent["meaning"]:
        return [f"{who} and are taken for {MEANING[absent['meaning']]}, as was said"]
    return [
        f"{who} and count as not acquired, though nobody said that they are: a file that was cut at a threshold leaves "
        "out searches without a candidate too; say which with --absent no-candidate or --absent not-acquired"
    ]


def _missing(test: Searches) -> list[str]:
    mated = int((test.mate >= 0).sum())
    said = []
    if not mated:
        said.append("no search of a listed person: nothing is shown about recognition")
    if mated == len(test):
        said.append("no search of a person who is not listed: nothing is shown about false positives")
    else:
        said.append("intervals of false-positive rates hold for this list: how far other lists differ is not in them")
    return said


def _calibrated(calibration: Calibration | None) -> list[str]:
    if calibration is None or calibration.target_fpir * calibration.non_mated >= 1:
        return []
    return [
        f"a target FPIR of {calibration.target_fpir:g} is finer than {calibration.non_mated} non-mated "
        "calibration searches can tell: the threshold stands just above their highest score"
    ]


def _labels(found: GroupedSearches) -> list[str]:
    if not found.grouping.by:
        return []
    stated = found.provenance(np.ones(len(found.searches), bool))
    said, names = [], ", ".join(stated.label_sources)
    if len(stated.label_sources) > 1:
        if len(found.parts()) > 1:
            said.append(f"labels come from different sources ({names}); groups are shown for each source by itself")
        elif found.grouping.allow_mixed:
            said.append(f"labels of different sources are pooled ({names})")
        else:
            said.append(f"people who are listed and people who are not were labelled by different sources ({names})")
    if stated.model_inferred:
        said.append("some labels were inferred by a model: groups by them are not evidence about people")
    return said


def _relatives(trial: Trial, test: Searches) -> list[str]:
    family = trial.tried.subjects.families()
    listed = {family[name] for name in trial.tried.persons if name in family}
    strangers = test.subjects[test.mate < 0]
    kin = sum(family.get(name) in listed for name in strangers)
    return [f"{kin} searches are of unlisted people with a relative on the list"] if kin else []


def _cut_off(test: Searches, threshold: float) -> list[str]:
    said = []
    if cut := int(test.candidates.truncated(threshold).sum()):
        said.append(
            f"{cut} candidate lists end at or above the threshold: selectivity, sub-lists and figures by list group "
            "are lower bounds"
        )
    depth, score = test.candidates.depth, test.candidates.score
    uneven = len(score) and len(set(depth[test.candidates.acquired].tolist())) > 1
    if uneven and not can_answer(threshold, float(score.min())):
        said.append(f"no candidate below {float(score.min()):g} is recorded: rates at a lower threshold may be too low")
    return said


def _left_out(trial: Trial) -> list[str]:
    return [f"{n} files or images are neither on the list nor searched: {why}" for why, n in trial.tried.unused.items()]
