"""Everybody against everybody: impostor and genuine scores by group and group, without ever holding the matrix.

Scores are made in blocks of a matrix product that fit the processor's cache. A block is of one pair of groups; it is
counted into a histogram and into exact counts at given thresholds, and forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

import cv2
import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from lfr_eval.core.arrays import FloatArray, IntArray
from lfr_eval.core.cores import usable_cores
from lfr_eval.core.progress import Progress, silent
from lfr_eval.metrics.pair_counts import ALL, BINS, PROBE, REFERENCE, PairCounts
from lfr_eval.metrics.pair_sides import BLOCK, People, Side, Templates

_SCALE = np.float32(BINS / 2)
"""A power of two, so that scaled scores compare with scaled thresholds exactly as unscaled ones do."""
_PLACES = BINS + 2
"""A bin more at each end, for scores that rounding lifts just over 1 or -1."""

Places = NDArray[np.uint16]


def all_pairs(
    probes: Templates,
    references: Templates | None = None,
    thresholds: Sequence[float] = (),
    *,
    threads: int = 0,
    progress: Progress = silent,
) -> PairCounts:
    """Compare all photographs of different people, and all of the same person, and count their scores.

    Args:
        probes: One side.
        references: The other side; None = the probes themselves, each pair of photographs once.
        thresholds: Where exact counts are taken, score >= threshold in single precision.
        threads: 0 = one per core. Meanwhile BLAS and OpenCV start none of their own, in the whole process.
        progress: Told of the probes that are done.

    Raises:
        ValueError: A subject stands in two groups, or a threshold is not a similarity.

    Source: METHODOLOGY 2.3 (cross-group FMR matrix).
    """
    people = People.of([probes] if references is None else [probes, references])
    first = Side.of(probes, people)
    second = first if references is None else Side.of(references, people)
    levels = np.unique(np.asarray(thresholds, np.float32))
    if not (np.abs(levels) <= 1).all():
        raise ValueError(f"threshold: expected similarities from -1 to 1, got {', '.join(map(str, thresholds))}")
    work = _Work(first, second, len(people.groups), levels * _SCALE, references is None)
    counts = _uncounted(people, work, levels)
    with _one_thread_each(), ThreadPoolExecutor(threads or usable_cores()) as pool:
        for strip in pool.map(partial(_count_strip, work), first.blocks):
            _add(counts, strip, work)
            progress(strip.rows.stop, len(first))
    return counts


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Keep the libraries below from starting threads of their own in each of ours."""
    before = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        with threadpool_limits(1, user_api="blas"):
            yield
    finally:
        cv2.setNumThreads(before)


@dataclass(frozen=True, slots=True)
class _Work:
    """What all strips share."""

    probes: Side
    references: Side
    groups: int
    levels: FloatArray
    """(t,) scaled thresholds, ascending."""
    symmetric: bool
    """Each pair of photographs is compared once: the one that stands first in order is the probe."""

    def blocks(self, rows: slice) -> list[slice]:
        """The blocks of references that a block of probes is compared with."""
        return [block for block in self.references.blocks if not self.symmetric or block.start >= rows.start]

    def on_diagonal(self, rows: slice, columns: slice) -> bool:
        """Whether a block holds each pair twice: those above its own diagonal count."""
        return self.symmetric and rows == columns

    def genuine(self, rows: slice, columns: slice) -> tuple[IntArray, IntArray]:
        """Rows and columns of the genuine comparisons of a block that count."""
        probe, reference = self.probes.subject[rows], self.references.subject[columns]
        if probe[-1] < reference[0] or reference[-1] < probe[0]:
            return np.empty(0, np.int64), np.empty(0, np.int64)
        row, column = np.nonzero(probe[:, None] == reference)
        once = column > row if self.on_diagonal(rows, columns) else slice(None)
        return row[once], column[once]


@dataclass(frozen=True, slots=True)
class _Strip:
    """Counts of one block of probes against all references."""

    rows: slice
    impostor: IntArray
    """(g, _PLACES) scores by group of the reference."""
    genuine: IntArray
    """(_PLACES,)"""
    by_probe: IntArray
    """(r, g, t) impostor comparisons of each probe at or above each threshold."""
    by_reference: IntArray
    """(n, t) those of each reference."""
    genuine_by_probe: IntArray
    """(r, t) genuine comparisons of each probe at or above each threshold."""


def _count_strip(work: _Work, rows: slice) -> _Strip:
    height, levels = rows.stop - rows.start, len(work.levels)
    strip = _Strip(
        rows,
        impostor=np.zeros((work.groups, _PLACES), np.int64),
        genuine=np.zeros(_PLACES, np.int64),
        by_probe=np.zeros((height, work.groups, levels), np.int64),
        by_reference=np.zeros((len(work.references), levels), np.int64),
        genuine_by_probe=np.zeros((height, levels), np.int64),
    )
    left = work.probes.templates(rows) * _SCALE
    room, other_room = np.empty(BLOCK * BLOCK, np.float32), np.empty(BLOCK * BLOCK, np.uint16)
    for columns in work.blocks(rows):
        shape = height, columns.stop - columns.start
        scores = room[: shape[0] * shape[1]].reshape(shape)
        places = other_room[: scores.size].reshape(shape)
        np.matmul(left, work.references.templates(columns).T, out=scores)
        np.add(scores, _SCALE + 1, out=places, casting="unsafe")
        _count_scores(strip, work, columns, places)
        if levels:
            _count_reached(strip, work, columns, scores, places)
    return strip


