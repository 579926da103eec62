"""What stands beside the rates of a group: delays, faces, and failures to acquire and to enrol."""

from pathlib import Path

import numpy as np
import pytest
from synthetic import draw
from synthetic_runs import FPS, Pictures, make_list, record

from lfr_eval.core.rates import Counts, Rate
from lfr_eval.datasets.subjects import Subject, Subjects
from lfr_eval.evaluate.external import ExternalSystem, record_alerts
from lfr_eval.evaluate.group_latency import enrolment_failures, spread
from lfr_eval.evaluate.results.score import GroupRow, ScoreResult
from lfr_eval.evaluate.score import Question, score_runs
from lfr_eval.evaluate.truth import TruthFiles
from lfr_eval.metrics.truth import Listed
from lfr_eval.record.reader import RunRecord

HEAD = "pass_id,source,subject_id,t_enter_s,t_exit_s\n"
SUBJECTS = "subject_id,sex,age,label_source\nP1,F,30,self\nP2,M,,self\nlost,M,,self\ns7,F,,self\n"
PLACES = {1: (50, 100), 2: (400, 200), 7: (50, 100)}
SCENES = [[1]] * 10 + [[1, 2]] * 10 + [[]] * 10 + [[7]] * 5
"""By the frame: P1 alone, P1 with P2, nobody, then a stranger; 5 frames a second."""
PASSES = f"{HEAD}one,gate.mp4,P1,0,4\ntwo,gate.mp4,P2,2,4\nthree,gate.mp4,lost,4,6\nfour,gate.mp4,s7,6,7\n"


def boxes() -> str:
    name = {1: "one", 2: "two", 7: "four"}
    rows = [
        f"{name[person]},{frame / FPS:g},{PLACES[person][0]},{PLACES[person][1]},60,60"
        for frame, people in enumerate(SCENES)
        for person in people
    ]
    return "\n".join(["pass_id,pts_s,x,y,w,h", *rows]) + "\n"


@pytest.fixture
def groups(tmp_path: Path):
    """Scores the scene by an attribute; returns the score and its rows by their values."""
    pictures = [draw({person: PLACES[person] for person in people}) for people in SCENES]
    listed = make_list(tmp_path / "list", 1, 2, failing=["lost"])
    (tmp_path / "passes.csv").write_text(PASSES)
    (tmp_path / "subjects.csv").write_text(SUBJECTS)

    def score(*, live: bool = False, by: str = "sex") -> tuple[ScoreResult, dict[str | None, GroupRow]]:
        run = RunRecord.open(record(Pictures(pictures, live=live), listed, tmp_path / "runs").run)
        files = TruthFiles(tmp_path / "passes.csv", (tmp_path / "subjects.csv",))
        stated = score_runs([run], files, Question(by=(by,))).result
        return stated, {row.value: row for row in stated.groups}

    return score


def ratio(rate: Rate) -> tuple[int, int]:
    return rate.k, rate.n


def test_with_boxes_every_figure_of_a_group_is_known(tmp_path: Path, groups):
    (tmp_path / "boxes.csv").write_text(boxes())
    stated, rows = groups()
    women, men = rows["F"], rows["M"]
    # P1 is recognised at once; of the men P2 is, and `lost` failed to enrol and was not even seen
    assert (ratio(women.timely), ratio(men.timely), ratio(stated.timely)) == ((1, 1), (1, 2), (2, 3))
    assert (ratio(women.tpir), ratio(women.fpir), ratio(men.wrong_identity)) == ((1, 1), (0, 1), (0, 2))
    assert (ratio(women.fta), ratio(men.fta)) == ((0, 2), (1, 2))
    assert (ratio(women.fte), ratio(men.fte)) == ((0, 1), (1, 2))
    assert (women.entry_to_hit_s.median, men.entry_to_hit_s.left) == (0, 1)
    # 20 faces of P1 and 5 of the stranger; 10 of P2 and none of `lost`
    assert (women.eye_px["n"], men.eye_px["n"], women.eye_px["p50"]) == (25, 10, pytest.approx(24))
    assert women.embedded_per_pass == {"p50": 12.5, "n": 2}
    assert men.embedded_per_pass == {"p50": 5, "n": 2}
    assert (women.capture_to_alert_ms, stated.faces_attributed) == (None, Counts(35, 35))


