"""Rates at every threshold from the highest score of each pass."""

import pytest
from pass_records import pass_record

from lfr_eval.core.events import Pass
from lfr_eval.metrics.rates import guarantee
from lfr_eval.metrics.records import PassRecord
from lfr_eval.metrics.trade_off import EVERYBODY, trade_off
from lfr_eval.metrics.truth import Status


def passed(person: str, status: Status, peak: float | None, **attributes: str) -> PassRecord:
    row = Pass(f"pass-{person}", "gate", person, 0.0, 1.0, attributes=attributes)
    return pass_record(row, status, peak=peak)


RECORDS = [
    passed("A", Status.MATED, 0.7, sex="F"),
    passed("B", Status.MATED, 0.4, sex="M"),
    passed("C", Status.MATED, None, sex="M"),
    passed("D", Status.NON_MATED, 0.45, sex="F"),
    passed("E", Status.NON_MATED, None, sex="M"),
    passed("F", Status.UNKNOWN, 0.9, sex="M"),
]


def counts(metric: str, attribute: str = EVERYBODY, value: str = EVERYBODY) -> dict[float, tuple[int, int]]:
    points = trade_off(RECORDS, ["sex"], [0.3, 0.4, 0.45, 0.5, 0.8])
    return {
        one.threshold: (one.rate.k, one.rate.n)
        for one in points
        if (one.metric, one.attribute, one.value) == (metric, attribute, value)
    }


def test_a_pass_counts_up_to_its_highest_score_and_unknown_people_never():
    # A (0.7) and B (0.4) of three listed people; D (0.45) of two others; F is unknown and in no base
    assert counts("tpir") == {0.3: (2, 3), 0.4: (2, 3), 0.45: (1, 3), 0.5: (1, 3), 0.8: (0, 3)}
    assert counts("fpir") == {0.3: (1, 2), 0.4: (1, 2), 0.45: (1, 2), 0.5: (0, 2), 0.8: (0, 2)}


def test_groups_have_bases_of_their_own():
    assert counts("tpir", "sex", "M") == {0.3: (1, 2), 0.4: (1, 2), 0.45: (0, 2), 0.5: (0, 2), 0.8: (0, 2)}
    assert counts("fpir", "sex", "F")[0.45] == (1, 1)


def test_an_attribute_of_nobody_has_no_groups():
    points = list(trade_off(RECORDS, ["hat"], [0.4]))
    assert {one.attribute for one in points} == {EVERYBODY}


def test_without_passes_a_rate_has_no_value():
    assert [one.rate.value for one in trade_off([], [], [0.4])] == [None, None]


@pytest.mark.parametrize("threshold", [0.4, 0.45])
def test_scores_are_compared_as_they_are_recorded(threshold):
    # 0.45 as float32 is a little more than 0.45 as float64: equal scores reach the threshold
    assert counts("fpir")[threshold][0] == 1


def test_everybody_has_the_bounds_that_decide_on_limits():
    at = [0.3, 0.45, 0.8]
    for records in (RECORDS, [*RECORDS, RECORDS[0]]):  # A once, and A twice: then people count, not passes
        mated = [one for one in records if one.status is Status.MATED]
        points = [one for one in trade_off(records, ["sex"], at) if one.metric == "tpir"]
        for one in points[: len(at)]:
            events = [record.peak is not None and record.peak >= one.threshold for record in mated]
            assert one.bound == guarantee(events, [record.person for record in mated])
        assert {one.bound for one in points[len(at) :]} == {None}
