"""How soon alerts come, and what a frame takes."""

import shutil

import pytest

from lfr_eval.record.listing import list_runs


def texts(app):
    return " ".join(one.value for one in app.markdown)


def test_misses_are_counted_and_every_stage_has_its_percentiles(page):
    app = page("latency")
    assert not app.exception
    said = texts(app)
    assert "6 passes of listed people: half of them had raised an alert 0.00 s after entering." in said
    assert "1 pass without an alert counts for as long as the person was there (Kaplan-Meier)" in said
    assert "From capture to alert: not measured." in said
    assert "Frames lost: 0 of 100 = 0 %." in said
    curve, stages, capacity = (one.value for one in app.dataframe)
    assert curve["Had raised an alert"].tolist() == pytest.approx([5 / 6, 5 / 6], abs=1e-4)
    assert stages["Stage"].tolist()[-1] == "whole frame"
    assert (stages["p50 (ms)"] <= stages["p99 (ms)"]).all()
    # Three people stand in every frame
    assert capacity["Faces in the frame"].tolist() == ["3 to 4"]
    assert capacity["Frames"].tolist() == [100]
    assert capacity["Frames a second"][0] == pytest.approx(1000 / capacity["p95 (ms)"][0], rel=0.01)


def test_without_truth_the_times_of_the_machine_are_still_there(page, own_home):
    shutil.rmtree(own_home.scores)
    app = page("latency", home=own_home)
    assert not app.exception
    assert "has not been held against truth yet" in app.info[0].value
    assert len(app.dataframe) == 2


def test_truth_that_was_changed_since_is_said(page, own_home):
    passes = own_home.datasets / "gate" / "passes.csv"
    passes.write_text(passes.read_text().replace("18.0,20.0", "18.0,19.0"))
    app = page("latency", home=own_home)
    assert not app.exception
    assert "gone or was changed since" in app.info[0].value


def test_times_that_are_cut_off_are_one_sentence(page, own_home):
    file = list_runs(own_home.runs)[0].path / "timings.parquet"
    file.write_bytes(file.read_bytes()[:200])
    app = page("latency", home=own_home)
    assert not app.exception
    assert "the table timings is damaged" in app.error[0].value
