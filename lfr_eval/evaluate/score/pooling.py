"""Which runs may be scored together, and which of them watched the same footage (decision 0051)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any, Self

import numpy as np
from scipy.sparse import csgraph

from lfr_eval.core.errors import InputError
from lfr_eval.datasets.subjects import Subjects
from lfr_eval.datasets.texts import read_text
from lfr_eval.evaluate.score.counts import counts_of
from lfr_eval.evaluate.score.truth import TruthFiles, TruthOfRun
from lfr_eval.metrics.records import ScoredRun
from lfr_eval.record.reader import RunRecord

RECORDING = ("alerting.threshold", "matching.score_floor", "matching.threads", "models.threads")
"""Settings that decide how much is recorded, and how fast: what a system makes of a face does not depend on them."""
REPEATED = "choose one of them (`score --repeat-watch` takes both, and counts each pass once for intervals)"


@dataclass(frozen=True, slots=True)
class HeldRun:
    """One run, the truth that it was held against, and what came of it."""

    run: RunRecord
    files: TruthFiles
    subjects: Subjects | None
    rows: TruthOfRun
    scored: ScoredRun


def everybody(held: Sequence[HeldRun]) -> Subjects | None:
    """The people of the truth of all runs; None where no file says who they are.

    Raises:
        InputError: Labels of different sources would be pooled, and that is not asked for of each truth.
    """
    parts = list({id(one.subjects): one.subjects for one in held if one.subjects}.values())
    if len(parts) < 2:
        return parts[0] if parts else None
    sources = sorted({str(source or "not recorded") for part in parts for source in part.label_sources})
    if len(sources) > 1 and not all(one.files.allow_mixed for one in held):
        raise InputError(
            f"the people of these runs were labelled by different sources ({', '.join(sources)}): score the runs "
            "apart, or each with --allow-mixed"
        )
    return Subjects({name: subject for part in parts for name, subject in part.by_id.items()})


def truth_digest(files: Sequence[TruthFiles]) -> str:
    """sha256 of the truth; where runs have different ones, of the digests of all of them, in the order of the runs."""
    digests = [one.digest() for one in files]
    return digests[0] if len(set(digests)) == 1 else hashlib.sha256(json.dumps(digests).encode()).hexdigest()


def settings_of(settings: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The settings of a system under test, flat: ``detector.size`` and so on, without those of the recording."""
    flat = {f"{section}.{key}": value for section, values in settings.items() for key, value in values.items()}
    return {name: value for name, value in flat.items() if name not in RECORDING}


def system_and_list(header: Mapping[str, Any]) -> str:
    """What runs must have in common before a rate over them has a meaning: models, settings and list, as one text."""
    models = [header["models"][key] for key in ("pack", "files")]
    return json.dumps([models, settings_of(header["settings"]), header["watchlist"]["digest"]], sort_keys=True)


@dataclass(frozen=True, slots=True)
class Footage:
    """What tells whether two runs watched the same pictures, or are held against the same passes."""

    name: str
    """The source, as truth names it."""
    digest: str | None
    """Of a file, every byte; of a folder, every image with its name; None for a camera and for alert logs."""
    watched: tuple[datetime, datetime] | None
    """From when to when, of a camera: of its pictures nothing is kept, so name and time tell."""
    log_sha256: str | None
    """Of the alert log of a system that was not run here; None where nothing stands in it."""
    passes_sha256: str
    """Of the text of the truth."""

    @classmethod
    def of(cls, run: RunRecord, files: TruthFiles) -> Self:
        """What a run watched, and what it is held against.

        Raises:
            TableError: The truth cannot be read.
        """
        source = run.header["source"]
        watched = None
        if source["live"] and not source["digest"]:
            begun = datetime.fromisoformat(source.get("zero_utc") or run.header["started_utc"])
            watched = begun, begun + timedelta(seconds=counts_of(run)["duration_s"])
        truth = hashlib.sha256(read_text(files.passes).encode()).hexdigest()
        log = run.header.get("log_sha256") if run.header.get("rows", {}).get("candidates") else None
        return cls(source["id"], source["digest"], watched, log, truth)

    def same_pictures(self, other: Self) -> bool:
        """Whether both are the same footage, under whatever names."""
        if self.digest or other.digest:
            return self.digest == other.digest
        if self.watched and other.watched:
            (begun, ended), (then, until) = self.watched, other.watched
            return self.name == other.name and begun < until and then < ended
        return self.log_sha256 is not None and self.log_sha256 == other.log_sha256

    def same_rows(self, other: Self) -> bool:
        """Whether truth has the same passes for both."""
        return (self.name, self.passes_sha256) == (other.name, other.passes_sha256)


def require_poolable(runs: Sequence[RunRecord], files: Sequence[TruthFiles], *, repeat_watch: bool = False) -> None:
    """Make sure that rates over these runs together have a meaning, and that nobody is counted twice unasked.

    Args:
        runs: Records.
        files: The truth of each.
        repeat_watch: Whether runs may have watched the same footage.

    Raises:
        InputError: They do not have one watchlist, one set of models and the same settings in common; one is given
            twice; or two watched the same footage, and that is not asked for.
        TableError: The truth cannot be read.
    """
    if len(runs) == 1:
        return
    _require_alike(runs)
    for one, other in combinations(runs, 2):
        if one.run_id == other.run_id and one.digest() == other.digest():
            raise InputError(f"run {one.run_id} is given twice; expected each run once")
    watched = [] if repeat_watch else [Footage.of(run, its) for run, its in zip(runs, files, strict=True)]
    for (one, first), (other, second) in combinations(zip(runs, watched, strict=False), 2):
        both, name = f"runs {one.run_id} and {other.run_id}", first.name
        if first.same_pictures(second):
            raise InputError(f"{both} watched the same footage ({name}): {REPEATED}")
        if first.same_rows(second):
            raise InputError(
                f"{both} are held against the same passes, those of {name!r}: give each footage a --source-id and rows "
                f"of its own, or {REPEATED}"
            )


def footage_of(held: Sequence[HeldRun]) -> list[int]:
    """A number for each run, the same for those that watched the same footage, or are held against the same passes."""
    watched = [Footage.of(one.run, one.files) for one in held]
    alike = [[one.same_pictures(other) or one.same_rows(other) for other in watched] for one in watched]
    labels: list[int] = csgraph.connected_components(np.array(alike), directed=False)[1].tolist()
    return labels


def _require_alike(runs: Sequence[RunRecord]) -> None:
    """One list, one set of models and the same settings: rates over different ones have no meaning together."""
    first, *others = (run.header for run in runs)
    for other in others:
        if other["watchlist"]["digest"] != first["watchlist"]["digest"]:
            raise InputError("runs with different watchlists cannot be pooled; score them one by one")
        if any(other["models"][key] != first["models"][key] for key in ("pack", "files")):
            raise InputError("runs with different models cannot be pooled; score them one by one")
        one, two = settings_of(first["settings"]), settings_of(other["settings"])
        if differ := sorted(name for name in one.keys() | two.keys() if one.get(name) != two.get(name)):
            named = ", ".join(f"{name} {one.get(name)} and {two.get(name)}" for name in differ)
            raise InputError(f"runs with different settings ({named}) cannot be pooled; score them one by one")
