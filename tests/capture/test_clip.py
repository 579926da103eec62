import numpy as np
import pytest
from capture_clips import noise, picture
from full_disk import files_of_at_most

from lfr_eval.capture.clip import ClipWriter
from lfr_eval.capture.video import VideoSource
from lfr_eval.core.errors import StorageError


def read(path):
    with VideoSource(path, source_id="clip") as source:
        return source, list(source)


@pytest.mark.parametrize("fps", [25, 29.97, 12.5])
def test_steady_clip(tmp_path, fps):
    with ClipWriter(tmp_path / "clip.mp4", 64, 48, fps) as clip:
        for index in range(20):
            clip.write(picture(index))
    source, frames = read(tmp_path / "clip.mp4")
    assert source.irregularities == {}
    data = (tmp_path / "clip.mp4").read_bytes()
    assert 0 < data.find(b"moov") < data.find(b"mdat")
    assert source.nominal_fps == pytest.approx(fps, rel=1e-3)
    assert [frame.pts_s for frame in frames] == pytest.approx([index / fps for index in range(20)], abs=1e-4)
    assert max(np.abs(frame.image.astype(int) - picture(frame.index)).mean() for frame in frames) < 15


def test_given_times_are_kept(tmp_path):
    times_s = [0, 0.04, 0.5, 0.51, 3]
    with ClipWriter(tmp_path / "clip.mp4", 64, 48, 25) as clip:
        for index, pts_s in enumerate(times_s):
            clip.write(picture(index), pts_s)
    assert [frame.pts_s for frame in read(tmp_path / "clip.mp4")[1]] == pytest.approx(times_s, abs=1e-4)


def test_odd_sides_lose_their_last_row_and_column(tmp_path):
    with ClipWriter(tmp_path / "clip.mp4", 63, 47, 25) as clip:
        clip.write(picture(0)[:47, :63])
    assert read(tmp_path / "clip.mp4")[0].size_px == (62, 46)


def test_an_error_leaves_what_was_there(tmp_path):
    (tmp_path / "clip.mp4").write_bytes(b"earlier")
    with pytest.raises(ValueError, match="image"), ClipWriter(tmp_path / "clip.mp4", 64, 48, 25) as clip:
        clip.write(picture(0)[1:])
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"earlier"]


def test_a_clip_without_a_frame_is_none(tmp_path):
    with pytest.raises(ValueError, match="at least one frame"), ClipWriter(tmp_path / "clip.mp4", 64, 48, 25):
        pass
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("shortfall", [None, 1])
def test_refused_write_leaves_nothing(tmp_path, shortfall):
    # the file may not grow beyond 2 kB, or only its very last byte is refused
    def write(path):
        with ClipWriter(path, 64, 48, 25) as clip:
            for index in range(60):
                clip.write(noise(index))

    write(tmp_path / "whole.mp4")
    size = (tmp_path / "whole.mp4").stat().st_size
    with (
        files_of_at_most(2000 if shortfall is None else size - shortfall),
        pytest.raises(StorageError, match=r"clip\.mp4: "),
    ):
        write(tmp_path / "clip.mp4")
    assert [path.name for path in tmp_path.iterdir()] == ["whole.mp4"]


def test_missing_folder(tmp_path):
    with pytest.raises(StorageError, match="cannot be written"):
        ClipWriter(tmp_path / "none" / "clip.mp4", 64, 48, 25)
