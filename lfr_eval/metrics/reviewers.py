"""How well people adjudicate alerts: agreement of two, errors against truth, and known-false alerts let through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np

from lfr_eval.core.adjudication import Adjudication, Decision
from lfr_eval.core.arrays import BoolArray
from lfr_eval.core.rates import Rate
from lfr_eval.metrics.alert_truth import AlertVerdict
from lfr_eval.metrics.groups import Group, by_group, columns_of, parts_of
from lfr_eval.metrics.rates import rate


def cohen_kappa(first: Sequence[str], second: Sequence[str]) -> float | None:
    """Agreement of two raters beyond chance: (observed - expected) / (1 - expected), in [-1, 1].

    Args:
        first: (n,) what the first rater said of each item.
        second: (n,) what the second said of the same items.

    Returns:
        None without items, and where both say one and the same of everything: then chance alone agrees always.

    Raises:
        ValueError: They did not rate the same number of items.

    Source: Cohen (1960), A coefficient of agreement for nominal scales.
    """
    if len(first) != len(second):
        raise ValueError(f"expected ratings of the same items, got {len(first)} and {len(second)}")
    a, b = np.array(first, object), np.array(second, object)
    n = len(a)
    by_chance = sum(int((a == said).sum()) * int((b == said).sum()) for said in set(first) | set(second))
    if by_chance == n * n:
        return None
    return float((n * int((a == b).sum()) - by_chance) / (n * n - by_chance))


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two reviewers on the alerts that both decided, seeded ones left out."""

    first: str
    second: str
    agreed: Rate
    """Alerts on which both said the same / alerts that both decided; unsure is something to say."""
    kappa: float | None


def agreements(decisions: Sequence[Adjudication]) -> tuple[Agreement, ...]:
    """Agreement of each two reviewers who have alerts in common, by name."""
    said: dict[str, dict[tuple[str, str], Decision]] = {}
    for one in decisions:
        if not one.seeded:
            said.setdefault(one.reviewer, {})[one.run_id, one.alert_key] = one.decision
    found = []
    for first, second in combinations(sorted(said), 2):
        if common := sorted(said[first].keys() & said[second].keys()):
            pair = [(said[first][key], said[second][key]) for key in common]
            agreed = rate((one is other for one, other in pair), (f"{key}" for key in common))
            kappa = cohen_kappa([one for one, _ in pair], [other for _, other in pair])
            found.append(Agreement(first, second, agreed, kappa))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A decision, and what truth says of the alert."""

    decision: Decision
    verdict: AlertVerdict
    subject: str
    """Whose pass the alert was about."""
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReviewerErrors:
    """How decisions compare with truth; unsure is no error, is in every base, and has its own rate."""

    false_accepted: Rate
    """Decided true / decisions on false alerts."""
    true_rejected: Rate
    """Decided false / decisions on true alerts."""
    unsure: Rate
    """Unsure / decisions on alerts whose truth is known."""
    unconfirmed: int
    """Decisions on alerts of which truth says nothing; they are in no rate."""


def reviewer_errors(reviewed: Sequence[Reviewed]) -> ReviewerErrors:
    """Error rates of decisions against truth, with intervals by the person whose pass it was.

    Seeded pairs are not to be among them: they have a rate of their own (`seeded_accepts`).
    """

    def of(verdict: AlertVerdict, wrong: Decision) -> Rate:
        about = [one for one in reviewed if one.verdict is verdict]
        return rate((one.decision is wrong for one in about), (one.subject for one in about))

    known = [one for one in reviewed if one.verdict is not AlertVerdict.UNCONFIRMED]
    return ReviewerErrors(
        false_accepted=of(AlertVerdict.FALSE, Decision.TRUE),
        true_rejected=of(AlertVerdict.TRUE, Decision.FALSE),
        unsure=rate((one.decision is Decision.UNSURE for one in known), (one.subject for one in known)),
        unconfirmed=len(reviewed) - len(known),
    )


def reviewer_errors_by(reviewed: Sequence[Reviewed], by: Sequence[str]) -> tuple[Group[ReviewerErrors], ...]:
    """The same for each group of the people whose passes the alerts were about.

    Args:
        reviewed: Decisions with their truth.
        by: Attributes and intersections; people without a value are a group.
    """
    names = parts_of(by)
    columns = columns_of([one.attributes for one in reviewed], names)
    subjects = np.array([one.subject for one in reviewed], object)

    def errors(mask: BoolArray) -> ReviewerErrors:
        return reviewer_errors([one for one, here in zip(reviewed, mask, strict=True) if here])

    return by_group(columns, subjects, by, errors)


def seeded_accepts(decisions: Sequence[Adjudication]) -> Rate:
    """Known-false pairs decided true / decisions on known-false pairs: automation bias, with intervals by pair."""
    seeded = [one for one in decisions if one.seeded]
    pairs = (f"{one.run_id} {one.alert_key}" for one in seeded)
    return rate((one.decision is Decision.TRUE for one in seeded), pairs)
