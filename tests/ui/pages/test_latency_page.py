"""How soon alerts come, and what a frame takes."""

import json
import shutil

import pytest

from lfr_eval.record.listing import list_runs


def texts(app):
    return " ".join(one.value for one in app.markdown)


def test_misses_are_counted_and_every_stage_has_its_percentiles(page):
    app = page("latency")
    assert not app.exception
    said = texts(app)
    assert "Recognised in time: 5 of 6 passes of listed people within 2 s of entry = 83.3 %" in said
    assert "From entering to alert: median 0.00 s (no interval: 6 people); 1 of 6 passes left without it." in said
    assert "From capture to alert: not measured." in said
    assert "Frames lost: 0 of 100 = 0 %." in said
    curve, by_group, in_time, delays, looks, stages, capacity = (one.value for one in app.dataframe)
    assert curve["Share"].tolist() == pytest.approx([5 / 6], abs=1e-4)
    # All three women are recognised as they come in, and two of the three men: one failed to enrol
    assert by_group[["Group", "After (s)", "Share"]].to_numpy().tolist() == [
        ["F (3 passes)", 0, 1],
        ["M (3 passes)", 0, pytest.approx(2 / 3, abs=1e-4)],
    ]
    assert dict(zip(in_time["Group"], in_time["Count"], strict=True)) == {"F": "3 of 3", "M": "2 of 3"}
    assert delays["Left unrecognised"].tolist() == ["0 of 3", "1 of 3"]
    assert looks["Not enrolled (FTE)"].str.partition(" =")[0].tolist() == ["0 of 3", "1 of 3"]
    assert looks["Faces a pass"].tolist() == ["10", "10"]
    assert looks["Eyes apart, px"].tolist() == ["24 (24 to 24)"] * 2
    assert "rest on 300 of 300 faces" in said
    assert stages["Stage"].tolist()[-1] == "whole frame"
    assert (stages["p50 (ms)"] <= stages["p99 (ms)"]).all()
    # Three people stand in every frame
    assert capacity["Faces in the frame"].tolist() == ["3 to 4"]
    assert capacity["Frames"].tolist() == [100]
    assert capacity["Frames a second"][0] == pytest.approx(1000 / capacity["p95 (ms)"][0], rel=0.01)


def test_a_link_names_the_attribute_and_the_verdict_is_that_of_the_groups_page(page):
    latency, fairness = page("latency", attribute="sex"), page("fairness", attribute="sex")
    (line,) = [one.value for one in latency.markdown if "Recognised in time: not settled" in one.value]
    assert "F 3 of 3 = 100 % against M 2 of 3 = 66.7 %: difference +33.3 points" in line
    assert line in "\n".join(one.value for one in fairness.markdown)


def test_without_groups_it_says_how_to_compare_them(page, own_home):
    for file in own_home.scores.rglob("*.json"):
        score = json.loads(file.read_text())
        file.write_text(json.dumps(score | {"groups": [], "verdicts": []}))
    app = page("latency", home=own_home)
    assert not app.exception
    assert "No groups were compared in this score." in " ".join(one.value for one in app.info)


def test_scores_of_an_earlier_version_are_not_read_as_those_of_this_one(page, own_home):
    for file in own_home.scores.rglob("*.json"):
        score = json.loads(file.read_text())
        for name in ("meaning", "timely", "silenced"):
            del score[name]
        file.write_text(json.dumps(score))
    for name in ("latency", "fairness", "run", "threshold", "compare", "alerts", "overview", "reviews"):
        app = page(name, home=own_home)
        assert not app.exception
    said = page("latency", home=own_home).info[0].value
    assert "by an earlier version, whose figures meant something else" in said
    assert "--truth datasets/gate/passes.csv --subjects datasets/gate/subjects.csv --threshold 0.4 --by 'sex'`" in said


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
    assert "damaged, timings.parquet was altered since it was recorded" in app.error[0].value
