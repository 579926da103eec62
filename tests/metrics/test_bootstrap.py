import numpy as np
import pytest
from scipy import stats

from lfr_eval.metrics.bootstrap import SubjectSums, percentile_interval, quotient


def people(counts):
    """Subjects' names, one per trial."""
    return np.array([f"s{who}" for who, n in enumerate(counts) for _ in range(n)], object)


def trials(events):
    return np.stack([np.array(events, float), np.ones(len(events))], axis=1)


def test_published_enumerated_bootstrap(vectors):
    expected = vectors["cluster_bootstrap_enumerated"]
    events = [hit for k, n in zip(expected["hits"], expected["passes"], strict=True) for hit in [1] * k + [0] * (n - k)]
    sums = SubjectSums.of(trials(events), people(expected["passes"]))
    resamples = quotient(sums.every_resample())
    assert len(resamples) == 4**4
    assert percentile_interval(resamples) == tuple(expected["percentile95"])


def test_shuffled_labels_keep_group_sizes_and_everything_in_all():
    who = people([2] * 30)
    groups = np.repeat(np.array(["a", "a", "b"], object), 20)
    events = np.arange(60) % 7 == 0
    sums = SubjectSums.of(trials(events), who, groups)
    shuffled = sums.permuted(seed=0, draws=500)
    assert shuffled.shape == (500, 2, 2)
    assert (shuffled[:, :, 1] == [40, 20]).all()
    assert (shuffled[:, :, 0].sum(1) == events.sum()).all()
    assert shuffled[:, 0, 0].mean() == pytest.approx(events.sum() * 2 / 3, rel=0.05)


def test_permuted_counts_are_hypergeometric():
    sums = SubjectSums.of(trials([1] * 6 + [0] * 14), people([1] * 20), np.repeat(np.array(["a", "b"], object), 10))
    in_a = sums.permuted(seed=3)[:, 0, 0]
    expected = stats.hypergeom(20, 6, 10).pmf(np.arange(7))
    assert np.bincount(in_a.astype(int), minlength=7) / len(in_a) == pytest.approx(expected, abs=0.02)


@pytest.mark.parametrize("groups", [["a"] * 20, ["a"] * 10 + ["b"] * 10, ["a"] * 5 + ["b"] * 5 + ["c"] * 10])
def test_shuffling_subjects_who_are_all_alike_changes_nothing(groups):
    sums = SubjectSums.of(trials([1] * 20), people([1] * 20), np.array(groups, object))
    assert (sums.permuted(seed=0, draws=50) == sums.totals).all()


def test_same_seed_same_shuffles_in_any_order():
    rng = np.random.default_rng(0)
    events, who, groups = rng.random(90) < 0.2, people([3] * 30), np.repeat(np.array(["a", "b"], object), 45)
    shuffle = rng.permutation(90)
    first = SubjectSums.of(trials(events), who, groups).permuted(seed=9, draws=50)
    second = SubjectSums.of(trials(events[shuffle]), who[shuffle], groups[shuffle]).permuted(seed=9, draws=50)
    assert (first == second).all()


def test_a_subject_belongs_to_one_group():
    with pytest.raises(ValueError, match="found two"):
        SubjectSums.of(trials([1, 0]), np.array(["s", "s"], object), np.array(["a", "b"], object))


def test_missing_values_widen_both_ends():
    values = np.array([np.nan, 1.0, 2.0, 3.0])
    assert percentile_interval(values, confidence=0.5) == (-np.inf, 3.0)
    assert percentile_interval(values, confidence=0.4) == (1.0, 3.0)
