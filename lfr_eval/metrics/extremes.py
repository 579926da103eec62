"""Which passes had an event surely, possibly, at fewest and at most, whosever open hits were (METHODOLOGY 2.5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from lfr_eval.core.arrays import BoolArray, IntArray
from lfr_eval.core.events import Pass
from lfr_eval.metrics.claims import Claims


@dataclass(frozen=True, slots=True)
class Event:
    """Whether something happened in a pass, as far as truth tells whose hits were whose."""

    point: bool | None
    """By identity and by the tracks; None where neither tells."""
    surely: bool
    """In every attribution of the hits that are open."""
    least: bool
    """One of as many passes of the run as have it at least; where several would do, it stands for another."""
    most: bool
    """One of as many passes of the run as can have it at most."""
    possibly: bool
    """In any attribution."""

    @classmethod
    def plain(cls, happened: bool) -> Event:
        """An event of which nothing is open."""
        return cls(happened, happened, happened, happened, happened)


def ends_of(events: Sequence[Event], *, whole: bool) -> tuple[BoolArray, BoolArray]:
    """(n,) events at the fewest and at the most.

    Args:
        events: Of n passes.
        whole: Whether these are all passes of their runs; of a part, the fewest are those that surely happened, and the
            most all that possibly did.
    """
    sides = ("least", "most") if whole else ("surely", "possibly")
    least, most = (np.array([getattr(event, side) for event in events], bool) for side in sides)
    return least, most


@dataclass(frozen=True, slots=True)
class Extremes:
    """(p,) passes with an event of one kind, by what is made of open claims."""

    surely: BoolArray
    """In every attribution."""
    least: BoolArray
    """As many as every attribution has at least."""
    most: BoolArray
    """In an attribution with the most."""
    possibly: BoolArray
    """In any attribution."""


def extremes(claims: Claims, *, wrong: bool, surely: BoolArray, counted: BoolArray, rank: IntArray) -> Extremes:
    """Fewest and most counted passes with an event, however units are given to the passes that they claim.

    The most is a maximum matching of units and passes. The fewest is one event for each of some units that claim
    counted passes only, and no two of them the same: no attribution can have fewer. Where units are decisions and
    passes are open in their bare intervals, one has as many (an earliest end first packing of points by intervals);
    else it may be lower than the true fewest, never higher.

    Args:
        claims: Those that are open at the threshold.
        wrong: The kind of event that is counted.
        surely: (p,) passes that have such an event in every attribution.
        counted: (p,) passes that are counted.
        rank: (p,) places of the passes by their exit. Where several would do, the first takes the event: that changes
            whose it is, never how many there are.

    Source: METHODOLOGY 2.5; Hopcroft and Karp, SIAM J. Comput. 2 (1973) 225-231 (matching); Fulkerson and Gross,
    Pacific J. Math. 15 (1965) 835-855 (intervals).
    """
    mine = (claims.wrong == wrong) & counted[claims.row]
    forced = _forced(claims, mine, surely, rank)
    loose = mine & ~surely[claims.row]
    matched = _matched(claims.unit[loose], rank[claims.row[loose]])
    by_rank = np.argsort(rank)

    def marked(rows: IntArray) -> BoolArray:
        these = surely.copy()
        these[rows] = True
        return these & counted

    none = np.empty(0, np.int64)
    return Extremes(marked(none), marked(by_rank[forced]), marked(by_rank[matched]), marked(claims.row[mine]))


def open_events(
    claims: Claims, *, wrong: bool, happened: BoolArray, surely: BoolArray, counted: Sequence[BoolArray], rank: IntArray
) -> list[Event | None]:
    """What is open about each pass that somebody's hits could be of.

    Args:
        claims: Those that are open at the threshold.
        wrong: The kind of event.
        happened: (p,) passes with such an event by identity and by the tracks.
        surely: (p,) passes that have one in every attribution.
        counted: The sets of passes whose events are counted together, (p,) each.
        rank: See `extremes`.

    Returns:
        p events; None for a pass of which nothing is open, or that is not counted.
    """
    found: list[Event | None] = [None] * len(rank)
    for several in counted:
        ends = extremes(claims, wrong=wrong, surely=surely, counted=several, rank=rank)
        untold = undecided(claims, wrong=wrong, counted=several)
        claimed = np.unique(claims.row[(claims.wrong == wrong) & several[claims.row]])
        for row in claimed.tolist():
            point = True if happened[row] else None if untold[row] else False
            sides = (ends.surely[row], ends.least[row], ends.most[row], ends.possibly[row])
            found[row] = Event(point, *map(bool, sides))
    return found


def undecided(claims: Claims, *, wrong: bool, counted: BoolArray) -> BoolArray:
    """(p,) counted passes that may have an event by a decision of which nothing tells whose it is."""
    found = np.zeros(len(counted), bool)
    found[claims.row[claims.undecided & (claims.wrong == wrong)]] = True
    return found & counted


def by_exit(passes: Sequence[Pass], persons: Sequence[str]) -> IntArray:
    """(p,) places of the rows of truth by exit, entry and person, whatever they are called and however sorted."""
    keys = [(one.t_exit_s, one.t_enter_s, person) for one, person in zip(passes, persons, strict=True)]
    rank = np.empty(len(keys), np.int64)
    rank[sorted(range(len(keys)), key=keys.__getitem__)] = np.arange(len(keys))
    return rank


def _forced(claims: Claims, mine: BoolArray, surely: BoolArray, rank: IntArray) -> IntArray:
    """The rank of one pass for each of some units that have an event wherever they go, and share no pass."""
    pairs, found = np.unique(claims.unit * len(rank) + rank[claims.row], return_inverse=True)
    units, places = np.divmod(pairs, len(rank))
    counts = np.bincount(found[mine], minlength=len(pairs)) > 0
    free = ~np.isin(units, np.concatenate([units[~counts], claims.unit[mine & surely[claims.row]]]))
    bound: defaultdict[int, list[int]] = defaultdict(list)
    for unit, place in zip(units[free][::-1].tolist(), places[free][::-1].tolist(), strict=True):
        bound[unit].append(place)
    taken: set[int] = set()
    chosen = []
    for several in sorted(bound.values()):
        if taken.isdisjoint(several):
            chosen.append(several[-1])
            taken.update(several)
    return np.array(chosen, np.int64)


def _matched(unit: IntArray, place: IntArray) -> IntArray:
    """The ranks of as many passes as units can be given to, one each."""
    if not len(unit):
        return np.empty(0, np.int64)
    units, at = np.unique(unit, return_inverse=True)
    places, to = np.unique(place, return_inverse=True)
    graph = csr_array((np.ones(len(at), bool), (at, to)), shape=(len(units), len(places)))
    matched: IntArray = places[maximum_bipartite_matching(graph, perm_type="row") >= 0]
    return matched
