"""Numbers in plain words: every rate with its count, its base and its interval (METHODOLOGY 5.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

RARE = 1e-3
NAMED = 5
"""Names that one line gives at most."""


def percent(value: float) -> str:
    """A share as a percentage with as many digits as it bears, for example ``20.7 %``."""
    if value in (0.0, 1.0):
        return f"{value * 100:.0f} %"
    return f"{value * 100:.3g} %"


def share(value: float) -> str:
    """A share in words: below 1 in 1,000 as ``1 in N``, else as a percentage."""
    return f"1 in {1 / value:,.0f}" if 0 < value < RARE else percent(value)


def one_in(value: float) -> str:
    """A share as ``1 in N``; 0 has no such form, and is said as it is."""
    return f"1 in {1 / value:,.0f}" if 0 < value < 0.05 else f"1 in {1 / value:.3g}" if value else "none"


def rate(stated: Mapping[str, Any], what: str) -> str:
    """A rate in words.

    Args:
        stated: A rate as in the score object: the fields of a `Rate`.
        what: What the n trials are, in the plural, for example ``passes of listed people``.
    """
    k, n, few, most = stated["k"], stated["n"], stated.get("k_low"), stated.get("k_high")
    if not n:
        return f"not measured: there were no {what}"
    interval = f"95 % {share(stated['low'])} to {share(stated['high'])}"
    if few is None or most is None:
        return f"{k:,} of {n:,} {what} = {share(stated['value'])} ({interval})"
    between = f"{few:,} to {most:,} of {n:,} {what} = {share(few / n)} to {share(most / n)}"
    said = "" if stated["value"] is None else f"{k:,} by the tracks; "
    return f"{between} ({said}{interval}): truth does not tell whose some hits were"


def seconds(value: float | None) -> str:
    """A time, or that there is none."""
    return "never" if value is None else f"{value:.2f} s"


def count(n: int, one: str, many: str | None = None) -> str:
    """A number with its noun: ``1 alert``, ``2 alerts``."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def end(value: float | None, *, low: bool) -> str:
    """An end of an interval of a ratio or a difference, which may be open."""
    return ("no lower end" if low else "no upper end") if value is None else f"{value:.3g}"


def effect(verdict: Mapping[str, Any]) -> str:
    """How far the foremost two groups of a verdict are apart: the rates that were seen first, then their relation.

    Args:
        verdict: A verdict of a score object.

    Returns:
        Empty where nothing was compared.
    """
    if verdict["effect"] is None:
        return ""
    by_ratio = verdict["metric"] == "fpir"
    group, rest = (f"{one['k']:,} of {one['n']:,} = {share(one['value'])}" for one in verdict["leading_rates"])
    kind = f"ratio {verdict['effect']:.3g}" if by_ratio else f"difference {100 * verdict['effect']:+.3g} points"
    scale = 1 if by_ratio else 100
    ends = [None if one is None else scale * one for one in (verdict["low"], verdict["high"])]
    patched = ", half an event added to each count" if verdict["method"] == "katz-haldane" else ""
    interval = f"95 % {end(ends[0], low=True)} to {end(ends[1], low=False)}"
    apart = f"{kind}{patched} ({interval}; corrected p = {verdict['p_adjusted']:.2g})"
    return f"{verdict['leading_group']} {group} against {verdict['leading_against'] or 'the rest'} {rest}: {apart}"


def needed(verdict: Mapping[str, Any], trials: str) -> str:
    """What testing a question takes that was left open, in words: to see a difference, and to show that there is none.

    Args:
        verdict: A verdict of a score object.
        trials: What is counted, in the plural: passes or searches.

    Returns:
        Empty where nothing tells.
    """
    if not verdict["needed_passes_per_group"]:
        return ""

    def amount(kind: str) -> str:
        people = verdict[f"{kind}_subjects_per_group"]
        return f"{verdict[f'{kind}_passes_per_group']:,} {trials}" + (f" of {people:,} people" if people else "")

    fpir = verdict["metric"] == "fpir"
    apart = "a doubling" if fpir else f"a difference of {200 * verdict['margin']:.3g} points"
    return (
        f"to see {apart} takes about {amount('needed')} in each group; to show equivalence, if the groups are alike, "
        f"about {amount('equivalence')}"
    )


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
