"""What the overview says of runs whose score is held against a policy, or not, or that cannot be read."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from score_objects import answer, nothing

from lfr_eval.evaluate.results.groups import State
from lfr_eval.record.header import RunHeader, RunStatus
from lfr_eval.ui.views import overview as view

WHOLE = {
    "source": {"id": "gate.mp4"},
    "watchlist": {"name": "square", "persons_enrolled": 5},
    "settings": {"alerting": {"threshold": 0.4}},
}


def run(status=RunStatus.COMPLETE, **content):
    return RunHeader(Path("20260501T093000Z-0000000a"), "20260501T093000Z-0000000a", status, WHOLE | content)


def score(*states):
    return nothing(policy=tuple(answer("FPIR at most 0.001", State(state)) for state in states))


@pytest.mark.parametrize(
    ("held", "word"),
    [
        (None, "not scored"),
        (score(), "no policy asked"),
        (score("met", "met"), "met (2 of 2 limits)"),
        (score("met", "not shown"), "not shown (1 of 2 limits)"),
        (score("not shown", "breached", "met"), "breached (1 of 3 limits)"),  # the worst comes first
    ],
)
def test_the_policy_in_a_word(held, word):
    assert view.policy_word(held) == word


def test_the_newest_score_with_a_policy_is_shown_else_the_newest():
    plain, held = score(), score("met")
    assert view.tested(run(), [plain, held]).score is held
    assert view.tested(run(), [plain]).score is plain
    assert view.tested(run(), []).score is None


def test_what_runs_says_since_when():
    now = datetime(2026, 5, 1, 10, 0, tzinfo=UTC)
    one = run(RunStatus.RUNNING, started_utc="2026-05-01T09:30:00+00:00")
    assert view.running([one, run()], now) == ["20260501T093000Z-0000000a is watching gate.mp4, for 30 minutes."]


def test_every_trouble_is_one_sentence_and_whole_runs_are_none():
    damaged = RunHeader(Path("runs/odd"), "odd", RunStatus.DAMAGED, problem="run.json: damaged,\n expected JSON")
    failed = run(RunStatus.FAILED, error="SourceError: the footage ended")
    said = view.troubles([damaged, run(RunStatus.INTERRUPTED), failed, run()])
    assert len(said) == 3
    assert view.troubles([run(source={})]) == ["20260501T093000Z-0000000a is damaged: its run.json lacks source.id."]
    assert said[0] == "odd cannot be read: run.json: damaged, expected JSON."
    assert "was interrupted: what it had is kept" in said[1]
    assert said[2].endswith("failed: SourceError: the footage ended.")
