"""Footage that several pooled runs watched: further measurements of the same passes, and no further people.

Each watch of a pass is among the n of a rate, and its event among the k. For intervals a pass is one trial, whatever
the number of its watches (`people.Tally`, decision 0051).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from lfr_eval.core.errors import InputError
from lfr_eval.metrics.records import PassRecord, ScoredRun
from lfr_eval.metrics.truth import Status


def count_once(runs: Sequence[ScoredRun], footage: Sequence[int]) -> tuple[ScoredRun, ...]:
    """Name the passes that several runs watched, and their people, alike in all of them.

    A pass is told by footage, times and person; whoever truth does not name by the order among those with the same
    times. So somebody without a name is the same person in each watch, under whatever name the footage was watched,
    and nobody else where other footage has a pass of the same id.

    Args:
        runs: Scored runs.
        footage: For each a number that it shares with the runs of the same footage.

    Raises:
        InputError: Truth has other passes for one watch of a footage than for another.
    """
    times = Counter(footage)
    keys = [_keys(run.records, label) for run, label in zip(runs, footage, strict=True)]
    for label in times:
        _require_alike([(run, named) for run, named, its in zip(runs, keys, footage, strict=True) if its == label])

    def counted(run: ScoredRun, named: Sequence[str], label: int) -> ScoredRun:
        again = times[label] > 1
        records = (
            replace(one, person=one.person if one.row.subject_id else key, watch_of=key if again else None)
            for one, key in zip(run.records, named, strict=True)
        )
        return replace(run, records=tuple(records), watches=times[label])

    return tuple(counted(*each) for each in zip(runs, keys, footage, strict=True))


def _keys(records: Iterable[PassRecord], label: int) -> list[str]:
    seen: Counter[str] = Counter()
    keys = []
    for one in records:
        key = f"\0{label}\0{one.row.subject_id or ''}\0{one.row.t_enter_s!r}\0{one.row.t_exit_s!r}"
        keys.append(f"{key}\0{seen[key]}")
        seen[key] += 1
    return keys


def _require_alike(watches: Sequence[tuple[ScoredRun, Sequence[str]]]) -> None:
    """As far as all of them watched, truth must have the same passes for each."""
    end_s = min(run.duration_s for run, _ in watches)
    known = [
        {key for one, key in zip(run.records, named, strict=True) if one.row.t_enter_s < end_s}
        for run, named in watches
    ]
    if any(keys != known[0] for keys in known):
        names = " and ".join(sorted({one.row.source for run, _ in watches for one in run.records}))
        raise InputError(
            f"{names}: the same footage was watched several times, and truth has different passes for these watches; "
            "expected the same people at the same times"
        )


@dataclass(frozen=True, slots=True)
class Together:
    """How far several runs are about the same people and passes."""

    runs: int
    """How many runs."""
    people: int
    """People behind all passes but crowds; who is not named is another person in each pass."""
    in_several_runs: int
    """People who passed in more than one of the runs, or whose pass more than one of them watched."""
    passes: int
    """As they were counted, each watch of a pass by itself."""
    distinct_passes: int
    """The same, each pass once."""


def together(runs: Sequence[ScoredRun]) -> Together:
    """How far runs that `count_once` gave are about the same people and passes."""
    met: Counter[str] = Counter()
    rows = [[one for one in run.records if one.status is not Status.CROWD] for run in runs]
    for each in rows:
        met.update({one.person for one in each})
    every = [one for each in rows for one in each]
    again = [one.watch_of for one in every if one.watch_of]
    several = sum(times > 1 for times in met.values())
    return Together(len(runs), len(met), several, len(every), len(every) - len(again) + len(set(again)))
