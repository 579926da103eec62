"""One-to-one verification over pairs: thresholds by fold, error rates, what a sample supports."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lfr_eval.metrics.verification import Pairs, Support, accuracy, best_threshold, pair_errors, tmr_at_fmr


def compared(rows: list[tuple[float | None, bool, int]]) -> Pairs:
    """Pairs of (score or None = not acquired, mated, fold); every pair has people of its own."""
    scores = [-np.inf if score is None else score for score, _, _ in rows]
    return Pairs(
        score=np.array(scores, np.float32),
        mated=np.array([mated for _, mated, _ in rows]),
        acquired=np.array([score is not None for score, _, _ in rows]),
        fold=np.array([fold for _, _, fold in rows]),
        first=np.array([f"a{number}" for number in range(len(rows))], object),
        second=np.array([f"{'a' if mated else 'b'}{number}" for number, (_, mated, _) in enumerate(rows)], object),
    )


def test_threshold_of_a_fold_comes_from_the_others():
    # Fold 2 would part at 0.55, but on fold 1 the middle is 0.35: one of its pairs is wrong.
    pairs = compared([(0.6, True, 1), (0.1, False, 1), (0.9, True, 2), (0.4, False, 2)])
    found = accuracy(pairs)
    assert [fold.threshold for fold in found.folds] == pytest.approx([0.65, 0.35])
    assert [fold.correct for fold in found.folds] == [1, 1]
    assert (found.overall.k, found.overall.n, found.mean, found.se) == (2, 4, 0.5, 0.0)


def test_a_pair_that_was_not_acquired_is_an_error_and_moves_no_threshold():
    rows = [(0.6, True, 1), (0.1, False, 1), (0.7, True, 2), (0.2, False, 2)]
    whole, lacking = accuracy(compared(rows)), accuracy(compared([*rows, (None, True, 1), (None, False, 2)]))
    assert (whole.overall.value, lacking.overall.k, lacking.overall.n) == (1, 4, 6)
    assert [fold.threshold for fold in whole.folds] == [fold.threshold for fold in lacking.folds]
    assert [(fold.correct, fold.pairs) for fold in lacking.folds] == [(2, 3), (2, 3)]
    assert lacking.mean == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("mated", "non_mated", "expected"),
    [
        ([0.8, 0.6], [0.2, 0.4], 0.5),  # parted: half way
        ([0.5], [0.5], np.float32(0.5)),  # all alike: accept or refuse everybody, one pair is wrong
        ([0.1, 0.9], [0.2, 0.4, 0.6], 0.75),  # the lower mated pair is given up
        ([0.3, 0.7], [0.1, 0.5], 0.6),  # accept above 0.1, or above 0.5: the higher of the two middle ones
    ],
)
def test_best_threshold(mated, non_mated, expected):
    found = best_threshold(np.array(mated, np.float32), np.array(non_mated, np.float32))
    assert found == pytest.approx(float(expected), abs=1e-6)


SCORES = st.lists(st.integers(-10, 10).map(lambda tenth: tenth / 10), min_size=1, max_size=12)


@given(SCORES, SCORES)
def test_no_threshold_is_better_than_the_best(mated, non_mated):
    mated, non_mated = np.array(mated, np.float32), np.array(non_mated, np.float32)

    def correct(threshold):
        return (mated >= np.float32(threshold)).sum() + (non_mated < np.float32(threshold)).sum()

    assert correct(best_threshold(mated, non_mated)) == max(correct(level) for level in np.linspace(-1.05, 1.05, 22))


def test_rates_leave_out_what_was_not_acquired_and_system_rates_reject_it():
    pairs = compared(
        [(0.6, True, 1), (0.3, True, 1), (None, True, 1), (0.4, False, 1), (0.1, False, 1), (None, False, 1)]
    )
    found = pair_errors(pairs, 0.4)
    assert [(rate.k, rate.n) for rate in (found.fmr, found.fnmr, found.far, found.frr)] == [
        (1, 2),
        (1, 2),
        (1, 3),
        (2, 3),
    ]


def test_threshold_is_compared_in_single_precision():
    # 0.4 is 0.4000000059… in single precision; in double it would be below.
    assert pair_errors(compared([(0.4, False, 1)]), 0.4).fmr.k == 1


@pytest.mark.parametrize(
    ("non_mated", "target", "support"),
    [(300, 0.1, Support.RULE_OF_30), (299, 0.1, Support.FEW), (10, 0.1, Support.FEW), (9, 0.1, Support.NONE)],
)
def test_what_a_sample_supports(non_mated, target, support):
    rows = [(number / 1000, False, 1) for number in range(non_mated)]
    found = tmr_at_fmr(compared([*rows, (0.95, True, 1), (0.0, True, 1), (None, True, 1)]), target)
    assert found.support is support
    if support is Support.NONE:
        assert (found.tmr.value, found.threshold, found.fmr) == (None, None, None)
    else:
        assert (found.tmr.k, found.tmr.n) == (1, 2)
        assert found.fmr == pytest.approx(int(target * non_mated + 1e-9) / non_mated)


@pytest.mark.parametrize(
    "rows",
    [
        [(0.6, True, 1), (0.1, False, 1)],  # a single fold
        [(0.6, True, 1), (0.1, False, 1), (0.6, True, 2)],  # fold 1 has only mated pairs to learn from
        [(0.6, True, 1), (0.1, False, 1), (0.6, True, 2), (None, False, 2)],  # … and no others were acquired
    ],
)
def test_folds_without_both_kinds_elsewhere_are_refused(rows):
    with pytest.raises(ValueError, match="expected mated and non-mated scores"):
        accuracy(compared(rows))
