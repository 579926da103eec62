import time

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
    resamples = quotient(sums.resampled(seed=0))
    assert len(resamples) == 4**4
    assert percentile_interval(resamples[:, 0]) == tuple(expected["percentile95"])


def test_draws_follow_the_plain_bootstrap():
    # 40 subjects of 1 to 3 passes: against numpy's resampling of subject indices one by one.
    rng = np.random.default_rng(5)
    sizes = rng.integers(1, 4, 40)
    events = rng.random(sizes.sum()) < 0.3
    who = people(sizes)
    sums = SubjectSums.of(trials(events), who)
    found = quotient(sums.resampled(seed=1, draws=20_000))[:, 0]
    k = np.array([events[who == f"s{one}"].sum() for one in range(40)])
    picks = rng.integers(0, 40, (20_000, 40))
    plain = k[picks].sum(1) / sizes[picks].sum(1)
    assert found.mean() == pytest.approx(plain.mean(), abs=0.003)
    assert found.std() == pytest.approx(plain.std(), rel=0.05)


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


def test_same_seed_same_draws_in_any_order():
    rng = np.random.default_rng(0)
    events, who = rng.random(90) < 0.2, people([3] * 30)
    shuffle = rng.permutation(90)
    first = SubjectSums.of(trials(events), who).resampled(seed=9)
    second = SubjectSums.of(trials(events[shuffle]), who[shuffle]).resampled(seed=9)
    assert (first == second).all()


def test_a_subject_belongs_to_one_group():
    with pytest.raises(ValueError, match="found two"):
        SubjectSums.of(trials([1, 0]), np.array(["s", "s"], object), np.array(["a", "b"], object))


def test_missing_values_widen_both_ends():
    values = np.array([np.nan, 1.0, 2.0, 3.0])
    assert percentile_interval(values, confidence=0.5) == (-np.inf, 3.0)
    assert percentile_interval(values, confidence=0.4) == (1.0, 3.0)


def test_a_hundred_thousand_passes_are_fast():
    rng = np.random.default_rng(0)
    who = np.array([f"s{one}" for one in rng.integers(0, 60_000, 100_000)], object)
    start = time.perf_counter()
    sums = SubjectSums.of(trials(rng.random(100_000) < 0.01), who)
    assert sums.resampled(seed=0).shape == (2_000, 1, 2)
    assert time.perf_counter() - start < 5
