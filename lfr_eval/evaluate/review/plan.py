"""What a person fills in, and the terms that come of it: runs are held against the threshold and policy stated."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import Field

from lfr_eval.core.errors import LfrError
from lfr_eval.core.home import Home
from lfr_eval.core.settings import Section
from lfr_eval.evaluate.review.evidence import list_in_use, system_of
from lfr_eval.evaluate.review.hold import hold
from lfr_eval.evaluate.review.terms import Held, Outcome, Terms
from lfr_eval.evaluate.score.evidence import scores_of_any_version
from lfr_eval.evaluate.score.policy import Policy, read_policy
from lfr_eval.record.header import read_header
from lfr_eval.record.listing import resolve


class Plan(Section):
    """The plan of a deployment as a person writes it."""

    place: str = ""
    purpose: str = ""
    runs: tuple[str, ...] = ()
    """Ids of the runs that are its evidence."""
    system: str = ""
    """Id of the run whose system will be deployed."""
    watchlist: str = ""
    list_size: int | None = None
    threshold: float | None = None
    policy_file: str = ""
    """As seen from the home folder; its limits are used in place of the three below."""
    false_one_in: float | None = Field(default=None, gt=1)
    """FPIR at most 1 in this many."""
    found_percent: float | None = Field(default=None, gt=0, lt=100)
    """TPIR at least this many of a hundred."""
    equivalence: str = ""
    """Attributes, separated by commas."""
    footfall: int | None = None
    false_alerts_an_hour: float | None = None
    review_by: date | None = None


class Count(Section):
    """The record of a deployment as a person writes it."""

    held_on: date | None = None
    runs: tuple[str, ...] = ()
    people_passed: int | None = None
    alerts_true: int | None = None
    alerts_false: int | None = None
    alerts_unresolved: int | None = None
    remarks: str = ""


POLICY = ("policy_file", "false_one_in", "found_percent", "equivalence")
AS_WRITTEN = ("place", "purpose", "list_size", "threshold", "footfall", "false_alerts_an_hour", "review_by")


def plan_of(terms: Terms) -> Plan:
    """The plan that leads to terms."""
    fpir, tpir = terms.policy.fpir, terms.policy.tpir
    return Plan(
        **{key: getattr(terms, key) for key in AS_WRITTEN},
        runs=tuple(one.run_id for one in terms.evidence),
        system=terms.system.run_id if terms.system else "",
        watchlist=terms.watchlist.name if terms.watchlist else "",
        policy_file=terms.policy_file,
        false_one_in=None if fpir is None else round(1 / fpir, 6),
        found_percent=None if tpir is None else round(100 * tpir, 6),
        equivalence=", ".join(terms.policy.equivalence),
    )


def count_of(outcome: Outcome) -> Count:
    """What a person wrote that led to an outcome."""
    return Count(**{**outcome.model_dump(), "runs": tuple(one.run_id for one in outcome.runs)})


def restate(home: Home, terms: Terms, plan: Plan, touched: Sequence[str]) -> dict[str, Any]:
    """The terms that change with what was touched of a plan, as JSON values.

    Where the first runs are chosen, what is not stated yet is taken from the first of them. Whenever runs, threshold
    or policy change, the runs are held against them again; no model runs.

    Raises:
        InputError: A run, list or policy file is not there or is not what it must be.
        StorageError: The disk refused a score.
    """
    stated: dict[str, Any] = {key: getattr(plan, key) for key in AS_WRITTEN if key in touched}
    if "system" in touched:
        stated["system"] = system_of(read_header(resolve(home.runs, plan.system)).content) if plan.system else None
    if "watchlist" in touched:
        stated["watchlist"] = list_in_use(home, plan.watchlist) if plan.watchlist else None
    if set(POLICY) & set(touched):
        stated |= {"policy": _policy(home, plan), "policy_file": plan.policy_file.strip()}
    if "runs" in touched and plan.runs:
        stated = _as_in(home, plan.runs[0], terms) | stated
    if {"runs", "threshold", "policy"} & (stated.keys() | set(touched)):
        policy, threshold = stated.get("policy", terms.policy), stated.get("threshold", terms.threshold)
        stated["evidence"] = hold(home, plan.runs, threshold, policy)
    whole = Terms(**{key: value for key, value in stated.items() if value is not None})
    return {key: whole.model_dump(mode="json")[key] if stated[key] is not None else None for key in stated}


def recount(home: Home, terms: Terms, count: Count, touched: Sequence[str]) -> dict[str, Any]:
    """The outcome that changes with what was touched of a count, as JSON values.

    Runs with truth are held against the terms that were approved; others stand without a score.
    """
    stated = {key: value for key, value in count.model_dump(mode="json").items() if key in touched}
    if "runs" in touched:
        scored = [run_id for run_id in count.runs if scores_of_any_version(home, run_id)]
        held = {one.run_id: one for one in hold(home, scored, None, terms.policy)}
        runs = [held.get(run_id) or Held(run_id=run_id, score="", policy=terms.policy) for run_id in count.runs]
        stated["runs"] = [one.model_dump(mode="json") for one in runs]
    return stated


def _policy(home: Home, plan: Plan) -> Policy:
    if plan.policy_file.strip():
        return read_policy(home.folder / Path(plan.policy_file.strip()))
    return Policy(
        fpir=None if plan.false_one_in is None else 1 / plan.false_one_in,
        tpir=None if plan.found_percent is None else plan.found_percent / 100,
        equivalence=tuple(part.strip() for part in plan.equivalence.split(",") if part.strip()),
    )


def _as_in(home: Home, run_id: str, terms: Terms) -> dict[str, Any]:
    """What is not stated yet, as it was in a run; its list only where it still is that list."""
    header = read_header(resolve(home.runs, run_id)).content
    found: dict[str, Any] = {
        "system": system_of(header),
        "threshold": header["settings"]["alerting"]["threshold"],
        "list_size": max(header["watchlist"]["persons_enrolled"], 1),
    }
    with suppress(LfrError):
        listed = list_in_use(home, header["watchlist"]["name"])
        found |= {"watchlist": listed} if listed.digest == header["watchlist"]["digest"] else {}
    return {key: value for key, value in found.items() if getattr(terms, key) is None}
