"""Known-false pairs are false, the same for everybody, and never held against truth."""

from datetime import UTC, datetime

import pytest
from synthetic import draw
from synthetic_runs import Pictures, make_list, record, settings

from lfr_eval.core.adjudication import Adjudication, Decision
from lfr_eval.evaluate.alerts.pictures import alerts_of_run
from lfr_eval.evaluate.alerts.queue import AlertTruth, RunTruth, hold_against_truth, make_queue
from lfr_eval.metrics.alert_truth import AlertVerdict
from lfr_eval.record.reader import RunRecord

REFERENCES = {f"P{number}": f"P{number}/1" for number in (1, 2, 3, 4)}


@pytest.fixture
def run(tmp_path):
    """One alert on P1; P5, whom P1 resembles by 0.6, is a candidate of hers at or above the threshold of 0.4."""
    listed = make_list(tmp_path / "list", 1, 2, 3, 4, 5, alike={5: 1})
    pictures = Pictures([draw({1: (100, 100)})] * 3)
    return RunRecord.open(record(pictures, listed, tmp_path / "runs", settings(alerting={"threshold": 0.4})).run)


def test_without_known_false_pairs_the_queue_is_the_alerts(run):
    alerts = alerts_of_run(run)
    assert [item.key for item in make_queue(run, alerts, REFERENCES, RunTruth(), 0)] == [one.key for one in alerts]


def test_known_false_pairs_are_the_same_for_everybody(run):
    first, second = (make_queue(run, alerts_of_run(run), REFERENCES, RunTruth(), 1) for _ in range(2))
    assert first == second
    (pair,) = [item for item in first if item.seeded]
    assert pair.person in {"P2", "P3", "P4"}
    assert pair.entry == f"{pair.person}/1"
    assert pair.key == f"P1@0.000 shown as {pair.person}"


def test_nobody_whom_the_system_or_truth_takes_for_the_probe_is_called_false(run):
    truth = RunTruth({"P1@0.000": AlertTruth(AlertVerdict.FALSE, "P2", "P2")})
    references = {"P1": "P1/1", "P2": "P2/1", "P5": "P5/1"}
    assert not [item for item in make_queue(run, alerts_of_run(run), references, truth, 5) if item.seeded]


def test_known_false_pairs_never_enter_rates_against_truth():
    def said(key, seeded):
        return Adjudication("run", key, "Ann", Decision.TRUE, "", 1.0, datetime.now(UTC), seeded)

    truth = RunTruth({"P1@0.000": AlertTruth(AlertVerdict.FALSE, "S1", "S1", {"sex": "F"})})
    held = hold_against_truth(
        [said("P1@0.000", False), said("P1@0.000 shown as P2", True), said("P3@9.000", False)], truth
    )
    assert [(one.verdict, one.subject, dict(one.attributes)) for one in held] == [
        (AlertVerdict.FALSE, "S1", {"sex": "F"}),
        (AlertVerdict.UNCONFIRMED, "P3@9.000", {}),
    ]
