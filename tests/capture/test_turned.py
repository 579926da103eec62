"""A display that is turned clockwise."""

import cv2
import numpy as np
import pytest

from lfr_eval.capture.folder import FolderSource
from lfr_eval.capture.turned import turned


@pytest.mark.parametrize("turn_deg", [0, 90, 180, 270])
def test_every_frame_is_turned_clockwise(tmp_path, turn_deg):
    image = np.zeros((20, 30, 3), np.uint8)
    image[:5, :5] = 255  # upper left
    for name in ("0.png", "1.png"):
        cv2.imwrite(str(tmp_path / name), image)
    with turned(FolderSource(tmp_path, source_id="gate"), turn_deg) as source:
        frames = list(source)
        assert source.source_id == "gate"
        assert source.size_px == ((30, 20) if turn_deg in (0, 180) else (20, 30))
    assert len(frames) == 2
    for frame in frames:
        assert (frame.image == np.rot90(image, -turn_deg // 90)).all()
