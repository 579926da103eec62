"""What a timeline shows, and what it puts together."""

import numpy as np
import pytest
from pass_records import pass_record

from lfr_eval.core.events import Alert, Pass
from lfr_eval.metrics.alert_truth import AlertRecord, AlertVerdict
from lfr_eval.metrics.box_matching import NO_PASS
from lfr_eval.metrics.records import Outcome, ScoredRun
from lfr_eval.metrics.truth import Status
from lfr_eval.report.timeline import MOST_ROWS, MOST_SPANS, timeline_of


class Run:
    """A run of tracks only."""

    def __init__(self, first_s, last_s, end_s):
        self.header = {"counts": {"duration_s": end_s}, "source": {"nominal_fps": None}}
        self._tracks = {"first_s": np.array(first_s, float), "last_s": np.array(last_s, float)}

    def table(self, name, columns):
        assert (name, columns) == ("tracks", ["first_s", "last_s"]), "nothing else is read"
        return {key: Column(values) for key, values in self._tracks.items()}


class Column:
    def __init__(self, values):
        self.to_numpy = lambda: values


def seen(pass_id, status, outcome, enter_s=0.0, other_hits=0):
    row = Pass(pass_id, "gate.mp4", None, enter_s, enter_s + 1)
    return pass_record(row, status, outcome=outcome, other_hits=other_hits, acquired=True, tracks=1)


def alert(row, verdict, emitted_s=0.5):
    return AlertRecord(Alert(1, "P1", "P1/1", 0.6, emitted_s, emitted_s, 1, 1), verdict, row, 1)


def scored(records, alerts=()):
    return ScoredRun(tuple(records), tuple(alerts), "boxes", 0, 0, 0, 0, 10.0)


def test_an_alert_stands_in_the_row_of_its_pass():
    records = [
        seen("b", Status.NON_MATED, Outcome.FALSE_ALERT, 2.0, other_hits=1),
        seen("a", Status.MATED, Outcome.CORRECT_ALERT, 1.0),
        seen("c", Status.CROWD, None),
    ]
    alerts = [
        alert(0, AlertVerdict.FALSE),
        alert(1, AlertVerdict.TRUE),
        alert(2, AlertVerdict.FALSE),
        alert(NO_PASS, AlertVerdict.UNCONFIRMED),
    ]
    found = timeline_of(Run([], [], 10.0), scored(records, alerts))
    assert found.passes["Row"].tolist() == ["a · recognised", "b · false alert"]
    assert found.passes["What"].tolist() == ["listed, recognised", "not listed, alert"]
    assert found.alerts[["Row", "What"]].to_numpy().tolist() == [
        ["b · false alert", "false alert"],
        ["a · recognised", "true alert"],
        ["crowd in which nobody is listed", "false alert"],
        ["no known pass", "unconfirmed alert"],
    ]


def test_errors_come_first_where_there_is_no_room_for_all():
    # 50 quiet passers-by, 10 recognised, and at the end a miss and a false alert
    records = [seen(f"quiet{n}", Status.NON_MATED, Outcome.NO_ALERT, n) for n in range(50)]
    records += [seen(f"known{n}", Status.MATED, Outcome.CORRECT_ALERT, n) for n in range(10)]
    records += [seen("missed", Status.MATED, Outcome.MISS, 99.0)]
    records += [seen("stopped", Status.NON_MATED, Outcome.FALSE_ALERT, 98.0, other_hits=3)]
    found = timeline_of(Run([], [], 100.0), scored(records, [alert(0, AlertVerdict.FALSE)]))
    assert len(found.passes) == MOST_ROWS
    assert {"missed · missed", "stopped · false alert"} <= set(found.passes["Row"])
    assert found.passes["Row"].str.startswith("known").sum() == 10
    assert found.left_out == len(records) - MOST_ROWS
    assert "22 further passes and the alerts about them have no row" in found.sentence()


def test_what_is_at_once_is_the_mean_over_each_span():
    # Two faces from 0 to 5 s, one of them on to 10 s; one person passes all the time
    whole = seen("a", Status.NON_MATED, Outcome.NO_ALERT)
    found = timeline_of(Run([0, 0], [5, 10], 10.0), scored([whole]))
    faces = found.traffic[found.traffic["What"] == "faces followed at once"]["At once"].to_numpy()
    assert len(faces) == MOST_SPANS
    assert faces[:150] == pytest.approx(2)
    assert faces[150:] == pytest.approx(1)
    people = found.traffic[found.traffic["What"] == "people passing at once, by truth"]
    assert people["At once"].sum() * 10 / MOST_SPANS == pytest.approx(1.0), "one person for one second"


def test_a_hundred_thousand_tracks_take_no_more_marks_than_a_few():
    rng = np.random.default_rng(0)
    starts_s = rng.uniform(0, 9_990, 100_000)
    found = timeline_of(Run(starts_s, starts_s + 2, 10_000.0), scored([]))
    assert len(found.traffic) == MOST_SPANS
    assert found.traffic["At once"].mean() == pytest.approx(20, rel=1e-3)
    assert found.rows() is None


def test_every_kind_of_alert_has_a_shape_of_its_own():
    records = [seen("a", Status.MATED, Outcome.MISS)]
    alerts = [alert(NO_PASS, verdict) for verdict in AlertVerdict]
    layers = timeline_of(Run([], [], 10.0), scored(records, alerts)).rows().to_dict()["layer"]
    assert layers[1]["encoding"]["shape"]["scale"]["range"] == ["triangle-down", "cross", "diamond"]


@pytest.mark.parametrize(("end_s", "title"), [(10.0, "seconds"), (10_000.0, "time")])
def test_long_footage_is_told_by_the_clock(end_s, title):
    chart = timeline_of(Run([0], [1], end_s), scored([])).at_once().to_dict()
    assert chart["encoding"]["x"]["axis"]["title"] == f"{title} from the first frame"
