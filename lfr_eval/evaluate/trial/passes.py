"""The blue-list protocol: walks of known people are marked while a trial runs, and scored as any truth is."""

from __future__ import annotations

import csv
import io
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock

from lfr_eval.core.home import Home
from lfr_eval.core.settings import ScoringSettings
from lfr_eval.evaluate.evidence import keep_score
from lfr_eval.evaluate.results.score import ScoreResult
from lfr_eval.evaluate.score import score_runs
from lfr_eval.evaluate.truth import TruthFiles
from lfr_eval.evaluate.watch import WatchResult
from lfr_eval.record.atomic import storing, write_bytes
from lfr_eval.record.reader import RunRecord

WALK_S = 15.0
"""How long a marked walk lasts, unless the next one of the same person or the end comes first."""
COLLAR_S = ScoringSettings().collar_s
COLUMNS = ("pass_id", "source", "subject_id", "t_enter_s", "t_exit_s", "on_list")


@dataclass(frozen=True, slots=True)
class MarkedPass:
    """One walk of a known person."""

    person: str | None
    """None: somebody who is not listed."""
    t_enter_s: float
    t_exit_s: float


class Marks:
    """Walks in the order in which they were marked, and hits on the walkers, from any thread."""

    def __init__(self) -> None:
        self._passes: list[MarkedPass] = []
        self._hits_s: defaultdict[str, list[float]] = defaultdict(list)
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

    def hit(self, person: str, pts_s: float) -> None:
        """Note a hit on a listed person; hits come in the order of time."""
        with self._lock:
            self._hits_s[person].append(pts_s)

    def outcomes(self, now_s: float) -> tuple[bool, ...]:
        """Whether each walk of a listed person was recognised, in the order of the marks.

        It ends before the first walk of which nothing is known yet, so that no walk is counted because it went well.
        A walk is recognised by a hit on its walker, between its mark and its end or within the collar of either, as in
        the score.
        """
        with self._lock:
            found: list[bool] = []
            ended_s: dict[str, float] = {}
            for walk in self._passes:
                if walk.person is None:
                    continue
                recognised = self._recognised(walk.person, walk, ended_s.get(walk.person, 0.0))
                if not recognised and now_s < walk.t_exit_s + COLLAR_S:
                    break
                found.append(recognised)
                ended_s[walk.person] = walk.t_exit_s
            return tuple(found)

    def _recognised(self, person: str, walk: MarkedPass, since_s: float) -> bool:
        """Whether a hit belongs to a walk; one during another walk of the same person belongs to that one."""
        later = (one.t_enter_s for one in self._passes if one.person == person and one.t_enter_s > walk.t_enter_s)
        until_s = min(walk.t_exit_s + COLLAR_S, next(later, float("inf")))
        hits_s = self._hits_s[person]
        first = bisect_left(hits_s, max(walk.t_enter_s - COLLAR_S, since_s))
        return first < len(hits_s) and hits_s[first] < until_s


@dataclass(frozen=True, slots=True)
class ScoredMarks:
    """The score of the marked walks, and where truth and score were written."""

    score: ScoreResult
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
        truth.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_bytes(truth, _rows(source_id, passes, float(watched.counts["end_s"])).encode())
    run, files = RunRecord.open(watched.run), TruthFiles(truth)
    score = score_runs([run], files)
    keep_score(score, files, home)
    kept = sorted((home.scores / run.run_id).iterdir())
    return ScoredMarks(score.result, (truth, *kept))


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
