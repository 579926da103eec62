"""The checklist after a deployment: was it what was approved, and what came of it?"""

from __future__ import annotations

from lfr_eval.core.home import Home
from lfr_eval.core.phrases import between, count
from lfr_eval.core.review import Phase
from lfr_eval.evaluate.review import shown
from lfr_eval.evaluate.review.check import Check, CheckState, Proof, proof_in, with_answers, worst
from lfr_eval.evaluate.review.coverage import Tried, gaps, longest
from lfr_eval.evaluate.review.evidence import Evidence, Facts, system_of
from lfr_eval.evaluate.review.review import Review
from lfr_eval.evaluate.review.terms import Outcome, Terms
from lfr_eval.metrics.proportions import one_sided_lower, one_sided_upper
from lfr_eval.record.adjudications import read_adjudications

AS_APPROVED, CAME_OF_IT, PEOPLE = "Was it what was approved?", "What came of it?", "What people must say"
QUESTIONS = {
    "conditions": "Were the conditions of the approval kept?",
    "signage in place": "Were people told, as was planned?",
    "harm": "Was anybody wronged: stopped, searched or complained, and what was done?",
    "purpose": "Did it serve its purpose?",
}


def checklist(home: Home, review: Review, facts: Facts) -> tuple[Check, ...]:
    """Everything that a board must know after a deployment.

    Args:
        home: Where decisions on alerts stand.
        review: With its outcome.
        facts: Gathered of the runs of the deployment.
    """
    terms, outcome, runs = review.terms, review.outcome, facts.evidence
    checks = [
        _as_approved(terms, runs),
        _list_gone(terms, home),
        _counted(terms, outcome),
        shown.false_alerts_per_pass(terms, runs),
        shown.false_alerts_per_face(terms, runs),
        shown.accuracy(terms, runs),
        _decided(home, runs),
        *(Check(topic, PEOPLE, text, CheckState.PERSON, "no record answers this") for topic, text in QUESTIONS.items()),
    ]
    return with_answers(checks, review.answers(Phase.AFTER))


def _as_approved(terms: Terms, runs: tuple[Evidence, ...]) -> Check:
    """Threshold, list size, models and settings of the runs of a deployment against what was approved."""
    question = "Did it run with the system, threshold and list size that were approved?"
    states, said, proof = [], [], []
    for pool, one in ((each, run) for each in runs for run in each.runs):
        proof.append(proof_in("run", one.held.run_id))
        if one.header is None:
            states.append(CheckState.OUT_OF_DATE)
            said.append(pool.problem)
            continue
        enrolled, approved = one.header["watchlist"]["persons_enrolled"], longest(terms)
        at = one.header["settings"]["alerting"]["threshold"]
        differs = gaps(terms, Tried(at, approved or 0, system_of(one.header), "used", "it was"))
        if approved is not None and enrolled > approved:
            differs.append(f"{enrolled:,} people were enrolled, {approved:,} approved")
        states.append(CheckState.BREACHED if differs else CheckState.MET)
        said.append("; ".join(differs) or f"run {one.held.run_id}: as approved")
    because = "; ".join(said) or "no run of the deployment is recorded here"
    return Check("as approved", AS_APPROVED, question, worst(states, CheckState.NOT_SHOWN), because, tuple(proof))


def _list_gone(terms: Terms, home: Home) -> Check:
    question = "Was the list deleted after the deployment?"
    if terms.watchlist is None:
        return Check("list deleted", AS_APPROVED, question, CheckState.NOT_SHOWN, "no list was stated")
    name = terms.watchlist.name
    if not (home.watchlists / name).exists():
        return Check("list deleted", AS_APPROVED, question, CheckState.MET, f"watchlists/{name} is no longer there")
    proof = (Proof("watchlists", f"List {name}", {"list": name}),)
    because = f"the list still stands in watchlists/{name}"
    return Check("list deleted", AS_APPROVED, question, CheckState.NOT_SHOWN, because, proof)


def _counted(terms: Terms, outcome: Outcome) -> Check:
    """False alerts as the deployment's own record counts them; unresolved ones widen the bounds."""
    question = "By the deployment's own count, were false alerts within the limit, per person who passed?"
    passed, wrong = outcome.people_passed, outcome.alerts_false
    if not passed or wrong is None:
        because = "the people who passed and the false alerts are not stated"
        return Check("counted", CAME_OF_IT, question, CheckState.NOT_SHOWN, because)
    open_ = outcome.alerts_unresolved or 0
    low, high = one_sided_lower(min(wrong, passed), passed), one_sided_upper(min(wrong + open_, passed), passed)
    because = (
        f"{wrong} false and {count(open_, 'unresolved alert')} among {count(passed, 'person', 'people')} who passed; "
        f"one-sided 95 % bounds {between(low, high)}"
    )
    return Check("counted", CAME_OF_IT, question, shown.against(low, high, terms.policy.fpir), because)


def _decided(home: Home, runs: tuple[Evidence, ...]) -> Check:
    """Was every alert looked at by a person?"""
    question = "Was each alert decided by a person?"
    states, said, proof = [], [], []
    for one in (run for each in runs for run in each.runs):
        if one.header is None:
            continue
        alerts = one.header["rows"]["alerts"]
        decided = {d.alert_key for d in read_adjudications(home.reviews, one.held.run_id) if not d.seeded}
        states.append(CheckState.MET if len(decided) >= alerts else CheckState.NOT_SHOWN)
        said.append(f"{len(decided)} of {count(alerts, 'alert')} decided")
        proof.append(proof_in("alerts", one.held.run_id))
    because = "; ".join(said) or "no run of the deployment is recorded here"
    return Check("decided", CAME_OF_IT, question, worst(states, CheckState.NOT_SHOWN), because, tuple(proof))