def test_with_times_only_faces_are_known_of_who_is_alone(groups):
    stated, rows = groups()
    # P1 is alone for 2 s, and P2 never; nobody was in view with `lost` or with the stranger
    assert rows["F"].eye_px["n"] == 10 + 5
    assert (rows["M"].eye_px, rows["M"].embedded_per_pass) == (None, {"p50": 0, "n": 1})
    assert rows["F"].embedded_per_pass == {"p50": 5, "n": 1}
    assert stated.faces_attributed == Counts(15, 35)
    assert "eye distance and embedded faces of groups rest on 15 of 35 faces" in " ".join(stated.caveats)


def test_live_watches_tell_how_late_the_alerts_of_a_group_came(groups):
    _, rows = groups(live=True)
    assert {value: row.capture_to_alert_ms["n"] for value, row in rows.items()} == {"F": 1, "M": 1}
    assert 0 <= rows["F"].capture_to_alert_ms["p50"] < 10_000


def test_who_of_the_list_is_in_no_group_is_in_no_rate_of_enrolment(groups):
    # An age is recorded of P1 alone: P2 and `lost` are the rest, of whom it is not recorded
    _, rows = groups(by="age")
    assert (ratio(rows["30-44"].fte), ratio(rows[None].fte)) == ((0, 1), (1, 2))


def test_a_system_judged_from_its_log_says_what_is_not_known(tmp_path: Path):
    (tmp_path / "passes.csv").write_text(HEAD + "a,street,P,0,10\n")
    (tmp_path / "subjects.csv").write_text("subject_id,sex\nP,F\n")
    (tmp_path / "listed.csv").write_text("person_id\nP\n")
    (tmp_path / "log.csv").write_text("person_id,pts_s,score\nP,3,0.8\n")
    system = ExternalSystem("a vendor's", "street", 60.0, tmp_path / "listed.csv")
    run = RunRecord.open(record_alerts(tmp_path / "log.csv", system, tmp_path / "runs"))
    files = TruthFiles(tmp_path / "passes.csv", (tmp_path / "subjects.csv",))
    stated = score_runs([run], files, Question(by=("sex",))).result
    women = stated.groups[0]
    assert (women.timely.k, women.entry_to_hit_s.median) == (0, 3)
    assert (women.eye_px, women.embedded_per_pass, women.capture_to_alert_ms) == (None,) * 3
    assert (women.fta.n, women.fte.n, women.fte.value) == (0, 0, None)
    assert "no faces are on record" in stated.caveats[-1]


def test_enrolment_is_counted_in_people_by_intersections_too():
    people = {"a": ("F", "dark"), "b": ("F", "dark"), "c": ("F", None), "d": ("M", "dark")}
    known = {
        name: Subject(name, {"sex": sex} | ({"tone": tone} if tone else {})) for name, (sex, tone) in people.items()
    }
    listed = Listed(frozenset({*people, "nobody knows"}), frozenset({"a", "d"}))

    def failed(attribute: str, value: str | None) -> tuple[int, int]:
        found = enrolment_failures(listed, Subjects(known), attribute, value)
        return found.k, found.n

    assert failed("sex", "F") == (1, 3)
    assert failed("sex*tone", "F*dark") == (1, 2)
    assert failed("sex*tone", None) == (0, 2)
    assert failed("camera", None) == (0, 0)


def test_percentiles_have_their_number():
    assert spread(np.arange(101), 5, 50) == {"p5": 5, "p50": 50, "n": 101}
    assert spread([], 50) is None
    assert spread(None, 50) is None
