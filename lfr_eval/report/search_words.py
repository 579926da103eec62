"""Open-set search in plain words: the answer first, then what could not be concluded, then what it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lfr_eval.evaluate.results.groups import PolicyAnswer, VerdictRow
from lfr_eval.evaluate.results.search import IndexRow, SearchGroup
from lfr_eval.metrics.people import FEW
from lfr_eval.metrics.verdicts import Finding
from lfr_eval.report.label_words import named_by_source
from lfr_eval.report.words import count, group_lines, policy_lines, share, stated_rate, verdict_line

LISTED, UNLISTED = "searches of listed people", "searches of people not listed"
FEW_PEOPLE = f"fewer than {FEW} of those searched, or of those listed"
NAMED = 5
"""Most list persons and probes that are named; JSON names more."""


def search_lines(stated: dict[str, Any]) -> list[str]:
    """What a search object says, as lines of plain text."""
    verdicts = named_by_source([VerdictRow.of_json(one) for one in stated["verdicts"]])
    open_ = sum(one.verdict is Finding.INCONCLUSIVE for one in verdicts)
    first = f"Differences between groups: {open_} of {len(verdicts)} questions could not be settled by this test."
    return [
        *([first] if verdicts else []),
        *_answer_lines(stated),
        *_calibration_lines(stated),
        *policy_lines([PolicyAnswer.of_json(one) for one in stated["policy"]]),
        *(["What could and could not be concluded about groups"] if verdicts else []),
        *(verdict_line(one, "searches") for one in verdicts),
        *_list_lines(stated),
        *group_lines(named_by_source([SearchGroup.of_json(one) for one in stated["groups"]])),
        *_index_lines(named_by_source([IndexRow.of_json(one) for one in stated["indices"]])),
        *_makeup_lines(stated["list_makeup"]),
        *(f"Note: {caveat}" for caveat in stated["caveats"]),
    ]


def _answer_lines(stated: dict[str, Any]) -> list[str]:
    listed, alone = stated["watchlist"], stated["algorithm_only"]
    enrolled = listed["persons_enrolled"]
    size = f"{count(listed['persons_submitted'], 'person', 'people')} submitted"
    size += "" if enrolled is None else f", {enrolled:,} enrolled"
    lines = [
        f"Threshold {stated['threshold']:g}, watchlist of {size}.",
        f"Recognised      {stated_rate(stated['tpir'], LISTED)}",
        f"False positives {stated_rate(stated['fpir'], UNLISTED)}",
        f"                {_at_most(stated['guarantees']['fpir']['high'])}",
        *_other_lists(stated["fpir_two_way"]),
        f"Wrong identity  {stated_rate(stated['wrong_identity'], LISTED)}",
        f"No template     {stated_rate(stated['fta'], 'searches')}{_reasons(stated['fta_reasons'])}",
    ]
    silent = stated.get("scores", {}).get("absent", {"searches": 0})
    if silent["searches"] and not silent["meaning"]:
        lines.append(f"                {silent['searches']:,} of these only because the file does not name them")
    if stated["fta"]["k"]:
        others = stated_rate(alone["fpir"], UNLISTED)
        lines.append(f"Without these   recognised {stated_rate(alone['tpir'], LISTED)}; false positives {others}")
    if failed := stated["enrolment"]["failed"]:
        lines.append(
            f"Not enrolled    {count(sum(failed.values()), 'reference')}{_reasons(failed)}; "
            f"recognised among those enrolled {stated_rate(stated['tpir_enrolled'], LISTED)}"
        )
    return lines


def _at_most(bound: float | None) -> str:
    if bound is None:
        return "nothing is shown about false positives"
    return f"shown: at most {share(bound)} of such searches (one-sided 95 %), on this list"


def _other_lists(stated: Mapping[str, Any]) -> list[str]:
    """FPIR on other lists of the same make-up, or that nothing tells."""
    if not stated["n"]:
        return []
    if stated["low"] is None:
        return [f"                on other lists of this make-up: cannot be told; false positives hang on {FEW_PEOPLE}"]
    ends = f"{share(stated['low'])} to {share(stated['high'])}"
    return [f"                on other lists of this make-up, for other people: 95 % {ends}"]


def _reasons(reasons: Mapping[str, int]) -> str:
    return " (" + ", ".join(f"{reason} {n}" for reason, n in reasons.items()) + ")" if reasons else ""


def _calibration_lines(stated: dict[str, Any]) -> list[str]:
    found = stated["calibration"]
    if found is None:
        return []
    return [
        f"The threshold was chosen for a false-positive rate of at most {share(found['target_fpir'])}: "
        f"{stated_rate(found['fpir'], UNLISTED)} in calibration ({stated['split']['by']}).",
        f"On other people it came to {stated_rate(stated['fpir'], UNLISTED)}.",
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


def _list_lines(stated: dict[str, Any]) -> list[str]:
    sizes, effects = stated["list_size"], stated["list_effects"]
    lines = []
    if sizes:
        lines += [
            "False positives by size of the list, on lists drawn from this one; model: if comparisons were independent"
        ]
        lines += [
            f"  {one['persons']:>7,} people: {share(one['fpir'])}{_spread(one)}; model {share(one['modelled'])}"
            for one in sizes["measured"]
        ]
        lines += _longer_lines(sizes["extrapolated"])
    if effects["entries"]:
        named = ", ".join(f"{one['person']} ({one['searches']})" for one in effects["entries"][:NAMED])
        lines.append(f"Most often falsely named: {named}")
        without = stated_rate(effects["fpir_without_entries"], UNLISTED)
        lines.append(f"  without the {len(effects['entries'])} most often named, false positives would be {without}")
    if effects["probes"]:
        named = ", ".join(f"{one['probe']} ({one['false_candidates']})" for one in effects["probes"][:NAMED])
        lines.append(f"Probes with most false candidates: {named}")
    return lines


def _longer_lines(carried: Sequence[Mapping[str, Any]]) -> list[str]:
    """FPIR on longer lists of the same make-up, with the interval for other people and lists, or why there is none."""
    if any(one["fpir"] is None for one in carried):
        return ["  longer lists: cannot be told; no search named exactly one person of the list"]
    lines = []
    for one in carried:
        ends = "" if one["low"] is None else f" (95 % {share(one['low'])} to {share(one['high'])})"
        lines.append(f"  {one['persons']:>7,} people: {share(one['fpir'])}{ends}, modelled, not measured")
    if any(one["low"] is None for one in carried):
        lines.append(f"  what is modelled has no interval: false positives hang on {FEW_PEOPLE}")
    return lines


def _spread(one: Mapping[str, Any]) -> str:
    """How much the choice of people on the list matters; nothing for the whole list."""
    if one["repeats"] == 1:
        return ""
    return f" (nine in ten such lists {share(one['lowest_5'])} to {share(one['highest_5'])})"


def _makeup_lines(makeup: Sequence[Mapping[str, Any]]) -> list[str]:
    """Who is on the list, one line for each attribute."""
    parts: dict[str, list[str]] = {}
    for one in makeup:
        name = "not recorded" if one["value"] is None else one["value"]
        parts.setdefault(one["attribute"], []).append(f"{name} {one['persons']:,}")
    return [f"On the list by {attribute}: {', '.join(values)}" for attribute, values in parts.items()]
