"""The uncertainty of FPIR when both the probes and the list are a sample (METHODOLOGY 2.4)."""

from __future__ import annotations

import numpy as np

from lfr_eval.core.arrays import IntArray, TextArray
from lfr_eval.core.rates import Rate
from lfr_eval.metrics.bootstrap import DRAWS, percentile_interval


def two_way_fpir(subjects: TextArray, hit_pass: IntArray, hit_person: IntArray, list_size: int, seed: int = 0) -> Rate:
    """FPIR with an interval for other passers-by and another list of the same make, not only for this list.

    Subjects and list persons are both drawn with replacement. A false positive is shared equally among the list
    persons that it named and weighs as often as they are drawn; so it is unbiased in the list, which "drawn at least
    once" would not be.

    Args:
        subjects: (n,) who each non-mated pass belongs to.
        hit_pass: (h,) index of the pass of each pair of a pass and a list person that it was wrongly taken for.
        hit_person: (h,) index of the list person in [0, list_size); pairs are distinct.
        list_size: Persons on the list.
        seed: Of the 2,000 draws.

    Source: Owen, Ann. Appl. Stat. 1 (2007) 386-411 (the pigeonhole bootstrap).
    """
    n = len(subjects)
    people, who = np.unique(subjects, return_inverse=True)
    k = len(np.unique(hit_pass))
    if not n or not k:
        return Rate(k, n, k / n if n else None, None, None, "two-way-bootstrap", len(people))
    share = 1 / np.bincount(hit_pass, minlength=n)[hit_pass]
    passes_of = np.bincount(who, minlength=len(people))
    rng = np.random.default_rng(seed)
    values = np.empty(DRAWS)
    for draw in range(DRAWS):
        person_weight = np.bincount(rng.integers(0, list_size, list_size), minlength=list_size)
        subject_weight = np.bincount(rng.integers(0, len(people), len(people)), minlength=len(people))
        events = (subject_weight[who[hit_pass]] * person_weight[hit_person] * share).sum()
        values[draw] = min(events / (subject_weight @ passes_of), 1.0)
    low, high = percentile_interval(values)
    return Rate(k, n, k / n, low, high, "two-way-bootstrap", len(people))
