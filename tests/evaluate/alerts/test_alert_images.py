"""A reviewer sees the face that raised the alert and nobody else, from the very footage or not at all."""

import cv2
import numpy as np
from synthetic_runs import FPS, make_list, record, save, settings
from test_annotate import HIDDEN, LISTED, OTHER, SHARP, SIDE_PX, striped

from lfr_eval.capture.folder import FolderSource
from lfr_eval.core.home import Home
from lfr_eval.evaluate.alerts.pictures import (
    alerts_of_run,
    cut_probes,
    find_footage,
    open_list,
    reference_files,
    reference_of,
)
from lfr_eval.record.reader import RunRecord

BESIDE = (LISTED[0] + SIDE_PX - 6, LISTED[1])
"""A neighbour who reaches into the margin of the alerted face."""


def watched(tmp_path, *scene):
    home = Home(tmp_path)
    home.datasets.mkdir()
    footage = save(home.datasets / "gate", scene)
    home.watchlists.mkdir()
    listed = make_list(home.watchlists / "list", 1, 2)
    with FolderSource(footage, source_id="gate", fps=FPS) as source:
        run = record(source, listed, home.runs, settings()).run
    return home, RunRecord.open(run)


def stripes(picture, left, top, width, height):
    return picture[top : top + height, left : left + width, 1].mean(axis=0).std()


def test_neighbours_are_hidden_and_the_alerted_face_is_sharp(tmp_path):
    home, run = watched(tmp_path, *[striped({7: BESIDE, 1: LISTED})] * 3)
    (alert,) = alerts_of_run(run)
    probe = cut_probes(run, find_footage(home, run), [alert])[alert.key]
    assert SHARP[0] <= stripes(probe, LISTED[0] + 6, 106, SIDE_PX - 60, SIDE_PX - 12) <= SHARP[1]
    assert HIDDEN[0] <= stripes(probe, BESIDE[0] + 6, 106, 80, SIDE_PX - 12) <= HIDDEN[1]


def test_the_crop_is_cut_around_the_face_and_no_further(tmp_path):
    home, run = watched(tmp_path, *[striped({1: LISTED, 7: OTHER})] * 3)
    (alert,) = alerts_of_run(run)
    probe = cut_probes(run, find_footage(home, run), [alert])[alert.key]
    assert probe.shape == (360, 360, 3), "one box to the right, and to the edges of the picture on the other sides"


def test_nothing_is_written(tmp_path):
    home, run = watched(tmp_path, *[striped({1: LISTED})] * 3)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    cut_probes(run, find_footage(home, run), alerts_of_run(run))
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_footage_that_was_changed_is_not_the_footage(tmp_path):
    home, run = watched(tmp_path, *[striped({1: LISTED})] * 3)
    assert find_footage(home, run) == home.datasets / "gate"
    cv2.imwrite(str(home.datasets / "gate" / "0.png"), striped({7: OTHER}))
    assert find_footage(home, run) is None


def test_footage_elsewhere_is_found_where_the_reviewer_says(tmp_path):
    home, run = watched(tmp_path, *[striped({1: LISTED})] * 3)
    (tmp_path / "elsewhere").mkdir()
    moved = (home.datasets / "gate").rename(tmp_path / "elsewhere" / "gate")
    assert find_footage(home, run) is None
    assert find_footage(home, run, tmp_path / "elsewhere") == moved
    assert find_footage(home, run, moved) == moved
    assert find_footage(home, run, tmp_path / "nowhere") is None


def test_reference_is_that_of_the_list_that_was_used(tmp_path):
    home, run = watched(tmp_path, *[striped({1: LISTED})] * 3)
    listed = open_list(home, run)
    assert listed.enrolled == {"P1", "P2"}
    assert reference_files(listed) == {}, "the synthetic list keeps no photograph"
    assert reference_of(None) is None
    cv2.imwrite(str(tmp_path / "reference.png"), np.full((1024, 512, 3), 9, np.uint8))
    assert reference_of(tmp_path / "reference.png").shape == (512, 256, 3)
    make_list(tmp_path / "other", 3)
    (home.watchlists / "list").rename(tmp_path / "old")
    (tmp_path / "other").rename(home.watchlists / "list")
    assert open_list(home, run) is None, "another list under the same name"
