"""Worlds of `coverage.py` that were made up after the rules were finished: no rule was chosen by looking at them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from coverage_worlds import UNEQUAL, Crowd, GroupWorld, Ints, PowerWorld, RateWorld

from lfr_eval.metrics.group_comparison import Metric, MetricTrials
from lfr_eval.metrics.verdicts import Finding


@dataclass(frozen=True, slots=True)
class Kinds(Crowd):
    """People of two or more kinds, each kind equally likely and of one chance; `rate` is their mean."""

    chances: tuple[float, ...] = ()
    """Of each kind."""

    def draw(self, rng: np.random.Generator) -> tuple[Ints, Ints]:
        """Events and trials of each person."""
        each = np.resize(np.atleast_1d(np.array(self.passes, np.int64)), self.people)
        return rng.binomial(each, rng.choice(np.array(self.chances), self.people)), each


@dataclass(frozen=True, slots=True)
class UnlabelledMisses(GroupWorld):
    """Labels go missing where a person has a non-event (a miss), by the share in `missing`."""

    def draw(self, rng: np.random.Generator) -> Iterator[MetricTrials]:
        """The trials of one sample."""
        events, subjects, labels = [], [], []
        for value, crowd in self.groups.items():
            for person, (k, m) in enumerate(zip(*crowd.draw(rng), strict=True)):
                lost = k < m and rng.random() < self.missing.get(value, 0.0)
                events.append(np.arange(m) < k)
                subjects += [f"{value}{person}"] * m
                labels += [None if lost else value] * m
        people = np.array(subjects, object)
        yield MetricTrials(self.metric, np.concatenate(events), people, {"group": np.array(labels, object)})


NEW_RATES = (
    RateWorld(
        "24 people x 40, half at 0.98 and half at 0.5, TPIR 0.74",
        (Kinds(24, 40, 0.74, chances=(0.98, 0.5)),),
        Metric.TPIR,
    ),
    RateWorld("4 people x 1,000 passes, ICC 0.1, rate 0.02", (Crowd(4, 1000, 0.02, 0.1),)),
    RateWorld("16 people x 200 passes, 10 to 12 carriers, ICC 0.2, rate 0.05", (Crowd(16, 200, 0.05, 0.2),)),
    RateWorld("300 people x 30 passes, about 11 wolves, rate 0.01", (Crowd(300, 30, 0.01, wolves=0.037),)),
    RateWorld("60 people, 1 to 30 passes, ICC 0.2, TPIR 0.98", (Crowd(60, UNEQUAL, 0.98, 0.2),), Metric.TPIR),
    RateWorld("1,000 couples (two passes, ICC 0.9), rate 0.001", (Crowd(1000, 2, 0.001, 0.9),)),
    RateWorld(
        "14 wolf-ridden staff x 150 and 60 others once, ICC 0.15, rate 0.03",
        (Crowd(14, 150, 0.03, 0.15), Crowd(60, 1, 0.03)),
    ),
)
NEW_GROUPS = (
    GroupWorld(
        "TPIR 0.95 v 0.9, at the very margin, 300 x 10 each at ICC 0.1",
        {"f": Crowd(300, 10, 0.95, 0.1), "m": Crowd(300, 10, 0.90, 0.1)},
        Metric.TPIR,
    ),
    GroupWorld(
        "equal FPIR 0.05, 12 x 100 at ICC 0.4 against 300 x 4 at 0.02",
        {"f": Crowd(12, 100, 0.05, 0.4), "m": Crowd(300, 4, 0.05, 0.02)},
    ),
    GroupWorld(
        "equal TPIR 0.85, three attributes, bimodal 0.99/0.71, 1 to 30 passes, 45 people each",
        {v: Kinds(45, UNEQUAL, 0.85, chances=(0.99, 0.71)) for v in "abc"},
        Metric.TPIR,
        idle=2,
    ),
    UnlabelledMisses(
        "TPIR 0.95 v 0.89, half the missers of the worse group unlabelled, 3,000 + 3,000 once",
        {"f": Crowd(3000, 1, 0.95), "m": Crowd(3000, 1, 0.89)},
        Metric.TPIR,
        missing={"m": 0.5},
    ),
    GroupWorld(
        "TPIR 0.90 v 0.85 (just the margin), 12 x 300 at ICC 0.3 against 200 x 5 at 0.05",
        {"f": Crowd(12, 300, 0.90, 0.3), "m": Crowd(200, 5, 0.85, 0.05)},
        Metric.TPIR,
    ),
    GroupWorld(
        "TPIR 0.98 v 0.925, 14 + 14 people x 60, a fourteenth of one group hardly recognised",
        {
            "f": Crowd(14, 60, 0.98, 0.02),
            "m": Kinds(14, 60, 0.98 - 0.055, chances=(0.99,) * 13 + (0.925 * 14 - 0.99 * 13,)),
        },
        Metric.TPIR,
    ),
)
NEW_POWER = (
    PowerWorld(
        "TPIR 0.9 v 0.8, 1 to 30 passes, ICC 0.1 against 0.3",
        GroupWorld("", {"f": Crowd(1, UNEQUAL, 0.9, 0.1), "m": Crowd(1, UNEQUAL, 0.8, 0.3)}, Metric.TPIR),
        Finding.DISPARITY,
    ),
    PowerWorld(
        "FPIR 0.2 in both, 5 passes each, ICC 0.2",
        GroupWorld("", {v: Crowd(1, 5, 0.2, 0.2) for v in "fm"}),
        Finding.EQUIVALENCE,
    ),
    PowerWorld(
        "FPIR 0.02 v 0.04, one in ten a wolf, 8 passes",
        GroupWorld("", {"f": Crowd(1, 8, 0.02, wolves=0.1), "m": Crowd(1, 8, 0.04, wolves=0.1)}),
        Finding.DISPARITY,
    ),
    PowerWorld(
        "TPIR 0.95 in both, 3 passes, ICC 0.3",
        GroupWorld("", {v: Crowd(1, 3, 0.95, 0.3) for v in "fm"}, Metric.TPIR),
        Finding.EQUIVALENCE,
    ),
)
