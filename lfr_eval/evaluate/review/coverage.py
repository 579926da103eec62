"""What evidence does not reach: a threshold, a list, a model or settings other than those that were tested."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lfr_eval.core.phrases import count
from lfr_eval.core.thresholds import same
from lfr_eval.evaluate.pooling import settings_of
from lfr_eval.evaluate.review.check import Check, CheckState, Proof, proof_in, worst
from lfr_eval.evaluate.review.evidence import Evidence, Facts, system_of
from lfr_eval.evaluate.review.terms import System, Terms

SECTION = "Is this what was tested?"


@dataclass(frozen=True, slots=True)
class Tried:
    """What a system was tried with, and how that is said of it."""

    threshold: float
    enrolled: int
    system: System
    done: str = "tested"
    rather: str = "this evidence is for"

    @classmethod
    def of(cls, one: Evidence) -> Tried | None:
        """What evidence was taken with; None where there is none."""
        if one.header is None or one.score is None:
            return None
        return cls(one.score.threshold, one.score.watchlist.persons_enrolled, system_of(one.header))


def gaps(terms: Terms, tried: Tried | None) -> list[str]:
    """In what a deployment differs from what was tried; in nothing where that is not known.

    Only what is stated can differ; a list no longer than the one that was tried is covered.
    """
    if tried is None:
        return []
    return [gap for differs in (_threshold, _size, _models, _settings) if (gap := differs(terms, tried))]


def longest(terms: Terms) -> int | None:
    """The most people that may be enrolled: as stated, or as the list has them now if these are more."""
    known = [terms.list_size, terms.watchlist.persons if terms.watchlist else None]
    return max((size for size in known if size is not None), default=None)


def stale(terms: Terms, one: Evidence) -> str:
    """Why a run must be held against the terms again; empty where it need not."""
    if one.policy == terms.policy:
        return ""
    held = f"run {one.name} was" if len(one.runs) == 1 else f"{len(one.runs)} runs were"
    return f"the policy was changed after {held} held against it: hold the evidence again"


def coverage(terms: Terms, facts: Facts) -> list[Check]:
    """The questions whether the evidence reaches this deployment, one for each thing that may differ."""
    questions = {
        "covered threshold": ("Is the threshold the one that was tested?", terms.threshold, _threshold),
        "covered list size": ("Is the list no longer than the one that was tested?", longest(terms), _size),
        "covered models": ("Are the models the ones that were tested?", terms.system, _models),
        "covered settings": ("Are the settings the ones that were tested?", terms.system, _settings),
    }
    checks = []
    for topic, (question, stated, differs) in questions.items():
        said = [(one, differs(terms, tried)) for one in facts.evidence if (tried := Tried.of(one))]
        if stated is None or not said:
            state, because = CheckState.NOT_SHOWN, "not stated yet" if said else "no run is held as evidence yet"
        else:
            state = worst([CheckState.NOT_COVERED if gap else CheckState.MET for _, gap in said], CheckState.MET)
            because = "; ".join(dict.fromkeys(gap or _same(topic, terms) for _, gap in said))
        proof = tuple(_run(one) for one, gap in said if gap) or tuple(_run(one) for one, _ in said[:1])
        reason = because if state is CheckState.NOT_COVERED else ""
        checks.append(Check(topic, SECTION, question, state, because, proof, reason))
    return [*checks, _people(terms, facts)]


def _people(terms: Terms, facts: Facts) -> Check:
    question = "Are the people on the list like those it was tested with?"
    if terms.watchlist is None:
        return Check("list", SECTION, question, CheckState.NOT_SHOWN, "the list is not stated yet")
    proof = (Proof("watchlists", f"List {terms.watchlist.name}", {"list": terms.watchlist.name}),)
    tested = [one.header["watchlist"] for one in facts.evidence if one.header]
    if facts.listed is None:
        because = f"the list {terms.watchlist.name} is gone, sealed or damaged: it cannot be compared"
        return Check("list", SECTION, question, CheckState.OUT_OF_DATE, because)
    if facts.listed.header.list_digest != terms.watchlist.digest:
        because = f"the list {terms.watchlist.name} has been changed since it was chosen: choose it again"
        return Check("list", SECTION, question, CheckState.OUT_OF_DATE, because, proof)
    if tested and all(one["digest"] == terms.watchlist.digest for one in tested):
        return Check("list", SECTION, question, CheckState.MET, "it is the very list that was tested", proof)
    sizes = " and ".join(count(one["persons_enrolled"], "person", "people") for one in tested) or "nobody"
    because = (
        f"it was tested with another list (of {sizes}); whether those on this one are alike in age of picture, "
        "quality and make-up, a person must judge"
    )
    return Check("list", SECTION, question, CheckState.PERSON, because, proof)


def _threshold(terms: Terms, tried: Tried) -> str:
    if terms.threshold is None or same(terms.threshold, tried.threshold):
        return ""
    return f"threshold {terms.threshold:g} was not {tried.done}: {tried.rather} {tried.threshold:g}"


def _size(terms: Terms, tried: Tried) -> str:
    planned = longest(terms)
    if planned is None or planned <= tried.enrolled:
        return ""
    people = count(planned, "person", "people")
    enrolled = f"{tried.enrolled:,} enrolled; a longer list alerts more"
    return f"a list of {people} was not {tried.done}: {tried.rather} {enrolled}"


def _models(terms: Terms, tried: Tried) -> str:
    if terms.system is None or terms.system.files == tried.system.files:
        return ""
    model = f"{terms.system.pack} ({_short(terms.system.files)})"
    return f"model {model} was not {tried.done}: {tried.rather} {tried.system.pack}"


def _settings(terms: Terms, tried: Tried) -> str:
    had = settings_of(tried.system.settings)
    planned = had if terms.system is None else settings_of(terms.system.settings)
    other = sorted(key for key in planned.keys() | had.keys() if planned.get(key) != had.get(key))
    said = ", ".join(f"{key} {planned.get(key)} ({tried.done}: {had.get(key)})" for key in other)
    return f"other settings than {tried.done}: {said}" if other else ""


def _short(files: Mapping[str, str]) -> str:
    return ", ".join(f"{role} {digest[:8]}" for role, digest in files.items())


def _same(topic: str, terms: Terms) -> str:
    if topic == "covered threshold":
        return f"threshold {terms.threshold:g}, as tested"
    if topic == "covered list size":
        return f"at most {count(longest(terms) or 0, 'person', 'people')}, no more than were tested"
    if topic == "covered models" and terms.system:
        return f"{terms.system.pack} ({_short(terms.system.files)}), as tested"
    return "as tested"


def _run(one: Evidence) -> Proof:
    return proof_in("run", one.runs[0].held.run_id)
