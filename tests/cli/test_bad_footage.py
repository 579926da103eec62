"""Footage that cannot be watched is refused in one line; footage that is merely damaged is watched and says so."""

import json
from pathlib import Path

import numpy as np
import pytest
from capture.capture_clips import remux, write_clip, write_sound
from command import refusal, spawn, tree

from lfr_eval.record.reader import RunRecord

LIST = ("--watchlist", "watchlists/people")


def zero_bytes(path, town):
    path.touch()


def text(path, town):
    path.write_text("This is not a film.\n" * 40)


def sound_only(path, town):
    write_sound(path, 0.5)


def missing(path, town):
    pass


def only_key_frame_lost(path, town):
    whole = write_clip(path.with_name("whole.mp4"), range(0, 400, 40), options={"g": "100"})
    remux(whole, path, lambda index, _: index > 0)


REFUSED = [
    (zero_bytes, "the file is empty"),
    (text, "not a video"),
    (sound_only, "has no video stream, only audio"),
    (missing, "no such file or folder"),
    (only_key_frame_lost, "not one frame of the video can be decoded"),
]


@pytest.mark.parametrize(("make", "reason"), REFUSED, ids=[make.__name__ for make, _ in REFUSED])
def test_footage_that_cannot_be_watched_is_refused(call, home, tmp_path, town, make, reason):
    film = tmp_path / "film.mp4"
    make(film, town)
    before = tree(home)
    line = refusal(call(home, "watch", film, *LIST))
    assert str(film) in line
    assert reason in line
    assert tree(home) == before


def watched(call, home, film, *words):
    said = call(home, "watch", film, *LIST, "--json", *words)
    assert (said.code, said.err) == (0, ""), said
    return json.loads(said.out)


def test_film_cut_off_within_a_frame_is_watched_as_far_as_it_goes(call, home, town, tmp_path):
    cut = tmp_path / "clip.mp4"
    cut.write_bytes(town.clip.read_bytes()[:-5000])
    result = watched(call, home, cut, "--truth", town.truth)
    assert 0 < result["counts"]["frames_read"] < town.said["counts"]["frames_read"]
    assert "breaks off" in result["counts"]["damage"]
    assert any("breaks off" in caveat for caveat in result["score"]["caveats"])
    assert "breaks off" in call(home, "runs", "show", "latest").out


def test_film_without_its_first_key_frame_is_watched_from_the_next_and_says_so(call, home, tmp_path):
    whole = write_clip(tmp_path / "whole.mp4", range(0, 400, 40), options={"g": "5"})
    result = watched(call, home, remux(whole, tmp_path / "film.mp4", lambda index, _: index > 0))
    assert result["counts"]["frames_read"] == 5
    assert result["counts"]["irregularities"] == {"packets_before_key_frame": 4}


def test_film_of_one_pixel_is_watched_and_shows_nobody(call, home, tmp_path):
    dot = {"size": (1, 1), "codec": "ffv1", "pixels": "bgr0"}
    counts = watched(call, home, write_clip(tmp_path / "film.mkv", [0, 40, 80], **dot))["counts"]
    assert (counts["frames_read"], counts["faces"]) == (3, 0)


def test_8k_film_is_watched_and_shows_the_person(call, home, tmp_path, portrait):
    canvas = np.zeros((4320, 7680, 3), np.uint8)
    big = np.repeat(np.repeat(portrait, 4, axis=0), 4, axis=1)[:4320, :7680]
    canvas[: big.shape[0], 3000 : 3000 + big.shape[1]] = big
    options = {"size": (7680, 4320), "codec": "mpeg4", "images": lambda _: canvas}
    result = watched(call, home, write_clip(tmp_path / "film.mp4", [0, 40], **options))
    assert (result["counts"]["frames_read"], result["alerts"]) == (2, 1)


def test_film_that_was_taken_sideways_is_watched_upright(call, home, tmp_path, portrait):
    upright = portrait[:286, :232]
    quarter_turn = (0, 65536, 0, -65536, 0, 0, 0, 0, 1 << 30)
    lying = {"size": (286, 232), "matrix": quarter_turn, "images": lambda _: np.ascontiguousarray(np.rot90(upright))}
    standing = {"size": (232, 286), "images": lambda _: upright}
    boxes = []
    for name, how in (("lying", lying), ("standing", standing)):
        result = watched(call, home, write_clip(tmp_path / f"{name}.mp4", [0, 40], **how))
        record = RunRecord.open(Path(result["run"]))
        assert (result["alerts"], record.header["source"]["size_px"]) == (1, [232, 286])
        boxes.append(record.faces()[["x", "y", "w", "h"]].to_numpy())
    assert boxes[0] == pytest.approx(boxes[1], abs=2)


def test_film_on_a_real_process_is_refused_in_one_line(home, tmp_path):
    (tmp_path / "film.mp4").write_bytes(b"\0" * 4096)
    assert "film.mp4" in refusal(spawn(home, "watch", tmp_path / "film.mp4", *LIST))
