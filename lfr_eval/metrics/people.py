"""What people did, added up by person, and the one interval that is made of it (METHODOLOGY 2.4).

Trials of one person are alike, so an interval takes as many *effective* trials as the data show: the trials that, were
they independent, would have the variance that is seen between people.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from lfr_eval.core.arrays import BoolArray, IntArray, TextArray
from lfr_eval.metrics.effective import effective_trials, exact_upper, few_people, jackknife_variance

EXACT, BY_PEOPLE = "clopper-pearson", "korn-graubard"
FEW = 10
"""Fewer people than this who carry an outcome cannot show how alike the trials of one person are."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Events and trials by person, people who did the same counted together, as parallel arrays of length t."""

    events: IntArray
    trials: IntArray
    """(t,) at least 1."""
    watched: IntArray
    """(t,) Σ w² over the passes of a person, w = how often a pass was watched: as many as trials where none was watched
    again."""
    agreed: NDArray[np.float64]
    """(t,) Σ e² / w, e = how many watches of a pass had the event: as many as events where none was watched again."""
    people: IntArray
    """(t,) how many people have just so many of them."""

    @classmethod
    def of(
        cls, happened: BoolArray, subjects: TextArray | IntArray, passes: TextArray | IntArray | None = None
    ) -> Self:
        """Add up trials by person.

        Args:
            happened: (n,) whether the event happened in each trial.
            subjects: (n,) who each trial belongs to.
            passes: (n,) the pass that each trial is a watch of; None, here or among them: not watched again.
        """
        event = np.asarray(happened, bool)
        who, people = pd.factorize(subjects)
        events, trials = np.bincount(who[event], minlength=len(people)), np.bincount(who, minlength=len(people))
        if passes is None:
            return cls.by_person(events, trials)
        which, named = pd.factorize(passes)
        which[which < 0] = len(named) + np.arange((which < 0).sum())
        w, e = np.bincount(which), np.bincount(which, event)
        whose = np.zeros(len(w), np.int64)
        whose[which] = who
        sums = (np.bincount(whose, each, len(people)) for each in (w**2, e**2 / w))
        return cls._of(np.stack([events, trials, *sums], axis=1))

    @classmethod
    def by_person(cls, events: ArrayLike, trials: ArrayLike) -> Self:
        """Take (s,) events and (s,) trials of each person, no pass watched again; who has no trials is left out.

        Raises:
            ValueError: Somebody has more events than trials, or fewer than none.
        """
        k, m = np.asarray(events, np.int64), np.asarray(trials, np.int64)
        if ((k < 0) | (k > m)).any():
            raise ValueError("events: expected from 0 to as many as trials of each person")
        return cls._of(np.stack([k, m, m, k], axis=1)[m > 0])

    @classmethod
    def _of(cls, sums: NDArray[Any]) -> Self:
        """Of (s, 4) events, trials, `watched` and `agreed` of each person."""
        kinds, people = np.unique(sums, axis=0, return_counts=True)
        events, trials, watched = kinds[:, :3].astype(np.int64).T
        return cls(events, trials, watched, kinds[:, 3].astype(float), people)

    @property
    def k(self) -> int:
        """Events."""
        return int(self.events @ self.people)

    @property
    def n(self) -> int:
        """Trials."""
        return int(self.trials @ self.people)

    @property
    def subjects(self) -> int:
        """People."""
        return int(self.people.sum())

    @property
    def alone(self) -> bool:
        """Whether nobody has more than one pass, so that passes are independent."""
        return bool((self.watched == self.trials**2).all())

    @property
    def method(self) -> str:
        """How its interval is made."""
        return EXACT if self.subjects == self.n else BY_PEOPLE

    @property
    def value(self) -> float:
        """Events / trials; there must be some."""
        return self.k / self.n

    @property
    def effective_people(self) -> float:
        """The people, those counting less who have few of the trials; see `kish`."""
        return float(self.n**2 / (self.people @ self.trials**2))

    @property
    def effective_passes(self) -> float:
        """n² / Σ wⱼ² over passes that were watched wⱼ times: n where none was watched again. Source: Kish, as above."""
        return float(self.n**2 / (self.people @ self.watched))

    @property
    def carriers(self) -> int:
        """People who carry the rarer outcome: who have an event, or who have a trial without one; the fewer of both.

        Of passes that were watched again, as many watches with the outcome as a pass had watches make one.
        """
        with_event, without = (each * self.trials >= self.watched for each in (self.events, self.trials - self.events))
        return int(min(self.people[with_event].sum(), self.people[without].sum()))

    @property
    def variance(self) -> float:
        """Of the rate; see `jackknife_variance`."""
        return jackknife_variance(self.events, self.trials, self.people)

    @property
    def opposite(self) -> Tally:
        """The same with events and non-events exchanged."""
        disagreed = self.trials - 2 * self.events + self.agreed
        return Tally(self.trials - self.events, self.trials, self.watched, disagreed, self.people)

    @property
    def design_effect(self) -> float:
        """How many trials count as one independent one, as far as these people show; at least 1; 1 without trials.

        Source: Kish, Survey Sampling (1965), section 8.2.
        """
        return self.n / self._effective(1.0) if self.n else 1.0

    def __add__(self, other: Tally) -> Tally:
        """Both together, when they have nobody in common."""
        names = [one.name for one in fields(self)]
        return Tally(*(np.concatenate([getattr(self, name), getattr(other, name)]) for name in names))

    def only(self, chosen: BoolArray) -> Tally:
        """The people of some of the (t,) kinds."""
        return Tally(*(getattr(self, one.name)[chosen] for one in fields(self)))

    def effective_trials(self, quantile: float) -> float:
        """How many independent trials know as much, for a bound at this quantile.

        Args:
            quantile: In (0.5, 1): 0.975 for each end of a 95 % interval, 0.95 for a one-sided bound.

        Source: Korn and Graubard, Survey Methodology 24 (1998) 193-201, with the variance of the delete-one-person
        jackknife; capped at `effective_people` while fewer than 10 people carry the rarer outcome (METHODOLOGY 2.4). A
        pass that was watched again is one trial, with the share of its watches as what came of it (decision 0051).
        """
        return self._effective(few_people(self.effective_people, quantile))

    def _effective(self, worth: float) -> float:
        if self.alone:
            return self.effective_people
        most = self.effective_passes
        return effective_trials(
            float(self.people @ self.agreed) / self.n - self.value**2,  # p (1 - p) where none was watched again
            self.variance,
            most,
            if_alike=min(self.effective_people, most),
            enough=self.carriers >= FEW,
            worth=worth,
        )

    def upper(self, quantile: float) -> float:
        """Upper bound of the probability of the event: at this confidence the probability is not above it.

        Clopper and Pearson's at the effective trials; and never below what it would be if only the person with most
        events had any, or the two, and so on to nine, so that one more event never narrows it (decision 0050).

        Args:
            quantile: In (0.5, 1), the one-sided confidence.

        Source: Clopper and Pearson (1934) with Korn and Graubard (1998).
        """
        bound = self._upper_as_it_is(quantile)
        return bound if self.alone else max([bound, *(one._upper_as_it_is(quantile) for one in self._fewer())])

    def lower(self, quantile: float) -> float:
        """Lower bound of the probability of the event; see `upper`."""
        return 1 - self.opposite.upper(quantile)

    def interval(self, confidence: float = 0.95) -> tuple[float, float]:
        """Two-sided interval: both bounds at (1 + confidence) / 2."""
        quantile = (1 + confidence) / 2
        return self.lower(quantile), self.upper(quantile)

    def _upper_as_it_is(self, quantile: float) -> float:
        return exact_upper(self.value, self.effective_trials(quantile), quantile)

    def _fewer(self) -> Iterator[Tally]:
        """The same trials as if only the 1, 2, … 9 people with most events had any.

        With most events; and, while few have one, also with the greatest shares, and with most beyond the share of all.
        """
        having = np.flatnonzero(self.events > 0)
        persons = int(self.people[having].sum())
        orders = [self.events, self.events / self.trials, self.events - self.value * self.trials]
        for order in orders if persons < 2 * FEW else orders[:1]:
            first = having[np.argsort(-order[having], kind="stable")]
            most = np.repeat(first, np.minimum(self.people[first], FEW))[: min(FEW, persons) - 1]
            for several in range(1, len(most) + 1):
                chosen = np.bincount(most[:several], minlength=len(self.people))
                without = replace(self, events=self.events * 0, agreed=self.agreed * 0, people=self.people - chosen)
                yield replace(self, people=chosen) + without
