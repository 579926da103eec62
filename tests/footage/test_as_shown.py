"""People are measured as the camera showed them: interlaced, squeezed, upside down, at their own times."""

import shutil
from fractions import Fraction

import cv2
import numpy as np
import pytest
from capture.capture_clips import write_clip
from footage.conftest import alerted

from lfr_eval.core.settings import Display
from lfr_eval.evaluate.annotate import annotate
from lfr_eval.evaluate.recorded_footage import open_again
from lfr_eval.report.words import alert_lines
from lfr_eval.watchlist.store import read_watchlist

PEOPLE, STRANGERS = ("001", "002", "004"), ("007", "009", "010")
FRAMES, SIDE_PX, SIZE_PX = 5, 130, (384, 288)
TIME_BASE = Fraction(1, 25)


@pytest.fixture(scope="module")
def photographs(shared_data):
    return shared_data / "london" / "images"


@pytest.fixture(scope="module")
def lists(photographs, enrol, tmp_path_factory):
    """One of the people who walk by, one of others."""
    home = tmp_path_factory.mktemp("lists")
    for name, people in (("people", PEOPLE), ("strangers", STRANGERS)):
        (home / name).mkdir()
        for person in people:
            shutil.copy(photographs / f"{person}_03.jpg", home / name / f"{person}.jpg")
        enrol(home / name, home / f"list-{name}")
    return {name: home / f"list-{name}" for name in ("people", "strangers")}


@pytest.fixture(scope="module")
def fields(photographs):
    """Fifty pictures a second of a street: each person crosses it in ten of them, at 200 px a second."""
    noisy = np.random.default_rng(1)
    street = cv2.resize(noisy.integers(90, 140, (9, 16, 3), dtype=np.uint8), SIZE_PX, interpolation=cv2.INTER_CUBIC)
    shown = []
    for person in PEOPLE:
        face = cv2.resize(cv2.imread(str(photographs / f"{person}_08.jpg")), (SIDE_PX, SIDE_PX), cv2.INTER_AREA)
        for step in range(2 * FRAMES):
            picture, left = street.copy(), 60 + 4 * step
            picture[80 : 80 + SIDE_PX, left : left + SIDE_PX] = cv2.GaussianBlur(face, (0, 0), 0.8)
            shown.append(np.clip(picture + noisy.normal(0, 4, picture.shape), 0, 255).astype(np.uint8))
    return shown


def clip(path, pictures, **how):
    height, width = pictures[0].shape[:2]
    options = {"size": (width, height), "images": pictures.__getitem__, "time_base": TIME_BASE} | how
    return write_clip(path, range(len(pictures)), **options)


def woven(fields):
    pictures = []
    for first, second in zip(fields[::2], fields[1::2], strict=True):
        picture = first.copy()
        picture[1::2] = second[1::2]
        pictures.append(picture)
    return pictures


def squeezed(fields, size):
    return [cv2.resize(picture, size, interpolation=cv2.INTER_AREA) for picture in fields[::2]]


@pytest.mark.parametrize("flags", [{"x264-params": "interlaced=1:tff=1", "flags": "+ildct+ilme"}, {}])
def test_interlaced_footage_recognises_everybody(tmp_path, fields, lists, watched, flags):
    run = watched(clip(tmp_path / "gate.mp4", woven(fields), options=flags), lists["people"], tmp_path / "runs")
    assert alerted(run) == set(PEOPLE)
    counts = run.header["counts"]
    assert counts["frames_read"] == len(PEOPLE) * FRAMES
    assert counts["irregularities"] == {"frames_deinterlaced": counts["frames_read"]}
    assert "interlaced video, deinterlaced" in "\n".join(alert_lines([], counts, run.header["source"]))


