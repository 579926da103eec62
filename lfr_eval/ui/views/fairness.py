"""What the page of groups says: a verdict for each attribute, each group with its rates, and what is still needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from lfr_eval.core.phrases import count, events, percent, rate, share, share_of
from lfr_eval.metrics.groups import MIN_SUBJECTS
from lfr_eval.report.charts.fairness import COUNT, ENOUGH, GROUP, HIGH, LOW, SHARE, SIZE, SMALL, forest

FPIR, TPIR = "fpir", "tpir"
OF = {FPIR: "passes of people not listed", TPIR: "passes of listed people"}
TITLES = {FPIR: "False positives (FPIR)", TPIR: "Recognised (TPIR)"}
ALL = "all groups"
NOT_RECORDED = "not recorded"
FINDINGS = {
    "equivalence": "shown to be equivalent",
    "disparity": "shown to differ",
    "inconclusive": "not settled by this test",
}
BY_MODEL = " (by labels that a model inferred: not evidence about people)"


@dataclass(frozen=True, slots=True)
class Figure:
    """A sentence, the chart that shows it, and its table."""

    key: str
    title: str
    sentence: str
    chart: alt.LayerChart
    table: pd.DataFrame


def attributes(score: Mapping[str, Any]) -> list[str]:
    """By what the score was taken: attributes first, then intersections."""
    names = list(dict.fromkeys(group["attribute"] for group in score["groups"]))
    return sorted(names, key=lambda name: "*" in name)


def answer(score: Mapping[str, Any]) -> str:
    """How many questions the test could settle, before any of them is answered."""
    verdicts = score["verdicts"]
    found = {name: sum(one["verdict"] == name for one in verdicts) for name in FINDINGS}
    said = [f"**{found['inconclusive']} of {count(len(verdicts), 'question')} could not be settled by this test.**"]
    if found["inconclusive"]:
        said.append("Not settled does not mean that there is no difference: it was not shown either way.")
    if found["disparity"]:
        said.append(f"A difference is shown in {found['disparity']}.")
    if found["equivalence"]:
        said.append(f"Equivalence is shown in {found['equivalence']}.")
    return " ".join([*said, f"All groups are held to one threshold, {score['threshold']:g}."])


def summary(score: Mapping[str, Any]) -> list[str]:
    """One line an attribute: what was found on each rate."""
    lines = []
    for name in attributes(score):
        found = [
            f"{TITLES[one['metric']]} {FINDINGS[one['verdict']]}{BY_MODEL * bool(one.get('model_inferred'))}"
            for one in score["verdicts"]
            if one["attribute"] == name and not one.get("condition")
        ]
        lines.append(f"**{name}**: {'; '.join(found) or 'nothing to compare'}.")
    return lines


def verdict_lines(score: Mapping[str, Any], attribute: str) -> list[str]:
    """What the test found on one attribute: what was found, the foremost group, and what it would take to know."""
    return [_verdict(one) for one in score["verdicts"] if one["attribute"] == attribute]


def _verdict(one: Mapping[str, Any]) -> str:
    held = "".join(f", {key} {value or NOT_RECORDED}" for key, value in one.get("condition", {}).items())
    finding = FINDINGS[one["verdict"]]
    if one["verdict"] == "equivalence":
        within = f"a factor of {one['margin']:g}" if one["metric"] == FPIR else f"{100 * one['margin']:g} points"
        finding += f", within {within}"
    parts = [f"**{one['attribute']}{held}, {TITLES[one['metric']]}: {finding}.**", *_against_rest(one)]
    if one["notes"]:
        parts.append(f"In the way of a firmer answer: {'; '.join(one['notes'])}.")
    if one["verdict"] == "inconclusive" and one["needed_passes_per_group"]:
        people = one["needed_subjects_per_group"]
        of = f" ({count(people, 'person', 'people')})" if people else ""
        parts.append(
            f"To see a doubling takes about {one['needed_passes_per_group']:,} {OF[one['metric']]}{of} in each group."
        )
    if one.get("model_inferred"):
        parts.append("The labels were inferred by a model: this is not evidence about people.")
    if one["exploratory"]:
        parts.append("Exploratory: not declared beforehand, so a lead to follow and not a result.")
    return " ".join(parts)


def _against_rest(one: Mapping[str, Any]) -> list[str]:
    """The foremost group against the pooled rest, with its interval and its corrected p."""
    if one["effect"] is None:
        return []
    if one["metric"] == FPIR:
        low, high = (None if end is None else f"{end:.3g}" for end in (one["low"], one["high"]))
        what = f"FPIR {one['effect']:.3g} times that of the rest"
    else:
        low, high = (None if end is None else f"{100 * end:+.1f}" for end in (one["low"], one["high"]))
        points = 100 * one["effect"]
        what = f"TPIR {abs(points):.1f} points {'below' if points < 0 else 'above'} the rest"
    ends = f"95 % {low or 'no lower end'} to {high or 'no upper end'}"
    return [f"{one['leading_group']}: {what} ({ends}; corrected p = {one['p_adjusted']:.2g})."]


def how_to_compare(run_id: str, score: Mapping[str, Any]) -> str:
    """The command that compares groups."""
    return f"Run `{_command(run_id, score)} --by sex`, with the people and their attributes in subjects.csv."


def how_to_cross(run_id: str, score: Mapping[str, Any]) -> str:
    """The command that compares intersections."""
    single = [name for name in attributes(score) if "*" not in name]
    by = ",".join([*single, "*".join(single[:2]) if len(single) > 1 else f"{single[0] if single else 'sex'}*ethnicity"])
    return f"Run `{_command(run_id, score)} --by '{by}'`."


def _command(run_id: str, score: Mapping[str, Any]) -> str:
    files = score["truth_files"]
    people = "".join(f" --subjects {path}" for path in files["subjects"] or ["subjects.csv"])
    return f"lfr-eval score {run_id} --truth {files['passes']}{people}"


def values(score: Mapping[str, Any], attribute: str) -> list[str]:
    """The groups of an attribute."""
    return list(dict.fromkeys(group["value"] or NOT_RECORDED for group in _groups(score, attribute)))


def group_lines(score: Mapping[str, Any], attribute: str, value: str) -> list[str]:
    """Everything that the score says of one group: its rates, its people, and how it stands to the rest."""
    lines = []
    for group in _groups(score, attribute):
        if (group["value"] or NOT_RECORDED) == value:
            who = f"{count(group['passes'], 'pass', 'passes')} of {count(group['subjects'], 'person', 'people')}"
            lines.append(f"**{_name(group)}**: {who}.")
            lines += [f"{TITLES[metric]}: {rate(group[metric], OF[metric])}." for metric in (FPIR, TPIR)]
            lines.append(f"Taken for somebody else: {rate(group['wrong_identity'], OF[TPIR])}.")
            if group["too_small"]:
                lines.append(f"Too few people to conclude from: equivalence takes {MIN_SUBJECTS} or more.")
    return lines + _compared(score, attribute, value)


def _compared(score: Mapping[str, Any], attribute: str, value: str) -> list[str]:
    """How one group stands to the pooled rest, rate by rate."""
    lines = []
    for verdict in score["verdicts"]:
        for one in verdict["groups"] if verdict["attribute"] == attribute else ():
            if one["value"] != value:
                continue
            effect = one["effect"]
            about = {"leading_group": "Against the rest", "p_adjusted": one["p_adjusted"], "metric": verdict["metric"]}
            if effect["estimate"] is None or one["p_adjusted"] is None:
                lines.append(f"{TITLES[verdict['metric']]} against the rest: {effect['method']}.")
            else:
                ends = {"effect": effect["estimate"], "low": effect["low"], "high": effect["high"]}
                lines += _against_rest(about | ends)
    return lines


def forests(score: Mapping[str, Any], attribute: str, chosen: str) -> list[Figure]:
    """FPIR and TPIR of every group of an attribute, side by side."""
    return [_forest(score, metric, attribute, chosen) for metric in (FPIR, TPIR)]


def _forest(score: Mapping[str, Any], metric: str, attribute: str, chosen: str) -> Figure:
    rows = [(group, group[metric]) for group in _groups(score, attribute)]
    frame = pd.DataFrame(
        [
            {
                GROUP: _name(group),
                COUNT: f"{events(one)} of {one['n']:,}" if one["n"] else f"no {OF[metric]}",
                SHARE: one["value"],
                LOW: one["low"],
                HIGH: one["high"],
                "People": one["subjects"],
                SIZE: size_of(one["subjects"]),
            }
            for group, one in rows
        ]
    ).astype({SHARE: float, LOW: float, HIGH: float})
    everybody = score[metric]["value"]
    together = share_of(score[metric]) if score[metric]["n"] else "not measured"
    drawn = forest(frame, everybody, chosen)
    sentence = f"{_span(rows, metric)} Dashed: everybody together, {together}. Lines are 95 % intervals."
    return Figure(metric, TITLES[metric], sentence, drawn, _readable(frame))


def _span(rows: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]], metric: str) -> str:
    tried = {_name(group): one["value"] for group, one in rows if one["n"]}
    measured = {name: one for name, one in tried.items() if one is not None}
    if len(tried) < 2:
        return f"Fewer than two groups have {OF[metric]}, so there is nothing to compare."
    if len(measured) < len(tried):
        open_ = count(len(tried) - len(measured), "group")
        return f"{metric.upper()} is open in {open_}: truth does not tell whose some hits were."
    low, high = (choose(measured, key=lambda name: measured[name]) for choose in (min, max))
    if measured[low] == measured[high]:
        return f"{metric.upper()} is {share(measured[low])} in every group."
    return f"{metric.upper()} runs from {share(measured[low])} ({low}) to {share(measured[high])} ({high})."


def _readable(frame: pd.DataFrame) -> pd.DataFrame:
    """Shares as text, so that none stands without its form."""
    shown = {name: [("" if pd.isna(one) else percent(one)) for one in frame[name]] for name in (SHARE, LOW, HIGH)}
    return frame.assign(**shown)


def needed(score: Mapping[str, Any], attribute: str) -> pd.DataFrame:
    """How much testing each open question takes, beside what was tested."""
    rows = [
        {
            "Rate": TITLES[one["metric"]],
            "Answer": FINDINGS[one["verdict"]],
            "Passes in the smallest group": min((group["rate"]["n"] for group in one["groups"]), default=0),
            "Needed in each group": _or_unknown(one["needed_passes_per_group"]),
            "Of so many people": _or_unknown(one["needed_subjects_per_group"]),
            "Reckoned from a rate of": "not known" if one["baseline"] is None else percent(one["baseline"]),
        }
        for one in score["verdicts"]
        if one["attribute"] == attribute
    ]
    return pd.DataFrame(rows)


def _or_unknown(number: int | None) -> str:
    return "not known" if number is None else f"{number:,}"


def size_of(subjects: int) -> str:
    """Whether so many people are enough to conclude from."""
    return SMALL if subjects < MIN_SUBJECTS else ENOUGH


def label_notes(score: Mapping[str, Any], attribute: str) -> list[str]:
    """Whose labels the groups rest on; those of a model are no evidence about people."""
    groups = _groups(score, attribute)
    sources = sorted({source for group in groups for source in group.get("label_sources", [])})
    said = [f"Groups are as labelled by: {', '.join(sources)}."] if sources else []
    if any(group.get("model_inferred") for group in groups):
        said.append("Some labels were inferred by a model: groups by them are not evidence about people.")
    return said


def _groups(score: Mapping[str, Any], attribute: str) -> list[Mapping[str, Any]]:
    return [group for group in score["groups"] if group["attribute"] == attribute]


def _name(group: Mapping[str, Any]) -> str:
    held = ", ".join(f"{key} {value or NOT_RECORDED}" for key, value in group["condition"].items())
    name = str(group["value"] or NOT_RECORDED)
    return f"{name} ({held})" if held else name
