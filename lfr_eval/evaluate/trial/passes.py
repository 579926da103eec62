"""The blue-list protocol: walks of known people are marked while a trial runs, and scored as any truth is."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import Any

from lfr_eval.core.home import Home
from lfr_eval.evaluate.evidence import keep_score
from lfr_eval.evaluate.score import score_runs
from lfr_eval.evaluate.truth import TruthFiles
from lfr_eval.evaluate.watch import WatchResult
from lfr_eval.record.atomic import storing, write_bytes
from lfr_eval.record.reader import RunRecord

WALK_S = 15.0
"""How long a marked walk lasts, unless the next one of the same person or the end comes first."""
COLUMNS = ("pass_id", "source", "subject_id", "t_enter_s", "t_exit_s", "on_list")


@dataclass(frozen=True, slots=True)
class MarkedPass:
    """One walk of a known person."""

    person: str | None
    """None: somebody who is not listed."""
    t_enter_s: float
    t_exit_s: float


class Marks:
    """Walks in the order in which they were marked, from any thread."""

    def __init__(self) -> None:
        self._passes: list[MarkedPass] = []
        self._lock = Lock()

    @property
    def passes(self) -> tuple[MarkedPass, ...]:
        """All so far."""
        with self._lock:
            return tuple(self._passes)

    def add(self, person: str | None, pts_s: float) -> MarkedPass:
        """Begin a walk; one of the same person that is still on ends. Marking twice at one moment counts once."""
        with self._lock:
            for place, other in enumerate(self._passes):
                if other.person == person and other.t_enter_s == pts_s:
                    return other
                if other.person == person and other.t_exit_s > pts_s:
                    self._passes[place] = replace(other, t_exit_s=pts_s)
            made = MarkedPass(person, pts_s, pts_s + WALK_S)
            self._passes.append(made)
            return made


@dataclass(frozen=True, slots=True)
class ScoredMarks:
    """The score of the marked walks, and where truth and score were written."""

    stated: dict[str, Any]
    files: tuple[Path, ...]


def score_marks(home: Home, watched: WatchResult, source_id: str, passes: Sequence[MarkedPass]) -> ScoredMarks | None:
    """Write marked walks as passes.csv under `datasets/trials/`, score the run against them, and keep the score.

    Args:
        home: Takes truth and score.
        watched: The run.
        source_id: The source that it watched.
        passes: What was marked; without any, there is nothing to score.

    Raises:
        StorageError: If the disk refuses it.
    """
    if not passes:
        return None
    truth = home.datasets / "trials" / watched.run.name / "passes.csv"
    with storing(truth):
        truth.parent.mkdir(parents=True, exist_ok=True)
    write_bytes(truth, _rows(source_id, passes, float(watched.counts["end_s"])).encode())
    run, files = RunRecord.open(watched.run), TruthFiles(truth)
    score = score_runs([run], files)
    keep_score(score, files, home)
    kept = sorted((home.scores / run.run_id).iterdir())
    return ScoredMarks(score.stated, (truth, *kept))


def _rows(source_id: str, passes: Sequence[MarkedPass], duration_s: float) -> str:
    """passes.csv; a walk that was still on when the trial ended ends with it."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(COLUMNS)
    for number, one in enumerate(passes, start=1):
        leaves_s = min(one.t_exit_s, max(duration_s, one.t_enter_s + 1e-3))
        listed = "no" if one.person is None else "yes"
        rows.writerow(
            [f"walk-{number}", source_id, one.person or "", f"{one.t_enter_s:.6f}", f"{leaves_s:.6f}", listed]
        )
    return text.getvalue()
