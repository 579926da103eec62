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
