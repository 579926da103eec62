"""The jobs that `kills.py` kills, and what must be so after each: everything that writes is the program's own."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))

from synthetic import draw
from synthetic_runs import Pictures, make_list, record, settings

from lfr_eval.core.adjudication import Adjudication, Decision
from lfr_eval.core.home import Home
from lfr_eval.evaluate.evidence import keep_score, kept_scores
from lfr_eval.evaluate.leftovers import leftovers, sweep
from lfr_eval.evaluate.score import score_runs
from lfr_eval.evaluate.truth import TruthFiles
from lfr_eval.record.adjudications import decide, read_adjudications
from lfr_eval.record.deleting import delete, half_deleted
from lfr_eval.record.header import RunStatus
from lfr_eval.record.listing import list_runs, verify
from lfr_eval.record.reader import RunRecord
from lfr_eval.watchlist.store import read_watchlist
from lfr_eval.watchlist.writing import ListPlace, claim_list

FRAMES, DECISIONS, FIRST = 40, 40, "first"
Told = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Job:
    """One thing that may be killed, and what must be so afterwards."""

    name: str
    work: Callable[[Home, Told], None]
    """Does it; says each time that something was promised to be kept."""
    check: Callable[[Home, int], None]
    """Raises AssertionError or an error of the package where something was lost, given how often it was said."""


def truth_of(home: Home) -> TruthFiles:
    """Of the footage that all runs watched."""
    return TruthFiles(home.datasets / "passes.csv")


def pictures() -> Pictures:
    """P1 and a stranger, standing still."""
    return Pictures([draw({1: (100, 100), 9: (300, 100)})] * FRAMES)


def make_home(home: Home) -> None:
    """A list of P1 and P2, and a run that is not scored yet."""
    home.datasets.mkdir(parents=True)
    truth_of(home).passes.write_text(
        "pass_id,source,subject_id,t_enter_s,t_exit_s\na,gate.mp4,P1,0,8\nb,gate.mp4,,0,8\n"
    )
    listed = make_list(home.watchlists / "people", 1, 2)
    record(pictures(), listed, home.runs, settings(), out=home.runs / FIRST)


def first_run(home: Home) -> RunRecord:
    """The run that was there before."""
    return RunRecord.open(home.runs / FIRST)


def replace_list(home: Home, told: Told) -> None:
    """`enrol --replace`: P3 takes the place of P1 and P2."""
    other = make_list(home.folder / "elsewhere" / "people", 3)
    path = home.watchlists / "people"
    with claim_list(path, replace=True) as place:
        _write_again(place, other)
    told()


def _write_again(place: ListPlace, listed: Any) -> None:
    from lfr_eval.watchlist.enrol import Enrolment

    enrolment = Enrolment(listed.entries, tuple(Path() for _ in listed.entries), listed.templates, {})
    place.write(enrolment, models=listed.header.models, portrait={}, created=datetime.now(UTC), keep_images=False)


def list_stands(home: Home, told: int) -> None:
    """The old list or the new one, whole; the new one where it was said to be done; nothing else once swept."""
    path = home.watchlists / "people"
    people = read_watchlist(path).submitted
    assert people in ({"P1", "P2"}, {"P3"}), people
    assert not told or people == {"P3"}
    sweep(home)
    assert leftovers(home) == []
    assert [one.name for one in home.watchlists.iterdir()] == ["people"]
    assert read_watchlist(path).submitted == people


def watch_again(home: Home, told: Told) -> None:
    """`watch`: a second run, whose rows are closed into parts all the time."""
    from lfr_eval.record import writer

    writer.FLUSH_ROWS = 16
    record(pictures(), read_watchlist(home.watchlists / "people"), home.runs, settings())
    told()


def record_stands(home: Home, told: int) -> None:
    """The first run is whole; the second is whole, or holds all that it closed, and can be deleted."""
    assert verify(home.runs / FIRST) == []
    others = [run for run in list_runs(home.runs) if run.name != FIRST]
    assert not told or [run.status for run in others] == [RunStatus.COMPLETE]
    for run in others:
        if run.status == RunStatus.COMPLETE:
            assert verify(run.path) == []
        elif run.status != RunStatus.DAMAGED:
            _closed_parts_stand(RunRecord.open(run.path))
        delete(home, run.path)
    assert len(list_runs(home.runs)) == 1


def _closed_parts_stand(run: RunRecord) -> None:
    """The frames from the first one on, and no row of another table beyond the last of them."""
    assert run.status == RunStatus.INTERRUPTED, run.status
    frames = run.frames()["frame"].tolist()
    assert frames == list(range(len(frames)))
    for name in ("faces", "candidates", "timings"):
        assert set(run.table(name)["frame"].to_pylist()) <= set(frames), name


def score_it(home: Home, told: Told) -> None:
    """`score`: one run against its truth, kept."""
    keep_score(score_runs([first_run(home)], truth_of(home)), truth_of(home), home)
    told()


def score_stands(home: Home, told: int) -> None:
    """There is no score or a whole one; scoring again gives it; nothing else is left."""
    run = first_run(home)
    before = kept_scores(home, run.run_id)
    assert len(before) <= 1
    assert len(before) == 1 or not told
    sweep(home)
    assert leftovers(home) == []
    score_it(home, lambda: None)
    (after,) = kept_scores(home, run.run_id)
    assert before in ([], [after])


def delete_it(home: Home, told: Told) -> None:
    """`runs delete`: a scored run goes, with its score."""
    delete(home, first_run(home).path)
    told()


def deletion_can_be_finished(home: Home, told: int) -> None:
    """The run is there whole and can be deleted, or is not listed; deleted once more, nothing of it is left."""
    for run in list_runs(home.runs):
        assert not told
        assert verify(run.path) == []
        delete(home, run.path)
    for doomed in home.runs.glob(".deleting-*"):
        place = half_deleted(home.runs, doomed.name.removeprefix(".deleting-"))
        assert place is not None
        delete(home, place)
    left = [path for folder in (home.runs, home.scores) for path in folder.rglob("*") if path.suffix != ".lock"]
    assert [path for path in left if path.is_file()] == []


def decide_many(home: Home, told: Told) -> None:
    """Reviews: one decision after the other."""
    for number in range(DECISIONS):
        now = datetime.now(UTC)
        decide(home.reviews, Adjudication("r", f"alert-{number}", "Ann", Decision.TRUE, "", 1.0, now))
        told()


def decisions_stand(home: Home, told: int) -> None:
    """Every decision that was said to be kept is, in order; at most one more."""
    kept = [one.alert_key for one in read_adjudications(home.reviews, "r")]
    assert kept == [f"alert-{number}" for number in range(len(kept))]
    assert told <= len(kept) <= told + 1, (told, len(kept))
    sweep(home)
    assert leftovers(home) == []
    now = datetime.now(UTC)
    decide(home.reviews, Adjudication("r", "after", "Ann", Decision.TRUE, "", 1.0, now))


JOBS = (
    Job("watch", watch_again, record_stands),
    Job("enrol --replace", replace_list, list_stands),
    Job("score", score_it, score_stands),
    Job("runs delete", delete_it, deletion_can_be_finished),
    Job("reviews", decide_many, decisions_stand),
)
