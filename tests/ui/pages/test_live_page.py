"""The page of live trials, without a camera: a recording of photographs that installed packages carry."""

import re
import shutil
import socket
import time

import cv2
import pytest

from lfr_eval.core.home import Home
from lfr_eval.core.settings import SystemSettings
from lfr_eval.evaluate.demo.photographs import PORTRAIT
from lfr_eval.evaluate.enrol import enrol_photographs
from lfr_eval.evaluate.system import load_engine
from lfr_eval.record.listing import list_runs
from lfr_eval.ui.literal import literal

MACHINE = {"camera": "Camera or recording on this machine"}
YAO = "yao-ming"


@pytest.fixture(scope="module")
def portrait_home(tmp_path_factory):
    """A list of one person, and a folder of three photographs of him."""
    home = Home(tmp_path_factory.mktemp("live"))
    stills = home.folder / "stills"
    stills.mkdir()
    for number in range(3):
        shutil.copyfile(PORTRAIT.locate(), stills / f"{number}.jpg")
    settings = SystemSettings()
    enrol_photographs(PORTRAIT.locate(), home.watchlists / "one", load_engine(settings), settings, person=YAO)
    return home


@pytest.fixture
def home(portrait_home, tmp_path):
    shutil.copytree(portrait_home.folder, tmp_path / "home")
    return Home(tmp_path / "home")


def until(app, met):
    """Draw the page again, as the fragment does, until something is so."""
    end = time.monotonic() + 60
    while not met(app):
        assert time.monotonic() < end, [one.value for one in app.markdown]
        time.sleep(0.2)
        app.run()
    return app


def started(page, home):
    app = page("live", home=home, watchlist="one", spec=str(home.folder / "stills"), **MACHINE)
    assert not app.exception
    return app.button(key="start").click().run()


def text_of(app) -> str:
    return " ".join(one.value for one in (*app.markdown, *app.error, *app.warning, *app.info))


def test_a_recording_raises_an_alert_that_says_to_check(page, home):
    app = until(started(page, home), lambda app: app.error)
    assert "a possible match: check before you act" in app.error[0].value
    assert YAO in app.error[0].value
    shown = text_of(app)
    assert all(name in shown for name in ("Frames a second: **", "Latency, 95th percentile: **", "Dropped frames: **"))
    assert re.search(rf"{YAO}: \*\*[01]\.\d\d, 0\.40 needed: reached", shown)
    app.button(key="walk").click().run()
    assert "Walks marked: 1" in text_of(app)
    app = app.button(key="stop").click().run()
    assert not app.exception
    assert "Recognised: " in text_of(app)
    (run,) = list_runs(home.runs)
    assert run.status in ("stopped", "complete")
    kept = app.dataframe[0].value["File"].tolist()
    assert f"reports/runs/{run.run_id}/run.json" in kept
    assert f"datasets/trials/{run.run_id}/passes.csv" in kept
    app = app.button(key="delete-record").click().run()
    assert "the record was deleted" in text_of(app)
    assert list_runs(home.runs) == []


def test_the_rule_is_stated_before_the_first_walk_and_cannot_be_changed_after_it(page, home):
    rule = {"at_least": "70", "most_walks": "20", "guess": "90"}
    app = page("live", home=home, watchlist="one", spec=str(home.folder / "stills"), **MACHINE, **rule)
    stated = "recognised in at least 70 % of walks, by the people who walk here"
    assert f"{stated}. It stops when that is shown, when it is excluded, or after 20 walks" in text_of(app)
    assert "If the rate is 90 %, fewer than half of such trials show it" in text_of(app)
    app = until(app.button(key="start").click().run(), lambda app: app.error)
    assert stated in text_of(app)
    assert "at_least" not in {one.key for one in app.number_input}
    app.button(key="walk").click().run()
    assert "Not shown yet, for these walkers: recognised in at least 70 % of walks (1 of 1 walks" in text_of(app)
    app = app.button(key="stop").click().run()
    assert "The rule, fixed before the first walk. To be shown: recognised in at least 70 %" in text_of(app)
    assert "These intervals are for people in general, as far as 1 listed person can tell." in text_of(app)
    (run,) = list_runs(home.runs)
    assert (run.content["stopping_rule"]["at_least"], run.content["stopping_rule"]["most"]) == (0.7, 20)


def test_without_a_recording_named_it_cannot_start(page, home):
    app = page("live", home=home, watchlist="one", **MACHINE)
    assert app.button(key="start").disabled


def test_a_camera_that_is_not_there_is_one_sentence(page, home):
    app = page("live", home=home, watchlist="one", spec="camera:9999", **MACHINE)
    app = until(app.button(key="start").click().run(), lambda app: app.error)
    assert app.error[0].value == literal("camera:9999: no such camera on this machine, or it may not be opened")
    assert list_runs(home.runs) == []


def test_a_network_camera_out_of_reach_is_one_sentence_without_its_address(page, home):
    app = page("live", home=home, watchlist="one", camera="Network camera (RTSP)", called="gate")
    assert app.button(key="start").disabled
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"rtsp://user:secret@127.0.0.1:{closed.getsockname()[1]}/gate"
    app.text_input(key="address").set_value(address).run()
    app = until(app.button(key="start").click().run(), lambda app: app.error)
    assert [one.value for one in app.error] == ["gate: the network camera cannot be reached (connection refused)"]
    assert "secret" not in text_of(app) + str(dict(app.query_params))
    assert list_runs(home.runs) == []


def test_enrol_yourself_from_photographs_in_memory(page, tmp_path):
    home = Home(tmp_path)
    app = page("live", home=home, **MACHINE)
    data = cv2.imencode(".jpg", cv2.imread(str(PORTRAIT.locate())))[1].tobytes()
    app.file_uploader(key="photographs").set_value(("me.jpg", data, "image/jpeg")).run()
    app = app.button(key="enrol").click().run()
    assert [one.value for one in app.error] == ["enrol yourself: a name is needed, under which you are found"]
    app.text_input(key="person").set_value("Ann")
    app = app.button(key="enrol").click().run()
    assert not app.exception
    assert "Ann is enrolled; images used: 1 of 1" in text_of(app.run())
    assert not home.watchlists.exists()
    app.text_input(key="list-name").set_value("me").run()
    app = app.button(key="save-list").click().run()
    assert (home.watchlists / "me" / "list.json").is_file()
    assert not (home.watchlists / "me" / "images").exists()
    app = app.button(key="forget").click().run()
    assert "Ann is enrolled" not in text_of(app)
