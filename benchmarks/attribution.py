"""How far the attribution of hits to passes by time alone is from the truth, in worlds whose truth is known.

Usage: python benchmarks/attribution.py [SEEDS]

People walk through the view, three at once on average. Half of them are listed, and mostly recognised; of the others
exactly 2.0 % are mistaken for somebody on the list. The score is given passes that begin and end where an annotator
put them: up to 0, 0.1, 0.2 and 0.5 s away from where they did. A run should say 2.0 % as long as the annotator is
within the collar of 0.25 s, and its range should hold the truth in every world. A log has no tracks: where several
people were in view it says no FPIR but a range, which should hold the truth too.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from lfr_eval.core.events import Hits, Pass, Tracks
from lfr_eval.core.rates import Rate
from lfr_eval.core.settings import ScoringSettings
from lfr_eval.engine.alerts import alerts_of
from lfr_eval.metrics.pass_scores import pool
from lfr_eval.metrics.passes import score_run
from lfr_eval.metrics.records import Observed
from lfr_eval.metrics.truth import Listed, Truth

IN_VIEW, STAY_S, EVERY_S = 3.0, (2.0, 8.0), 0.2
"""People in view, how long they stay, and how often the system decides about each of them."""
LISTED, PERSONS, RECOGNISED = 0.5, 60, 0.5
"""The share of passes by listed people, how many are listed, and how often a decision on one of them is a hit."""
MISTAKEN, BROKEN = 0.02, 0.1
"""The share of the other passes that are mistaken for somebody, and of tracks that break in two."""
PASSES, SEEDS = 1000, 20
JITTERS_S = (0.0, 0.1, 0.2, 0.5)
COLLAR_S = ScoringSettings().collar_s
HITS, DECISIONS = (0.7, 0.5), 0.2
"""Scores of a recognition and of a mistake, and of a decision that is neither."""

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class World:
    """What the system saw of what happened, and what an annotator wrote down."""

    observed: Observed
    passes: tuple[Pass, ...]
    """As annotated."""
    mistaken: int
    """Passes of people who are not listed that were mistaken for somebody."""

    def fpir(self, *, tracked: bool = True, collar_s: float = COLLAR_S) -> Rate:
        """What a score says: of a run, or of a log of the hits alone."""
        seen = self.observed if tracked else replace(self.observed, tracks=None, below=None)
        listed = Listed(frozenset(f"P{number}" for number in range(PERSONS)))
        held = score_run(seen, Truth(self.passes), listed, ScoringSettings(collar_s=collar_s))
        return pool([held]).system.fpir


def ends(rate: Rate) -> tuple[int, int]:
    """The fewest and the most events that a rate allows."""
    return (rate.k, rate.k) if rate.k_low is None or rate.k_high is None else (rate.k_low, rate.k_high)


def world(rng: np.random.Generator, jitter_s: float, passes: int = PASSES) -> World:
    """Make a world in which an annotator is up to `jitter_s` early or late."""
    stay_s = rng.uniform(*STAY_S, passes)
    enter_s = 1 + np.sort(rng.uniform(0, stay_s.sum() / IN_VIEW, passes))
    stays = list(zip(enter_s.tolist(), (enter_s + stay_s).tolist(), strict=True))
    subjects = _subjects(rng, stays)
    others = [number for number, name in enumerate(subjects) if name is None]
    mistaken = set(rng.choice(others, round(MISTAKEN * len(others)), replace=False).tolist())
    tracks: list[Span] = []
    decisions: list[tuple[float, int, str, float]] = []
    for number, (stay, name) in enumerate(zip(stays, subjects, strict=True)):
        spans = _spans(rng, stay)
        for at_s, person, score in _decisions(rng, stay, name, number in mistaken):
            place = next(place for place, (_, last_s) in enumerate(spans) if at_s <= last_s)
            decisions.append((at_s, len(tracks) + place, person, score))
        tracks += spans
    off_s = rng.uniform(-jitter_s, jitter_s, (passes, 2)).tolist()
    annotated = tuple(
        Pass(f"pass-{number:04}", "street", name, begin + early, end + late)
        for number, (name, (begin, end), (early, late)) in enumerate(zip(subjects, stays, off_s, strict=True))
    )
    return World(_observed(sorted(decisions), tracks), annotated, len(mistaken))


def _subjects(rng: np.random.Generator, stays: list[Span]) -> list[str | None]:
    """Who passes, None = nobody who is listed; nobody is in view twice at once."""
    gone_s = {f"P{number}": -np.inf for number in range(PERSONS // 2)}
    subjects: list[str | None] = []
    for begin, end in stays:
        free = [name for name, left_s in gone_s.items() if left_s < begin - 2]
        subjects.append(str(rng.choice(free)) if rng.random() < LISTED else None)
        if name := subjects[-1]:
            gone_s[name] = end
    return subjects


def _spans(rng: np.random.Generator, stay: Span) -> list[Span]:
    begin, end = stay
    if rng.random() >= BROKEN:
        return [stay]
    middle_s = float(rng.uniform(begin, end))
    return [(begin, middle_s), (min(middle_s + EVERY_S, end), end)]


def _decisions(
    rng: np.random.Generator, stay: Span, name: str | None, mistaken: bool
) -> Iterator[tuple[float, str, float]]:
    """Times, persons and scores; a mistake lasts for one to five decisions."""
    times_s = np.arange(*stay, EVERY_S).tolist()
    first = int(rng.integers(len(times_s)))
    lasts = int(rng.integers(1, 6))
    wrong = f"P{rng.integers(PERSONS // 2, PERSONS)}"
    for place, at_s in enumerate(times_s):
        if name is not None and rng.random() < RECOGNISED:
            yield at_s, name, HITS[0]
        elif mistaken and first <= place < first + lasts:
            yield at_s, wrong, HITS[1]
        else:
            yield at_s, f"P{rng.integers(PERSONS)}", DECISIONS


def _observed(decisions: list[tuple[float, int, str, float]], tracks: list[Span]) -> Observed:
    at_s, track, person, score = (np.array(column) for column in zip(*decisions, strict=True))
    frame, who = np.round(at_s / EVERY_S).astype(np.int64), person.astype(object)
    every = Hits(frame, track, at_s, at_s, who, who, score.astype(np.float32))
    reached = every.score >= np.float32(min(HITS))
    first_s, last_s = np.array(tracks).T
    return Observed(
        hits=every[reached],
        alerts=alerts_of(every[reached], ScoringSettings().window_s),
        duration_s=float(last_s.max()),
        tracks=Tracks(np.arange(len(tracks)), first_s, last_s, np.ones(len(tracks), np.int64)),
        below=every[~reached],
    )


def main(seeds: int = SEEDS) -> None:
    """Print what scores say of worlds with more and more careless annotators."""
    print(f"{seeds} worlds of {PASSES} passes, true FPIR {MISTAKEN:.1%}\n")
    print(f"{'annotator within':>16}  {'judged':24}{'FPIR':>8}{'range, on average':>20}{'range holds the truth':>24}")
    for jitter_s in JITTERS_S:
        worlds = [world(np.random.default_rng(seed), jitter_s) for seed in range(seeds)]
        wide_s = max(COLLAR_S, jitter_s)
        for tracked, collar_s in dict.fromkeys(((True, COLLAR_S), (False, COLLAR_S), (False, wide_s))):
            rates = [one.fpir(tracked=tracked, collar_s=collar_s) for one in worlds]
            values = [one.value for one in rates if one.value is not None]
            low, high = (np.mean([ends(one)[end] / one.n for one in rates]) for end in (0, 1))
            held = sum(few <= one.mistaken <= many for one, (few, many) in zip(worlds, map(ends, rates), strict=True))
            said = f"{np.mean(values):.2%}" if len(values) == seeds else "none"
            judged = f"{'run' if tracked else 'log'}, collar {collar_s:g} s"
            between = f"{low:.2%} to {high:.2%}"
            print(f"{jitter_s:>14g} s  {judged:24}{said:>8}{between:>20}{f'{held} of {seeds}':>24}", flush=True)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
