"""The page that opens first: what was tested, what the policy says of it, and every trouble in one sentence."""

import json
import time

from lfr_eval.core.home import Home
from lfr_eval.evaluate.review.hold import hold
from lfr_eval.evaluate.review.review import open_review
from lfr_eval.evaluate.score.policy import Policy
from lfr_eval.record.listing import list_runs
from lfr_eval.ui.demo import job as demo_job

PATIENCE_S = 240


def texts(app):
    return " ".join(one.value for one in app.markdown)


def table(app, column):
    return next(one.value for one in app.dataframe if column in one.value)


def test_every_run_stands_with_its_rates_and_their_bases(page):
    app = page("overview")
    assert not app.exception
    assert app.title[0].value == "Overview"
    assert "2 runs recorded, 2 held against truth. Policy: not asked of any. 0 reviews, 0 decided." in texts(app)
    shown = table(app, "Recognised (95 %)")
    assert shown["Threshold"].tolist() == ["0.4", "0.7"]
    assert shown["Recognised (95 %)"][0].startswith("5 of 6 = 83.3 % (")
    assert [one.split(" = ")[0] for one in shown["False positives (95 %)"]] == ["1 of 24", "0 of 24"]
    assert shown["Policy"].tolist() == ["no policy asked"] * 2


def test_what_the_policy_says_of_each_run(page, own_home):
    newest, oldest = (run.run_id for run in list_runs(own_home.runs))
    hold(own_home, [newest], None, Policy(fpir=0.001, tpir=0.05))
    hold(own_home, [oldest], None, Policy(fpir=0.5))
    app = page("overview", home=own_home)
    assert table(app, "Recognised (95 %)")["Policy"].tolist() == ["breached (1 of 2 limits)", "met (1 of 1 limit)"]
    assert table(app, "Limit")["State"].tolist() == ["breached", "met", "met"]
    assert "Policy: breached by 1, met by 1." in texts(app)


def test_reviews_stand_with_what_they_are_about(page, own_home):
    open_review(own_home, "High Street", "wanted for violence", "Ann")
    app = page("overview", home=own_home)
    assert not app.exception
    assert table(app, "Standing").iloc[0].tolist()[:4] == [
        "High Street",
        "not decided",
        "not yet",
        "not stated",
    ]


def test_runs_that_are_damaged_newer_half_written_or_interrupted_are_one_sentence_each(page, own_home):
    newest = list_runs(own_home.runs)[0]
    header = json.loads((newest.path / "run.json").read_text())
    for name, content in {
        "20990101T000000Z-00000001": "{",
        "20990101T000000Z-00000002": json.dumps(header | {"schema_version": 99}),
        "20990101T000000Z-00000003.partial": json.dumps(
            header | {"status": "running", "run_id": "20990101T000000Z-00000003", "process": {"pid": 0, "began": "x"}}
        ),
        "20990101T000000Z-00000004.partial": None,
        "20990101T000000Z-00000005": json.dumps(
            {"schema_version": 1, "status": "complete", "run_id": "20990101T000000Z-00000005"}
        ),
    }.items():
        (own_home.runs / name).mkdir()
        if content is not None:
            (own_home.runs / name / "run.json").write_text(content)
    app = page("overview", home=own_home)
    assert not app.exception
    said = sorted((one.value for one in app.warning), reverse=True)
    assert len(said) == 5
    assert "00000005 is damaged: its run.json lacks source.id, " in said[0]
    assert "there is no run.json in it" in said[1]
    assert "20990101T000000Z-00000003 was interrupted" in said[2]
    assert "written by a newer version (schema 99; this one reads up to 1): upgrade lfr-eval" in said[3]
    assert "damaged, expected JSON" in said[4]
    assert len(table(app, "Recognised (95 %)")) == 2


def test_damaged_reviews_are_one_sentence(page, own_home):
    own_home.reviews.mkdir(parents=True, exist_ok=True)
    (own_home.reviews / "reviews.sqlite").write_bytes(b"torn " * 400)
    app = page("overview", home=own_home)
    assert not app.exception
    assert "the reviews are damaged" in app.error[0].value


def test_without_a_run_the_demo_is_offered_and_runs_with_progress(page, tmp_path):
    home = Home(tmp_path)
    app = page("overview", home=home)
    assert not app.exception
    assert "lfr-eval demo" in app.info[0].value
    app = app.button(key="demo").click().run()
    assert not app.exception
    job = demo_job._jobs()[str(tmp_path.resolve())]
    try:
        end = time.monotonic() + PATIENCE_S
        while job.snapshot.note != "watching" and not job.snapshot.ended and time.monotonic() < end:
            time.sleep(0.2)
        app = app.run()
        bar = next(element for element in app.main if element.type == "progress").proto
        assert "The demo is running: watching" in bar.text
        assert bar.value >= 15
        assert not [one for one in app.button if one.key == "demo"], "it is not offered twice"
        (record,) = list_runs(home.runs)
        assert (record.status, record.content["models"]["pack"]) == ("running", "vectron"), "it is the real demo"
    finally:
        job.stop()
    app = app.run()
    assert "the demo ended before it was done" in app.error[0].value
    assert "was interrupted: what it had is kept" in app.warning[0].value
    assert [one for one in app.button if one.key == "demo"], "and can be begun again"


def test_a_demo_that_cannot_be_written_is_one_sentence(page, tmp_path):
    (tmp_path / "datasets").write_text("a file")
    app = page("overview", home=Home(tmp_path))
    app = app.button(key="demo").click().run()
    job = demo_job._jobs()[str(tmp_path.resolve())]
    end = time.monotonic() + PATIENCE_S
    while not job.snapshot.ended and time.monotonic() < end:
        time.sleep(0.2)
    app = app.run()
    assert not app.exception
    assert "cannot be written" in app.error[0].value
