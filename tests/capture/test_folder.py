import hashlib

import cv2
import pytest
from capture_clips import picture

from lfr_eval.capture.folder import FolderSource
from lfr_eval.core.errors import SourceError


def fill(folder, count=4):
    for index in range(count):
        cv2.imwrite(str(folder / f"{index + 8}.png"), picture(index))


def test_frames_stand_at_their_place_over_the_rate(tmp_path):
    fill(tmp_path)
    with FolderSource(tmp_path, source_id="stills", fps=2) as source:
        assert (source.frames_expected, source.duration_s, source.size_px) == (4, 2, (64, 48))
        frames = list(source)
    assert [(frame.index, frame.pts_s) for frame in frames] == [(0, 0), (1, 0.5), (2, 1), (3, 1.5)]
    assert all((frame.image == picture(frame.index)).all() for frame in frames)


def test_an_unreadable_image_is_counted_and_moves_no_other(tmp_path):
    fill(tmp_path)
    (tmp_path / "9.png").write_bytes(b"damaged")
    with FolderSource(tmp_path, source_id="stills") as source:
        assert [(frame.index, frame.pts_s) for frame in source] == [(0, 0), (1, 2), (2, 3)]
        assert source.irregularities == {"images_unreadable": 1}


def test_digest_is_that_of_names_and_contents(tmp_path):
    fill(tmp_path, 2)
    sums = "".join(f"{hashlib.sha256((tmp_path / n).read_bytes()).hexdigest()}  {n}\n" for n in ("8.png", "9.png"))
    assert FolderSource(tmp_path, source_id="stills").digest == hashlib.sha256(sums.encode()).hexdigest()


@pytest.mark.parametrize("files", [{}, {"notes.txt": b"no image"}, {"a.png": b"damaged"}])
def test_without_a_readable_image(tmp_path, files):
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    with pytest.raises(SourceError, match=f"^{tmp_path}: expected a folder of images"):
        FolderSource(tmp_path, source_id="stills")


@pytest.mark.parametrize("fps", [0, -1, float("nan"), float("inf")])
def test_rate_that_makes_no_time(tmp_path, fps):
    fill(tmp_path)
    with pytest.raises(SourceError, match="positive number"):
        FolderSource(tmp_path, source_id="stills", fps=fps)
