"""What the page of groups says: a verdict for each attribute, each group with its rates, and what is still needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd

from lfr_eval.core.phrases import count, events, percent, rate, share, share_of
from lfr_eval.core.rates import Rate
from lfr_eval.evaluate.results.groups import Condition, GroupOf, VerdictRow
from lfr_eval.evaluate.results.kept import KeptScore
from lfr_eval.evaluate.results.phrases import effect
from lfr_eval.evaluate.results.phrases import needed as needed_testing
from lfr_eval.evaluate.results.score import GroupRow, ScoreResult, rate_of
from lfr_eval.metrics.group_comparison import GroupComparison, Metric
from lfr_eval.metrics.groups import INTERSECTION, MIN_SUBJECTS
from lfr_eval.metrics.verdicts import Finding
from lfr_eval.report.charts.fairness import COUNT, ENOUGH, GROUP, HIGH, LOW, SHARE, SIZE, SMALL, forest
from lfr_eval.ui.literal import code, strong
from lfr_eval.ui.views.commands import score_command

LISTED = "passes of listed people"
OF = {Metric.FPIR: "passes of people not listed", Metric.TPIR: LISTED, Metric.TIMELY: LISTED}
TITLES = {
    Metric.FPIR: "False positives (FPIR)",
    Metric.TPIR: "Recognised (TPIR)",
    Metric.TIMELY: "Recognised in time",
}
SHORT = {Metric.FPIR: "FPIR", Metric.TPIR: "TPIR", Metric.TIMELY: "Recognition in time"}
ALL = "all groups"
NOT_RECORDED = "not recorded"
FINDINGS = {
    Finding.EQUIVALENCE: "shown to be equivalent",
    Finding.DISPARITY: "shown to differ",
    Finding.INCONCLUSIVE: "not settled by this test",
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


def attributes(score: ScoreResult) -> list[str]:
    """By what the score was taken: attributes first, then intersections."""
    return sorted(score.attributes, key=lambda name: INTERSECTION in name)


def answer(score: ScoreResult) -> str:
    """How many questions the test could settle, before any of them is answered."""
    found = [one.verdict for one in score.verdicts]
    open_ = found.count(Finding.INCONCLUSIVE)
    said = [strong(f"{open_} of {count(len(found), 'question')} could not be settled by this test.")]
    if open_:
        said.append("Not settled does not mean that there is no difference: it was not shown either way.")
    if differ := found.count(Finding.DISPARITY):
        said.append(f"A difference is shown in {differ}.")
    if alike := found.count(Finding.EQUIVALENCE):
        said.append(f"Equivalence is shown in {alike}.")
    return " ".join([*said, f"All groups are held to one threshold, {score.threshold:g}."])


def summary(score: ScoreResult) -> list[str]:
    """One line an attribute: what was found on each rate."""
    lines = []
    for name in attributes(score):
        found = [
            f"{TITLES[one.metric]} {FINDINGS[one.verdict]}{BY_MODEL * one.model_inferred}"
            for one in score.verdicts
            if one.attribute == name and not one.condition
        ]
        lines.append(f"{strong(name)}: {'; '.join(found) or 'nothing to compare'}.")
    return lines


def verdict_lines(verdicts: Sequence[VerdictRow], attribute: str) -> list[str]:
    """What the test found on one attribute: what was found, the foremost group, and what it would take to know."""
    return [_verdict(one) for one in verdicts if one.attribute == attribute]


def _verdict(one: VerdictRow) -> str:
    finding = FINDINGS[one.verdict]
    if one.verdict is Finding.EQUIVALENCE:
        within = f"a factor of {one.margin:g}" if one.metric is Metric.FPIR else f"{100 * one.margin:g} points"
        finding += f", within {within}"
    parts = [strong(f"{one.attribute}{_held(one.condition)}, {TITLES[one.metric]}: {finding}.")]
    if apart := effect(one.metric, one.leading):
        parts.append(f"{apart}.")
    if one.notes:
        parts.append(f"In the way of a firmer answer: {'; '.join(one.notes)}.")
    if one.verdict is Finding.INCONCLUSIVE and (more := needed_testing(one, "passes")):
        parts.append(f"{more[:1].upper()}{more[1:]}.")
    if one.model_inferred:
        parts.append("The labels were inferred by a model: this is not evidence about people.")
    if one.exploratory:
        parts.append("Exploratory: not declared beforehand, so a lead to follow and not a result.")
    return " ".join(parts)


def _held(condition: Condition) -> str:
    """What a verdict holds fixed, to follow a name."""
    return "".join(f", {key} {value or NOT_RECORDED}" for key, value in condition.items())


def how_to_compare(run_id: str, score: KeptScore) -> str:
    """The command that compares groups."""
    command = code(f"{score_command(run_id, score.taken)} --by sex")
    return f"Run {command}, with the people and their attributes in subjects.csv."


def how_to_cross(run_id: str, score: KeptScore) -> str:
    """The command that compares intersections."""
    single = [name for name in attributes(score) if INTERSECTION not in name]
    crossed = single[:2] if len(single) > 1 else [*(single or ["sex"]), "ethnicity"]
    by = ",".join([*single, INTERSECTION.join(crossed)])
    command = code(f"{score_command(run_id, score.taken)} --by '{by}'")
    return f"Run {command}."


def groups_of(score: ScoreResult, attribute: str) -> list[GroupRow]:
    """The groups of an attribute, each under each condition."""
    return [group for group in score.groups if group.attribute == attribute]


def name_of(group: GroupOf) -> str:
    """What a group is called: its value, with the condition that it is held under."""
    held = ", ".join(f"{key} {value or NOT_RECORDED}" for key, value in group.condition.items())
    name = group.value or NOT_RECORDED
    return f"{name} ({held})" if held else name


def values(score: ScoreResult, attribute: str) -> list[str]:
    """The groups of an attribute."""
    return list(dict.fromkeys(group.value or NOT_RECORDED for group in groups_of(score, attribute)))


def group_lines(score: ScoreResult, attribute: str, value: str) -> list[str]:
    """Everything that the score says of one group: its rates, its people, and how it stands to the rest."""
    lines = []
    for group in groups_of(score, attribute):
        if (group.value or NOT_RECORDED) == value:
            who = f"{count(group.passes, 'pass', 'passes')} of {count(group.subjects, 'person', 'people')}"
            lines.append(f"{strong(name_of(group))}: {who}.")
            lines += [f"{TITLES[metric]}: {rate(rate_of(group, metric), OF[metric])}." for metric in TITLES]
            lines.append(f"Taken for somebody else: {rate(group.wrong_identity, LISTED)}.")
            lines.append(f"No template (FTA): {rate(group.fta, 'passes')}.")
            lines.append(f"Not enrolled (FTE): {rate(group.fte, 'people on the list whose group is known')}.")
            if group.too_small:
                lines.append(f"Too few people to conclude from: equivalence takes {MIN_SUBJECTS} or more.")
    return lines + _compared(score, attribute, value)


def _compared(score: ScoreResult, attribute: str, value: str) -> list[str]:
    """How one group stands to each other group and to the pooled rest, rate by rate."""
    return [
        f"{TITLES[verdict.metric]}{_held(verdict.condition)}: {_question(verdict.metric, one)}."
        for verdict in score.verdicts
        if verdict.attribute == attribute
        for one in _questions(verdict, value)
    ]


def _questions(verdict: VerdictRow, value: str) -> list[GroupComparison]:
    """The comparisons of a verdict that a group is in: its pairs, and with three groups or more the rest."""
    pairs = [one for one in verdict.pairs if value in (one.value, one.against)]
    rest = [one for one in verdict.groups if one.value == value] if len(verdict.groups) > 2 else []
    return pairs + rest


def _question(metric: Metric, one: GroupComparison) -> str:
    """One comparison of a verdict, or why there is none."""
    return effect(metric, one) or f"{one.value} against {one.against or 'the rest'}: {one.effect.method}"


def forests(score: ScoreResult, attribute: str, chosen: str) -> list[Figure]:
    """The rates of every group of an attribute, side by side."""
    return [forest_of(score, metric, attribute, chosen) for metric in TITLES]


def forest_of(score: ScoreResult, metric: Metric, attribute: str, chosen: str = ALL) -> Figure:
    """One rate of every group of an attribute."""
    rows = [(name_of(group), rate_of(group, metric)) for group in groups_of(score, attribute)]
    frame = pd.DataFrame(
        [
            {
                GROUP: name,
                COUNT: f"{events(one)} of {one.n:,}" if one.n else f"no {OF[metric]}",
                SHARE: one.value,
                LOW: one.low,
                HIGH: one.high,
                "People": one.subjects,
                SIZE: size_of(one.subjects),
            }
            for name, one in rows
        ]
    ).astype({SHARE: float, LOW: float, HIGH: float})
    everybody = rate_of(score, metric)
    together = share_of(everybody) if everybody.n else "not measured"
    drawn = forest(frame, everybody.value, chosen)
    sentence = f"{_span(rows, metric)} Dashed: everybody together, {together}. Lines are 95 % intervals."
    return Figure(metric.value, TITLES[metric], sentence, drawn, _readable(frame))


def _span(rows: Sequence[tuple[str, Rate]], metric: Metric) -> str:
    tried = {name: one.value for name, one in rows if one.n}
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


def needed(score: ScoreResult, attribute: str) -> pd.DataFrame:
    """How much testing each question takes in each group, beside what was tested."""
    rows = [
        {
            "Rate": TITLES[one.metric],
            "Answer": FINDINGS[one.verdict],
            "Smallest group": min((group.rate.n for group in one.groups), default=0),
            "To see a difference": _amount(one.needed_passes_per_group, one.needed_subjects_per_group),
            "To show equivalence": _amount(one.equivalence_passes_per_group, one.equivalence_subjects_per_group),
            "Reckoned from": "not known" if one.baseline is None else percent(one.baseline),
        }
        for one in score.verdicts
        if one.attribute == attribute
    ]
    return pd.DataFrame(rows)


def _amount(passes: int | None, people: int | None) -> str:
    """Passes in each group and the people behind them; either may not be known."""
    if passes is None:
        return "not known"
    return f"{passes:,} passes" + ("" if people is None else f" of {count(people, 'person', 'people')}")


def size_of(subjects: int) -> str:
    """Whether so many people are enough to conclude from."""
    return SMALL if subjects < MIN_SUBJECTS else ENOUGH


def label_notes(score: ScoreResult, attribute: str) -> list[str]:
    """Whose labels the groups rest on; those of a model are no evidence about people."""
    groups = groups_of(score, attribute)
    sources = sorted({source for group in groups for source in group.label_sources})
    said = [f"Groups are as labelled by: {', '.join(sources)}."] if sources else []
    if any(group.model_inferred for group in groups):
        said.append("Some labels were inferred by a model: groups by them are not evidence about people.")
    return said
