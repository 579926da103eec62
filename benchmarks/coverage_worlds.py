"""The worlds of `coverage.py`: how many people, how often they pass, how alike their passes are, and the truth.

Each is made up, with a known truth; none says anything about a system.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from lfr_eval.evaluate.score.policy import Policy
from lfr_eval.metrics.group_comparison import Metric, MetricTrials
from lfr_eval.metrics.needed import needed_to_conclude
from lfr_eval.metrics.people import Tally
from lfr_eval.metrics.verdicts import ALPHA, MARGINS, Finding

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Crowd:
    """Some people: what they do varies between them with a beta distribution, or as wolves among sheep."""

    people: int
    passes: int | tuple[int, ...] = 1
    """Of each; several = taken in turn, so that people pass unequally often."""
    rate: float = 0.1
    icc: float = 0.0
    wolves: float = 0.0
    """This share of people has all the events there are, the others none; then `icc` is not used."""

    def draw(self, rng: np.random.Generator) -> tuple[Ints, Ints]:
        """(s,) events and (s,) trials of each person."""
        each = np.resize(np.atleast_1d(np.array(self.passes, np.int64)), self.people)
        if self.wolves:
            chance = np.where(rng.random(self.people) < self.wolves, min(self.rate / self.wolves, 1.0), 0.0)
        elif self.icc:
            spread = (1 - self.icc) / self.icc
            chance = rng.beta(max(self.rate * spread, 1e-9), max((1 - self.rate) * spread, 1e-9), self.people)
        else:
            chance = np.full(self.people, self.rate)
        return rng.binomial(each, chance), each


@dataclass(frozen=True, slots=True)
class RateWorld:
    """One rate of several crowds with the same rate; held against a limit that is just the truth."""

    name: str
    crowds: tuple[Crowd, ...]
    metric: Metric = Metric.FPIR

    @property
    def rate(self) -> float:
        """The truth."""
        return self.crowds[0].rate

    @property
    def policy(self) -> Policy:
        """A limit at which "met" and "breached" are both false."""
        return Policy(fpir=self.rate) if self.metric is Metric.FPIR else Policy(tpir=self.rate)

    def draw(self, rng: np.random.Generator) -> tuple[Ints, Ints]:
        """Events and trials of everybody."""
        parts = [crowd.draw(rng) for crowd in self.crowds]
        return np.concatenate([k for k, _ in parts]), np.concatenate([m for _, m in parts])


@dataclass(frozen=True, slots=True)
class GroupWorld:
    """Groups of an attribute, and further attributes that say nothing; some labels may be missing."""

    name: str
    groups: Mapping[str, Crowd]
    metric: Metric = Metric.FPIR
    idle: int = 0
    """Further attributes with two groups each, drawn at random: the family of questions grows."""
    missing: Mapping[str, float] = field(default_factory=dict)
    """Share of the people of a group who have an event and whose label is missing."""
    margins: Mapping[Metric, float] = field(default_factory=lambda: dict(MARGINS))

    @property
    def equal(self) -> bool:
        """Whether all groups have one rate."""
        return len({crowd.rate for crowd in self.groups.values()}) == 1

    @property
    def alike(self) -> bool:
        """Whether every pair lies within the margin."""
        margin = self.margins[self.metric]
        pairs = combinations((crowd.rate for crowd in self.groups.values()), 2)
        if self.metric is Metric.FPIR:
            return all(max(a, b) < margin * min(a, b) for a, b in pairs)
        return all(abs(a - b) < margin - 1e-12 for a, b in pairs)

    def draw(self, rng: np.random.Generator) -> Iterator[MetricTrials]:
        """The trials of one sample."""
        events, subjects, labels = [], [], []
        for value, crowd in self.groups.items():
            for person, (k, m) in enumerate(zip(*crowd.draw(rng), strict=True)):
                lost = k > 0 and rng.random() < self.missing.get(value, 0.0)
                events.append(np.arange(m) < k)
                subjects += [f"{value}{person}"] * m
                labels += [None if lost else value] * m
        people = np.array(subjects, object)
        columns = {"group": np.array(labels, object)}
        named, who = np.unique(people, return_inverse=True)
        for place in range(self.idle):
            columns[f"idle{place}"] = np.array(["x", "y"], object)[rng.integers(0, 2, len(named))][who]
        yield MetricTrials(self.metric, np.concatenate(events), people, columns)


@dataclass(frozen=True, slots=True)
class PowerWorld:
    """Groups of which a first test says how much testing is needed; then so many people pass."""

    name: str
    first: GroupWorld
    wanted: Finding
    questions: int = 1

    @property
    def at_needed(self) -> GroupWorld:
        """The same groups, of as many people as the truth of the first test calls needed."""
        world = self.first
        expected = [
            Tally.by_person(*replace(crowd, people=50_000).draw(np.random.default_rng(1)))
            for crowd in world.groups.values()
        ]
        needed = needed_to_conclude(
            world.metric, expected, margin=world.margins[world.metric], limit=None, alpha=ALPHA / self.questions
        )
        people = (
            needed.needed_subjects_per_group
            if self.wanted is Finding.DISPARITY
            else needed.equivalence_subjects_per_group
        )
        groups = {value: replace(crowd, people=people or 0) for value, crowd in world.groups.items()}
        return replace(world, groups=groups)


def _few(people: int, icc: float = 0.3, rate: float = 0.1) -> RateWorld:
    return RateWorld(f"{people} people x 10 passes, ICC {icc:g}, rate {rate:g}", (Crowd(people, 10, rate, icc),))


UNEQUAL = (1, 1, 2, 3, 5, 8, 30)
RATES: Sequence[RateWorld] = (
    *(_few(people, rate=0.3) for people in (2, 3, 6, 10, 15, 30)),
    _few(60, 0.1, 0.02),
    _few(300, 0.5, 0.01),
    _few(300, 0.05, 0.005),
    RateWorld("300 people once, rate 0.001", (Crowd(300, 1, 1e-3),)),
    RateWorld("100 people once, rate 0.02", (Crowd(100, 1, 0.02),)),
    RateWorld("5 people x 100 passes, ICC 0.3, rate 0.01", (Crowd(5, 100, 0.01, 0.3),)),
    RateWorld("20 people x 500 passes, one in twenty a wolf, rate 0.01", (Crowd(20, 500, 0.01, wolves=0.05),)),
    RateWorld("100 people x 20 passes, one in twenty a wolf, rate 0.01", (Crowd(100, 20, 0.01, wolves=0.05),)),
    RateWorld("300 people x 10 passes, one in ten a wolf, rate 0.02", (Crowd(300, 10, 0.02, wolves=0.1),)),
    RateWorld(
        "3 staff x 100 passes and 40 others x 2, ICC 0.1, rate 0.05",
        (Crowd(3, 100, 0.05, 0.1), Crowd(40, 2, 0.05, 0.1)),
    ),
    RateWorld(
        "3 staff x 100 passes and 40 others x 2, ICC 0.3, TPIR 0.85",
        (Crowd(3, 100, 0.85, 0.3), Crowd(40, 2, 0.85, 0.3)),
        Metric.TPIR,
    ),
    RateWorld("70 people, 1 to 30 passes each, ICC 0.2, rate 0.03", (Crowd(70, UNEQUAL, 0.03, 0.2),)),
    RateWorld("140 people, 1 to 30 passes each, ICC 0.2, TPIR 0.9", (Crowd(140, UNEQUAL, 0.9, 0.2),), Metric.TPIR),
    RateWorld("12 people x 20 passes, ICC 0.2, TPIR 0.85", (Crowd(12, 20, 0.85, 0.2),), Metric.TPIR),
    RateWorld("40 people x 5 passes, ICC 0.5, TPIR 0.98", (Crowd(40, 5, 0.98, 0.5),), Metric.TPIR),
    RateWorld("200 people x 3 passes, ICC 0.3, TPIR 0.95", (Crowd(200, 3, 0.95, 0.3),), Metric.TPIR),
)


def _two(people: int, passes: int, rates: tuple[float, float], icc: float) -> dict[str, Crowd]:
    return {value: Crowd(people, passes, rate, icc) for value, rate in zip("fm", rates, strict=True)}


GROUPS: Sequence[GroupWorld] = (
    GroupWorld(
        "equal FPIR 0.1, 20 x 50 at ICC 0.3 against 400 x 50 at 0",
        {"f": Crowd(20, 50, 0.1, 0.3), "m": Crowd(400, 50, 0.1)},
    ),
    GroupWorld("equal TPIR 0.9, 30 + 30 people x 20, ICC 0.2", _two(30, 20, (0.9, 0.9), 0.2), Metric.TPIR),
    GroupWorld(
        "equal TPIR 0.8, 60 + 60 people, 1 to 30 passes, ICC 0.3",
        {value: Crowd(60, UNEQUAL, 0.8, 0.3) for value in "fm"},
        Metric.TPIR,
    ),
    GroupWorld(
        "equal FPIR 0.02, four groups x 200 people x 3, ICC 0.1, two idle attributes",
        {value: Crowd(200, 3, 0.02, 0.1) for value in "abcd"},
        idle=2,
    ),
    GroupWorld(
        "equal FPIR 0.01, one in twenty a wolf, 150 + 150 people x 10",
        {value: Crowd(150, 10, 0.01, wolves=0.05) for value in "fm"},
    ),
    GroupWorld(
        "10 + 10 people x 20, a tenth of one group never recognised",
        {"f": Crowd(10, 20, 0.98, 0.05), "m": Crowd(10, 20, 0.9, wolves=0.9)},
        Metric.TPIR,
    ),
    GroupWorld(
        "TPIR 0.95 v 0.90 (just the margin), 300 + 300 x 3, ICC 0.2", _two(300, 3, (0.95, 0.9), 0.2), Metric.TPIR
    ),
    GroupWorld("FPIR 0.10 v 0.125 (just the margin), 4,000 + 4,000 once", _two(4_000, 1, (0.1, 0.125), 0.0)),
    GroupWorld("FPIR 0.01 v 0.02, 300 + 300 people x 4, ICC 0.1", _two(300, 4, (0.01, 0.02), 0.1)),
    GroupWorld(
        "TPIR .98 / .95 / .925, 2,000 people each, once",
        {"a": Crowd(2_000, 1, 0.98), "b": Crowd(2_000, 1, 0.95), "c": Crowd(2_000, 1, 0.925)},
        Metric.TPIR,
    ),
    GroupWorld(
        "FPIR 0.05 v 0.075, a third of the false alerts of the worse group without a label",
        _two(5_000, 1, (0.05, 0.075), 0.0),
        missing={"m": 0.33},
    ),
    GroupWorld("indices: equal FPIR 0.05, 100 + 100 once", _two(100, 1, (0.05, 0.05), 0.0)),
)
POWER: Sequence[PowerWorld] = (
    PowerWorld("FPIR 0.01 v 0.02, once", GroupWorld("", _two(1, 1, (0.01, 0.02), 0.0)), Finding.DISPARITY),
    PowerWorld(
        "FPIR 0.02 v 0.04, 10 passes each, ICC 0.2", GroupWorld("", _two(1, 10, (0.02, 0.04), 0.2)), Finding.DISPARITY
    ),
    PowerWorld(
        "FPIR 0.01 v 0.02, once, beside two idle attributes",
        GroupWorld("", _two(1, 1, (0.01, 0.02), 0.0), idle=2),
        Finding.DISPARITY,
        questions=3,
    ),
    PowerWorld(
        "TPIR 0.9 v 0.8, 5 passes each, ICC 0.2",
        GroupWorld("", _two(1, 5, (0.9, 0.8), 0.2), Metric.TPIR),
        Finding.DISPARITY,
    ),
    PowerWorld("TPIR 0.9 in both, once", GroupWorld("", _two(1, 1, (0.9, 0.9), 0.0), Metric.TPIR), Finding.EQUIVALENCE),
    PowerWorld(
        "TPIR 0.9 in both, 4 passes each, ICC 0.3",
        GroupWorld("", _two(1, 4, (0.9, 0.9), 0.3), Metric.TPIR),
        Finding.EQUIVALENCE,
    ),
    PowerWorld(
        "TPIR 0.9 in three groups, once",
        GroupWorld("", {value: Crowd(1, 1, 0.9) for value in "abc"}, Metric.TPIR),
        Finding.EQUIVALENCE,
    ),
    PowerWorld("FPIR 0.1 in both, once", GroupWorld("", _two(1, 1, (0.1, 0.1), 0.0)), Finding.EQUIVALENCE),
)
