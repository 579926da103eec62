"""Who was falsely named, out of a matrix."""

import numpy as np

from lfr_eval.metrics.two_way import FalsePairs


def pairs_of(matrix, failed: int = 0) -> FalsePairs:
    """Searches by list persons, true where the person was falsely named; `failed` more searches had no template."""
    rows, persons = np.shape(matrix)
    names = np.array([f"s{row}" for row in range(rows + failed)], object)
    return FalsePairs(names, np.arange(rows + failed) < rows, *np.nonzero(matrix), persons)
