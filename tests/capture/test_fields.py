"""H.265 in fields is shown at full height; what is only called fields is shown as the frames that it is."""

from fractions import Fraction

import numpy as np
import pytest
from capture_clips import MS, woven, write_clip

from lfr_eval.capture.video import VideoSource

SIZE = (192, 144)
FIELDS = {"codec": "libx265", "options": {"x265-params": "interlace=tff:log-level=none", "crf": "10"}}


def read(path):
    with VideoSource(path, source_id="gate") as source:
        return source, list(source)


def field(index):
    """Brighter from line to line, and from picture to picture."""
    lines = np.linspace(20, 180, SIZE[1] // 2) + index
    return np.repeat(np.repeat(lines.astype(np.uint8)[:, None], SIZE[0], axis=1)[..., None], 3, axis=2)


@pytest.mark.parametrize("name", ["clip.mp4", "clip.mkv", "clip.ts"])
def test_each_field_is_a_frame_of_its_moment_at_full_height(tmp_path, name):
    size = (SIZE[0], SIZE[1] // 2)
    source, frames = read(write_clip(tmp_path / name, range(0, 600, 20), size=size, images=field, rate=50, **FIELDS))
    assert source.irregularities == {"frames_of_one_field": 30}
    assert (source.stored_px, source.size_px) == (size, SIZE)
    assert [round(frame.pts_s * 1000) for frame in frames] == list(range(0, 600, 20))
    for index, frame in enumerate(frames):
        lines = frame.image.mean(axis=(1, 2))
        assert lines.mean() == pytest.approx(97 + index, abs=2)
        assert np.diff(lines).min() > -0.5  # swscale would lay the lines of a picture that says it is interlaced anew


def test_fields_with_oblong_pixels(tmp_path):
    # half of the columns too
    how = {"pixel_aspect": Fraction(24, 11), "size": (88, 72), "time_base": 20 * MS}
    source, _ = read(write_clip(tmp_path / "clip.mkv", range(10), **how, **FIELDS))
    assert source.size_px == (96, 72)


@pytest.mark.parametrize("lower_first", [False, True])
def test_woven_frames_that_are_called_fields_are_deinterlaced(tmp_path, lower_first):
    def image(index):
        return woven(index, SIZE, lower_first)

    source, frames = read(write_clip(tmp_path / "clip.mp4", range(0, 1200, 40), size=SIZE, images=image, **FIELDS))
    assert source.irregularities == {"frames_deinterlaced": 30}
    assert {frame.image.shape for frame in frames} == {(SIZE[1], SIZE[0], 3)}
