"""An operator tries it: a fake camera that shows one person, who enrols, and then three people who walk."""

import re
import time
from pathlib import Path

import cv2
import numpy as np
import pytest
from browsers import browsing
from playwright.sync_api import Browser, Page, expect
from serving import serving

from lfr_eval.capture.source import open_source
from lfr_eval.core.home import Home
from lfr_eval.core.settings import SystemSettings
from lfr_eval.evaluate.live.stills import enrol_stills
from lfr_eval.evaluate.system import load_engine
from lfr_eval.record.listing import list_runs
from lfr_eval.record.reader import RunRecord

SETTINGS = SystemSettings()
FAKE_DEVICE = "--use-fake-device-for-media-stream"
SEEN = 60_000
ALERT = re.compile(r"Alert\. W1, score 0\.\d\d, at .* s: a possible match: check before you act\.")
REACHED = re.compile(r"0\.\d\d, 0\.40 needed: reached")
CAMERA_SHOWS = "document.querySelector('[data-testid=stCameraInput] video')?.readyState >= 2"
MARKS_OF_FILES = (b"\xff\xd8\xff", b"\x89PNG", b"ftyp", b"RIFF", b"\x93NUMPY")


@pytest.fixture(scope="module")
def engine():
    return load_engine(SETTINGS)


@pytest.fixture(scope="module")
def her(shared_data):
    """W1 alone, in a clip of her own; the camera is near enough in its last second."""
    return frames_of(shared_data / "video" / "corridor" / "head-pose-face-detection-female.mp4")[-12:]


@pytest.fixture(scope="module")
def walking(shared_data):
    """W1 and two others who are not listed walk towards another camera."""
    return frames_of(shared_data / "video" / "corridor" / "face-demographics-walking-and-pause.mp4")


@pytest.fixture
def camera(tmp_path):
    """What the fake camera shows when it is next opened; gone when the test is over."""
    clip = tmp_path / "camera.mjpeg"

    def show(images) -> Path:
        clip.unlink(missing_ok=True)
        clip.write_bytes(b"".join(map(jpeg, images)))
        return clip

    yield show
    clip.unlink(missing_ok=True)


def frames_of(path: Path) -> list:
    with open_source(str(path)) as source:
        return [frame.image for frame in source]


def jpeg(image) -> bytes:
    return cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, 95])[1].tobytes()


def templates_of(engine, image):
    """Templates of the faces of a picture, from left to right."""
    faces = engine.detect(image, size_px=SETTINGS.detector.size_px, min_score=SETTINGS.detector.min_score)
    order = np.argsort(faces.boxes_px[:, 0])
    return engine.embed([engine.crop(image, faces.landmarks_px[row]) for row in order])


def opened(browser: Browser, address: str, errors: list[str]) -> Page:
    page = browser.new_page(viewport={"width": 1280, "height": 1400})
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{address}/live")
    return page


def component(page: Page):
    return page.frame_locator("iframe[title*='webrtc']")


def enrol(page: Page) -> None:
    for number in (1, 2, 3):
        expect(page.get_by_text(f"Still {number} of 3")).to_be_visible(timeout=SEEN)
        page.wait_for_function(CAMERA_SHOWS, timeout=SEEN)
        page.get_by_role("button", name="Take Photo").click(timeout=SEEN)
    expect(page.get_by_text("3 stills are taken.")).to_be_visible(timeout=SEEN)
    page.get_by_label("Your name, as alerts shall show it").fill("W1")
    page.get_by_role("button", name="Enrol", exact=True).click()
    expect(page.get_by_text(re.compile("W1 is enrolled; images used: [1-3] of 3"))).to_be_visible(timeout=SEEN)


def only_she_is_shown(page: Page, engine, people) -> bool:
    """Whether she can be seen in the picture at this moment; nobody else may be at any."""
    shot = component(page).locator("video").screenshot()
    seen = templates_of(engine, cv2.imdecode(np.frombuffer(shot, np.uint8), cv2.IMREAD_COLOR))
    alike = seen @ people.T >= SETTINGS.alerting.threshold
    assert not alike[:, 1:].any(), "somebody is shown who is not listed"
    return bool(alike[:, 0].any())


def test_she_is_seen_nobody_else_is_and_nothing_of_anyone_is_left(engine, her, walking, camera, chromium, tmp_path):
    home, errors = Home(tmp_path / "home"), []
    people = templates_of(engine, walking[-1])
    assert len(people) == 3
    shows = f"--use-file-for-fake-video-capture={camera(her)}"
    flags = ("--use-fake-ui-for-media-stream", FAKE_DEVICE, shows)
    with serving(home) as server, browsing(chromium, *flags) as browser:
        page = opened(browser, server.address, errors)
        enrol(page)
        camera(walking)
        component(page).get_by_role("button", name="START").click(timeout=SEEN)
        page.get_by_role("button", name="I am walking through now").click(timeout=SEEN)
        expect(page.get_by_text("Walks marked: 1.")).to_be_visible(timeout=SEEN)
        expect(page.get_by_text(REACHED)).to_be_visible(timeout=SEEN)
        expect(page.get_by_text(ALERT)).to_be_visible(timeout=SEEN)
        end = time.monotonic() + SEEN / 1000
        while not only_she_is_shown(page, engine, people):
            assert time.monotonic() < end, "she is not shown"
        component(page).get_by_role("button", name="STOP").click()
        expect(page.get_by_text("What was kept")).to_be_visible(timeout=SEEN)
        expect(page.get_by_text(re.compile("Recognised: 1 of 1 walks of listed people"))).to_be_visible()
        page.get_by_role("link", name="Open the record").click()
        (run,) = list_runs(home.runs)
        expect(page.get_by_label("Run")).to_have_value(re.compile(run.run_id), timeout=SEEN)
    assert errors == []
    record = RunRecord.open(run.path)
    assert record.status == "stopped"
    assert set(record.alerts()["person"]) == {"W1"}
    assert record.faces().empty
    assert not home.watchlists.exists()
    for path in home.folder.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        assert not any(mark in data for mark in MARKS_OF_FILES), path


def test_a_refused_camera_is_one_sentence(engine, her, chromium, tmp_path):
    home, errors = Home(tmp_path), []
    home.watchlists.mkdir()
    enrol_stills([jpeg(her[-1])], "W1", engine, SETTINGS).save(home.watchlists / "her")
    with serving(home) as server, browsing(chromium, "--deny-permission-prompts", FAKE_DEVICE) as browser:
        page = opened(browser, server.address, errors)
        component(page).get_by_role("button", name="START").click(timeout=SEEN)
        expect(component(page).get_by_text("NotAllowedError")).to_be_visible(timeout=SEEN)
        expect(page.get_by_text("NotAllowedError, the browser refused the camera: allow it")).to_be_visible()
        expect(component(page).get_by_role("button", name="START")).to_be_enabled()
    assert errors == []
    assert not home.runs.exists()
