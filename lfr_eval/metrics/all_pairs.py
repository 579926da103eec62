"""Everybody against everybody: impostor and genuine scores by group and group, without ever holding the matrix.

Scores are made in blocks of a matrix product that fit the processor's cache. A block is of one pair of groups; it is
counted into a histogram and into exact counts at given thresholds, and forgotten.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Self

import cv2
import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from lfr_eval.core.arrays import BoolArray, FloatArray, IntArray, TextArray, require_shape
from lfr_eval.core.progress import Progress, silent
from lfr_eval.metrics.pair_counts import ALL, BINS, PROBE, REFERENCE, PairCounts

BLOCK = 1024
"""Most rows on each side of a block: its scores take four megabytes."""
_SCALE = np.float32(BINS / 2)
"""A power of two, so that scaled scores compare with scaled thresholds exactly as unscaled ones do."""
_UNIT_TOLERANCE = 1e-4


@dataclass(frozen=True, slots=True)
class Templates:
    """Templates of n photographs, whose they are, and which group these people belong to."""

    template: FloatArray
    """(n, d) rows of length 1."""
    subject: TextArray
    """(n,)"""
    group: TextArray
    """(n,) one for each subject; None = not recorded."""

    def __post_init__(self) -> None:
        require_shape("subject", self.subject, (len(self.template),))
        require_shape("group", self.group, (len(self.template),))
        of_length_1 = np.abs(np.einsum("nd,nd->n", self.template, self.template) - 1) < _UNIT_TOLERANCE
        if not of_length_1.all():
            raise ValueError(f"templates: expected rows of length 1, got another in row {int(np.argmin(of_length_1))}")

    def __len__(self) -> int:
        return len(self.subject)


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
        progress: Told of the comparisons that are done.

    Raises:
        ValueError: A subject stands in two groups.

    Source: METHODOLOGY 2.3 (cross-group FMR matrix).
    """
    people = _People.of([probes] if references is None else [probes, references])
    first = _Side.of(probes, people)
    second = first if references is None else _Side.of(references, people)
    levels = np.unique(np.asarray(thresholds, np.float32))
    work = _Work(first, second, len(people.groups), levels * _SCALE, references is None)
    counts = _nothing(people, levels, symmetric=references is None)
    done, total = 0, len(first) * (len(first) - 1) // 2 if references is None else len(first) * len(second)
    with _one_thread_each(), ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
        for strip in pool.map(partial(_count_strip, work), first.blocks):
            _add(counts, strip, work)
            done += strip.comparisons
            progress(done, total)
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
class _People:
    """Everybody on either side, in the order of their groups."""

    names: TextArray
    groups: tuple[str | None, ...]
    group_of: IntArray
    """Index of each one's group, never descending."""

    @classmethod
    def of(cls, sides: Sequence[Templates]) -> Self:
        names, place, who = np.unique(
            np.concatenate([side.subject for side in sides]), return_index=True, return_inverse=True
        )
        label = np.concatenate([side.group for side in sides])
        groups = sorted(set(label.tolist()), key=lambda name: (name is None, name or ""))
        code = {name: index for index, name in enumerate(groups)}
        given = np.array([code[name] for name in label.tolist()], np.int64)
        group_of = given[place]
        strays = np.flatnonzero(given != group_of[who])
        if len(strays):
            raise ValueError(f"subject {names[who[strays[0]]]}: expected one group, found two")
        order = np.argsort(group_of, kind="stable")
        return cls(names[order], tuple(groups), group_of[order])


@dataclass(frozen=True, slots=True)
class _Side:
    """Templates in the order of groups and, within them, of subjects."""

    template: FloatArray
    """(n, d) in the order in which they were given."""
    order: IntArray
    """(n,) row of `template`."""
    subject: IntArray
    """(n,) index of the subject, never descending."""
    group: IntArray
    """(n,) index of the group, never descending."""
    starts: IntArray
    """First row of each subject."""
    blocks: tuple[slice, ...]
    """Rows of one group, at most `BLOCK` of them."""

    def __len__(self) -> int:
        return len(self.subject)

    @classmethod
    def of(cls, given: Templates, people: _People) -> Self:
        code = {name: index for index, name in enumerate(people.names.tolist())}
        unsorted = np.array([code[name] for name in given.subject.tolist()], np.int64)
        order = np.argsort(unsorted, kind="stable")
        subject = unsorted[order]
        group, starts = people.group_of[subject], np.flatnonzero(np.diff(subject, prepend=-1))
        bounds = np.flatnonzero(np.diff(group, prepend=-1, append=len(people.groups))).tolist()
        blocks = (piece for start, stop in pairwise(bounds) for piece in _pieces(start, stop))
        return cls(given.template, order, subject, group, starts, tuple(blocks))

    def templates(self, rows: slice) -> FloatArray:
        """(r, d) the templates of a block."""
        return self.template[self.order[rows]]


