"""What a trial that is read as it goes says of recognition, in plain words."""

from __future__ import annotations

from lfr_eval.core.phrases import between, count, events, percent, rate
from lfr_eval.core.rates import Rate
from lfr_eval.evaluate.results.score import ScoreResult
from lfr_eval.metrics.sequential import RARE, rate_sequence
from lfr_eval.metrics.stopping import Look, Standing, StoppingRule

ANY_TIME = "whenever it is read"
LISTED, OTHERS = ("listed person", "listed people"), ("person not listed", "people not listed")


def rule_line(rule: StoppingRule) -> str:
    """The rule by which a trial stops, as it is stated before the first walk."""
    return (
        f"To be shown: recognised in at least {percent(rule.at_least)} of walks, by the people who walk here. It stops "
        f"when that is shown, when it is excluded, or after {count(rule.most, 'walk')} of listed people."
    )


def length_line(rule: StoppingRule, rate: float) -> str:
    """How long such a trial takes."""
    course = rule.course(rate)
    half, most = course.trials_until_shown(0.5), course.trials_until_shown(0.9)
    within = (
        f"half of such trials have shown it after {half} walks" if half else "fewer than half of such trials show it"
    )
    nine = f", nine of ten after {most}" if most else f", {percent(float(course.shown[-1]))} by the end"
    return f"If the rate is {percent(rate)}, {within}{nine}."


def look_line(look: Look, rule: StoppingRule) -> str:
    """How a trial stands by its rule; it holds for those who walked, and says so."""
    least = percent(rule.at_least)
    said = {
        Standing.OPEN: f"not shown yet, for these walkers: recognised in at least {least} of walks",
        Standing.SHOWN: f"shown, for these walkers: recognised in at least {least} of walks",
        Standing.EXCLUDED: f"excluded, for these walkers: recognised in fewer than {least} of walks",
        Standing.NOT_SHOWN: f"not shown, for these walkers: recognised in at least {least} of walks",
    }[look.standing]
    return f"{said[0].upper()}{said[1:]} ({_seen(f'{look.k:,}', look.n, look.low, look.high)})."


def result_lines(look: Look | None, rule: StoppingRule, score: ScoreResult) -> list[str]:
    """What walks came to: first by the rule, for those who walked; then what it says of people in general.

    Args:
        look: By the rule; None without walks of listed people.
        rule: As stated before the first walk.
        score: Of the walks.
    """
    tpir, fpir = score.tpir, score.fpir
    lines = [f"The rule, fixed before the first walk. {rule_line(rule)}"]
    if look is not None:
        lines.append(look_line(look, rule))
        if (later := tpir.n - look.n) > 0:
            lines.append(f"{count(later, 'walk')} of listed people after it had stopped are not counted in that.")
    if fpir.n:
        lines.append(f"False positives, for these walkers: {_false_positives(fpir)}.")
    lines += [
        f"Recognised: {rate(tpir, 'walks of listed people')}.",
        f"False positives: {rate(fpir, 'walks of people not listed')}.",
    ]
    who = [count(one.subjects, kind, kinds) for one, kind, kinds in ((tpir, *LISTED), (fpir, *OTHERS)) if one.n]
    return (
        [*lines, f"These intervals are for people in general, as far as {' and '.join(who)} can tell."]
        if who
        else lines
    )


def _false_positives(fpir: Rate) -> str:
    """The rate of those who walked, at both ends where truth leaves open whose some hits were."""
    low, high = rate_sequence(fpir.fewest, fpir.n, RARE)[0], rate_sequence(fpir.most, fpir.n, RARE)[1]
    return _seen(events(fpir), fpir.n, low, high)


def _seen(seen: str, n: int, low: float, high: float) -> str:
    return f"{seen} of {n:,} walks; 95 % {between(low, high)}, {ANY_TIME}"
