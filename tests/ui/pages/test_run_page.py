"""A run: the answer first, and one clear sentence where there is none."""

import json
import shutil

import pytest

from lfr_eval.core.home import Home
from lfr_eval.record.listing import list_runs


@pytest.fixture
def newest(own_home):
    """The directory of the newest run."""
    return list_runs(own_home.runs)[0].path


def texts(app):
    return " ".join(one.value for one in app.markdown)


def the_error(app):
    """The one sentence; nothing else may have gone wrong, and nothing is shown as if it were a result."""
    assert not app.exception
    assert not app.dataframe
    (error,) = app.error
    assert "\n" not in error.value
    return error.value


def test_the_answer_comes_first_with_counts_and_bases(page):
    app = page("run")
    assert not app.exception
    said = texts(app)
    assert "30 passes: 6 by 6 listed people and 24 by 24 people not listed, with a list of 6 people" in said
    assert "5 of 6 passes of listed people = 83.3 % (95 % 35.9 % to 99.6 %)" in said
    assert "1 of 24 passes of people not listed = 1 in 24 = 4.17 % (95 % 1 in 948 to 1 in 4.73)" in said
    assert "1 of 6 alerts = 1 in 6 = 16.7 %. 1 of 30 faces that the system followed = 1 in 30" in said
    assert [one.value for one in app.subheader][:2] == ["The answer", "What this run cannot show"]


def test_what_it_cannot_show_says_how_much_more_it_takes(page):
    said = texts(page("run"))
    assert "it takes 2,995 passes of people not listed with no false positive among them; there were 24" in said
    assert "Differences by sex: 3 of 3 questions could not be settled" in said
    assert "How it does with listed people in general: only 6 took part." in said


def test_every_chart_has_its_table(page):
    app = page("run")
    timeline, at_once, rates, outcomes, settings, provenance = (one.value for one in app.dataframe)
    assert len(timeline) == 36, "thirty passes and six alerts"
    assert set(timeline["What"]) == {
        "listed, recognised",
        "listed, not recognised",
        "not listed",
        "not listed, alert",
        "true alert",
        "false alert",
    }
    assert timeline.loc[timeline["What"] == "listed, not recognised", "Row"].tolist() == ["pass-lost · not enrolled"]
    assert at_once["At once"].max() == pytest.approx(3)
    assert rates.set_index("Rate").loc["False positives (FPIR)", ["Count", "Base", "People"]].tolist() == ["1", 24, 24]
    assert outcomes["Passes"].sum() == 30
    assert dict(settings.to_numpy())["alerting.threshold"] == "0.4"
    kept = dict(provenance.to_numpy())
    assert kept["Models, recogniser, sha256"] == "bb"
    assert kept["Truth"] == "datasets/gate/passes.csv, datasets/gate/subjects.csv"


def test_the_address_decides_which_run_is_shown(page, golden_home):
    older = list_runs(golden_home.runs)[1].run_id
    said = texts(page("run", run=older))
    assert "0 of 24 passes of people not listed; up to 1 in 7.02 cannot be ruled out (95 % interval)." in said


def test_a_run_without_truth_still_shows_what_was_seen(page, own_home):
    shutil.rmtree(own_home.scores)
    app = page("run", home=own_home)
    assert not app.exception
    assert "has not been held against truth yet" in app.info[0].value
    assert "6 alerts raised while it watched" in texts(app)
    assert app.dataframe[0].value["What"].unique().tolist() == ["alert"]


def test_files_can_be_compared_with_their_digests(page, own_home, newest):
    app = page("run", home=own_home)
    assert app.button(key="verify").click().run().info[0].value.startswith("Every file of the run is as it was")
    (newest / "log.jsonl").write_text("altered\n")
    assert "log.jsonl: altered" in app.button(key="verify").click().run().info[0].value


def test_without_a_run_it_says_what_to_do(page, tmp_path):
    app = page("run", home=Home(tmp_path))
    assert not app.exception
    assert "lfr-eval demo" in app.info[0].value


def test_a_header_that_is_cut_off(page, own_home, newest):
    (newest / "run.json").write_bytes((newest / "run.json").read_bytes()[:100])
    assert "damaged, expected JSON" in the_error(page("run", home=own_home, run=newest.name))


def test_a_header_that_leaves_out_what_was_watched(page, own_home, newest):
    header = json.loads((newest / "run.json").read_text())
    del header["source"]
    (newest / "run.json").write_text(json.dumps(header))
    assert "does not say what was watched" in the_error(page("run", home=own_home, run=newest.name))


def test_a_newer_schema(page, own_home, newest):
    header = json.loads((newest / "run.json").read_text())
    (newest / "run.json").write_text(json.dumps(header | {"schema_version": 99}))
    error = the_error(page("run", home=own_home, run=newest.name))
    assert "written by a newer version" in error
    assert error.endswith("upgrade lfr-eval")


def test_a_run_that_was_half_written(page, own_home, newest):
    header = json.loads((newest / "run.json").read_text())
    (newest / "run.json").write_text(json.dumps(header | {"status": "running", "process": None}))
    partial = newest.rename(newest.with_name(f"{newest.name}.partial"))
    error = the_error(page("run", home=own_home, run=header["run_id"]))
    assert "is interrupted, not whole" in error
    assert partial.exists()


@pytest.mark.parametrize("table", ["candidates", "tracks"])
def test_a_table_that_is_cut_off(page, own_home, newest, table):
    whole = (newest / f"{table}.parquet").read_bytes()
    (newest / f"{table}.parquet").write_bytes(whole[: len(whole) // 2])
    app = page("run", home=own_home, run=newest.name)
    assert not app.exception
    assert f"damaged, {table}.parquet was altered since it was recorded" in app.error[0].value


def test_a_run_deleted_while_it_is_open(page, own_home, newest):
    app = page("run", home=own_home, run=newest.name)
    assert app.dataframe
    shutil.rmtree(newest)
    app = app.run()
    assert (
        the_error(app)
        == f"Run {newest.name} is not here: it was deleted or given another name, or its folder was moved."
    )
    other = list_runs(own_home.runs)[0].run_id
    app = app.selectbox(key="run-instead").set_value(other).run()
    assert not app.error
    assert app.selectbox(key="run").value == other
