"""How much testing would settle a question that was left open."""

import pytest

from lfr_eval.metrics.group_comparison import Metric
from lfr_eval.metrics.needed import needed_to_conclude, questions_in
from lfr_eval.metrics.people import Tally


@pytest.mark.parametrize(
    ("groups", "attributes", "questions"),
    [
        # One pair, in FPIR, TPIR and timely recognition
        (2, 1, 3),
        # Three pairs and three groups against the rest, of each of two attributes
        (3, 2, 36),
        (5, 1, 45),
    ],
)
def test_p_is_corrected_over_pairs_and_groups_against_the_rest(groups, attributes, questions):
    assert questions_in(groups, attributes) == questions


def test_a_group_that_saw_nothing_is_taken_to_be_at_the_limit():
    # 6, 0 and 0 of 40: nobody sees a doubling of 0. From the limit of 1 in 1,000 it takes more than from 1 of 40.
    def passes(*events):
        groups = [Tally.by_person([1] * k + [0] * (40 - k), [1] * 40) for k in events]
        return needed_to_conclude(Metric.FPIR, groups, margin=1.25, limit=0.001, alpha=0.05 / 6).needed_passes_per_group

    assert passes(6, 0, 0) == passes(0, 0, 0) > passes(6, 1, 1) > passes(6, 6, 6)
