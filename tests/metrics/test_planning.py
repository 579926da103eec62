import numpy as np
import pytest

from lfr_eval.metrics.planning import (
    design_effect,
    intraclass_correlation,
    needed_per_group,
    passes_to_show,
    rule_of_30,
    trials_for_one_event,
)
from lfr_eval.metrics.proportions import one_sided_upper


def test_published_plans(vectors):
    for baseline, n in vectors["n_per_group_for_2x_80pct_power"].items():
        assert needed_per_group(1 / float(baseline.removeprefix("1/"))) == n
    for limit, n in vectors["rule_of_30_trials"].items():
        assert rule_of_30(1 / float(limit.removeprefix("1/"))) == n
    assert trials_for_one_event(1 / 6000) == vectors["trials_for_95pct_chance_of_one_event"]["1/6000"]


@pytest.mark.parametrize("events", [0, 1, 7])
@pytest.mark.parametrize("limit", [0.9, 0.05, 1 / 1000])
def test_passes_to_show_is_the_least_number(limit, events):
    n = passes_to_show(limit, events)
    assert one_sided_upper(events, n) <= limit
    assert n == events + 1 or one_sided_upper(events, n - 1) > limit


def test_impossible_plans_are_refused():
    with pytest.raises(ValueError, match="baseline"):
        needed_per_group(0.6)
    with pytest.raises(ValueError, match="baseline"):
        needed_per_group(0.0)
    with pytest.raises(ValueError, match="limit"):
        passes_to_show(0.0)


@pytest.mark.parametrize(
    ("events", "trials", "correlation"),
    [
        # Subjects are always or never recognised.
        ([10, 10, 0, 0], [10, 10, 10, 10], 1.0),
        # Every subject has the same share: less alike than chance, clipped.
        ([5, 5, 5], [10, 10, 10], 0.0),
        # One pass each, no events, or one subject: the data cannot tell.
        ([1, 0, 1], [1, 1, 1], None),
        ([0, 0], [5, 5], None),
        ([2], [5], None),
    ],
)
def test_intraclass_correlation(events, trials, correlation):
    assert intraclass_correlation(events, trials) == correlation


def test_intraclass_correlation_of_a_beta_binomial():
    # Shares from Beta(2, 6) make rho = 1 / (2 + 6 + 1).
    rng = np.random.default_rng(0)
    k = rng.binomial(8, rng.beta(2, 6, 4000))
    assert intraclass_correlation(k, np.full(4000, 8)) == pytest.approx(1 / 9, abs=0.02)


def test_design_effect():
    assert design_effect(10, 0.1) == pytest.approx(1.9)