@pytest.mark.parametrize(("size", "aspect"), [((176, 288), Fraction(24, 11)), ((352, 144), Fraction(6, 11))])
def test_squeezed_footage_recognises_everybody(tmp_path, fields, lists, watched, size, aspect):
    footage = clip(tmp_path / "gate.mp4", squeezed(fields, size), pixel_aspect=aspect, options={"crf": "15"})
    run = watched(footage, lists["people"], tmp_path / "runs")
    assert alerted(run) == set(PEOPLE)
    source = run.header["source"]
    assert (source["stored_px"], source["size_px"][0] / source["size_px"][1]) == (list(size), pytest.approx(4 / 3))
    annotate(run, footage, tmp_path / "shown.mp4")
    assert "pixels are not square" in "\n".join(alert_lines([], run.header["counts"], source))
    faces = run.faces()
    assert (faces["w"] / faces["h"]).median() < 0.95  # a face is higher than wide


def test_people_who_are_upside_down_are_recognised_or_counted_and_no_stranger_is(tmp_path, fields, lists, watched):
    upside_down = clip(tmp_path / "gate.mp4", [picture[::-1, ::-1].copy() for picture in fields[::2]])
    run = watched(upside_down, lists["people"], tmp_path / "runs")
    faces = run.faces()
    seen = {PEOPLE[int(place)] for place in faces["frame"] // FRAMES}
    assert alerted(run) == seen != set()
    assert not alerted(watched(upside_down, lists["strangers"], tmp_path / "runs"))
    counts = run.header["counts"]
    assert counts["faces_turned"]["180"] >= 0.8 * len(faces)  # one may be found so surely that nobody looks again
    assert "display.turn_deg: 180" in "\n".join(alert_lines([], counts, run.header["source"]))


@pytest.mark.parametrize("turn_deg", [90, 180])
def test_display_that_is_turned_shows_everybody(tmp_path, fields, lists, watched, turn_deg):
    turned = [np.ascontiguousarray(np.rot90(picture, turn_deg // 90)) for picture in fields[::2]]
    footage = clip(tmp_path / "gate.mp4", turned)
    run = watched(footage, lists["people"], tmp_path / "runs", display=Display(turn_deg=turn_deg))
    assert alerted(run) == set(PEOPLE)
    assert run.header["source"]["size_px"] == list(SIZE_PX)
    assert run.header["settings"]["display"] == {"turn_deg": turn_deg}
    with open_again(run, footage) as frames:
        assert next(iter(frames)).image.shape == (SIZE_PX[1], SIZE_PX[0], 3)


@pytest.mark.parametrize("turn_deg", [0, 90, 180, 270])
def test_turned_photographs_are_enrolled_upright(tmp_path, photographs, lists, enrol, turn_deg):
    (tmp_path / "people").mkdir()
    for person in PEOPLE:
        image = cv2.resize(cv2.imread(str(photographs / f"{person}_03.jpg")), (400, 400))
        cv2.imwrite(str(tmp_path / "people" / f"{person}.png"), np.rot90(image, -turn_deg // 90))
    enrolled = read_watchlist(enrol(tmp_path / "people", tmp_path / "list"))
    upright = read_watchlist(lists["people"])
    cosines = (enrolled.templates * upright.templates).sum(axis=1)
    assert cosines.min() > 0.9
    assert enrolled.header.counts.turned == ({str(turn_deg): len(PEOPLE)} if turn_deg else {})


def test_a_gap_is_not_watched_time(tmp_path, fields, lists, watched):
    # an hour without a frame after the second person
    times = [place + (90_000 if place >= 2 * FRAMES else 0) for place in range(len(fields) // 2)]
    how = {"size": SIZE_PX, "images": fields[::2].__getitem__, "time_base": TIME_BASE}
    footage = write_clip(tmp_path / "gate.mkv", times, **how)
    run = watched(footage, lists["people"], tmp_path / "runs")
    counts = run.header["counts"]
    assert counts["duration_s"] == pytest.approx(len(times) / 25, abs=0.05)
    assert counts["end_s"] == pytest.approx(3600 + len(times) / 25, abs=0.05)
    assert counts["irregularities"] == {"gaps": 1}
    assert "a gap of 3,600.0 s without a frame after 0.36 s" in "\n".join(alert_lines([], counts))
    annotate(run, footage, tmp_path / "shown.mp4")
