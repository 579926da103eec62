"""The rate of an event among comparisons of two people, with an interval that knows who was compared.

A comparison of two people depends on both, and one person takes part in many comparisons. So neither comparisons nor
one side of them is what is resampled, but people: each is left out once with all comparisons that involve them.
"""

from __future__ import annotations

import math

import numpy as np
from scipy import stats

from lfr_eval.core.arrays import BoolArray, IntArray, TextArray
from lfr_eval.core.rates import Rate
from lfr_eval.metrics.bootstrap import Numbers
from lfr_eval.metrics.comparisons import Effect
from lfr_eval.metrics.proportions import wilson
from lfr_eval.metrics.rates import independent_rate

CONFIDENCE = 0.95
METHOD = "subject-jackknife"


def pair_rate(k: int, n: int, k_of: IntArray, n_of: IntArray) -> Rate:
    """The proportion of comparisons with an event, with a 95 % interval that respects subjects on both sides.

    The variance is that of the delete-one-subject jackknife. It becomes Wilson's interval with the number of
    independent comparisons that would have this variance, lowered as Student's t asks for few subjects and never more
    than n (method `subject-jackknife`). Where the jackknife degenerates to a point (no or all comparisons with the
    event, or the same share whoever is left out) it is `wilson-subjects`: Wilson's interval at the same share with as
    many trials as there are subjects.

    Args:
        k: Comparisons with the event.
        n: Comparisons; 0 has no value.
        k_of: (s,) comparisons with the event that involve each subject.
        n_of: (s,) comparisons that involve each subject, on either side.

    Source: Efron and Stein, Ann. Stat. 9 (1981) 586-596 (the jackknife of statistics of pairs does not understate
    variance); Korn and Graubard, Survey Methodology 24 (1998) 193-201 (effective number of trials).
    """
    k_of, n_of = k_of[n_of > 0], n_of[n_of > 0]
    subjects = len(n_of)
    if n == 0:
        return independent_rate(0, 0)
    value = k / n
    variance = jackknife_variance(_without(k, n, k_of, n_of))
    if not 0 < value < 1 or not variance > 0:
        low, high = wilson(subjects * value, subjects)
        return Rate(k, n, value, low, high, "wilson-subjects", subjects)
    tail = (1 + CONFIDENCE) / 2
    few = float(stats.norm.ppf(tail) / stats.t.ppf(tail, subjects - 1))
    trials = min(value * (1 - value) / variance * few**2, n)
    low, high = wilson(trials * value, trials)
    return Rate(k, n, value, low, high, METHOD, subjects)


def rate_of_pairs(events: BoolArray, first: TextArray, second: TextArray) -> Rate:
    """As `pair_rate`, of comparisons that are given one by one.

    Args:
        events: (n,) whether the event happened in each comparison.
        first: (n,) subject on one side.
        second: (n,) subject on the other side; the same one where the comparison is mated.
    """
    people, who = np.unique(np.concatenate([first, second]), return_inverse=True)
    one, other = who[: len(events)], who[len(events) :]
    two = one != other
    n_of = np.bincount(one, minlength=len(people)) + np.bincount(other[two], minlength=len(people))
    k_of = np.bincount(one[events], minlength=len(people)) + np.bincount(other[two & events], minlength=len(people))
    return pair_rate(int(events.sum()), len(events), k_of, n_of)


def pair_ratio(first: IntArray, second: IntArray, first_of: IntArray, second_of: IntArray) -> Effect:
    """Ratio of two rates of comparisons, first over second, which may have subjects in common.

    The interval is that of the logarithm, by the delete-one-subject jackknife. It has no ends where without one person
    either rate has no event, and the ratio is undefined where the second has none at all.

    Args:
        first: (2,) events and comparisons of the first rate.
        second: (2,) the same of the second.
        first_of: (s, 2) those of the first that involve each subject.
        second_of: (s, 2) those of the second.

    Source: Efron and Stein (1981).
    """
    if first[1] == 0 or second[0] == 0:
        return Effect(None, None, None, METHOD)
    estimate = float(first[0] / first[1]) / float(second[0] / second[1])
    involved = (first_of[:, 1] > 0) | (second_of[:, 1] > 0)
    logs = _log_share(first - first_of[involved]) - _log_share(second - second_of[involved])
    variance = jackknife_variance(logs)
    if not variance > 0:
        return Effect(estimate, None, None, METHOD)
    spread = math.exp(float(stats.t.ppf((1 + CONFIDENCE) / 2, len(logs) - 1)) * math.sqrt(variance))
    return Effect(estimate, estimate / spread, estimate * spread, METHOD)


def jackknife_variance(left_out: Numbers) -> float:
    """Variance of a statistic from its (s,) values with each subject left out; NaN where one has no value.

    Source: Efron and Stein (1981).
    """
    s = len(left_out)
    return float((s - 1) / s * ((left_out - left_out.mean()) ** 2).sum()) if s > 1 else math.nan


def _without(k: int, n: int, k_of: IntArray, n_of: IntArray) -> Numbers:
    """(s,) the rate with each subject left out; NaN where nothing remains."""
    shares: Numbers = np.divide(k - k_of, n - n_of, out=np.full(len(n_of), np.nan), where=n_of < n)
    return shares


def _log_share(counts: IntArray) -> Numbers:
    """(s, 2) events and comparisons -> (s,) logarithm of the share; NaN where there is no event."""
    events, trials = counts.T
    shares: Numbers = np.log(np.divide(events, trials, out=np.full(len(counts), np.nan), where=events > 0))
    return shares
