"""In an annotated clip nobody can be recognised but those who raised an alert, from their first hit on."""

import cv2
import numpy as np
import pytest
from full_disk import files_of_at_most
from synthetic import draw
from synthetic_runs import FPS, Pictures, make_list, record, save, settings

from lfr_eval.capture.folder import FolderSource
from lfr_eval.capture.source import open_source
from lfr_eval.core.errors import InputError, SourceError, StorageError
from lfr_eval.evaluate.alerts.annotate import annotate
from lfr_eval.record.reader import RunRecord

SIDE_PX = 150
LISTED, OTHER = (60, 100), (420, 100)
"""Left, top corner of the listed person and of the other one."""
BETWEEN = (275, 100)
SHARP, SOFT, HIDDEN = (110, 130), (30, 100), (0, 20)
"""How much the stripes stand out (standard deviation in grey levels) where a face can be seen, where it would be too
small to be detected, and where it has been made unrecognisable."""


def striped(faces: dict[int, tuple[int, int]]) -> np.ndarray:
    """Large faces in a picture of 16 px wide stripes, in channels that the synthetic engine does not look at."""
    picture = draw({})
    for person, (left, top) in faces.items():
        picture[top : top + SIDE_PX, left : left + SIDE_PX, 0] = person
    picture[:, np.arange(picture.shape[1]) // 16 % 2 == 1, 1:] = 255
    return picture


SCENE = [striped({1: LISTED, 7: OTHER})] * 6


def watched(tmp_path, footage=None, people=(1,), duration_s=None, **sections):
    footage = footage or save(tmp_path / "gate", SCENE)
    with FolderSource(footage, source_id="gate", fps=FPS) as source:
        listed, chosen = make_list(tmp_path / "list", *people), settings(**sections)
        result = record(source, listed, tmp_path / "runs", chosen, duration_s=duration_s)
    return RunRecord.open(result.run), footage


def shown(clip) -> list[np.ndarray]:
    with open_source(str(clip)) as frames:
        return [frame.image for frame in frames]


def looks(picture: np.ndarray, corner: tuple[int, int], how: tuple[int, int], width: int = SIDE_PX - 12) -> bool:
    """Whether the middle of a face looks sharp, soft or hidden."""
    left, top = corner
    inside = picture[top + 6 : top + SIDE_PX - 6, left + 6 : left + 6 + width, 1]
    return how[0] <= inside.mean(axis=0).std() <= how[1]


def test_only_the_alerted_face_can_be_seen(tmp_path):
    run, footage = watched(tmp_path)
    annotate(run, footage, tmp_path / "shown.mp4")
    pictures = shown(tmp_path / "shown.mp4")
    assert len(pictures) == len(SCENE)
    for picture in pictures:
        assert looks(picture, LISTED, SHARP)
        assert looks(picture, OTHER, HIDDEN)


def test_neighbour_who_reaches_into_the_picture_of_the_alert_stays_hidden(tmp_path):
    beside = (LISTED[0] + SIDE_PX - 6, LISTED[1])
    run, footage = watched(tmp_path, save(tmp_path / "gate", [striped({7: beside, 1: LISTED})] * 3))
    assert len(run.alerts()) == 1
    annotate(run, footage, tmp_path / "shown.mp4")
    for picture in shown(tmp_path / "shown.mp4"):
        assert looks(picture, beside, HIDDEN, width=38)


def test_without_an_alert_nobody_can_be_seen_nor_the_scene_in_detail(tmp_path):
    run, footage = watched(tmp_path, people=(2,))
    annotate(run, footage, tmp_path / "shown.mp4")
    for picture in shown(tmp_path / "shown.mp4"):
        assert looks(picture, LISTED, HIDDEN)
        assert looks(picture, OTHER, HIDDEN)
        assert looks(picture, BETWEEN, SOFT, width=80), "faces too small to be detected are softened with the scene"


def test_face_is_hidden_until_its_first_hit(tmp_path):
    # the second of three decisions of a track gives the first hit
    run, footage = watched(tmp_path, fusion={"policy": "k_of_m", "k": 3, "m": 5})
    first_s = run.alerts()["first_hit_s"][0]
    assert first_s > 0
    annotate(run, footage, tmp_path / "shown.mp4")
    seen = [looks(picture, LISTED, SHARP) for picture in shown(tmp_path / "shown.mp4")]
    assert seen == [index / FPS >= first_s for index in range(len(SCENE))]


def test_alerted_face_carries_the_name_of_the_person(tmp_path):
    run, footage = watched(tmp_path)
    annotate(run, footage, tmp_path / "shown.mp4")
    red = np.abs(shown(tmp_path / "shown.mp4")[0].astype(int) - (36, 28, 200)).max(axis=2) < 40
    rows, columns = np.nonzero(red)
    assert LISTED[0] - SIDE_PX < columns.min() < LISTED[0]
    assert columns.max() < OTHER[0] - SIDE_PX
    assert rows.max() > LISTED[1] + SIDE_PX


def test_frames_keep_their_times(tmp_path):
    footage = save(tmp_path / "gate", SCENE)
    (footage / "2.png").write_bytes(b"torn")
    run, _ = watched(tmp_path, footage)
    annotate(run, footage, tmp_path / "shown.mp4")
    with open_source(str(tmp_path / "shown.mp4")) as clip:
        assert [frame.pts_s for frame in clip] == pytest.approx([0, 0.2, 0.6, 0.8, 1.0], abs=1e-3)


def test_what_was_not_watched_is_not_shown(tmp_path):
    run, footage = watched(tmp_path, duration_s=0.4)
    annotate(run, footage, tmp_path / "shown.mp4")
    assert len(shown(tmp_path / "shown.mp4")) == 2


def test_footage_that_changes_its_size_is_shown_in_the_size_of_its_first_picture(tmp_path):
    footage = save(tmp_path / "gate", [striped({1: LISTED}), striped({1: LISTED})[:240]])
    run, _ = watched(tmp_path, footage)
    annotate(run, footage, tmp_path / "shown.mp4")
    assert [picture.shape for picture in shown(tmp_path / "shown.mp4")] == [(360, 640, 3)] * 2


def test_single_pixels_are_not_shown(tmp_path):
    footage = save(tmp_path / "gate", [np.zeros((1, 1, 3), np.uint8)])
    run, _ = watched(tmp_path, footage)
    with pytest.raises(InputError, match="too small"):
        annotate(run, footage, tmp_path / "shown.mp4")
    assert not (tmp_path / "shown.mp4").exists()


def test_other_footage_is_refused(tmp_path):
    run, footage = watched(tmp_path)
    cv2.imwrite(str(footage / "0.png"), striped({7: OTHER}))
    with pytest.raises(InputError, match="not the footage of run"):
        annotate(run, footage, tmp_path / "shown.mp4")
    assert not (tmp_path / "shown.mp4").exists()


def test_missing_footage_is_refused(tmp_path):
    run, _ = watched(tmp_path)
    with pytest.raises(SourceError, match="absent"):
        annotate(run, tmp_path / "absent.mp4", tmp_path / "shown.mp4")


def test_footage_is_never_written_over(tmp_path):
    run, footage = watched(tmp_path)
    alias = tmp_path / "alias"
    alias.symlink_to(footage)
    with pytest.raises(InputError, match="is the footage itself"):
        annotate(run, footage, alias)
    assert len(list(footage.iterdir())) == len(SCENE)


def test_full_disk_leaves_no_clip(tmp_path):
    run, footage = watched(tmp_path)
    (tmp_path / "out").mkdir()
    with files_of_at_most(500), pytest.raises(StorageError):
        annotate(run, footage, tmp_path / "out" / "shown.mp4")
    assert list((tmp_path / "out").iterdir()) == []


def test_run_of_a_camera_has_no_footage_to_show(tmp_path):
    source = Pictures(SCENE, live=True, source_id="camera:0", digest=None)
    run = RunRecord.open(record(source, make_list(tmp_path / "list", 1), tmp_path / "runs").run)
    footage = save(tmp_path / "gate", SCENE)
    with pytest.raises(InputError, match="not the footage"):
        annotate(run, footage, tmp_path / "shown.mp4")


def test_frames_in_which_nobody_looked_are_left_out(tmp_path):
    run, footage = watched(tmp_path, detector={"every": 2})
    annotate(run, footage, tmp_path / "shown.mp4")
    assert len(shown(tmp_path / "shown.mp4")) == len(SCENE) / 2
