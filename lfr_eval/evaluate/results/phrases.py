"""What results say, each thing worded once: verdicts, the testing that is missing, runs that were scored together."""

from __future__ import annotations

from lfr_eval.core.phrases import count, end, figure
from lfr_eval.evaluate.results.groups import VerdictRow
from lfr_eval.metrics.group_comparison import GroupComparison, Metric
from lfr_eval.metrics.pass_scores import Silenced
from lfr_eval.metrics.rewatched import Together
from lfr_eval.metrics.verdicts import Finding


def together(shared: Together) -> str:
    """How many runs were scored together, and how far they are about the same people."""
    people, again = count(shared.people, "person", "people"), shared.in_several_runs
    which = f"{again:,} of them in several runs" if again else "none of them in several runs"
    return f"{count(shared.runs, 'run')} together ({people}, {which})"


def silenced(stated: Silenced) -> list[str]:
    """How recognitions count that raised no alert of their own, for one on the same person still stood."""
    kinds = (
        (stated.by_true, "a true one", "from the recognition"),
        (stated.by_other, "a false or unconfirmed one", "as people who left without one"),
    )
    return [
        f"{count(times, 'recognition')} raised no alert, for {what} on the same person still stood: in the delay to "
        f"the alert they count {counted}"
        for times, what, counted in kinds
        if times
    ]


def finding(verdict: VerdictRow, trials: str) -> str:
    """What a verdict found, how far the foremost two groups are apart, and what it would take to know.

    Args:
        verdict: The verdict.
        trials: What is counted, in the plural: passes or searches.
    """
    words = {Finding.EQUIVALENCE: f"equivalent within {verdict.margin:g}", Finding.DISPARITY: "a difference is shown"}
    found = words.get(verdict.verdict, "inconclusive")
    takes = needed(verdict, trials) if verdict.verdict is Finding.INCONCLUSIVE else ""
    return "; ".join(part for part in (found, effect(verdict.metric, verdict.leading), takes) if part)


def effect(metric: Metric, leading: GroupComparison | None) -> str:
    """How far two groups are apart: the rates that were seen first, then their relation.

    Args:
        metric: Which rate.
        leading: The foremost question; None where nothing was compared.

    Returns:
        Empty where there is nothing to say.
    """
    if leading is None or leading.effect.estimate is None:
        return ""
    by_ratio, found, estimate = metric is Metric.FPIR, leading.effect, leading.effect.estimate
    scale = 1 if by_ratio else 100
    kind = f"ratio {estimate:.3g}" if by_ratio else f"difference {scale * estimate:+.3g} points"
    low, high = (None if one is None else scale * one for one in (found.low, found.high))
    patched = ", half an event added to each count" if found.method == "katz-haldane" else ""
    corrected = "" if leading.p_adjusted is None else f"; corrected p = {leading.p_adjusted:.2g}"
    apart = f"{kind}{patched} (95 % {end(low, low=True)} to {end(high, low=False)}{corrected})"
    one, other = figure(leading.rate), figure(leading.rest)
    return f"{leading.value} {one} against {leading.against or 'the rest'} {other}: {apart}"


def needed(verdict: VerdictRow, trials: str) -> str:
    """What testing a question takes that was left open, in words: to see a difference, and to show that there is none.

    Args:
        verdict: The verdict.
        trials: What is counted, in the plural: passes or searches.

    Returns:
        Empty where nothing tells.
    """

    def amount(passes: int, people: int | None) -> str:
        return f"{passes:,} {trials}" + (f" of {people:,} people" if people else "")

    apart = "a doubling" if verdict.metric is Metric.FPIR else f"a difference of {200 * verdict.margin:.3g} points"
    said = []
    if passes := verdict.needed_passes_per_group:
        said.append(f"to see {apart} takes about {amount(passes, verdict.needed_subjects_per_group)} in each group")
    if passes := verdict.equivalence_passes_per_group:
        alike = amount(passes, verdict.equivalence_subjects_per_group)
        said.append(f"to show equivalence, if the groups are alike, about {alike}")
    return "; ".join(said)
