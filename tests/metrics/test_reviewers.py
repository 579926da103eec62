"""How reviewers are measured, by hand and against scikit-learn."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from lfr_eval.core.adjudication import Adjudication, Decision
from lfr_eval.metrics.alert_truth import AlertVerdict
from lfr_eval.metrics.reviewers import (
    Reviewed,
    agreements,
    cohen_kappa,
    reviewer_errors,
    reviewer_errors_by,
    seeded_accepts,
)

WORDS = st.sampled_from(["true", "false", "unsure"])


def said(reviewer, key, decision, seeded=False):
    return Adjudication("run", key, reviewer, Decision(decision), "", 1.0, datetime.now(UTC), seeded)


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=40))
def test_kappa_is_that_of_scikit_learn(pairs):
    first, second = (list(side) for side in zip(*pairs, strict=True))
    ours = cohen_kappa(first, second)
    if len(set(first) | set(second)) == 1:
        assert ours is None
    else:
        assert ours == pytest.approx(cohen_kappa_score(first, second), abs=1e-12)


def test_kappa_by_hand():
    # 50 grants: 20 yes/yes, 15 no/no, 5 and 10 apart: observed 0.7, expected 0.5
    first = ["y"] * 20 + ["n"] * 15 + ["y"] * 5 + ["n"] * 10
    second = ["y"] * 20 + ["n"] * 15 + ["n"] * 5 + ["y"] * 10
    assert cohen_kappa(first, second) == pytest.approx(0.4)


def test_kappa_has_no_value_where_chance_alone_agrees():
    assert cohen_kappa([], []) is None
    assert cohen_kappa(["true"] * 5, ["true"] * 5) is None


def test_kappa_of_different_items_is_refused():
    with pytest.raises(ValueError, match="got 1 and 2"):
        cohen_kappa(["true"], ["true", "false"])


def test_agreement_is_about_real_alerts_that_both_decided():
    decisions = [
        said("Ann", "a", "true"),
        said("Ann", "b", "false"),
        said("Ann", "only Ann", "true"),
        said("Ben", "a", "true"),
        said("Ben", "b", "true"),
        *(said(name, "pair", "false", seeded=True) for name in ("Ann", "Ben")),
        said("Cat", "only Cat", "true"),
    ]
    (found,) = agreements(decisions)
    assert (found.first, found.second, found.agreed.k, found.agreed.n, found.kappa) == ("Ann", "Ben", 1, 2, 0.0)


def reviewed(decision, verdict, subject="S", **attributes):
    return Reviewed(Decision(decision), AlertVerdict(verdict), subject, attributes)


CASES = [
    reviewed("true", "false", "S1", sex="F"),  # a false alert let through
    reviewed("false", "false", "S2", sex="M"),
    reviewed("unsure", "false", "S3", sex="M"),  # no error, yet in the base
    reviewed("false", "true", "S4", sex="F"),  # a true alert rejected
    reviewed("true", "true", "S5", sex="M"),
    reviewed("true", "unconfirmed", "S6"),  # nobody knows: in no rate, counted
]


def test_errors_against_truth():
    errors = reviewer_errors(CASES)
    assert (errors.false_accepted.k, errors.false_accepted.n) == (1, 3)
    assert (errors.true_rejected.k, errors.true_rejected.n) == (1, 2)
    assert (errors.unsure.k, errors.unsure.n) == (1, 5)
    assert errors.unconfirmed == 1


def test_errors_by_group_add_up_and_keep_those_not_recorded():
    groups = {group.value: group.result for group in reviewer_errors_by(CASES, ["sex"])}
    assert list(groups) == ["F", "M", None]
    assert (groups["F"].false_accepted.k, groups["F"].false_accepted.n) == (1, 1)
    assert (groups["M"].false_accepted.k, groups["M"].false_accepted.n) == (0, 2)
    assert groups[None].unconfirmed == 1
    assert sum(one.false_accepted.n for one in groups.values()) == reviewer_errors(CASES).false_accepted.n


def test_two_reviewers_of_one_person_are_not_independent():
    twice = [reviewed("true", "false", "S1"), reviewed("false", "false", "S1")]
    assert reviewer_errors(twice).false_accepted.subjects == 1


def test_nothing_decided_has_no_value():
    assert reviewer_errors([]).false_accepted.value is None
    assert reviewer_errors_by([], ["sex"]) == ()
    assert seeded_accepts([said("Ann", "a", "true")]).value is None


def test_known_false_pairs_that_were_let_through():
    pairs = [said("Ann", "x", "true", True), said("Ann", "y", "false", True), said("Ann", "a", "true")]
    found = seeded_accepts(pairs)
    assert (found.k, found.n) == (1, 2)
