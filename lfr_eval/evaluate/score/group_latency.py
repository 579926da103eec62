"""What stands beside the rates of a group: its delays, how its faces looked, and failures to acquire and to enrol.

A group that is recognised later or less often may be smaller, walk faster, or pass another camera: the eye distance and
the number of embedded faces of its passes say whether that is so (METHODOLOGY 2.5, By group).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from lfr_eval.core.arrays import BoolArray, IntArray, SecondsArray
from lfr_eval.core.rates import Counts, Rate
from lfr_eval.datasets.subjects import Subjects
from lfr_eval.evaluate.results.base import Span
from lfr_eval.evaluate.results.score import HowSoon
from lfr_eval.metrics.alert_truth import AlertRecord
from lfr_eval.metrics.box_matching import NO_PASS
from lfr_eval.metrics.groups import columns_of, parts_of, values_of
from lfr_eval.metrics.pass_scores import acquisition_failures
from lfr_eval.metrics.pass_times import hit_delay
from lfr_eval.metrics.rates import rate
from lfr_eval.metrics.records import PassRecord, ScoredRun
from lfr_eval.metrics.seen_faces import SeenFaces
from lfr_eval.metrics.truth import Listed, Status


@dataclass(frozen=True, slots=True)
class Beside:
    """The p rows of truth of all runs, one run after another, with the faces and the alerts that are theirs."""

    records: tuple[PassRecord, ...]
    faces: SeenFaces | None
    """None where a run holds none."""
    alert_row: IntArray
    """(a,) index of the row that each alert is about; alerts that truth does not cover are left out."""
    alert_ms: SecondsArray | None
    """(a,) milliseconds from the capture of its first hit to the alert; None unless all runs are live."""

    @classmethod
    def of(cls, runs: Sequence[ScoredRun], *, live: bool) -> Beside:
        """Put runs one after another.

        Args:
            runs: At least one.
            live: Whether all of them were live.
        """
        records = tuple(record for run in runs for record in run.records)
        starts = np.cumsum([0, *(len(run.records) for run in runs)]).tolist()
        known = [run.faces for run in runs if run.faces is not None]
        covered = [
            (one, start) for run, start in zip(runs, starts, strict=False) for one in run.alerts if one.row != NO_PASS
        ]
        rows = np.array([one.row + start for one, start in covered], np.int64)
        late_ms = np.array([delay_ms(one) for one, _ in covered], float) if live else None
        return cls(records, SeenFaces.together(known) if len(known) == len(runs) else None, rows, late_ms)

    def figures(self, rows: BoolArray) -> HowSoon:
        """What stands beside the rates of some passes.

        Args:
            rows: (p,) which.
        """
        records = [self.records[row] for row in np.flatnonzero(rows).tolist()]
        faces, late_ms = self.faces, self.alert_ms
        return HowSoon(
            fta=acquisition_failures(records),
            entry_to_hit_s=hit_delay([one for one in records if one.status is Status.MATED]),
            eye_px=None if faces is None else spread(faces.eyes_of(rows), 5, 50, 95),
            embedded_per_pass=None if faces is None else spread(faces.embedded_of(rows), 50),
            capture_to_alert_ms=None if late_ms is None else spread(late_ms[rows[self.alert_row]], 50, 95, 99),
        )

    def faces_attributed(self) -> Counts | None:
        """Of how many of all faces truth says whose they are; None where none are on record."""
        return None if self.faces is None else Counts(len(self.faces.row), self.faces.total)


def spread(values: ArrayLike | None, *percents: int) -> Span | None:
    """Percentiles of values with their number n; None where there are none, or None is known of them."""
    known = np.asarray([] if values is None else values, float)
    if not len(known):
        return None
    found = np.percentile(known, percents).tolist()
    return {**{f"p{percent}": value for percent, value in zip(percents, found, strict=True)}, "n": len(known)}


def delay_ms(one: AlertRecord) -> float:
    """Milliseconds from the capture of the first hit of an alert to the alert."""
    return (one.alert.emitted_s - one.alert.first_hit_s) * 1e3


def enrolment_failures(listed: Listed, subjects: Subjects, attribute: str, value: str | None) -> Rate:
    """FTE of a group: people of the list of whom no photograph could be enrolled / people of the list in the group.

    People are counted, not photographs. Who of the list is in which group is known of those in the files of subjects
    alone; where an attribute is recorded of nobody on the list, n = 0.

    Args:
        listed: Who was on the list.
        subjects: Who the people are.
        attribute: An attribute or an intersection.
        value: The group; None = those of whom it is not recorded.

    Source: METHODOLOGY 2.1 (FTE), 2.5 (By group).
    """
    persons = sorted(listed.submitted)
    known = [subjects.by_id.get(person) for person in persons]
    rows = [one.groups() if one else {} for one in known]
    values = values_of(columns_of(rows, parts_of([attribute])), attribute)
    recorded = any(one is not None for one in values)
    mine = [person for person, group in zip(persons, values, strict=True) if recorded and group == value]
    return rate((person in listed.failed_to_enrol for person in mine), mine)
