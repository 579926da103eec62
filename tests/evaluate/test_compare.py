"""Two runs on the same passes."""

from dataclasses import replace

import pytest
from pass_records import pass_record

from lfr_eval.core.errors import InputError
from lfr_eval.core.events import Pass
from lfr_eval.evaluate.compare import compare
from lfr_eval.metrics.extremes import Event
from lfr_eval.metrics.records import Outcome, ScoredRun
from lfr_eval.metrics.truth import Status


def seen(pass_id, status, hits, source="gate.mp4"):
    """One pass: `hits` right ones of a listed person, wrong ones of anybody else."""
    mated = status is Status.MATED
    outcome = (Outcome.CORRECT_ALERT if hits else Outcome.MISS) if mated else None
    if status is Status.NON_MATED:
        outcome = Outcome.FALSE_ALERT if hits else Outcome.NO_ALERT
    return pass_record(
        Pass(pass_id, source, pass_id, 0.0, 1.0),
        status,
        outcome=outcome,
        correct_hits=hits if mated else 0,
        other_hits=0 if mated else hits,
        acquired=True,
        tracks=1,
    )


def scored(*records, attribution="boxes"):
    return ScoredRun(records, (), attribution, 0, 0, 0, len(records), 1.0)


LISTED, OTHER, UNKNOWN, CROWD = Status.MATED, Status.NON_MATED, Status.UNKNOWN, Status.CROWD


def test_differences_are_first_minus_second_on_the_same_passes():
    # a is recognised by both, b by the first only; c is a false positive of the second only
    first = scored(seen("a", LISTED, 1), seen("b", LISTED, 2), seen("c", OTHER, 0))
    second = scored(seen("c", OTHER, 1), seen("b", LISTED, 0), seen("a", LISTED, 5))
    found = compare(first, second)
    assert found.tpir.difference == 0.5
    assert (found.tpir.counts.both, found.tpir.counts.only_first) == (1, 1)
    assert found.fpir.difference == -1
    assert [one.row.pass_id for one, _ in found.disagreements] == ["b", "c"]
    assert found.attributed_alike


def test_swapping_the_two_turns_every_sign():
    one = scored(*(seen(str(n), LISTED, n % 2) for n in range(20)))
    other = scored(*(seen(str(n), LISTED, n % 3) for n in range(20)))
    here, there = compare(one, other).tpir, compare(other, one).tpir
    assert (here.difference, here.low, here.high) == pytest.approx((-there.difference, -there.high, -there.low))


def test_passes_that_cannot_be_compared_are_counted_and_left_out():
    # a is on the second list only; b was watched by the first only; c is unknown in both, and d a crowd
    first = scored(seen("a", OTHER, 0), seen("b", LISTED, 1), seen("c", UNKNOWN, 0), seen("d", CROWD, 0))
    second = scored(seen("a", LISTED, 1), seen("c", UNKNOWN, 0), seen("d", CROWD, 0), attribution="time")
    found = compare(first, second)
    assert (found.only_one_watched, found.only_one_listed, len(found.pairs)) == (1, 1, 1)
    assert (found.tpir.difference, found.fpir.difference) == (None, None)
    assert not found.attributed_alike
    assert not found.disagreements


def test_other_footage_is_refused():
    with pytest.raises(InputError, match="no pass in common"):
        compare(scored(seen("a", LISTED, 1)), scored(seen("a", LISTED, 1, source="other.mp4")))


def undecided(pass_id, *, least, most):
    """A pass of somebody not listed whose event is open: one of a set of which as many have it as `least` says."""
    open_ = Event(None, False, least, most, True)
    return replace(seen(pass_id, OTHER, 0), wrong_open=open_)


def test_open_passes_stand_in_the_difference_as_a_range():
    # 100 strangers, two at a time: of each pair exactly one was taken for somebody by the second system, of which
    # nothing tells whom; and by neither of them in ten more pairs. So 50 of 120 in all, whoever it was.
    first = scored(*(seen(f"{n}", OTHER, 0) for n in range(120)))
    pairs = [undecided(f"{n}", least=n % 2 == 0, most=n % 2 == 0) for n in range(100)]
    second = scored(*pairs, *(seen(f"{n}", OTHER, 0) for n in range(100, 120)))
    found = compare(first, second)
    assert found.left_open == 100
    assert found.fpir.counts.n == 120
    assert found.fpir.difference == pytest.approx(-50 / 120)
    assert found.fpir.high < 0, "a difference is shown"
    # Where from 10 to 50 of them were: the interval takes in both ends.
    pairs = [undecided(f"{n}", least=n < 10, most=n < 50) for n in range(100)]
    found = compare(first, scored(*pairs, *(seen(f"{n}", OTHER, 0) for n in range(100, 120)))).fpir
    assert found.ends == pytest.approx((-50 / 120, -10 / 120))
    assert found.difference is None
    assert found.low < -50 / 120
    assert found.high > -10 / 120
    # None for certain, and the other system likewise: who is ahead is open.
    several = [undecided(f"{n}", least=False, most=n < 50) for n in range(100)]
    found = compare(scored(*several), scored(*several)).fpir
    assert (found.low < 0 < found.high, found.p) == (True, 1.0)
