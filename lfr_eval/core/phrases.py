"""Numbers in plain words: every rate with its count, its base and its interval (METHODOLOGY 5.3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

RARE = 1e-3
NAMED = 5
"""Names that one line gives at most."""


def percent(value: float) -> str:
    """A share as a percentage with as many digits as it bears, for example ``20.7 %``; below a billionth it is 0."""
    if value < 1e-9 or value == 1.0:
        return f"{value * 100:.0f} %"
    return f"{value * 100:.3g} %"


def share(value: float) -> str:
    """A share in words: below 1 in 1,000 as ``1 in N``, else as a percentage."""
    return f"1 in {1 / value:,.0f}" if 1e-9 <= value < RARE else percent(value)


def one_in(value: float) -> str:
    """A share as ``1 in N``; 0 has no such form, and is said as it is."""
    return f"1 in {1 / value:,.0f}" if 0 < value < 0.05 else f"1 in {1 / value:.3g}" if value else "none"


def rate(stated: Mapping[str, Any], what: str) -> str:
    """A rate in words.

    Args:
        stated: A rate as in the score object: the fields of a `Rate`.
        what: What the n trials are, in the plural, for example ``passes of listed people``.
    """
    if not stated["n"]:
        return f"not measured: there were no {what}"
    interval = f"95 % {share(stated['low'])} to {share(stated['high'])}"
    if not is_open(stated):
        return f"{figure(stated, what)} ({interval})"
    said = "" if stated["value"] is None else f"{stated['k']:,} by the tracks; "
    return f"{figure(stated, what)} ({said}{interval}): truth does not tell whose some hits were"


def is_open(stated: Mapping[str, Any]) -> bool:
    """Whether truth leaves open how many events a rate has."""
    return stated.get("k_low") is not None and stated.get("k_high") is not None


def events(stated: Mapping[str, Any]) -> str:
    """The count of a rate, or from how few to how many it goes."""
    return f"{stated['k_low']:,} to {stated['k_high']:,}" if is_open(stated) else f"{stated['k']:,}"


def share_of(stated: Mapping[str, Any], words: Callable[[float], str] = share) -> str:
    """The share of a rate that has trials, or from what to what it goes."""
    if not is_open(stated):
        return words(stated["value"])
    return f"{words(stated['k_low'] / stated['n'])} to {words(stated['k_high'] / stated['n'])}"


def figure(stated: Mapping[str, Any], what: str = "") -> str:
    """Count, base and share of a rate that has trials: ``1 of 8 = 12.5 %``, ``1 to 5 of 9 = 11.1 % to 55.6 %``."""
    return f"{events(stated)} of {stated['n']:,}{what and f' {what}'} = {share_of(stated)}"


def timely(stated: Mapping[str, Any], grace_s: float) -> str:
    """Timely recognition in words: a rate whose base says what in time means."""
    within = f" within {grace_s:g} s of entry" if stated["n"] else ""
    return rate(stated, f"passes of listed people{within}")


def seconds(value: float | None) -> str:
    """A time, or that there is none."""
    return "never" if value is None else f"{value:.2f} s"


def quantile(stated: Mapping[str, Any], name: str) -> str:
    """A quantile of a delay in words: its value, if so many ever got there, and how far it is known.

    Args:
        stated: A delay as in the score object.
        name: ``median`` or ``p95``.
    """
    value, low, high = stated[name], stated[f"{name}_low"], stated[f"{name}_high"]
    if value is None:
        return f"no value, since fewer than {'half' if name == 'median' else '95 %'} got there"
    if low is None:
        return f"{seconds(value)} (no interval: {count(stated['subjects'], 'person', 'people')})"
    return f"{seconds(value)} (95 % {seconds(low)} {'or more' if high is None else f'to {seconds(high)}'})"


def delay(stated: Mapping[str, Any], one: str = "pass", many: str = "passes") -> str:
    """A delay in words: its median, and how many never got there.

    Args:
        stated: A delay as in the score object.
        one: What waited: a pass, or a walk.
        many: Its plural.
    """
    said = f"median {quantile(stated, 'median')}; {stated['left']:,} of {count(stated['n'], one, many)} left without it"
    cut = f", {stated['censored']:,} still going on when the footage ended" if stated["censored"] else ""
    return said + cut


def attributed_faces(known: Mapping[str, int] | None) -> str:
    """What eye distances and numbers of faces of groups rest on.

    Args:
        known: `faces_attributed` of a score object.
    """
    if known is None:
        return "eye distance and embedded faces of groups are not known: no faces are on record"
    of_all = f"{known['k']:,} of {known['n']:,} faces"
    return f"eye distance and embedded faces of groups rest on {of_all}: those of which truth says whose they are"


def silenced(stated: Mapping[str, int]) -> list[str]:
    """How recognitions count that raised no alert of their own, for one on the same person still stood.

    Args:
        stated: `silenced` of a score object.
    """
    kinds = {"by_true": "a true one", "by_other": "a false or unconfirmed one"}
    counted = {"by_true": "from the recognition", "by_other": "as people who left without one"}
    return [
        f"{count(stated[kind], 'recognition')} raised no alert, for {what} on the same person still stood: in the "
        f"delay to the alert they count {counted[kind]}"
        for kind, what in kinds.items()
        if stated[kind]
    ]


def count(n: int, one: str, many: str | None = None) -> str:
    """A number with its noun: ``1 alert``, ``2 alerts``."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def together(shared: Mapping[str, Any]) -> str:
    """How many runs were scored together, and how far they are about the same people.

    Args:
        shared: The key `together` of a score object.
    """
    people, again = count(shared["people"], "person", "people"), shared["in_several_runs"]
    which = f"{again:,} of them in several runs" if again else "none of them in several runs"
    return f"{count(shared['runs'], 'run')} together ({people}, {which})"


def end(value: float | None, *, low: bool) -> str:
    """An end of an interval of a ratio or a difference, which may be open."""
    return ("no lower end" if low else "no upper end") if value is None else f"{value:.3g}"


def metric(name: str) -> str:
    """What a rate is called: ``FPIR``, ``timely recognition``."""
    return "timely recognition" if name == "timely" else name.upper().replace("AND", "and")


def finding(verdict: Mapping[str, Any], trials: str) -> str:
    """What a verdict found, how far the foremost two groups are apart, and what it would take to know.

    Args:
        verdict: A verdict of a score object.
        trials: What is counted, in the plural: passes or searches.
    """
    words = {"equivalence": f"equivalent within {verdict['margin']:g}", "disparity": "a difference is shown"}
    found = words.get(verdict["verdict"], "inconclusive")
    takes = needed(verdict, trials) if verdict["verdict"] == "inconclusive" else ""
    return "; ".join(part for part in (found, effect(verdict), takes) if part)


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
    group, rest = (figure(one) for one in verdict["leading_rates"])
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

    def amount(kind: str) -> str:
        people = verdict[f"{kind}_subjects_per_group"]
        return f"{verdict[f'{kind}_passes_per_group']:,} {trials}" + (f" of {people:,} people" if people else "")

    fpir = verdict["metric"] == "fpir"
    apart = "a doubling" if fpir else f"a difference of {200 * verdict['margin']:.3g} points"
    said = []
    if verdict["needed_passes_per_group"]:
        said.append(f"to see {apart} takes about {amount('needed')} in each group")
    if verdict["equivalence_passes_per_group"]:
        said.append(f"to show equivalence, if the groups are alike, about {amount('equivalence')}")
    return "; ".join(said)


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
