"""A trial outlives the page that began it: a page that is loaded anew finds it, and Ctrl-C on the server keeps it."""

import json
import os
import re
import shutil
import signal
import time

import pytest
from browsers import browsing
from playwright.sync_api import expect
from serving import serving

from lfr_eval.core.home import Home
from lfr_eval.core.settings import SystemSettings
from lfr_eval.evaluate.demo.photographs import PORTRAIT
from lfr_eval.evaluate.enrol import enrol_photographs
from lfr_eval.evaluate.system import load_engine
from lfr_eval.record.listing import list_runs, verify

SEEN, PATIENCE_S = 60_000, 60
MINUTES = 600
"""Photographs in the recording, one a second: longer than any test."""


@pytest.fixture(scope="module")
def listed_home(tmp_path_factory):
    """A list of one person, and a recording of ten minutes of him."""
    home = Home(tmp_path_factory.mktemp("lost"))
    stills = home.folder / "stills"
    stills.mkdir()
    shutil.copyfile(PORTRAIT.locate(), stills / "0.jpg")
    for number in range(1, MINUTES):
        (stills / f"{number}.jpg").hardlink_to(stills / "0.jpg")
    settings = SystemSettings()
    enrol_photographs(PORTRAIT.locate(), home.watchlists / "one", load_engine(settings), settings, person="yao-ming")
    return home


@pytest.fixture
def home(listed_home):
    yield listed_home
    shutil.rmtree(listed_home.folder / "reports", ignore_errors=True)


def begun(browser, server, home):
    """A page on which a trial runs and a walk was marked."""
    page = browser.new_page(viewport={"width": 1280, "height": 1400})
    spec = home.folder / "stills"
    page.goto(f"{server.address}/live?watchlist=one&camera=Camera or recording on this machine&spec={spec}")
    page.get_by_role("button", name="Start", exact=True).click(timeout=SEEN)
    page.get_by_role("button", name="I am walking through now").click(timeout=SEEN)
    expect(page.get_by_text("Walks marked: 1.")).to_be_visible(timeout=SEEN)
    return page


def ended_run(home):
    """The one run, once its record has its name."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        (run,) = list_runs(home.runs)
        if not run.partial:
            return run
        time.sleep(0.1)
    pytest.fail(f"the run is still {run.status}")


def test_a_page_that_is_loaded_anew_finds_the_trial_and_stops_it(home, chromium):
    with serving(home) as server, browsing(chromium) as browser:
        begun(browser, server, home).close()
        page = browser.new_page(viewport={"width": 1280, "height": 1400})
        page.goto(f"{server.address}/live")
        stop = page.get_by_role("button", name="Stop", exact=True)
        expect(stop).to_be_enabled(timeout=SEEN)
        expect(page.get_by_text("Walks marked: 1.")).to_be_visible(timeout=SEEN)
        expect(page.get_by_text(re.compile("Watching .* for 1 person of one"))).to_be_visible()
        stop.click()
        expect(page.get_by_text("What was kept")).to_be_visible(timeout=SEEN)
        run = ended_run(home)
    assert (run.status, run.content["error"]) == ("stopped", None)


def test_ctrl_c_on_the_server_ends_the_trial_stopped_and_scored(home, chromium):
    with serving(home) as server, browsing(chromium) as browser:
        begun(browser, server, home)
        os.kill(server.pid, signal.SIGINT)
        run = ended_run(home)
        assert (run.status, run.content["error"]) == ("stopped", None)
        until = time.monotonic() + PATIENCE_S
        while not (scores := list(home.scores.rglob("*.json"))) and time.monotonic() < until:
            time.sleep(0.1)
    (score,) = scores
    assert json.loads(score.read_text())["passes"]["mated"] == 1
    assert verify(run.path) == []
