"""What runs show of the limits of a policy: the questions that evidence answers by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from lfr_eval.core.phrases import between, count, percent, quantile, rate, timely
from lfr_eval.core.phrases import delay as delay_in_words
from lfr_eval.evaluate.policy import Policy, bounds
from lfr_eval.evaluate.results.groups import VerdictRow
from lfr_eval.evaluate.results.phrases import finding, needed
from lfr_eval.evaluate.results.score import ScoreResult
from lfr_eval.evaluate.review.check import Check, CheckState, Proof, proof_in, worst
from lfr_eval.evaluate.review.coverage import Tried, gaps, longest, stale
from lfr_eval.evaluate.review.evidence import Evidence
from lfr_eval.evaluate.review.terms import Terms
from lfr_eval.metrics.group_comparison import Metric
from lfr_eval.metrics.proportions import one_sided_lower, one_sided_upper, poisson_interval
from lfr_eval.metrics.verdicts import Finding

Answered = tuple[CheckState, str]
"""How one run stands to a question, and why."""
Question = Callable[[ScoreResult], Answered]
CHARACTERISTICS = ("sex", "ethnicity", "age")
"""Protected characteristics that truth may record; others are tested where the policy or the evidence names them."""
NO_EVIDENCE = "no run is held against truth here yet"
ACCURACY, EQUALITY = "Does it work well enough?", "Does it treat people alike?"


def shown(
    topic: str,
    section: str,
    question: str,
    terms: Terms,
    evidence: Sequence[Evidence],
    page: str,
    *,
    of: Question,
) -> Check:
    """Ask all evidence the same question.

    Runs of one system on one list answer together. What cannot be scored together must show it by itself: the worst
    answer counts.

    Args:
        topic: Names the question.
        section: Where it stands.
        question: In words.
        terms: What is planned; a run that does not reach it is not evidence.
        evidence: Runs, those together that are of one system on one list.
        page: The page of each run that proves it.
        of: Score → how it stands, and why.
    """
    states, said, proof = [], [], []
    for one in evidence:
        state, because = _stands(terms, one, of)
        states.append(state)
        said.append(f"{named(one, evidence)}{because}")
        proof += proofs(page, one)
    state = worst(states, CheckState.NOT_SHOWN)
    obstacles = [obstacle(terms, one) for one in evidence]
    reason = "; ".join(dict.fromkeys(one for one in obstacles if one))
    return Check(topic, section, question, state, "; ".join(said) or NO_EVIDENCE, tuple(proof), reason)


def named(one: Evidence, evidence: Sequence[Evidence]) -> str:
    """Who an answer is of, where there are several runs; several of those are told apart by their first run."""
    if len(evidence) == 1:
        return f"{one.name}: " if len(one.runs) > 1 else ""
    return f"{one.name}: " if len(one.runs) == 1 else f"{one.name}, from {one.runs[0].held.run_id}: "


def proofs(page: str, one: Evidence, **query: str) -> list[Proof]:
    """The page of each run, at what it adds by itself."""
    total = len(one.runs)
    return [
        proof_in(page, run.held.run_id, f", {place} of {total}" if total > 1 else "", score=str(run.place), **query)
        for place, run in enumerate(one.runs, start=1)
    ]


def obstacle(terms: Terms, one: Evidence) -> str:
    """Why a run is no evidence for what is planned; empty where it is."""
    if one.score is None:
        return one.problem if one.was_held else ""
    return next(iter(gaps(terms, Tried.of(one))), "") or stale(terms, one)


def _stands(terms: Terms, one: Evidence, of: Question) -> Answered:
    if one.score is None:
        return (CheckState.OUT_OF_DATE if one.was_held else CheckState.NOT_SHOWN), one.problem
    state, because = of(one.score)
    if missed := gaps(terms, Tried.of(one)):
        reason = because[:1].upper() + because[1:]
        return CheckState.NOT_COVERED, f"{missed[0]}. In what was tested: {state.value}. {reason}"
    if old := stale(terms, one):
        return CheckState.OUT_OF_DATE, old
    return state, because


def accuracy(terms: Terms, evidence: Sequence[Evidence]) -> Check:
    """Are listed people recognised often enough, at this list size?"""
    size = f" on a list of {longest(terms):,}" if longest(terms) else ""
    question = f"Are listed people recognised often enough{size}?"

    def of(score: ScoreResult) -> Answered:
        return _limit(score, Metric.TPIR, terms.policy, rate(score.tpir, "passes of listed people"))

    return shown("accuracy", ACCURACY, question, terms, evidence, "run", of=of)


def false_alerts_per_pass(terms: Terms, evidence: Sequence[Evidence]) -> Check:
    """Are false alerts within the limit, per pass of a person who is not listed?"""

    def of(score: ScoreResult) -> Answered:
        return _limit(score, Metric.FPIR, terms.policy, rate(score.fpir, "passes of people not listed"))

    question = "Are false alerts within the limit, per pass of a person not listed?"
    return shown("false alerts per pass", ACCURACY, question, terms, evidence, "threshold", of=of)


def false_alerts_per_face(terms: Terms, evidence: Sequence[Evidence]) -> Check:
    """Are false alerts within the limit, per face seen? The other denominator that is in use."""

    def of(score: ScoreResult) -> Answered:
        stated = score.false_alerts_per_face_seen
        return per_face(stated.k, stated.n, stated.n_eff or stated.n, terms.policy)

    question = "Are false alerts within the limit, per face seen?"
    return shown("false alerts per face", ACCURACY, question, terms, evidence, "run", of=of)


def per_face(k: int, n: int, n_eff: float, policy: Policy) -> Answered:
    """Hold false alerts per face seen against the limit by exact one-sided 95 % bounds.

    One person may be seen as many faces: so this base is larger than that of passes and the rate smaller, and no more
    is known than so many people show.

    Args:
        k: False alerts.
        n: Faces seen.
        n_eff: How many independent trials know as much.
        policy: Its limit of FPIR is that of this rate.
    """
    if not n:
        return CheckState.NOT_SHOWN, "no face was seen"
    seen = k / n * n_eff
    if k > n:  # more alerts than faces: a count per face, no proportion
        low, high = poisson_interval(seen, n_eff, confidence=0.9)
    else:
        low, high = one_sided_lower(seen, n_eff), one_sided_upper(seen, n_eff)
    said = f"{k} of {n:,} faces seen; one-sided 95 % bounds {between(low, high)}; one person may be many faces"
    return against(low, high, policy.fpir), said


def against(low: float, high: float, limit: float | None) -> CheckState:
    """How bounds stand to a highest value; without one a person must judge."""
    if limit is None:
        return CheckState.PERSON
    return CheckState.MET if high <= limit else CheckState.BREACHED if low > limit else CheckState.NOT_SHOWN


def equality(terms: Terms, evidence: Sequence[Evidence]) -> list[Check]:
    """For each protected characteristic: is it shown that people are treated alike, and what testing is missing?"""
    tested = [
        verdict.attribute for one in evidence if one.score for verdict in one.score.verdicts if not verdict.exploratory
    ]
    return [
        _alike(attribute, terms, evidence)
        for attribute in dict.fromkeys([*terms.policy.equivalence, *CHARACTERISTICS, *tested])
    ]


def _alike(attribute: str, terms: Terms, evidence: Sequence[Evidence]) -> Check:
    demanded = attribute in terms.policy.equivalence

    def of(score: ScoreResult) -> Answered:
        found = [one for one in score.verdicts if one.attribute == attribute and not one.exploratory]
        if not found:
            return (
                CheckState.NOT_SHOWN,
                f"not tested: the truth does not record the {attribute} of the people who passed",
            )
        kinds = {
            Finding.EQUIVALENCE: CheckState.MET,
            Finding.DISPARITY: CheckState.BREACHED if demanded else CheckState.PERSON,
            Finding.INCONCLUSIVE: CheckState.NOT_SHOWN,
        }
        states = [CheckState.NOT_SHOWN if one.model_inferred else kinds[one.verdict] for one in found]
        return worst(states, CheckState.NOT_SHOWN), "; ".join(_verdict(one) for one in found)

    check = shown(
        f"alike {attribute}", EQUALITY, f"Are people treated alike, whatever their {attribute}?", terms, evidence,
        "fairness", of=of,
    )  # fmt: skip
    return replace(check, proof=tuple(proof for one in evidence for proof in _groups(attribute, one)))


def _groups(attribute: str, one: Evidence) -> list[Proof]:
    """The page of differences at an attribute; of a single run then at each of its groups."""
    pages = proofs("fairness", one, attribute=attribute)
    if len(pages) > 1:
        return pages
    groups = one.score.groups if one.score else ()
    values = dict.fromkeys(
        group.value for group in groups if group.attribute == attribute and group.value and not group.condition
    )
    at = pages[0].query
    return [*pages, *(Proof("fairness", f"{attribute} {value}", {**at, "group": value}) for value in values)]


def _verdict(one: VerdictRow) -> str:
    if one.model_inferred:
        found = "the labels were inferred by a model, which is no evidence about people"
    elif one.verdict is Finding.INCONCLUSIVE:
        found = f"could not be settled; {missing(one)}"
    else:
        found = finding(one, "passes")
    return f"{one.metric.named}: {found}"


def missing(verdict: VerdictRow) -> str:
    """How much testing an open question takes, and what is missing to show equivalence, in words."""
    takes = needed(verdict, "passes")
    if not takes:
        return "the policy names no limit from which the testing that is missing could be computed"
    had = min((group.rate.n for group in verdict.groups), default=0)
    short = (verdict.equivalence_passes_per_group or 0) - had
    return f"{takes}; the smallest had {had:,}" + (
        f": for equivalence about {short:,} are missing" if short > 0 else ""
    )


def _limit(score: ScoreResult, metric: Metric, policy: Policy, figures: str) -> Answered:
    """The answer of a score to one limit of its policy."""
    limit = policy.limits.get(metric)
    if limit is None:
        return CheckState.PERSON, f"{figures}; the policy sets no limit"
    for one in score.policy:
        if (one.metric, one.attribute, one.at) == (metric, None, limit):
            decided = bounds(one.bound) if one.bound else one.because
            return CheckState(one.state.value), f"{figures}. The limit is {percent(limit)}: {decided}"
    return CheckState.OUT_OF_DATE, "this was not held against this limit: hold the evidence again"


def load(terms: Terms, evidence: Sequence[Evidence]) -> Check:
    """Can those at the cameras check the false alerts of the footfall that is expected? A modelled value."""

    def of(score: ScoreResult) -> Answered:
        fpir = score.fpir
        if fpir.low is None or fpir.high is None:
            return CheckState.NOT_SHOWN, "no pass of a person not listed"
        if terms.footfall is None:
            return CheckState.PERSON, f"{rate(fpir, 'passes of people not listed')}; the footfall is not stated"
        low, high = (terms.footfall * end for end in (fpir.low, fpir.high))
        said = (
            f"modelled: {count(terms.footfall, 'person', 'people')} an hour would give {low:,.3g} to {high:,.3g} false "
            f"alerts an hour (95 %)"
        )
        limit = terms.false_alerts_an_hour
        return against(low, high, limit), said + (f"; {limit:g} can be checked" if limit else "; no limit is stated")

    question = "Can those at the cameras check the false alerts that are to be expected?"
    return shown("load", "Is it fit for work?", question, terms, evidence, "threshold", of=of)


def delay(terms: Terms, evidence: Sequence[Evidence]) -> Check:
    """Do alerts come in time?"""

    def of(score: ScoreResult) -> Answered:
        alert, frame = score.latency.entry_to_alert_s, score.latency.process_ms
        if not alert.n:
            return CheckState.NOT_SHOWN, "no listed person passed"
        figures = timely(score.timely, score.settings.grace_s)
        state, said = _limit(score, Metric.TIMELY, terms.policy, figures)
        said += f"; from entry to alert {delay_in_words(alert)}, 95th percentile {quantile(alert, 'p95')}"
        work = f"; each frame took {frame['p95']:.0f} ms or less in 95 % of frames" if frame else ""
        return state, said + work

    question = "Do alerts come in time to act on them?"
    return shown("delay", "Is it fit for work?", question, terms, evidence, "latency", of=of)
