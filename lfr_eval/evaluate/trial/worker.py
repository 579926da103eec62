"""The thread that owns the source and the models of a live trial."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

from lfr_eval.capture.live import paced
from lfr_eval.capture.pushed import PushedFrames
from lfr_eval.capture.source import FrameSource
from lfr_eval.core.errors import InputError, LfrError
from lfr_eval.core.events import Alert
from lfr_eval.core.faces import FaceEngine
from lfr_eval.core.home import Home
from lfr_eval.core.search import Matcher
from lfr_eval.core.settings import SystemSettings
from lfr_eval.core.thresholds import reaches
from lfr_eval.engine.pipeline import FrameResult
from lfr_eval.evaluate.results.score import ScoreResult
from lfr_eval.evaluate.rows import Keep
from lfr_eval.evaluate.trial.passes import MarkedPass, Marks, score_marks
from lfr_eval.evaluate.trial.running import begins, has_ended
from lfr_eval.evaluate.trial.snapshot import Observer, Snapshot
from lfr_eval.evaluate.watch import WatchResult, watch
from lfr_eval.metrics.stopping import USUAL_RULE, Look, Standing, StoppingRule
from lfr_eval.record.atomic import storing
from lfr_eval.record.deleting import delete
from lfr_eval.watchlist.watchlist import Watchlist

UNWATCHED_S = 120.0
"""A trial at which nobody has looked for so long ends, so that no camera goes on after its page was closed."""


@dataclass(frozen=True, slots=True)
class TrialResult:
    """What a trial left behind."""

    watched: WatchResult
    ended: str | None
    """One sentence where it ended by itself before the end of its source."""
    score: ScoreResult | None
    """Of the marked walks; None where none was marked."""
    files: tuple[Path, ...]
    """Everything that it wrote."""
    home: Home
    """Where it wrote it."""
    rule: StoppingRule = USUAL_RULE
    """What was to be shown, and when it was to stop."""
    look: Look | None = None
    """What it came to by that rule; None where no walk of a listed person was marked."""

    def delete(self) -> None:
        """Delete everything that it wrote, and what pages have worked out from it since.

        Raises:
            LfrError: If the disk refuses it.
        """
        delete(self.home, self.watched.run)
        for path in self.files:
            with storing(path):
                path.unlink(missing_ok=True)


class Trial:
    """One live trial; its methods may be called from any thread, and none of them runs a model.

    Args:
        open_source: Opens the source; called by the worker.
        load: Loads the models; called by the worker.
        watchlist: Whom to look for.
        settings: The system under test.
        home: Where the record goes.
        rule: What walks of listed people are to show, and when they stop. It is fixed here, before the first walk, and
            stands in run.json.
        keep: What is recorded; by default counts, timings, hits and alerts.
        unwatched_s: End when `latest` was not called for so long.
    """

    def __init__(
        self,
        open_source: Callable[[], FrameSource],
        load: Callable[[], FaceEngine],
        watchlist: Watchlist,
        settings: SystemSettings,
        home: Home,
        *,
        rule: StoppingRule = USUAL_RULE,
        keep: Keep = "decisions",
        unwatched_s: float = UNWATCHED_S,
    ) -> None:
        self.watchlist, self.settings = watchlist, settings
        self.error: str | None = None
        """Why it failed, in one sentence."""
        self.result: TrialResult | None = None
        """What it left, once it has ended."""
        self._open, self._load = open_source, load
        self._home, self._keep, self._unwatched_s = home, keep, unwatched_s
        self._rule, self._marks = rule, Marks()
        self._source: FrameSource | None = None
        self._slot: Snapshot | None = None
        self._looked_s = time.monotonic()
        self._stop = Event()
        self._thread = Thread(target=self._work, name="live trial", daemon=True)

    def start(self) -> None:
        """Begin."""
        begins(self)
        self._thread.start()

    def latest(self) -> Snapshot | None:
        """The newest snapshot; None before the first frame is done."""
        self._looked_s = time.monotonic()
        return self._slot

    @property
    def running(self) -> bool:
        """Whether the worker is still at work."""
        return self._thread.is_alive()

    def stop(self) -> None:
        """Ask the worker to end after the frame at hand; see `wait`."""
        self._stop.set()
        if isinstance(self._source, PushedFrames):  # it may wait for a picture that does not come any more
            self._source.close()

    def wait(self, timeout_s: float) -> bool:
        """Wait until the worker has ended and the record is written; whether it has."""
        self._thread.join(timeout_s)
        return not self.running

    def mark_pass(self, person: str | None) -> MarkedPass:
        """Note that a known person begins to walk past now.

        Args:
            person: A person of the list; None = somebody who is not listed.

        Raises:
            InputError: The list has no such person, nothing has been seen yet, or the rule has ended the walks of
                listed people.
        """
        if person is not None and person not in self.watchlist.submitted:
            raise InputError(f"{person}: is not on the list {self.watchlist.header.name}")
        if self._slot is None or not self.running:
            raise InputError("no walk can be marked before the first picture or after the end")
        if person is not None:
            self._require_open()
        return self._marks.add(person, self._slot.pts_s)

    def _require_open(self) -> None:
        if (look := self.look()).standing is not Standing.OPEN:
            raise InputError(f"no further walk is marked: by the rule the trial ended after {look.n} ({look.standing})")
        if sum(one.person is not None for one in self.marked) >= self._rule.most:
            raise InputError(f"no further walk is marked: these are {self._rule.most}, the most by the rule")

    @property
    def rule(self) -> StoppingRule:
        """What is to be shown, and when it stops."""
        return self._rule

    def look(self) -> Look:
        """How recognition stands by the rule, with the walks of which the outcome is known."""
        now_s = self._slot.pts_s if self._slot is not None and self.result is None else math.inf
        return self._rule.look(self._marks.outcomes(now_s))

    @property
    def marked(self) -> Sequence[MarkedPass]:
        """Walks marked so far."""
        return self._marks.passes

    def _work(self) -> None:
        try:
            self.result = self._watch()
        except LfrError as error:
            self.error = " ".join(str(error).split())
        except Exception as error:  # the thread has nobody above it who could tell
            self.error = f"the trial failed: {type(error).__name__}: {' '.join(str(error).split())}"
            raise
        finally:
            has_ended(self)

    def _watch(self) -> TrialResult:
        engine = self._load()
        self._source = self._open()
        with self._source as opened, paced(opened, "live", 1.0) as source:
            observer = Observer(self.settings)

            def seen(result: FrameResult, alerts: Sequence[Alert], matcher: Matcher) -> None:
                self._note_hits(result, matcher)
                if result.looked:
                    self._slot = observer.see(result, alerts, matcher, source.frames_dropped)

            watched = watch(
                source,
                self.watchlist,
                engine,
                self.settings,
                root=self._home.runs,
                keep=self._keep,
                terms={"stopping_rule": self._rule.to_json()},
                ended=self._ended,
                seen=seen,
            )
            return self._leave(watched, source.source_id, source.damage)

    def _note_hits(self, result: FrameResult, matcher: Matcher) -> None:
        for decision in result.decisions:
            if reaches(decision.fused_score[:1], self.settings.alerting.threshold)[0]:
                self._marks.hit(matcher.person_ids[int(decision.person[0])], result.frame.pts_s)

    def _ended(self) -> bool:
        return self._stop.is_set() or self._unwatched

    @property
    def _unwatched(self) -> bool:
        return time.monotonic() - self._looked_s > self._unwatched_s

    def _leave(self, watched: WatchResult, source_id: str, damage: str | None) -> TrialResult:
        scored = score_marks(self._home, watched, source_id, self._marks.passes)
        ended = damage
        if ended is None and not self._stop.is_set() and self._unwatched:
            ended = f"nobody looked at the trial for {self._unwatched_s:g} s, so it was ended"
        files = (*sorted(watched.run.iterdir()), *(scored.files if scored else ()))
        outcomes = self._marks.outcomes(math.inf)
        look = self._rule.look(outcomes) if outcomes else None
        return TrialResult(watched, ended, scored.score if scored else None, files, self._home, self._rule, look)
