"""What a trial that is read as it goes says."""

import pytest
from score_objects import nothing, rate

from lfr_eval.metrics.stopping import StoppingRule
from lfr_eval.report.trial_words import length_line, look_line, result_lines, rule_line

RULE = StoppingRule(0.85, 150)
TPIR = rate(27, 28, 0.8, 0.99, subjects=3)


def test_the_rule_says_what_is_to_be_shown_and_when_it_stops():
    assert rule_line(RULE) == (
        "To be shown: recognised in at least 85 % of walks, by the people who walk here. It stops when that is shown, "
        "when it is excluded, or after 150 walks of listed people."
    )


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (StoppingRule(0.85, 150), "half of such trials have shown it after 58 walks, nine of ten after 148."),
        (StoppingRule(0.85, 100), "half of such trials have shown it after 58 walks, 74.5 % by the end."),
        (StoppingRule(0.85, 30), "fewer than half of such trials show it, 27.7 % by the end."),
    ],
)
def test_how_long_it_takes(rule, said):
    assert length_line(rule, 0.95) == f"If the rate is 95 %, {said}"


@pytest.mark.parametrize(
    ("outcomes", "rule", "said"),
    [
        (
            [True] * 25,
            RULE,
            "Shown, for these walkers: recognised in at least 85 % of walks (25 of 25 walks; 95 % 85.4 %",
        ),
        (
            [False] * 5,
            RULE,
            "Excluded, for these walkers: recognised in fewer than 85 % of walks (0 of 5 walks; 95 % 0 %",
        ),
        ([True], RULE, "Not shown yet, for these walkers: recognised in at least 85 % of walks (1 of 1 walks; 95 %"),
        (
            [True] * 2,
            StoppingRule(0.85, 2),
            "Not shown, for these walkers: recognised in at least 85 % of walks (2 of 2",
        ),
    ],
)
def test_where_a_trial_stands(outcomes, rule, said):
    line = look_line(rule.look(outcomes), rule)
    assert line.startswith(said)
    assert line.endswith("whenever it is read).")


def test_the_result_speaks_of_these_walkers_first_and_then_of_people_in_general():
    said = result_lines(RULE.look([True] * 28), RULE, nothing(tpir=TPIR))
    assert said[0].startswith("The rule, fixed before the first walk. To be shown: recognised in at least 85 %")
    assert said[1].startswith("Shown, for these walkers")
    assert said[2] == "3 walks of listed people after it had stopped are not counted in that."
    assert said[3] == "Recognised: 27 of 28 walks of listed people = 96.4 % (95 % 80 % to 99 %)."
    assert said[-1] == "These intervals are for people in general, as far as 3 listed people can tell."


def test_false_positives_are_told_whenever_they_are_read_and_at_both_ends_of_what_is_open():
    fpir = rate(1, 20, 0.001, 0.2, k_low=0, k_high=2)
    said = result_lines(None, RULE, nothing(fpir=fpir))
    (line,) = [one for one in said if one.startswith("False positives, for these walkers")]
    # At the fewest, none, the lower end is 0; at the most, 2 of 20, the upper is above that of 1
    assert line == "False positives, for these walkers: 0 to 2 of 20 walks; 95 % 0 % to 37.5 %, whenever it is read."


def test_without_walks_nothing_is_said_of_anybody():
    assert len(result_lines(None, RULE, nothing())) == 3