def _pieces(start: int, stop: int) -> Iterator[slice]:
    """Cut a range into equal parts of at most `BLOCK`."""
    bounds = np.linspace(start, stop, -(-(stop - start) // BLOCK) + 1).astype(int).tolist()
    yield from (slice(low, high) for low, high in pairwise(bounds))


@dataclass(frozen=True, slots=True)
class _Work:
    """What all strips share."""

    probes: _Side
    references: _Side
    groups: int
    levels: FloatArray
    """(t,) scaled thresholds, ascending."""
    symmetric: bool

    def blocks(self, rows: slice) -> list[slice]:
        """The blocks of references that a block of probes is compared with."""
        return [block for block in self.references.blocks if not self.symmetric or block.start >= rows.start]

    def kinds(self, rows: slice, columns: slice) -> tuple[BoolArray, BoolArray] | None:
        """(r, c) which comparisons of a block are genuine, and which are impostor ones; None where all are these."""
        probe, reference = self.probes.subject[rows], self.references.subject[columns]
        if probe[-1] < reference[0] or reference[-1] < probe[0]:
            return None
        same: BoolArray = probe[:, None] == reference
        return (np.triu(same, 1), np.triu(~same, 1)) if self.symmetric and rows == columns else (same, ~same)


@dataclass(frozen=True, slots=True)
class _Strip:
    """Counts of one block of probes against all references."""

    rows: slice
    impostor: IntArray
    """(g, BINS) by group of the reference."""
    genuine: IntArray
    """(BINS,)"""
    by_probe: IntArray
    """(r, g, 1 + t) impostor comparisons of each probe."""
    by_reference: IntArray
    """(n, 1 + t) impostor comparisons of each reference."""
    genuine_by_probe: IntArray
    """(r, 1 + t)"""

    @property
    def comparisons(self) -> int:
        """How many comparisons were made."""
        return int(self.by_probe[..., ALL].sum() + self.genuine_by_probe[:, ALL].sum())


def _count_strip(work: _Work, rows: slice) -> _Strip:
    height, places = rows.stop - rows.start, 1 + len(work.levels)
    strip = _Strip(
        rows,
        impostor=np.zeros((work.groups, BINS), np.int64),
        genuine=np.zeros(BINS, np.int64),
        by_probe=np.zeros((height, work.groups, places), np.int64),
        by_reference=np.zeros((len(work.references.subject), places), np.int64),
        genuine_by_probe=np.zeros((height, places), np.int64),
    )
    left, room = work.probes.templates(rows) * _SCALE, np.empty(BLOCK * BLOCK, np.float32)
    for columns in work.blocks(rows):
        block = room[: height * (columns.stop - columns.start)].reshape(height, -1)
        scores = np.matmul(left, work.references.templates(columns).T, out=block)
        group = work.references.group[columns.start]
        kinds = work.kinds(rows, columns)
        if kinds is not None:
            strip.genuine[:] += _histogram(scores, kinds[0])
            strip.genuine_by_probe[:] += _margins(scores, work.levels, kinds[0])[0]
        impostor = None if kinds is None else kinds[1]
        by_row, by_column = _margins(scores, work.levels, impostor)
        strip.by_probe[:, group] += by_row
        strip.by_reference[columns] += by_column
        strip.impostor[group] += _histogram(scores, impostor)
    return strip


def _histogram(scaled: FloatArray, counted: BoolArray | None) -> IntArray:
    """(BINS,) how many counted scores of a block fall into each bin; rounding may lift a score just over 1 or -1.

    OpenCV counts, because it lets other threads run meanwhile, which `np.bincount` does not. Its float32 counts are
    exact: a block has far fewer than 2^24 scores.
    """
    places = (scaled + (_SCALE + 1)).astype(np.uint16)
    mask = None if counted is None else counted.view(np.uint8)
    found = cv2.calcHist([places], [0], mask, [BINS + 2], [0, BINS + 2])
    counts = found.ravel().astype(np.int64)
    counts[1] += counts[0]
    counts[BINS] += counts[BINS + 1]
    return counts[1 : BINS + 1]


def _margins(scaled: FloatArray, levels: FloatArray, counted: BoolArray | None) -> tuple[IntArray, IntArray]:
    """(r, 1 + t) and (c, 1 + t) counted comparisons of each row and column: all, and those at or above each level."""
    height, width = scaled.shape
    by_row, by_column = np.zeros((height, 1 + len(levels)), np.int64), np.zeros((width, 1 + len(levels)), np.int64)
    by_row[:, ALL] = width if counted is None else counted.sum(axis=1)
    by_column[:, ALL] = height if counted is None else counted.sum(axis=0)
    if len(levels):
        reached = scaled >= levels[0]
        high = np.flatnonzero(reached if counted is None else reached & counted)
        row, column = np.divmod(high, width)
        values = scaled.ravel()[high]
        for place, level in enumerate(levels, start=1):
            by_row[:, place] = np.bincount(row[values >= level], minlength=height)
            by_column[:, place] = np.bincount(column[values >= level], minlength=width)
    return by_row, by_column


def _nothing(people: _People, levels: FloatArray, symmetric: bool) -> PairCounts:
    g, s, t = len(people.groups), len(people.names), len(levels)
    return PairCounts(
        groups=people.groups,
        thresholds=levels,
        subjects=people.names,
        group_of=people.group_of,
        impostor=np.zeros((g, g, BINS), np.int64),
        genuine=np.zeros((g, BINS), np.int64),
        impostor_of=np.zeros((2, s, g, 1 + t), np.int64),
        genuine_of=np.zeros((s, 1 + t), np.int64),
        symmetric=symmetric,
    )


def _add(counts: PairCounts, strip: _Strip, work: _Work) -> None:
    """Add a strip to the counts, in place."""
    group, references = work.probes.group[strip.rows.start], work.references
    who, first = np.unique(work.probes.subject[strip.rows], return_index=True)
    counts.impostor[group] += strip.impostor
    counts.genuine[group] += strip.genuine
    counts.impostor_of[PROBE, who] += np.add.reduceat(strip.by_probe, first)
    counts.genuine_of[who] += np.add.reduceat(strip.genuine_by_probe, first)
    by_reference = np.add.reduceat(strip.by_reference, references.starts)
    counts.impostor_of[REFERENCE, references.subject[references.starts], group] += by_reference
