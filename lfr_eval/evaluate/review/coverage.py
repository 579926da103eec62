"""What evidence does not reach: a threshold, a list, a model or settings other than those that were tested."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lfr_eval.core.phrases import count
from lfr_eval.core.thresholds import same
from lfr_eval.evaluate.pooling import settings_of
from lfr_eval.evaluate.review.check import Check, CheckState, Proof, proof_in, worst
from lfr_eval.evaluate.review.evidence import Evidence, Facts, system_of
from lfr_eval.evaluate.review.terms import Terms

SECTION = "Is this what was tested?"


def gaps(terms: Terms, one: Evidence) -> list[str]:
    """Why a run says nothing about this deployment; none where it does.

    Only what is stated can differ; a list no longer than the tested one is covered.
    """
    if one.header is None or one.score is None:
        return []
    said = [_threshold(terms, one.score), _size(terms, one.score), _models(terms, one.header)]
    return [gap for gap in [*said, _settings(terms, one.header)] if gap]


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
        found = [one for one in facts.evidence if one.header is not None and one.score is not None]
        subject = [(one, one.score if differs in (_threshold, _size) else one.header) for one in found]
        said = [(one, differs(terms, content or {})) for one, content in subject]
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


def _threshold(terms: Terms, score: Mapping[str, Any]) -> str:
    tested = score["threshold"]
    if terms.threshold is None or same(terms.threshold, tested):
        return ""
    return f"threshold {terms.threshold:g} was not tested: this evidence is for {tested:g}"


def _size(terms: Terms, score: Mapping[str, Any]) -> str:
    tested, planned = score["watchlist"]["persons_enrolled"], longest(terms)
    if planned is None or planned <= tested:
        return ""
    people = count(planned, "person", "people")
    return f"a list of {people} was not tested: this evidence is for {tested:,} enrolled; a longer list alerts more"


def _models(terms: Terms, header: Mapping[str, Any]) -> str:
    tested = system_of(header)
    if terms.system is None or terms.system.files == tested.files:
        return ""
    return (
        f"model {terms.system.pack} ({_short(terms.system.files)}) was not tested: this evidence is for {tested.pack}"
    )


def _settings(terms: Terms, header: Mapping[str, Any]) -> str:
    tested = settings_of(system_of(header).settings)
    planned = tested if terms.system is None else settings_of(terms.system.settings)
    other = sorted(key for key in planned.keys() | tested.keys() if planned.get(key) != tested.get(key))
    said = ", ".join(f"{key} {planned.get(key)} (tested: {tested.get(key)})" for key in other)
    return f"other settings than tested: {said}" if other else ""


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