def _count_scores(strip: _Strip, work: _Work, columns: slice, places: Places) -> None:
    """Count the scores of a block into the histograms of a strip.

    OpenCV counts, because it lets other threads run meanwhile, which `np.bincount` does not. Its float32 counts are
    exact: a block has fewer than 2^24 scores.
    """
    below = np.tri(len(places), dtype=bool) if work.on_diagonal(strip.rows, columns) else None
    mask = None if below is None else (~below).view(np.uint8)
    everything = cv2.calcHist([places], [0], mask, [_PLACES], [0, _PLACES]).ravel().astype(np.int64)
    genuine = np.bincount(places[work.genuine(strip.rows, columns)], minlength=_PLACES)
    strip.genuine[:] += genuine
    strip.impostor[work.references.group[columns.start]] += everything - genuine


def _count_reached(strip: _Strip, work: _Work, columns: slice, scores: FloatArray, places: Places) -> None:
    """Count which probes and references of a block reach each threshold; few do, so these are picked out first."""
    height, width = scores.shape
    lowest = np.uint16(work.levels[0] + (_SCALE + 1))
    row, column = np.divmod(np.flatnonzero(places >= lowest), width)
    if work.on_diagonal(strip.rows, columns):
        row, column = row[column > row], column[column > row]
    values = scores[row, column]
    genuine = work.probes.subject[strip.rows][row] == work.references.subject[columns][column]
    group = work.references.group[columns.start]
    for place, level in enumerate(work.levels):
        reached = values >= level
        false, true = reached & ~genuine, reached & genuine
        strip.by_probe[:, group, place] += np.bincount(row[false], minlength=height)
        strip.by_reference[columns, place] += np.bincount(column[false], minlength=width)
        strip.genuine_by_probe[:, place] += np.bincount(row[true], minlength=height)


def _uncounted(people: People, work: _Work, levels: FloatArray) -> PairCounts:
    """The numbers of comparisons that there are, and no score counted yet."""
    g, s, t = len(people.groups), len(people.names), len(levels)
    impostor_of, genuine_of = np.zeros((2, s, g, 1 + t), np.int64), np.zeros((s, 1 + t), np.int64)
    own = np.eye(g, dtype=np.int64)[people.group_of]
    probes, references = (np.bincount(side.subject, minlength=s)[:, None] for side in (work.probes, work.references))
    if work.symmetric:
        up_to = (own * probes).cumsum(axis=0)
        impostor_of[PROBE, :, :, ALL] = probes * ((own * probes).sum(axis=0) - up_to)
        impostor_of[REFERENCE, :, :, ALL] = probes * (up_to - own * probes)
        genuine_of[:, ALL] = (probes * (probes - 1) // 2)[:, 0]
    else:
        impostor_of[PROBE, :, :, ALL] = probes * ((own * references).sum(axis=0) - own * references)
        impostor_of[REFERENCE, :, :, ALL] = references * ((own * probes).sum(axis=0) - own * probes)
        genuine_of[:, ALL] = (probes * references)[:, 0]
    return PairCounts(
        groups=people.groups,
        thresholds=levels,
        subjects=people.names,
        group_of=people.group_of,
        impostor=np.zeros((g, g, BINS), np.int64),
        genuine=np.zeros((g, BINS), np.int64),
        impostor_of=impostor_of,
        genuine_of=genuine_of,
        symmetric=work.symmetric,
    )


def _add(counts: PairCounts, strip: _Strip, work: _Work) -> None:
    """Add what a strip counted, in place."""
    group, references = work.probes.group[strip.rows.start], work.references
    who, first = np.unique(work.probes.subject[strip.rows], return_index=True)
    at = slice(1 + ALL, None)
    counts.impostor[group] += _within_bins(strip.impostor)
    counts.genuine[group] += _within_bins(strip.genuine)
    counts.impostor_of[PROBE, who, :, at] += np.add.reduceat(strip.by_probe, first)
    counts.genuine_of[who, at] += np.add.reduceat(strip.genuine_by_probe, first)
    by_reference = np.add.reduceat(strip.by_reference, references.starts)
    counts.impostor_of[REFERENCE, references.subject[references.starts], group, at] += by_reference


def _within_bins(places: IntArray) -> IntArray:
    """(..., _PLACES) -> (..., BINS) with the ends counted into the bins next to them."""
    bins = places[..., 1:-1].copy()
    bins[..., 0] += places[..., 0]
    bins[..., -1] += places[..., -1]
    return bins
