"""How far the attribution of hits to passes by time alone is from the truth, where the truth is known.

Usage: python benchmarks/attribution.py [SEEDS]

People walk through the view, three at once on average; half of them are listed and mostly recognised, of the others
exactly 2.0 % are mistaken for somebody on the list. The passes that the score is given begin and end where an annotator
put them: up to 0, 0.1, 0.2 and 0.5 s away from where they did. The FPIR should stay at 2.0 % as long as the annotator
is within the collar of 0.25 s, and the range that the score gives should hold the truth in every world. A log without
tracks has no FPIR of its own where several people were in view, only a range.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from lfr_eval.core.events import Hits, Pass, Tracks
from lfr_eval.core.settings import ScoringSettings
from lfr_eval.engine.alerts import alerts_of
from lfr_eval.metrics.pass_scores import PassScores, pool
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
THRESHOLD = 0.4


@dataclass(frozen=True, slots=True)
class World:
    """What happened, what the system saw of it, and what an annotator wrote down."""

    observed: Observed
    passes: tuple[Pass, ...]
    """As annotated."""
    mistaken: int
    """Passes of people who are not listed that were mistaken for somebody."""

    def score(self, *, tracked: bool = True) -> PassScores:
        """The score, from a run or from a log of the hits alone."""
        log = replace(self.observed, tracks=None, below=None)
        persons = frozenset(f"P{number}" for number in range(PERSONS))
        seen = self.observed if tracked else log
        return pool([score_run(seen, Truth(self.passes), Listed(persons), ScoringSettings())])


def world(rng: np.random.Generator, jitter_s: float, passes: int = PASSES) -> World:
    """Make a world in which annotators are up to `jitter_s` early or late."""
    stay_s = rng.uniform(*STAY_S, passes)
    enter_s = 1 + np.sort(rng.uniform(0, stay_s.sum() / IN_VIEW, passes))
    exit_s = enter_s + stay_s
    subject = _subjects(rng, enter_s, exit_s)
    others = np.flatnonzero(subject == "")
    mistaken = rng.choice(others, round(MISTAKEN * len(others)), replace=False)
    tracks, decisions = [], []
    for number in range(passes):
        spans = _spans(rng, enter_s[number], exit_s[number])
        false = bool(np.isin(number, mistaken))
        for at_s, person, score in _decisions(rng, spans, subject[number], false):
            place = len(tracks) + next(place for place, (_, last_s) in enumerate(spans) if at_s <= last_s)
            decisions.append((at_s, place, person, score))
        tracks += spans
    early_s, late_s = rng.uniform(-jitter_s, jitter_s, (2, passes))
    annotated = tuple(
        Pass(f"pass-{number:04}", "street", subject[number] or None, float(begin), float(end))
        for number, (begin, end) in enumerate(zip(enter_s + early_s, exit_s + late_s, strict=True))
    )
    return World(_observed(sorted(decisions), tracks), annotated, len(mistaken))


def _subjects(rng, enter_s, exit_s):
    """Who passes; nobody is in view twice at once."""
    listed = rng.random(len(enter_s)) < LISTED
    gone_s: dict[str, float] = {}
    subject = np.full(len(enter_s), "", object)
    for number in np.flatnonzero(listed):
        free = [name for name in (f"P{one}" for one in range(PERSONS // 2)) if gone_s.get(name, -9) < enter_s[number] - 2]
        subject[number] = str(rng.choice(free))
        gone_s[subject[number]] = exit_s[number]
    return subject


def _spans(rng, enter_s, exit_s):
    if rng.random() >= BROKEN:
        return [(enter_s, exit_s)]
    middle_s = rng.uniform(enter_s, exit_s)
    return [(enter_s, middle_s), (min(middle_s + EVERY_S, exit_s), exit_s)]


def _decisions(rng, spans, subject, false):
    times_s = np.arange(spans[0][0], spans[-1][1], EVERY_S)
    first = rng.integers(len(times_s))
    burst = range(first, first + rng.integers(1, 6))
    wrong = f"P{rng.integers(PERSONS // 2, PERSONS)}"
    for place, at_s in enumerate(times_s.tolist()):
        if subject and rng.random() < RECOGNISED:
            yield at_s, subject, 0.7
        elif false and place in burst:
            yield at_s, wrong, 0.5
        else:
            yield at_s, f"P{rng.integers(PERSONS)}", 0.2


def _observed(decisions, tracks):
    at_s, track, person, score = (np.array(column) for column in zip(*decisions, strict=True))
    frame = np.round(at_s / EVERY_S).astype(np.int64)
    every = Hits(frame, track, at_s, at_s, person.astype(object), person.astype(object), score.astype(np.float32))
    hits = every[every.score >= THRESHOLD]
    first_s, last_s = np.array(tracks).T
    return Observed(
        hits,
        alerts_of(hits, ScoringSettings().window_s),
        float(last_s.max()),
        Tracks(np.arange(len(tracks)), first_s, last_s, np.ones(len(tracks), np.int64)),
        below=every[every.score < THRESHOLD],
    )


def main(seeds: int = SEEDS) -> None:
    print(f"{'annotator within':>17} {'':8} {'FPIR':>8} {'range':>16} {'holds the truth':>16}")
    for jitter_s in JITTERS_S:
        for tracked in (True, False):
            worlds = [world(np.random.default_rng(seed), jitter_s) for seed in range(seeds)]
            rates = [one.score(tracked=tracked).system.fpir for one in worlds]
            low, high = zip(*((r.k if r.k_low is None else r.k_low, r.k if r.k_high is None else r.k_high) for r in rates))
            n = sum(r.n for r in rates)
            value = None if any(r.value is None for r in rates) else sum(r.k for r in rates)/n
            held = sum(a <= one.mistaken <= b for a, one, b in zip(low, worlds, high))
            print(jitter_s, tracked, value, sum(low)/n, sum(high)/n, held, seeds)

if __name__ == "__main__":
    main(*(int(one) for one in sys.argv[1:]))
