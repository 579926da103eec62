"""Which pass a track belongs to by time alone: what both have in common, one to one (METHODOLOGY 2.5)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np

from lfr_eval.core.arrays import IntArray
from lfr_eval.core.events import Pass, PassKind, Tracks
from lfr_eval.metrics.box_matching import NO_PASS

_DIGITS = 6
"""Overlaps that differ by less than a millionth are equally good."""


def fit_tracks(tracks: Tracks, passes: Sequence[Pass]) -> IntArray:
    """Give each track to the pass that it has most in common with, the best pairs first.

    What a track and a pass have in common is the Jaccard index of their intervals. A pass takes one track at a time:
    pieces of a broken track may share it, two tracks that are seen at once may not. All tracks of the run take part,
    so that nothing here depends on a threshold. Where equally good pairs exclude each other nothing tells: such tracks
    have no pass, and neither has one that wants a pass which such a track may have.

    Args:
        tracks: All tracks of the run.
        passes: The rows of truth; crowd rows take no track.

    Returns:
        (n,) index of the pass of each track, or NO_PASS.

    Source: METHODOLOGY 2.5 (attribution without boxes); Jaccard, New Phytologist 11 (1912) 37-50.
    """
    fit = np.full(len(tracks), NO_PASS, np.int64)
    settled: set[int] = set()
    held: defaultdict[int, list[int]] = defaultdict(list)
    doubtful: defaultdict[int, list[int]] = defaultdict(list)

    def at_once(track: int, others: Sequence[int]) -> bool:
        first_s, last_s = tracks.first_s[track], tracks.last_s[track]
        return any(tracks.first_s[one] <= last_s and first_s <= tracks.last_s[one] for one in others if one != track)

    for _, level in groupby(_by_overlap(tracks, passes), key=lambda pair: pair[0]):
        able = [(track, row) for _, track, row in level if track not in settled and not at_once(track, held[row])]
        choices = Counter(track for track, _ in able)
        asking = defaultdict(list)
        for track, row in able:
            asking[row].append(track)
        for track, row in able:
            settled.add(track)
            if choices[track] == 1 and not at_once(track, [*asking[row], *doubtful[row]]):
                fit[track] = row
                held[row].append(track)
            else:
                doubtful[row].append(track)
    return fit


def _by_overlap(tracks: Tracks, passes: Sequence[Pass]) -> Iterator[tuple[float, int, int]]:
    """Overlap, track and pass of all that touch each other, the greatest overlap first."""
    row = np.array([place for place, one in enumerate(passes) if one.kind is PassKind.PASS], np.int64)
    enter_s, exit_s = (np.array([getattr(passes[place], name) for place in row]) for name in ("t_enter_s", "t_exit_s"))
    order = np.argsort(tracks.first_s, kind="stable")
    first_s, last_s = tracks.first_s[order], tracks.last_s[order]
    low = np.searchsorted(np.maximum.accumulate(last_s), enter_s)
    many = np.maximum(np.searchsorted(first_s, exit_s) - low, 0)
    nth = np.repeat(np.arange(len(row)), many)
    track = np.arange(len(nth)) - np.repeat(np.cumsum(many) - many, many) + low[nth]
    touching = last_s[track] >= enter_s[nth]
    nth, track = nth[touching], track[touching]
    common = np.minimum(last_s[track], exit_s[nth]) - np.maximum(first_s[track], enter_s[nth])
    whole = np.maximum(last_s[track], exit_s[nth]) - np.minimum(first_s[track], enter_s[nth])
    overlap = (common / whole).round(_DIGITS)
    best = np.argsort(-overlap, kind="stable")
    yield from zip(overlap[best].tolist(), order[track[best]].tolist(), row[nth[best]].tolist(), strict=True)
