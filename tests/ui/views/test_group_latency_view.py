"""How soon groups are recognised, in figures that are written out by hand."""

import pytest
from pass_records import pass_record
from score_objects import NONE, delay, group, rate, score

from lfr_eval.core.events import Pass
from lfr_eval.core.rates import Counts
from lfr_eval.metrics.records import ScoredRun
from lfr_eval.metrics.truth import Status
from lfr_eval.ui.views import group_latency as view


def mated(number, sex, hit_s, stay_s=5.0, cut_off_s=None):
    row = Pass(f"p{number}", "gate.mp4", f"P{number}", 0.0, stay_s, attributes={"sex": sex} if sex else {})
    return pass_record(row, Status.MATED, first_hit_s=hit_s, cut_off_s=cut_off_s)


def scored(*records):
    return ScoredRun(records, (), "time", 0, (0, 0), (0, 0), None, None, None, 60.0)


UNKNOWN = {"eye_px": None, "embedded_per_pass": None, "capture_to_alert_ms": None, "fta": NONE, "fte": NONE}


def people(value, **known):
    in_time = {"timely": rate(1, 4, 0.1, 0.9), "entry_to_hit_s": delay(4, left=3)}
    return group(value, **in_time | UNKNOWN | known)


SCORE = score(groups=(people("F"), people("M")), faces_attributed=None)


def of(*groups):
    return SCORE.model_copy(update={"groups": groups})


def test_each_group_has_its_curve_and_ends_at_the_share_that_ever_was_recognised():
    records = [mated(1, "F", 1.0), mated(2, "F", None), mated(3, "M", 0.5), mated(4, None, 3.0)]
    stranger = pass_record(Pass("s", "gate.mp4", None, 0.0, 9.0, attributes={"sex": "X"}), Status.NON_MATED)
    found = view.recognition(scored(*records, stranger), SCORE, "sex")
    assert found.sentence.endswith("each line ends at the share that ever was: F 50 %, M 100 %, not recorded 100 %.")
    assert found.table["Group"].unique().tolist() == ["F (2 passes)", "M (1 pass)", "not recorded (1 pass)"]
    assert found.table[found.table["Group"] == "F (2 passes)"]["Share"].tolist() == [0, 0.5]


def test_groups_are_told_apart_by_colour_and_by_dash_and_the_grace_is_a_line():
    found = view.recognition(scored(*(mated(place, "FMX"[place], 1.0) for place in range(3))), SCORE, "sex")
    lines, rule, label = found.chart.to_dict()["layer"]
    ranges = [lines["encoding"][channel]["scale"]["range"] for channel in ("color", "strokeDash")]
    assert [len({str(one) for one in given}) for given in ranges] == [3, 3]
    (at,) = found.chart.to_dict()["datasets"][rule["data"]["name"]]
    assert (at["After (s)"], at["label"]) == (2.0, "in time: 2 s")
    assert label["mark"]["align"] == "right", "nobody waited longer, so that the label has its room before the line"


def test_without_listed_people_there_is_no_curve():
    assert view.recognition(scored(), SCORE, "sex") is None


def test_a_median_that_was_not_reached_has_no_value():
    table = view.delays(SCORE, "sex")
    assert table["Median from entering to first hit"][0] == "no value, since fewer than half got there"
    assert table["Recognised in time"][0] == "1 of 4 = 25 % (10 % to 90 %)"
    assert table["Left unrecognised"][0] == "3 of 4"
    (row,) = view.delays(of(people("F", entry_to_hit_s=delay(0))), "sex").to_dict("records")
    assert row["Median from entering to first hit"] == "not known"


def test_what_is_known_of_no_group_is_no_column():
    assert view.looks(SCORE, "sex") is None
    eyes = {"p5": 18.2, "p50": 30.0, "p95": 61.7, "n": 400}
    known = people("F", eye_px=eyes, capture_to_alert_ms={"p50": 80.0, "p95": 140.0, "p99": 200.0, "n": 9})
    table = view.looks(of(known, people("M")), "sex")
    assert table.to_dict("list") == {
        "Group": ["F", "M"],
        "Eyes apart, px": ["30 (18 to 62)", "not known"],
        "Capture to alert, ms": ["80 (95 %: 140)", "not known"],
    }


def test_a_group_under_a_condition_is_called_as_on_the_page_of_groups():
    table = view.delays(of(people("F", condition={"light": "dark"}), people(None)), "sex")
    assert table["Group"].tolist() == ["F (light dark)", "not recorded"]


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (None, "Eye distance and embedded faces of groups are not known: no faces are on record."),
        (
            Counts(1500, 2000),
            "Eye distance and embedded faces of groups rest on 1,500 of 2,000 faces: those of which",
        ),
    ],
)
def test_what_may_be_the_cause_says_what_it_rests_on(known, expected):
    assert expected in view.causes(SCORE.model_copy(update={"faces_attributed": known}))
