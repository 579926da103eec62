"""A watchlist in plain words: what speaks against the names on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from lfr_eval.core.phrases import NAMED, count, unlike
from lfr_eval.watchlist.doubts import Doubts, Twice
from lfr_eval.watchlist.lookalikes import AT_ONCE

SHOWN = 10
"""Names of files that a line gives at most."""


def doubt_lines(doubts: Doubts, threshold: float) -> list[str]:
    """What speaks against the names of a list, a line each; none where nothing does."""
    found = doubts.cohesion
    doubtful = [(one.person, one.below, one.pairs) for one in found.doubtful]
    several = [
        f"{count(doubts.alike, 'pair')} of the {doubts.people:,} people on it resemble each other by {threshold:g} or "
        "more; does one person stand under several names?"
    ]
    return [
        *doubts.names,
        *_twice_lines(doubts),
        *unlike(doubtful, len(found.names), threshold),
        *(several if doubts.one_under_several else ()),
    ]


def left_out_lines(left_out: Mapping[str, Sequence[str]]) -> list[str]:
    """Which files of a folder are not on the list, a line for each reason."""
    return [f"{len(names):,} ({reason}): {_first(names)}" for reason, names in left_out.items()]


def _first(names: Sequence[str]) -> str:
    more = f" and {len(names) - SHOWN:,} more" if len(names) > SHOWN else ""
    return f"{', '.join(names[:SHOWN])}{more}"


def state_doubts(doubts: Doubts, notes: tuple[str, ...] = ()) -> dict[str, Any]:
    """The same as plain values, with further remarks on names."""
    return {
        "names": [*notes, *doubts.names],
        "one_photograph_two_names": {
            "pairs": doubts.twice_in_all,
            "named": [
                {
                    "persons": [one.first.person_id, one.second.person_id],
                    "entries": [one.first.entry_id, one.second.entry_id],
                    "similarity": one.similarity,
                }
                for one in doubts.twice
            ],
        },
        "one_name_several_faces": [asdict(one) for one in doubts.cohesion.doubtful],
        "pairs_alike": doubts.alike,
    }


def _twice_lines(doubts: Doubts) -> list[str]:
    total = doubts.twice_in_all
    if total is None:
        return [
            f"whether one photograph stands under two names was not looked at: more than {AT_ONCE:,} photographs take "
            "minutes; the page Watchlists compares them when asked"
        ]
    if not total:
        return []
    named = "; ".join(_pair(one) for one in doubts.twice[:NAMED])
    more = f"; and {count(total - NAMED, 'more pair')}" if total > NAMED else ""
    return [f"one photograph stands under two names, so that alerts may name either: {named}{more}"]


def _pair(one: Twice) -> str:
    return (
        f"{one.first.person_id!r} ({one.first.entry_id}) and {one.second.person_id!r} ({one.second.entry_id}), "
        f"similarity {one.similarity:.2f}"
    )
