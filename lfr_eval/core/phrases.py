"""Numbers in plain words: every rate with its count, its base and its interval (METHODOLOGY 5.3)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from lfr_eval.core.rates import Counts, Delay, Rate

RARE = 1e-3
NAMED = 5
"""Names that one line gives at most."""


def percent(value: float) -> str:
    """A share as a percentage with as many digits as it bears, for example ``20.7 %``; below a billionth it is 0."""
    if value < 1e-9 or value == 1.0:
        return f"{value * 100:.0f} %"
    if value < 1e-6:
        return "under 0.0001 %"
    return f"{value * 100:.3g} %"


def share(value: float) -> str:
    """A share in words: below 1 in 1,000 as ``1 in N``, else as a percentage."""
    return f"1 in {1 / value:,.0f}" if 1e-9 <= value < RARE else percent(value)


def one_in(value: float) -> str:
    """A share as ``1 in N``; 0 has no such form, and is said as it is."""
    return f"1 in {1 / value:,.0f}" if 0 < value < 0.05 else f"1 in {1 / value:.3g}" if value else "none"


def rate(stated: Rate, what: str) -> str:
    """A rate in words.

    Args:
        stated: The rate.
        what: What the n trials are, in the plural, for example ``passes of listed people``.
    """
    if not stated.n:
        return f"not measured: there were no {what}"
    interval = f"95 % {ends(stated)}"
    if not stated.is_open:
        return f"{figure(stated, what)} ({interval})"
    said = "" if stated.value is None else f"{stated.k:,} by the tracks; "
    return f"{figure(stated, what)} ({said}{interval}): truth does not tell whose some hits were"


def events(stated: Rate) -> str:
    """The count of a rate, or from how few to how many it goes."""
    return f"{stated.fewest:,} to {stated.most:,}" if stated.is_open else f"{stated.k:,}"


def share_of(stated: Rate, words: Callable[[float], str] = share) -> str:
    """The share of a rate that has trials, or from what to what it goes."""
    fewest, most = (words(events / stated.n) for events in (stated.fewest, stated.most))
    return f"{fewest} to {most}" if stated.is_open else fewest


def figure(stated: Rate, what: str = "") -> str:
    """Count, base and share of a rate that has trials: ``1 of 8 = 12.5 %``, ``1 to 5 of 9 = 11.1 % to 55.6 %``."""
    return f"{events(stated)} of {stated.n:,}{what and f' {what}'} = {share_of(stated)}"


def ends(stated: Rate, words: Callable[[float], str] = share) -> str:
    """The interval of a rate: ``4.1 % to 9.7 %``; without trials there is none."""
    low, high = stated.low, stated.high
    return "no interval" if low is None or high is None else between(low, high, words)


def between(low: float, high: float, words: Callable[[float], str] = share) -> str:
    """Two ends, both in one form: ``1 in 9,000 to 1 in 2,000``, but ``0.01 % to 3 %``."""
    if words is share and not (low >= 1e-9 and high < RARE):
        words = percent
    return f"{words(low)} to {words(high)}"


def with_interval(stated: Rate, without: str) -> str:
    """A rate as a cell of a table: ``1 of 8 = 12.5 % (0.316 % to 52.7 %)``.

    Args:
        stated: The rate.
        without: What stands there where there are no trials.
    """
    return f"{figure(stated)} ({ends(stated)})" if stated.n else without


def timely(stated: Rate, grace_s: float) -> str:
    """Timely recognition in words: a rate whose base says what in time means."""
    within = f" within {grace_s:g} s of entry" if stated.n else ""
    return rate(stated, f"passes of listed people{within}")


def seconds(value: float | None) -> str:
    """A time, or that there is none."""
    return "never" if value is None else f"{value:.2f} s"


def quantile(stated: Delay, name: Literal["median", "p95"]) -> str:
    """A quantile of a delay in words: its value, if so many ever got there, and how far it is known."""
    value, low, high = (getattr(stated, f"{name}{end}") for end in ("", "_low", "_high"))
    if value is None:
        return f"no value, since fewer than {'half' if name == 'median' else '95 %'} got there"
    if low is None:
        return f"{seconds(value)} (no interval: {count(stated.subjects, 'person', 'people')})"
    return f"{seconds(value)} (95 % {seconds(low)} {'or more' if high is None else f'to {seconds(high)}'})"


def delay(stated: Delay, one: str = "pass", many: str = "passes") -> str:
    """A delay in words: its median, and how many never got there.

    Args:
        stated: The delay.
        one: What waited: a pass, or a walk.
        many: Its plural.
    """
    said = f"median {quantile(stated, 'median')}; {stated.left:,} of {count(stated.n, one, many)} left without it"
    cut = f", {stated.censored:,} still going on when the footage ended" if stated.censored else ""
    return said + cut


def attributed_faces(known: Counts | None) -> str:
    """What eye distances and numbers of faces of groups rest on: of how many of all faces truth says whose they are."""
    if known is None:
        return "eye distance and embedded faces of groups are not known: no faces are on record"
    of_all = f"{known.k:,} of {known.n:,} faces"
    return f"eye distance and embedded faces of groups rest on {of_all}: those of which truth says whose they are"


def count(n: int, one: str, many: str | None = None) -> str:
    """A number with its noun: ``1 alert``, ``2 alerts``."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def verb(n: int, of_one: str, of_many: str) -> str:
    """The verb that goes with `count`."""
    return of_one if n == 1 else of_many


def end(value: float | None, *, low: bool) -> str:
    """An end of an interval of a ratio or a difference, which may be open."""
    return ("no lower end" if low else "no upper end") if value is None else f"{value:.3g}"


def unlike(doubtful: Sequence[tuple[str, int, int]], people: int, threshold: float) -> list[str]:
    """That photographs under one name do not resemble each other, and what that may mean; no line where they do.

    Args:
        doubtful: Name, pairs below the threshold and all pairs, of each name of which most pairs are below it.
        people: Names with two photographs or more.
        threshold: Similarity from which two photographs resemble each other.
    """
    if not doubtful:
        return []
    named = ", ".join(f"{name!r} ({below:,} of {pairs:,} pairs)" for name, below, pairs in doubtful[:NAMED])
    more = f" and {len(doubtful) - NAMED:,} more" if len(doubtful) > NAMED else ""
    many = 2 * len(doubtful) > people
    what = "are these people, or roles, cameras or sessions?" if many else "is each of them one person?"
    return [
        f"of {len(doubtful):,} of {count(people, 'name')} with several photographs most pairs score below "
        f"{threshold:g}, as those of different people do: {named}{more}; {what}"
    ]
