"""The alerts of a run as reviewers meet them, with known-false pairs mixed in, and what truth says of each."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lfr_eval.core.adjudication import Adjudication
from lfr_eval.core.events import Alert
from lfr_eval.core.home import Home
from lfr_eval.evaluate.evidence import hold_again, kept_scores
from lfr_eval.metrics.alert_truth import AlertVerdict
from lfr_eval.metrics.box_matching import NO_PASS
from lfr_eval.metrics.reviewers import Reviewed
from lfr_eval.metrics.truth import person_of
from lfr_eval.record.reader import RunRecord


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One pair to decide on: the probe of an alert and a person of the list."""

    key: str
    """Of the alert; of a known-false pair with the person who is shown."""
    alert: Alert
    person: str
    entry: str
    seeded: bool = False


@dataclass(frozen=True, slots=True)
class AlertTruth:
    """What truth says of an alert."""

    verdict: AlertVerdict
    subject: str
    """Whose pass it was; the alert's own key where truth covers none."""
    named: str | None = None
    """The subject that truth names, if it names one."""
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RunTruth:
    """What truth says of the alerts of a run, by key, and which groups were asked for."""

    alerts: Mapping[str, AlertTruth] = field(default_factory=dict)
    by: tuple[str, ...] = ()


def truth_of_alerts(home: Home, run: RunRecord) -> RunTruth:
    """Hold the alerts that a run raised against the newest truth that it was scored with and that still stands."""
    alerting = run.header["settings"]["alerting"]
    for kept in kept_scores(home, run.run_id):
        settings = kept.settings.model_copy(update={"window_s": alerting["window_s"]})
        as_watched = kept.model_copy(update={"threshold": alerting["threshold"], "settings": settings})
        if scored := hold_again(home, run, as_watched):
            alerts = {}
            for one in scored.alerts:
                row = None if one.row == NO_PASS else scored.records[one.row].row
                alerts[one.alert.key] = AlertTruth(
                    one.verdict,
                    one.alert.key if row is None else person_of(row),
                    row.subject_id if row else None,
                    row.attributes if row else {},
                )
            return RunTruth(alerts, kept.attributes)
    return RunTruth()


def make_queue(
    run: RunRecord, alerts: Sequence[Alert], references: Mapping[str, str], truth: RunTruth, seeded: int
) -> tuple[QueueItem, ...]:
    """Alerts in the order of time, known-false pairs in between; the same for everybody who reviews the run.

    A known-false pair shows the probe of an alert beside somebody whom the system did not find like it: whoever was a
    candidate at or above the threshold for its track is left out, and so is whom truth names.

    Args:
        run: Its id is the seed.
        alerts: Those of the run.
        references: Entry to show of each person whose photograph was kept.
        truth: Of the alerts, as far as there is any.
        seeded: How many known-false pairs to mix in; fewer where no pair is left.
    """
    found = run.candidates(min_score=run.header["settings"]["alerting"]["threshold"])
    alike = {int(str(track)): set(rows["person"]) for track, rows in found.groupby("track")}
    chance = random.Random(run.run_id)  # noqa: S311
    queue = [QueueItem(alert.key, alert, alert.person, alert.entry) for alert in alerts]
    pairs = []
    for alert in chance.sample(list(alerts), len(alerts)):
        stated = truth.alerts.get(alert.key)
        not_false = {alert.person, stated.named if stated else None} | alike.get(alert.track, set())
        if others := sorted(references.keys() - not_false):
            person = chance.choice(others)
            pairs.append(QueueItem(f"{alert.key} shown as {person}", alert, person, references[person], seeded=True))
    for pair in pairs[:seeded]:
        queue.insert(chance.randint(0, len(queue)), pair)
    return tuple(queue)


def hold_against_truth(decisions: Sequence[Adjudication], truth: RunTruth) -> list[Reviewed]:
    """The decisions on real alerts with what truth says of them; known-false pairs are never among them."""
    reviewed = []
    for one in decisions:
        if not one.seeded:
            stated = truth.alerts.get(one.alert_key) or AlertTruth(AlertVerdict.UNCONFIRMED, one.alert_key)
            reviewed.append(Reviewed(one.decision, stated.verdict, stated.subject, stated.attributes))
    return reviewed
