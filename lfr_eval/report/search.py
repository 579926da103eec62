"""Open-set search in plain words: the answer first, then what could not be concluded, then what it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lfr_eval.core.phrases import count, rate, share
from lfr_eval.core.rates import Rate
from lfr_eval.evaluate.results.search import SearchResult
from lfr_eval.evaluate.results.search_parts import IndexRow, MakeupRow
from lfr_eval.evaluate.search.sublists import Extrapolation, SubLists
from lfr_eval.metrics.people import FEW
from lfr_eval.metrics.verdicts import Finding
from lfr_eval.report.label_words import named_by_source
from lfr_eval.report.words import group_lines, policy_lines, verdict_line

LISTED, UNLISTED = "searches of listed people", "searches of people not listed"
FEW_PEOPLE = f"fewer than {FEW} of those searched, or of those listed"
NAMED = 5
"""Most list persons and probes that are named; JSON names more."""


def search_lines(found: SearchResult) -> list[str]:
    """What a search says, as lines of plain text."""
    verdicts = named_by_source(found.verdicts)
    open_ = sum(one.verdict is Finding.INCONCLUSIVE for one in verdicts)
    first = f"Differences between groups: {open_} of {len(verdicts)} questions could not be settled by this test."
    return [
        *([first] if verdicts else []),
        *_answer_lines(found),
        *_calibration_lines(found),
        *policy_lines(found.policy),
        *(["What could and could not be concluded about groups"] if verdicts else []),
        *(verdict_line(one, "searches") for one in verdicts),
        *_list_lines(found),
        *group_lines(named_by_source(found.groups)),
        *_index_lines(named_by_source(found.indices)),
        *_makeup_lines(found.list_makeup),
        *(f"Note: {caveat}" for caveat in found.caveats),
    ]


def _answer_lines(found: SearchResult) -> list[str]:
    listed, alone, enrolled = found.watchlist, found.algorithm_only, found.watchlist.persons_enrolled
    size = f"{count(listed.persons_submitted, 'person', 'people')} submitted"
    size += "" if enrolled is None else f", {enrolled:,} enrolled"
    lines = [
        f"Threshold {found.threshold:g}, watchlist of {size}.",
        f"Recognised      {rate(found.tpir, LISTED)}",
        f"False positives {rate(found.fpir, UNLISTED)}",
        f"                {_at_most(found.guarantees.fpir.high)}",
        *_other_lists(found.fpir_two_way),
        f"Wrong identity  {rate(found.wrong_identity, LISTED)}",
        f"No template     {rate(found.fta, 'searches')}{_reasons(found.fta_reasons)}",
    ]
    silent = found.scores.absent if found.scores else None
    if silent and silent.searches and not silent.meaning:
        lines.append(f"                {silent.searches:,} of these only because the file does not name them")
    if found.fta.k:
        others = rate(alone.fpir, UNLISTED)
        lines.append(f"Without these   recognised {rate(alone.tpir, LISTED)}; false positives {others}")
    if failed := found.enrolment.failed:
        lines.append(
            f"Not enrolled    {count(sum(failed.values()), 'reference')}{_reasons(failed)}; "
            f"recognised among those enrolled {rate(found.tpir_enrolled, LISTED)}"
        )
    return lines


def _at_most(bound: float | None) -> str:
    if bound is None:
        return "nothing is shown about false positives"
    return f"shown: at most {share(bound)} of such searches (one-sided 95 %), on this list"


def _other_lists(two_way: Rate) -> list[str]:
    """FPIR on other lists of the same make-up, or that nothing tells."""
    if not two_way.n:
        return []
    if two_way.low is None or two_way.high is None:
        return [f"                on other lists of this make-up: cannot be told; false positives hang on {FEW_PEOPLE}"]
    ends = f"{share(two_way.low)} to {share(two_way.high)}"
    return [f"                on other lists of this make-up, for other people: 95 % {ends}"]


def _reasons(reasons: Mapping[str, int]) -> str:
    return " (" + ", ".join(f"{reason} {n}" for reason, n in reasons.items()) + ")" if reasons else ""


def _calibration_lines(found: SearchResult) -> list[str]:
    chosen = found.calibration
    if chosen is None:
        return []
    return [
        f"The threshold was chosen for a false-positive rate of at most {share(chosen.target_fpir)}: "
        f"{rate(chosen.fpir, UNLISTED)} in calibration ({found.split.by}).",
        f"On other people it came to {rate(found.fpir, UNLISTED)}.",
    ]


def _index_lines(indices: Sequence[IndexRow]) -> list[str]:
    """Each index that has a value beside what chance alone would make it; those without are counted."""
    lines = [
        f"  {one.attribute}, {one.metric.upper().replace('AND', 'and')}, {one.index.replace('_', ' ')}: "
        f"{one.value:.3g}; by chance {_end(one.null_median)}, 95 of 100 within {_end(one.null_95)}, p = {one.p:.2g}"
        for one in indices
        if one.value is not None
    ]
    if missing := len(indices) - len(lines):
        lines.append(f"  {count(missing, 'index', 'indices')} undefined: a group has no events, or no trials.")
    return ["Indices of inequality, each beside what shuffled labels give", *lines] if lines else []


def _end(value: float | None) -> str:
    return "unbounded" if value is None else f"{value:.3g}"


def _list_lines(found: SearchResult) -> list[str]:
    sizes, effects = found.list_size, found.list_effects
    lines = []
    if sizes:
        lines += [
            "False positives by size of the list, on lists drawn from this one; model: if comparisons were independent"
        ]
        lines += [
            f"  {one.persons:>7,} people: {share(one.fpir)}{_spread(one)}; model {share(one.modelled)}"
            for one in sizes.measured
        ]
        lines += _longer_lines(sizes.extrapolated)
    if effects.entries:
        named = ", ".join(f"{one.person} ({one.searches})" for one in effects.entries[:NAMED])
        lines.append(f"Most often falsely named: {named}")
        without = rate(effects.fpir_without_entries, UNLISTED)
        lines.append(f"  without the {len(effects.entries)} most often named, false positives would be {without}")
    if effects.probes:
        named = ", ".join(f"{one.probe} ({one.false_candidates})" for one in effects.probes[:NAMED])
        lines.append(f"Probes with most false candidates: {named}")
    return lines


def _longer_lines(carried: Sequence[Extrapolation]) -> list[str]:
    """FPIR on longer lists of the same make-up, with the interval for other people and lists, or why there is none."""
    lines = []
    for one in carried:
        if one.fpir is None:
            return ["  longer lists: cannot be told; no search named exactly one person of the list"]
        ends = "" if one.low is None or one.high is None else f" (95 % {share(one.low)} to {share(one.high)})"
        lines.append(f"  {one.persons:>7,} people: {share(one.fpir)}{ends}, modelled, not measured")
    if any(one.low is None for one in carried):
        lines.append(f"  what is modelled has no interval: false positives hang on {FEW_PEOPLE}")
    return lines


def _spread(one: SubLists) -> str:
    """How much the choice of people on the list matters; nothing for the whole list."""
    if one.repeats == 1:
        return ""
    return f" (nine in ten such lists {share(one.lowest_5)} to {share(one.highest_5)})"


def _makeup_lines(makeup: Sequence[MakeupRow]) -> list[str]:
    """Who is on the list, one line for each attribute."""
    parts: dict[str, list[str]] = {}
    for one in makeup:
        name = "not recorded" if one.value is None else one.value
        parts.setdefault(one.attribute, []).append(f"{name} {one.persons:,}")
    return [f"On the list by {attribute}: {', '.join(values)}" for attribute, values in parts.items()]
