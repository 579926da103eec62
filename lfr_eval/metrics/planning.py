"""How much testing is needed before something can be concluded (METHODOLOGY 2.4)."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from lfr_eval.metrics.proportions import one_sided_upper


def needed_per_group(baseline: float, ratio: float = 2.0, power: float = 0.8, alpha: float = 0.05) -> int:
    """Trials per group to see one group at `baseline` and another at `ratio` times it.

    Two-sided normal approximation with unpooled variance, rounded up; independent trials (else times the design
    effect).

    Raises:
        ValueError: The baseline or its multiple is not a share in (0, 1].

    Source: Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions (2003), chapter 4.
    """
    other = baseline * ratio
    if not (0 < baseline <= 1 and 0 < other <= 1 and baseline != other):
        raise ValueError(f"baseline: expected a share that stays within (0, 1] times {ratio}, got {baseline}")
    z = float(stats.norm.ppf(1 - alpha / 2) + stats.norm.ppf(power))
    return math.ceil(z * z * (baseline * (1 - baseline) + other * (1 - other)) / (other - baseline) ** 2)


def needed_for_ratio(baseline: float, ratio: float = 2.0, power: float = 0.8, alpha: float = 0.05) -> int:
    """Trials per group until the interval of Katz leaves a ratio of 1 out, at this power.

    Of one group at `baseline` and another at `ratio` times it; independent trials (else times the design effect).

    Raises:
        ValueError: The baseline or its multiple is not a share in (0, 1].

    Source: the variance of Katz et al., Biometrics 34 (1978) 469-474; checked by benchmarks/coverage.py.
    """
    other = baseline * ratio
    _check_shares(baseline, other)
    return math.ceil(_power_of(alpha, power) ** 2 * _log_variance(baseline, other) / math.log(ratio) ** 2)


def needed_for_difference(first: float, second: float, power: float = 0.8, alpha: float = 0.05) -> int:
    """Trials per group until Newcombe's interval leaves a difference of 0 out, at this power.

    Raises:
        ValueError: A rate is not a share in (0, 1], or both are the same.

    Source: Fleiss, Levin and Paik (2003), chapter 4; checked by benchmarks/coverage.py.
    """
    _check_shares(first, second)
    variance = first * (1 - first) + second * (1 - second)
    return math.ceil(_power_of(alpha, power) ** 2 * variance / (first - second) ** 2)


def needed_for_equivalent_ratio(rate: float, margin: float, groups: int = 2, power: float = 0.8) -> int:
    """Trials per group until every pair of equal groups is shown equivalent by ratio, at this power.

    The 90 % interval of each pair must lie within (1 / margin, margin), so the range of the groups' estimates must not
    exceed what the margin leaves.

    Source: Schuirmann (1987); the range of independent normal estimates (Tukey's studentised range).
    """
    if not 0 < rate < 1 or margin <= 1:
        raise ValueError(f"equivalence: expected a rate in (0, 1) and a margin above 1, got {rate} and {margin}")
    return math.ceil((1 - rate) / rate * (_apart(groups, power) / math.log(margin)) ** 2)


def needed_for_equivalent_difference(rate: float, margin: float, groups: int = 2, power: float = 0.8) -> int:
    """Trials per group until every pair of equal groups is shown equivalent by difference; see the one by ratio."""
    if not 0 < rate < 1 or margin <= 0:
        raise ValueError(f"equivalence: expected a rate in (0, 1) and a margin above 0, got {rate} and {margin}")
    return math.ceil(rate * (1 - rate) * (_apart(groups, power) / margin) ** 2)


def _apart(groups: int, power: float) -> float:
    """In standard errors of one group: what a margin must hold, the half of the interval and the range of estimates."""
    spread = float(stats.studentized_range.ppf(power, groups, np.inf))
    return float(stats.norm.ppf(0.95)) * math.sqrt(2) + spread


def _power_of(alpha: float, power: float) -> float:
    return float(stats.norm.ppf(1 - alpha / 2) + stats.norm.ppf(power))


def _log_variance(first: float, second: float) -> float:
    return (1 - first) / first + (1 - second) / second


def _check_shares(first: float, second: float) -> None:
    if not (0 < first <= 1 and 0 < second <= 1 and first != second):
        raise ValueError(f"rates: expected two different shares in (0, 1], got {first} and {second}")


def trials_for_one_event(rate: float, confidence: float = 0.95) -> int:
    """Trials after which at least one event of this rate has been seen with this probability.

    The least n with 1 - (1 - rate)^n >= confidence. Source: METHODOLOGY 6.
    """
    if not 0 < rate < 1:
        raise ValueError(f"rate: expected a share in (0, 1), got {rate}")
    return math.ceil(math.log(1 - confidence) / math.log1p(-rate))


def passes_to_show(limit: float, events: int = 0, confidence: float = 0.95) -> int:
    """Passes needed so that `events` false positives among them still show a rate <= `limit`.

    The least n whose exact one-sided upper bound does not exceed the limit.

    Source: Clopper and Pearson (1934); with 0 events the rule of three.
    """
    if not 0 < limit < 1:
        raise ValueError(f"limit: expected a share in (0, 1), got {limit}")
    enough = events + 1
    while one_sided_upper(events, enough, confidence) > limit:
        enough *= 2
    short = enough // 2
    while enough - short > 1:
        middle = (enough + short) // 2
        if middle > events and one_sided_upper(events, middle, confidence) <= limit:
            enough = middle
        else:
            short = middle
    return enough


def rule_of_30(rate: float) -> int:
    """Trials to expect 30 errors, which put the true rate within 30 % of the observed one at 90 % confidence.

    Source: Doddington et al., Speech Communication 31 (2000) 225-254; ISO/IEC 19795-1.
    """
    return math.ceil(30 / rate - 1e-9)


def design_effect(passes_per_subject: float, correlation: float) -> float:
    """How many times more passes are needed because those of a subject are alike: 1 + (m - 1) rho.

    Source: Kish, Survey Sampling (1965), section 5.4.
    """
    return 1 + (passes_per_subject - 1) * correlation


def intraclass_correlation(events: ArrayLike, trials: ArrayLike) -> float | None:
    """How alike the passes of one subject are: 0 = like those of strangers, 1 = all the same.

    Args:
        events: (s,) events of each subject.
        trials: (s,) trials of each subject, >= 1.

    Returns:
        The analysis-of-variance estimate, clipped to [0, 1]; None where the data cannot tell (no subject has several
        trials, fewer than two subjects, no events or nothing but events).

    Source: Ridout, Demetrio and Firth, Biometrics 55 (1999) 137-148.
    """
    k, n = np.asarray(events, float), np.asarray(trials, float)
    subjects, total = len(n), n.sum()
    if subjects < 2 or total == subjects or k.sum() in (0, total):
        return None
    squares = (k**2 / n).sum()
    between = (squares - k.sum() ** 2 / total) / (subjects - 1)
    within = (k.sum() - squares) / (total - subjects)
    size = (total - (n**2).sum() / total) / (subjects - 1)
    return float(np.clip((between - within) / (between + (size - 1) * within), 0, 1))
