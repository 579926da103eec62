"""The two sides of comparing everybody with everybody: whose templates they are, ordered by group and subject."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

import numpy as np

from lfr_eval.core.arrays import FloatArray, IntArray, TextArray, require_shape

BLOCK = 1024
"""Most rows on each side of a block: its scores take four megabytes."""
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


@dataclass(frozen=True, slots=True)
class People:
    """Everybody on either side, in the order of their groups."""

    names: TextArray
    """(s,)"""
    groups: tuple[str | None, ...]
    """(g,) in order; None = not recorded, last."""
    group_of: IntArray
    """(s,) index of each one's group, never descending."""

    @classmethod
    def of(cls, sides: Sequence[Templates]) -> Self:
        """Everybody in these templates.

        Raises:
            ValueError: A subject stands in two groups.
        """
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
class Side:
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
    def of(cls, given: Templates, people: People) -> Self:
        """Put the templates of some of these people in order."""
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
        return np.asarray(self.template[self.order[rows]], np.float32)


def _pieces(start: int, stop: int) -> Iterator[slice]:
    """Cut a range into equal parts of at most `BLOCK`."""
    bounds = np.linspace(start, stop, -(-(stop - start) // BLOCK) + 1).astype(int).tolist()
    yield from (slice(low, high) for low, high in pairwise(bounds))
