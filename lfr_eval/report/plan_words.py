"""How much testing a question takes, in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lfr_eval.core.phrases import RARE
from lfr_eval.evaluate.plan import Aim, Amount, Crowd, Plan, PlanResult
from lfr_eval.evaluate.plan.answers import MOST_WALKS, Precision
from lfr_eval.metrics.repeats import Repeats
from lfr_eval.report.words import count, percent, share

SURE = "(one-sided 95 %)"


def one_in(rate: float) -> str:
    """A wanted rate as ``1 in N`` down to that, and below it as `share` says it."""
    return share(rate) if rate < RARE else f"1 in {1 / rate:,.4g}"


def plan_lines(asked: Plan, found: PlanResult) -> list[str]:
    """The answers of a plan, one sentence each."""
    alike = asked.repeats
    lines = [*limit_lines(asked, found), *group_lines(asked, found), trial_line(asked, found)]
    if alike.each > 1:
        lines.append(
            f"All of this is for {alike.each} passes per person at correlation {alike.correlation:g}, which count as "
            f"{alike.each / alike.design_effect:.3g} of different people."
        )
    return lines + [_precision(asked.crowd, one) for one in found.precision if asked.crowd]


def limit_lines(asked: Plan, found: PlanResult) -> list[str]:
    """What it takes to show the limits."""
    return [
        *_answered((Aim.FPIR_LIMIT, Aim.TPIR_LIMIT), asked, found),
        f"However often they pass, it takes at least {found.people_for_fpir:,} different people to show that FPIR, and "
        f"at least {found.people_for_tpir:,} to show that TPIR.",
        f"For a 95 % chance of at least one false alert at FPIR {one_in(asked.limit)}: "
        f"{found.trials_for_one_event:,} passes.",
        f"For 30 errors at that rate (it is then known to within 30 %, at 90 %): {found.rule_of_30:,} passes.",
    ]


def group_lines(asked: Plan, found: PlanResult) -> list[str]:
    """What it takes to see a difference between groups, and to show that there is none."""
    aims = (Aim.FPIR_RATIO, Aim.TPIR_DIFFERENCE, Aim.FPIR_EQUIVALENCE, Aim.TPIR_EQUIVALENCE)
    attributes = count(asked.attributes, "attribute")
    return [
        *_answered(aims, asked, found),
        f"Differences are seen at the level that is left when p is corrected (Holm) for "
        f"{count(found.questions, 'question')}: {attributes} of {asked.groups} groups, in FPIR, TPIR and timely "
        "recognition.",
    ]


def trial_line(asked: Plan, found: PlanResult) -> str:
    """How long a trial takes that is read as it goes."""
    (guess,) = [one for one in found.walks if one.true_tpir == asked.true_tpir]
    others = [one for one in found.walks if one is not guess]
    beside = "; ".join(f"{percent(one.true_tpir)}: {walks(one.median)} and {walks(one.nine_of_ten)}" for one in others)
    return (
        f"A trial that may be read after every walk shows TPIR >= {percent(asked.tpir_limit)} within "
        f"{walks(guess.median)} walks in half of cases and {walks(guess.nine_of_ten)} in nine of ten, if it is "
        f"{percent(guess.true_tpir)}" + (f" ({beside})." if beside else ".")
    )


def walks(n: int | None) -> str:
    """So many walks; None = more than were reckoned with."""
    return f"more than {MOST_WALKS:,}" if n is None else f"{n:,}"


def amount_rows(asked: Plan, found: PlanResult) -> list[dict[str, str]]:
    """A row for each question, a column for each way in which people may pass; cells as ``people (passes)``."""
    designs = list(dict.fromkeys(one.repeats for one in found.amounts))
    return [
        {"To": short_question(aim, asked)} | {design_name(one): _cell(found.of(aim, one)) for one in designs}
        for aim in Aim
    ]


def table_lines(rows: Sequence[dict[str, str]]) -> list[str]:
    """Rows as lines of text whose columns stand below each other."""
    names = list(rows[0])
    cells = [names, *(list(row.values()) for row in rows)]
    widths = [max(len(row[place]) for row in cells) for place in range(len(names))]
    return [
        "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells
    ]


def design_name(repeats: Repeats) -> str:
    """How people pass, as the head of a column."""
    return "once each" if repeats.each == 1 else f"{repeats.each} each, alike {repeats.correlation:g}"


def short_question(aim: Aim, asked: Plan) -> str:
    """What is to be shown or seen, as the head of a row."""
    each, apart = f"each of {asked.groups} groups", f"{percent(asked.other_tpir)} beside {percent(asked.true_tpir)}"
    return {
        Aim.FPIR_LIMIT: f"show FPIR <= {one_in(asked.limit)}, {count(asked.events, 'false positive')}",
        Aim.TPIR_LIMIT: f"show TPIR >= {percent(asked.tpir_limit)}, if it is {percent(asked.true_tpir)}",
        Aim.FPIR_RATIO: f"see FPIR {asked.ratio:g} times as high ({each})",
        Aim.TPIR_DIFFERENCE: f"see TPIR {apart} ({each})",
        Aim.FPIR_EQUIVALENCE: f"show FPIR alike within {asked.margin_fpir:g} times ({each})",
        Aim.TPIR_EQUIVALENCE: f"show TPIR alike within {100 * asked.margin_tpir:g} points ({each})",
    }[aim]


def _answered(aims: Iterable[Aim], asked: Plan, found: PlanResult) -> list[str]:
    return [f"{_question(aim, asked)}: {_amount(found.of(aim, asked.repeats))}." for aim in aims]


def _question(aim: Aim, asked: Plan) -> str:
    fpir, tpir, power = one_in(asked.limit), percent(asked.true_tpir), f"with {percent(asked.power)} power"
    alike = f"To show, {power}, that {asked.groups} groups are alike in"
    return {
        Aim.FPIR_LIMIT: f"To show FPIR <= {fpir} {SURE} with {count(asked.events, 'false positive')}",
        Aim.TPIR_LIMIT: f"To show TPIR >= {percent(asked.tpir_limit)} {SURE} {power} if it is {tpir}",
        Aim.FPIR_RATIO: f"To see, {power}, that one group has {asked.ratio:g} times the FPIR of another at {fpir}",
        Aim.TPIR_DIFFERENCE: f"To see, {power}, that one group has TPIR {percent(asked.other_tpir)} beside {tpir}",
        Aim.FPIR_EQUIVALENCE: f"{alike} FPIR (within {asked.margin_fpir:g} times) if it is {fpir} in all",
        Aim.TPIR_EQUIVALENCE: f"{alike} TPIR (within {100 * asked.margin_tpir:g} points) if it is {tpir} in all",
    }[aim]


def _amount(one: Amount) -> str:
    who = {Aim.FPIR_LIMIT: " people not listed", Aim.TPIR_LIMIT: " listed people"}.get(one.aim)
    if who is None:
        people = f" of {one.people:,} people" if one.repeats.each > 1 else ""
        return f"{one.passes:,} passes{people} in each group"
    people = f"{one.people:,} " if one.repeats.each > 1 else ""
    misses = f", of which {one.events:,} may be missed" if one.aim is Aim.TPIR_LIMIT else ""
    return f"{one.passes:,} passes of {people}{who.strip()}{misses}"


def _cell(one: Amount) -> str:
    return f"{one.people:,} ({one.passes:,})" if one.repeats.each > 1 else f"{one.people:,}"


def _precision(crowd: Crowd, found: Precision) -> str:
    true = "nobody would be alerted" if found.ppv is None else f"{percent(found.ppv)} of alerts would be true"
    return (
        f"When {count(crowd.faces, 'person passes', 'people pass')}, {found.listed:,} of them on the list, at TPIR "
        f"{percent(crowd.tpir)} and FPIR {share(crowd.fpir)}: {found.true_alerts:,.3g} true and "
        f"{found.false_alerts:,.3g} false alerts expected; {true} (modelled, not measured)."
    )
