"""Whoever ends the process ends its trials first, and their records are whole."""

import threading

from live_trials import WALK, Feed, pushing, trial_of, until

from lfr_eval.evaluate.trial.running import begins, end_all, has_ended
from lfr_eval.record.listing import verify
from lfr_eval.record.reader import RunRecord


def test_all_trials_end_stopped_and_whole(tmp_path):
    first, camera = pushing(tmp_path / "a", WALK, patience_s=60)
    second = trial_of(Feed(WALK * 500), tmp_path / "b")
    until(lambda: second.latest() is not None)
    assert end_all(20)
    for trial in (first, second):
        assert not trial.running
        assert trial.error is None
        run = RunRecord.open(trial.result.watched.run)
        assert run.status == "stopped"
        assert verify(run.path) == []
    camera.push(WALK[0])  # of a page that is still there: it harms nobody
    assert end_all(0)


def test_one_that_does_not_end_is_told(tmp_path):
    class Stuck:
        def stop(self):
            self.asked = True

        def wait(self, timeout_s):
            return threading.Event().wait(timeout_s)

    stuck = Stuck()
    begins(stuck)
    try:
        assert not end_all(0.01)
        assert stuck.asked
    finally:
        has_ended(stuck)
