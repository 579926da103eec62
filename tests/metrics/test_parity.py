"""The same numbers from independent implementations: scikit-learn, statsmodels, fairlearn and bob.measure."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fairlearn.metrics import MetricFrame, count, false_positive_rate, true_positive_rate
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import det_curve, roc_curve
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from lfr_eval.metrics.comparisons import benjamini_hochberg, bonferroni, holm, katz, newcombe
from lfr_eval.metrics.curves import cmc, curves_by_group, equal_error_rate, error_curve, threshold_for_target
from lfr_eval.metrics.groups import by_group
from lfr_eval.metrics.proportions import clopper_pearson, wilson
from lfr_eval.metrics.rates import rate
from lfr_eval.metrics.search import MatedSearches, NonMatedSearches, score_searches

COUNTS = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.fixture(scope="module")
def scores() -> tuple[np.ndarray, np.ndarray]:
    """Mated and non-mated scores with many ties."""
    rng = np.random.default_rng(0)
    return rng.normal(0.6, 0.15, 300).round(2), rng.normal(0.2, 0.15, 700).round(2)


@pytest.fixture(scope="module")
def bob() -> dict[str, Any]:
    """What bob.measure 6.1.1 says of the scores beside it (it needs an older numpy, so it ran elsewhere)."""
    found: dict[str, Any] = json.loads((Path(__file__).parent / "bob_measure.json").read_text())
    return found


# scikit-learn


def test_roc_curve(scores):
    truth, values = np.repeat([1, 0], [300, 700]), np.concatenate(scores)
    fpr, tpr, thresholds = roc_curve(truth, values, drop_intermediate=False)
    ours = error_curve(*scores)
    # Descending, and with a point above all scores at infinity.
    assert ours.threshold[-2::-1] == pytest.approx(thresholds[1:])
    assert ours.false_positive[::-1] == pytest.approx(fpr)
    assert 1 - ours.false_negative[::-1] == pytest.approx(tpr)


def test_det_curve(scores):
    truth, values = np.repeat([1, 0], [300, 700]), np.concatenate(scores)
    fpr, fnr, thresholds = det_curve(truth, values)
    ours = error_curve(*scores, thresholds)
    assert ours.false_positive == pytest.approx(fpr)
    assert ours.false_negative == pytest.approx(fnr)


# statsmodels


@given(COUNTS, st.sampled_from([0.9, 0.95, 0.99]))
def test_intervals_of_one_proportion(counts, confidence):
    k, n = counts
    for ours, method in ((wilson, "wilson"), (clopper_pearson, "beta")):
        theirs = proportion_confint(k, n, alpha=1 - confidence, method=method)
        assert ours(k, n, confidence) == pytest.approx(theirs, rel=1e-9, abs=1e-12)


@given(COUNTS, COUNTS)
def test_interval_of_a_difference(first, second):
    ours = newcombe(*first, *second)
    theirs = confint_proportions_2indep(*first, *second, method="newcomb", compare="diff")
    assert (ours.low, ours.high) == pytest.approx(theirs, rel=1e-9, abs=1e-12)


INNER = COUNTS.filter(lambda counts: 0 < counts[0] < counts[1])


@given(INNER, INNER)
def test_interval_of_a_ratio(first, second):
    ours = katz(*first, *second)
    theirs = confint_proportions_2indep(*first, *second, method="log", compare="ratio", correction=False)
    assert (ours.method, ours.low, ours.high) == ("katz", *(pytest.approx(end, rel=1e-9) for end in theirs))


@settings(max_examples=12)  # theirs takes 40 ms
@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_corrections_for_many_tests(p):
    for ours, method in ((holm, "holm"), (benjamini_hochberg, "fdr_bh"), (bonferroni, "bonferroni")):
        assert ours(p) == pytest.approx(multipletests(p, method=method)[1], abs=1e-12)


# fairlearn


def test_plain_rates_by_group(scores):
    rng = np.random.default_rng(4)
    mated = np.repeat([True, False], [300, 700])
    values = np.concatenate(scores)
    columns = {
        "sex": rng.choice(np.array(["F", "M"], object), 1000),
        "light": rng.choice(np.array(["day", "night"], object), 1000),
    }
    alarm = values >= 0.4
    theirs = MetricFrame(
        metrics={"tpir": true_positive_rate, "fpir": false_positive_rate, "n": count},
        y_true=mated,
        y_pred=alarm,
        sensitive_features=columns["sex"],
        control_features=columns["light"],
    ).by_group
    people = np.array([f"s{number}" for number in range(1000)], object)

    def rates(mask):
        return tuple(rate(alarm[mask & kind], people[mask & kind]).value for kind in (mated, ~mated))

    ours = by_group(columns, people, ["sex"], rates, within=["light"])
    assert len(ours) == len(theirs) == 4
    for group in ours:
        row = theirs.loc[(group.condition["light"], group.value)]
        assert (*group.result, group.trials) == pytest.approx((row["tpir"], row["fpir"], row["n"]))


def test_curves_by_group(scores):
    rng = np.random.default_rng(5)
    first, second = (rng.choice(np.array(["F", "M"], object), len(kind)) for kind in scores)
    ours = curves_by_group(scores[0], first, scores[1], second, np.array([0.4]))
    theirs = MetricFrame(
        metrics={"fmr": false_positive_rate, "tmr": true_positive_rate},
        y_true=np.repeat([True, False], [300, 700]),
        y_pred=np.concatenate(scores) >= 0.4,
        sensitive_features=np.concatenate([first, second]),
    ).by_group
    for group, curve in ours.items():
        assert curve.false_positive[0] == pytest.approx(theirs.loc[group, "fmr"])
        assert 1 - curve.false_negative[0] == pytest.approx(theirs.loc[group, "tmr"])


# bob.measure


def test_far_and_frr(bob):
    thresholds = np.array([row["threshold"] for row in bob["farfrr"]])
    ours = error_curve(np.array(bob["positives"]), np.array(bob["negatives"]), thresholds)
    assert ours.false_positive == pytest.approx([row["far"] for row in bob["farfrr"]])
    assert ours.false_negative == pytest.approx([row["frr"] for row in bob["farfrr"]])


def test_equal_error_rate(bob):
    eer, threshold = equal_error_rate(error_curve(np.array(bob["positives"]), np.array(bob["negatives"])))
    assert eer == pytest.approx(bob["eer"])
    # Theirs lies between two scores that part nothing in between.
    assert not {score for score in bob["positives"] + bob["negatives"] if bob["eer_threshold"] < score < threshold}


def test_threshold_at_a_far(bob):
    negatives = np.array(bob["negatives"])
    for row in bob["far_threshold"]:
        threshold, achieved = threshold_for_target(negatives, row["far"])
        assert achieved == pytest.approx(row["achieved"])
        # Ours is the least number that meets the target, theirs the next score that occurs.
        assert threshold <= row["threshold"] == negatives[negatives >= threshold].min()


def test_open_set_search(bob):
    mate = np.array([row["mate"] for row in bob["searches"]])
    others = np.array([row["others"] for row in bob["searches"]])
    people = np.array([f"s{number}" for number in range(len(mate))], object)
    rank = 1 + (others >= mate[:, None]).sum(1)
    mated = MatedSearches(people, mate, rank, others.max(1), np.ones(len(mate), bool))
    unknown = np.sort(np.array(bob["unknown"]))[:, ::-1]
    strangers = np.array([f"u{number}" for number in range(len(unknown))], object)
    non_mated = NonMatedSearches(strangers, unknown, np.ones(len(unknown), bool))
    for row in bob["dir"]:
        ours = score_searches(mated, non_mated, row["threshold"], row["rank"]).system
        assert ours.tpir.value == pytest.approx(row["detection_and_identification"])
        assert ours.fpir.value == pytest.approx(row["false_alarm"])
    assert cmc(rank, len(bob["cmc"])) == pytest.approx(bob["cmc"])
