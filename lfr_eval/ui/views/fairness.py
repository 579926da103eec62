"""What the page of groups says: a verdict for each attribute, each group with its rates, and what is still needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from lfr_eval.core.phrases import count, effect, events, percent, rate, share, share_of
from lfr_eval.core.phrases import needed as needed_testing
from lfr_eval.metrics.groups import MIN_SUBJECTS
from lfr_eval.report.charts.fairness import COUNT, ENOUGH, GROUP, HIGH, LOW, SHARE, SIZE, SMALL, forest
from lfr_eval.ui.literal import code, strong
from lfr_eval.ui.views.commands import score_command

FPIR, TPIR, TIMELY = "fpir", "tpir", "timely"
OF = {FPIR: "passes of people not listed", TPIR: "passes of listed people", TIMELY: "passes of listed people"}
TITLES = {FPIR: "False positives (FPIR)", TPIR: "Recognised (TPIR)", TIMELY: "Recognised in time"}
SHORT = {FPIR: "FPIR", TPIR: "TPIR", TIMELY: "Recognition in time"}
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
    said = [strong(f"{found['inconclusive']} of {count(len(verdicts), 'question')} could not be settled by this test.")]
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
        lines.append(f"{strong(name)}: {'; '.join(found) or 'nothing to compare'}.")
    return lines


def verdict_lines(score: Mapping[str, Any], attribute: str) -> list[str]:
    """What the test found on one attribute: what was found, the foremost group, and what it would take to know."""
    return [_verdict(one) for one in score["verdicts"] if one["attribute"] == attribute]


def _verdict(one: Mapping[str, Any]) -> str:
    finding = FINDINGS[one["verdict"]]
    if one["verdict"] == "equivalence":
        within = f"a factor of {one['margin']:g}" if one["metric"] == FPIR else f"{100 * one['margin']:g} points"
        finding += f", within {within}"
    parts = [strong(f"{_held(one, one['attribute'])}, {TITLES[one['metric']]}: {finding}."), *_apart(one)]
    if one["notes"]:
        parts.append(f"In the way of a firmer answer: {'; '.join(one['notes'])}.")
    if one["verdict"] == "inconclusive" and (more := needed_testing(one, "passes")):
        parts.append(f"{more[:1].upper()}{more[1:]}.")
    if one.get("model_inferred"):
        parts.append("The labels were inferred by a model: this is not evidence about people.")
    if one["exploratory"]:
        parts.append("Exploratory: not declared beforehand, so a lead to follow and not a result.")
    return " ".join(parts)


def _held(one: Mapping[str, Any], name: str) -> str:
    """A name, with the condition that a verdict holds fixed."""
    return name + "".join(f", {key} {value or NOT_RECORDED}" for key, value in one.get("condition", {}).items())


def _apart(one: Mapping[str, Any]) -> list[str]:
    """How far the foremost two groups are apart; nothing where none could be compared."""
    return [f"{said}."] if (said := effect(one)) else []


def how_to_compare(run_id: str, score: Mapping[str, Any]) -> str:
    """The command that compares groups."""
    command = code(f"{score_command(run_id, score)} --by sex")
    return f"Run {command}, with the people and their attributes in subjects.csv."


def how_to_cross(run_id: str, score: Mapping[str, Any]) -> str:
    """The command that compares intersections."""
    single = [name for name in attributes(score) if "*" not in name]
    by = ",".join([*single, "*".join(single[:2]) if len(single) > 1 else f"{single[0] if single else 'sex'}*ethnicity"])
    command = code(f"{score_command(run_id, score)} --by '{by}'")
    return f"Run {command}."


def values(score: Mapping[str, Any], attribute: str) -> list[str]:
    """The groups of an attribute."""
    return list(dict.fromkeys(group["value"] or NOT_RECORDED for group in _groups(score, attribute)))


def group_lines(score: Mapping[str, Any], attribute: str, value: str) -> list[str]:
    """Everything that the score says of one group: its rates, its people, and how it stands to the rest."""
    lines = []
    for group in _groups(score, attribute):
        if (group["value"] or NOT_RECORDED) == value:
            who = f"{count(group['passes'], 'pass', 'passes')} of {count(group['subjects'], 'person', 'people')}"
            lines.append(f"{strong(_name(group))}: {who}.")
            lines += [f"{TITLES[metric]}: {rate(group[metric], OF[metric])}." for metric in TITLES]
            lines.append(f"Taken for somebody else: {rate(group['wrong_identity'], OF[TPIR])}.")
            lines.append(f"No template (FTA): {rate(group['fta'], 'passes')}.")
            lines.append(f"Not enrolled (FTE): {rate(group['fte'], 'people on the list whose group is known')}.")
            if group["too_small"]:
                lines.append(f"Too few people to conclude from: equivalence takes {MIN_SUBJECTS} or more.")
    return lines + _compared(score, attribute, value)


def _compared(score: Mapping[str, Any], attribute: str, value: str) -> list[str]:
    """How one group stands to each other group and to the pooled rest, rate by rate."""
    lines = []
    for verdict in score["verdicts"]:
        if verdict["attribute"] == attribute:
            title = _held(verdict, TITLES[verdict["metric"]])
            lines += [f"{title}: {_question(verdict, one)}." for one in _questions(verdict, value)]
    return lines


def _questions(verdict: Mapping[str, Any], value: str) -> list[Mapping[str, Any]]:
    """The comparisons of a verdict that a group is in: its pairs, and with three groups or more the rest."""
    pairs = [one for one in verdict["pairs"] if value in (one["value"], one["against"])]
    rest = [one for one in verdict["groups"] if one["value"] == value] if len(verdict["groups"]) > 2 else []
    return pairs + rest


def _question(verdict: Mapping[str, Any], one: Mapping[str, Any]) -> str:
    """One comparison of a verdict, in the words of its foremost one."""
    found = one["effect"]
    if found["estimate"] is None or one["p_adjusted"] is None:
        return f"{one['value']} against {one['against'] or 'the rest'}: {found['method']}"
    about = {"leading_group": one["value"], "leading_against": one["against"], "p_adjusted": one["p_adjusted"]}
    ends = {"effect": found["estimate"], "low": found["low"], "high": found["high"], "method": found["method"]}
    return effect({**verdict, **about, **ends, "leading_rates": [one["rate"], one["rest"]]})


def forests(score: Mapping[str, Any], attribute: str, chosen: str) -> list[Figure]:
    """The rates of every group of an attribute, side by side."""
    return [forest_of(score, metric, attribute, chosen) for metric in TITLES]


def forest_of(score: Mapping[str, Any], metric: str, attribute: str, chosen: str = ALL) -> Figure:
    """One rate of every group of an attribute."""
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
        return f"{SHORT[metric]} is open in {open_}: truth does not tell whose some hits were."
    low, high = (choose(measured, key=lambda name: measured[name]) for choose in (min, max))
    if measured[low] == measured[high]:
        return f"{SHORT[metric]} is {share(measured[low])} in every group."
    return f"{SHORT[metric]} runs from {share(measured[low])} ({low}) to {share(measured[high])} ({high})."


def _readable(frame: pd.DataFrame) -> pd.DataFrame:
    """Shares as text, so that none stands without its form."""
    shown = {name: [("" if pd.isna(one) else percent(one)) for one in frame[name]] for name in (SHARE, LOW, HIGH)}
    return frame.assign(**shown)


def needed(score: Mapping[str, Any], attribute: str) -> pd.DataFrame:
    """How much testing each question takes in each group, beside what was tested."""
    rows = [
        {
            "Rate": TITLES[one["metric"]],
            "Answer": FINDINGS[one["verdict"]],
            "Smallest group": min((group["rate"]["n"] for group in one["groups"]), default=0),
            "To see a difference": _amount(one, "needed"),
            "To show equivalence": _amount(one, "equivalence"),
            "Reckoned from": "not known" if one["baseline"] is None else percent(one["baseline"]),
        }
        for one in score["verdicts"]
        if one["attribute"] == attribute
    ]
    return pd.DataFrame(rows)


def _amount(verdict: Mapping[str, Any], kind: str) -> str:
    """Passes in each group and the people behind them; either may not be known."""
    passes, people = (verdict[f"{kind}_{what}_per_group"] for what in ("passes", "subjects"))
    if passes is None:
        return "not known"
    return f"{passes:,} passes" + ("" if people is None else f" of {count(people, 'person', 'people')}")


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
