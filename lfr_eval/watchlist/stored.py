"""The templates of a list as they are held in memory, and their product with probes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

from lfr_eval.core.arrays import FloatArray, IntArray
from lfr_eval.core.settings import Storage

ROWS_AT_ONCE = 1_024
"""Templates per matrix product: 2 MB of 512 float32 numbers, which stay in the cache of one core."""
_BLAS = ThreadpoolController().select(user_api="blas").lib_controllers
"""numpy's linear algebra, whose number of threads belongs to the process."""


class StoredTemplates:
    """Rows of length 1, as float32 or, in half the memory, rounded to float16."""

    def __init__(self, templates: FloatArray, storage: Storage) -> None:
        """Take over (n, d) float32 `templates`."""
        self._rows: NDArray[Any] = np.ascontiguousarray(templates, storage)

    @property
    def width(self) -> int:
        """Numbers of a template."""
        return int(self._rows.shape[1])

    @property
    def size_bytes(self) -> int:
        """Memory that they take."""
        return self._rows.nbytes

    def exactly(self, entries: IntArray) -> NDArray[np.float64]:
        """The templates of some entries (m,) as (m, d)."""
        return self._rows[entries].astype(np.float64)

    def product(self, probes: FloatArray, entries: slice) -> FloatArray:
        """Multiply probes (q, d) with a range of m entries, in blocks that fit the cache.

        Returns:
            (q, m) float32, each number within the error bound of a float32 dot product; its last bits depend on q.
        """
        rows = self._rows[entries]
        if len(probes) == 1 and rows.dtype == np.float32:
            whole: FloatArray = probes @ rows.T
            return whole
        score = np.empty((len(probes), len(rows)), np.float32)
        columns = probes[0] if len(probes) == 1 else probes.T
        scratch = np.empty((min(ROWS_AT_ONCE, len(rows)), self.width), np.float32)
        for start in range(0, len(rows), ROWS_AT_ONCE):
            block = rows[start : start + ROWS_AT_ONCE]
            if block.dtype == np.float16:
                block = _widened(block, scratch[: len(block)])
            score[:, start : start + ROWS_AT_ONCE] = (block @ columns).T
        return score


@contextmanager
def blas_threads(count: int) -> Iterator[None]:
    """Let numpy's matrix products use so many threads while the block runs, in the whole process."""
    changed = [(library, before) for library in _BLAS if (before := library.get_num_threads()) != count]
    for library, _ in changed:
        library.set_num_threads(count)
    try:
        yield
    finally:
        for library, before in changed:
            library.set_num_threads(before)


def _widened(half: NDArray[Any], into: FloatArray) -> FloatArray:
    """Turn finite float16 numbers into the same float32 numbers, twice as fast as numpy's own conversion.

    Sign, exponent and fraction are moved to their places in a float32, whose exponent has another zero point: the
    difference is made up by a multiplication, which also sets the smallest (subnormal) numbers right.
    """
    bits = into.view(np.int32)
    np.copyto(bits, half.view(np.int16))
    np.left_shift(bits, 13, out=bits)
    np.bitwise_and(bits, np.int32(~0x7000_1FFF), out=bits)
    return np.multiply(into, np.float32(2.0**112), out=into)
