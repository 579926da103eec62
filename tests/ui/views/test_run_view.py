"""What is said of a run: counts, bases and what is left open."""

from score_objects import alerts, answer, nothing, rate

from lfr_eval.evaluate.results.base import Ends
from lfr_eval.evaluate.results.groups import State
from lfr_eval.evaluate.results.score import Frames
from lfr_eval.metrics.pass_scores import PassCounts
from lfr_eval.ui.literal import strong
from lfr_eval.ui.views import run as view


def said(**entries):
    return " ".join(view.answer(nothing(**entries)))


def test_false_alerts_have_both_denominators():
    found = said(
        alerts=alerts(2067, 10, 0),
        false_alerts_per_face_seen=rate(10, 3_147_436, low=1.5e-6, high=5.8e-6),
    )
    assert "10 of 2,077 alerts = 1 in 208 = 0.481 %." in found
    assert "10 of 3,147,436 faces that the system followed = 1 in 314,744" in found


def test_recognition_in_time_says_what_in_time_is():
    assert f"{strong('Recognised in time.')} 3 of 4 passes of listed people within 2 s of entry = 75 %" in said(
        timely=rate(3, 4)
    )


def test_no_false_alert_is_not_the_same_as_none_possible():
    found = said(fpir=rate(0, 3000, high=0.00128))
    assert "0 of 3,000 passes of people not listed; up to 1 in 781 cannot be ruled out (95 % interval)." in found


def test_unconfirmed_alerts_widen_the_share():
    found = said(alerts=alerts(5, 1, 4), false_share_of_alerts=Ends(low=0.1, high=0.5))
    assert "truth says nothing of 4 more, so that the share lies between 10 % and 50 %" in found


def test_errors_that_raised_no_alert_of_their_own_are_said_beside_the_alerts():
    # "1 of 8 raised an alert" above "0 of 6 alerts false" contradicts itself unless it is told why.
    found = said(fpir=rate(1, 8), alerts=alerts(6, 0, 0), silenced_false_positives=1)
    assert f"{strong('False alerts.')} 0 of 6 alerts." in found
    assert "1 pass with a false positive raised no alert of its own: the system had just alerted to the same" in found


def test_what_was_not_measured_has_no_value():
    found = said()
    assert "not measured: there were no passes of listed people" in found
    assert "Not measured: there were no passes of people not listed." in found


def test_wrong_identities_are_said_where_there_are_any():
    assert "taken for somebody else" not in said()
    assert f"{strong('Listed people taken for somebody else.')} 2 of 10" in said(wrong_identity=rate(2, 10))


def test_what_it_cannot_show():
    entries = {
        "fpir": rate(0, 24),
        "tpir": rate(1, 2, subjects=1),
        "policy": (
            answer("TPIR at least 0.85", State.NOT_SHOWN, "bound 0.4"),
            answer("FPIR: not shown to anybody", State.MET),
        ),
        "frames": Frames(read=10, dropped=None),
        "passes": PassCounts(27, 2, 24, 1, 0),
        "caveats": ("valid only here",),
    }
    found = view.not_shown(nothing(**entries))
    assert found == [
        "That false positives are as rare as 1 in 1,000: it takes 2,995 passes of people not listed with no false "
        "positive among them; there were 24.",
        "How it does with listed people in general: only 1 took part.",
        "Policy: TPIR at least 0.85: not shown (bound 0.4)",
        "Whether it treats groups of people alike: no groups were compared.",
        "1 pass of an unknown person is in no rate.",
        "How many frames were lost before they were read: a camera does not tell.",
        "Valid only here.",
    ]


def test_settings_and_digests_are_flat_rows():
    assert view.flat({"a": {"b": 1, "c": {"d": None}}}) == [("a.b", "1"), ("a.c.d", "")]


def test_an_altered_record_is_named():
    assert view.untouched(["log.jsonl: altered"]) == "The record is not what it was: log.jsonl: altered."


def test_people_count_and_not_how_often_they_pass():
    few = view.not_shown(nothing(fpir=rate(0, 5_000, subjects=500)))
    assert few[0].endswith("there were 5,000, of 500 people: each counts once.")
    assert "as rare as" not in " ".join(view.not_shown(nothing(fpir=rate(0, 5_000))))


def test_a_live_trial_says_what_its_walks_were_to_show():
    header = {
        **dict.fromkeys(("run_id", "status", "started_utc", "ended_utc"), "x"),
        "source": {"id": "camera:0", "digest": None, "size_px": None},
        "watchlist": {"name": "a", "persons_submitted": 1, "persons_enrolled": 1, "digest": "d", "sealed": False},
        "models": {"pack": "p", "licence": "l", "files": []},
        "versions": {},
        "hardware": {},
    }
    rule = {"stopping_rule": {"at_least": 0.7, "most": 20, "confidence": 0.95, "mixture": {"a": 4.5, "b": 0.5}}}
    name = "Stopping rule, stated before the first walk"
    assert "at least 70 % of walks" in dict(view.provenance(header | rule, None).to_numpy())[name]
    assert name not in dict(view.provenance(header, None).to_numpy())
