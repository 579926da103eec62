"""No machine of a test run has a camera: a recording opened as a capture device stands in for one."""

from datetime import UTC, datetime
from itertools import pairwise

import cv2
import pytest
from capture_clips import write_clip

from lfr_eval.capture.camera import CameraSource, list_cameras, open_camera
from lfr_eval.core.errors import SourceError


def test_frames_until_it_is_unplugged(tmp_path):
    path = write_clip(tmp_path / "clip.mp4", range(0, 400, 40))
    with CameraSource(cv2.VideoCapture(str(path)), source_id="camera:0") as source:
        frames = list(source)
    assert [frame.index for frame in frames] == list(range(10))
    assert all(later.pts_s > earlier.pts_s for earlier, later in pairwise(frames))
    assert (frames[0].pts_s, source.size_px, source.live, source.digest) == (0, (64, 48), True, None)
    assert abs((datetime.now(UTC) - source.zero_utc).total_seconds()) < 60
    assert "camera:0: the camera gave no more pictures after" in source.damage


def test_leaving_it_early_is_no_damage(tmp_path):
    path = write_clip(tmp_path / "clip.mp4", range(0, 400, 40))
    with CameraSource(cv2.VideoCapture(str(path)), source_id="camera:0") as source:
        next(iter(source))
    assert source.damage is None


def test_absent_camera(capfd):
    with pytest.raises(SourceError, match=r"^camera:97: no such camera"):
        open_camera(97)
    assert capfd.readouterr() == ("", "")


def test_camera_without_a_picture(tmp_path):
    with pytest.raises(SourceError, match=r"^camera:0: the camera was found but gives no picture"):
        CameraSource(cv2.VideoCapture(str(tmp_path / "none.mp4")), source_id="camera:0")


def test_list_is_quiet(capfd):
    assert all(name.startswith("camera:") for name in list_cameras())
    assert capfd.readouterr() == ("", "")
