"""Video that is woven from two moments is shown as pictures of one; all other is left alone."""

import av
import numpy as np
import pytest
from av.filter import Graph
from capture_clips import MS, combs, picture, woven, write_clip

from lfr_eval.capture.video import VideoSource

SIZE = (192, 144)
TIMES = range(0, 1200, 40)
FLAGGED = {
    "h264.mp4": {"options": {"x264-params": "interlaced=1:tff=1", "flags": "+ildct+ilme"}},
    "h264.ts": {"options": {"x264-params": "interlaced=1:bff=1", "flags": "+ildct+ilme"}},
    "mpeg2.mkv": {"codec": "mpeg2video", "options": {"flags": "+ildct+ilme", "b": "4M"}, "time_base": 40 * MS},
    "mpeg4.avi": {"codec": "mpeg4", "options": {"flags": "+ildct+ilme", "b": "4M"}, "time_base": 40 * MS},
}


def read(path):
    with VideoSource(path, source_id="gate") as source:
        return source, list(source)


def weave(path, lower_first=False, count=30, **how):
    times = range(count) if how.get("time_base") else range(0, 40 * count, 40)
    return write_clip(path, times, size=SIZE, images=lambda index: woven(index, SIZE, lower_first), **how)


@pytest.mark.parametrize("name", FLAGGED)
def test_what_says_that_it_is_interlaced_has_no_combs(tmp_path, name):
    source, frames = read(weave(tmp_path / name, name == "h264.ts", **FLAGGED[name]))
    assert source.irregularities == {"frames_deinterlaced": 30}
    assert [round(frame.pts_s * 1000) for frame in frames] == list(TIMES)
    assert [frame.index for frame in frames] == list(range(30))
    assert np.median([combs(frame.image) for frame in frames]) < 0.7 < combs(woven(3, SIZE))


@pytest.mark.parametrize("lower_first", [False, True])
@pytest.mark.parametrize("name", ["clip.mp4", "clip.mkv"])
def test_what_does_not_say_so_is_seen_to_be(tmp_path, name, lower_first):
    source, frames = read(weave(tmp_path / name, lower_first))
    assert source.irregularities == {"frames_deinterlaced": 30}
    assert [round(frame.pts_s * 1000) for frame in frames] == list(TIMES)
    assert max(combs(frame.image) for frame in frames[1:-1]) < 0.8 < combs(woven(3, SIZE))


def test_interlaced_video_that_begins_still_is_seen_when_something_moves(tmp_path):
    # two seconds of an empty street, then movement
    def image(index):
        return woven(max(index - 50, 0), SIZE)

    source, _ = read(write_clip(tmp_path / "clip.mp4", range(0, 4000, 40), size=SIZE, images=image))
    assert 38 <= source.irregularities["frames_deinterlaced"] <= 51


def test_progressive_video_is_the_very_pixels_that_were_decoded(tmp_path):
    path = write_clip(tmp_path / "clip.mp4", range(0, 4000, 40), size=SIZE)
    source, frames = read(path)
    assert source.irregularities == {}
    with av.open(str(path)) as container:
        decoded = [shown.to_ndarray(format="bgr24") for shown in container.decode(video=0)]
    assert all((frame.image == image).all() for frame, image in zip(frames, decoded, strict=True))


@pytest.mark.parametrize("kind", ["noise", "cuts", "stripes"])
def test_restless_progressive_video_is_left_alone(tmp_path, kind):
    noisy = np.random.default_rng(1)

    def image(index):
        shown = picture(index, SIZE)
        if kind == "noise":
            return np.clip(shown + noisy.normal(0, 25, shown.shape), 0, 255).astype(np.uint8)
        if kind == "cuts":
            return np.roll(shown, 17 * index, axis=index % 2)
        shown[index % 4 :: 4] = 255  # fine lines that climb
        return shown

    source, _ = read(write_clip(tmp_path / "clip.mp4", range(0, 3000, 40), size=SIZE, images=image))
    assert source.irregularities == {}


@pytest.mark.parametrize("rate", [25, 60])
def test_a_pattern_of_moving_lines_is_left_alone(tmp_path, rate):
    graph = Graph()
    graph.link_nodes(graph.add("testsrc2", f"size=640x360:rate={rate}"), graph.add("buffersink")).configure()
    pictures = [graph.vpull().to_ndarray(format="bgr24") for _ in range(60)]
    source, _ = read(write_clip(tmp_path / "clip.mp4", range(60), size=(640, 360), images=pictures.__getitem__))
    assert source.irregularities == {}


def test_one_interlaced_picture_alone_is_given(tmp_path):
    _, frames = read(weave(tmp_path / "clip.mp4", count=1, **FLAGGED["h264.mp4"]))
    assert len(frames) == 1


def test_progressive_and_interlaced_video_joined(tmp_path):
    # of the second part every picture goes through the filter, of the first none
    parts = [
        write_clip(tmp_path / "a.ts", range(0, 800, 40), size=SIZE),
        weave(tmp_path / "b.ts", count=20, **FLAGGED["h264.mp4"]),
    ]
    joined = tmp_path / "joined.ts"
    joined.write_bytes(b"".join(part.read_bytes() for part in parts))
    source, frames = read(joined)
    assert len(frames) == 40
    assert source.irregularities["frames_deinterlaced"] == 20
    assert np.diff([frame.pts_s for frame in frames]) == pytest.approx([0.04] * 39)
