"""How much testing would settle a question that was left open."""

import pytest

from lfr_eval.metrics.needed import questions_in


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
