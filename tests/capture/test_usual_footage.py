"""Footage as phones, editors and recorders write it, which is no irregularity: shown as players show it."""

import av
import numpy as np
import pytest
from av.bitstream import BitStreamFilterContext
from av.stream import Disposition
from capture_clips import MS, picture, woven, write_clip

from lfr_eval.capture.video import VideoSource

EVEN = range(0, 1200, 40)


def read(path):
    with VideoSource(path, source_id="gate") as source:
        return source, list(source)


def times_ms(frames):
    return [round(1000 * frame.pts_s, 6) for frame in frames]


def shift(image):
    return int(np.argmin([np.abs(image.astype(int) - picture(index)).mean() for index in range(21)]))


def earlier(source, target, ms):
    """Copy a stream with all of its times so much earlier."""
    with av.open(str(source)) as given, av.open(str(target), "w") as out:
        stream = given.streams.video[0]
        copy = out.add_stream_from_template(stream)
        for packet in given.demux(stream):
            if packet.dts is not None:
                by = round(ms / 1000 / packet.time_base)
                packet.pts, packet.dts, packet.stream = packet.pts - by, packet.dts - by, copy
                out.mux_one(packet)
    return target


def test_what_an_edit_list_cuts_away_is_not_shown(tmp_path):
    # an MP4 whose first ten pictures lie before its beginning
    whole = write_clip(tmp_path / "whole.mp4", EVEN)
    source, frames = read(earlier(whole, tmp_path / "cut.mp4", 400))
    assert times_ms(frames) == list(range(0, 800, 40))
    assert shift(frames[0].image) == 10
    assert (source.irregularities, source.damage) == ({}, None)


def test_times_may_begin_before_zero(tmp_path):
    whole = write_clip(tmp_path / "whole.mkv", EVEN)
    source, frames = read(earlier(whole, tmp_path / "early.nut", 400))
    assert times_ms(frames) == list(EVEN)
    assert (source.irregularities, source.damage) == ({}, None)


@pytest.mark.parametrize(("rotate", "corner"), [(0, (0, 0)), (90, (-1, 0)), (180, (-1, -1)), (270, (0, -1))])
def test_the_stream_itself_says_how_it_is_turned(tmp_path, rotate, corner):
    # H.264 counts counter-clockwise
    image = np.zeros((32, 48, 3), np.uint8)
    image[:8, :8] = 255
    whole = write_clip(tmp_path / "whole.ts", EVEN, size=(48, 32), images=lambda _: image)
    with av.open(str(whole)) as given, av.open(str(tmp_path / "clip.ts"), "w") as out:
        stream = given.streams.video[0]
        copy = out.add_stream_from_template(stream)
        said = BitStreamFilterContext(f"h264_metadata=display_orientation=insert:rotate={rotate}", stream)
        for packet in given.demux(stream):
            for turned in said.filter(packet if packet.size else None):
                turned.stream = copy
                out.mux_one(turned)
    source, frames = read(tmp_path / "clip.ts")
    assert len(frames) == 30
    assert source.size_px == ((48, 32) if rotate % 180 == 0 else (32, 48))
    assert frames[0].image[corner].min() > 150
    assert frames[0].image.mean() < 40


@pytest.mark.parametrize(
    ("name", "codec", "pixels"),
    [
        ("clip.mp4", "libx264", "yuv420p"),
        ("clip.mp4", "libx264", "yuv422p"),
        # ten bits
        ("clip.mp4", "libx264", "yuv420p10le"),
        ("clip.mkv", "libx265", "yuv420p10le"),
        # full range
        ("clip.mp4", "libx264", "yuvj420p"),
        ("clip.avi", "mjpeg", "yuvj420p"),
        # colours as they are, and grey
        ("clip.mkv", "ffv1", "bgr0"),
        ("clip.mkv", "ffv1", "gray"),
        ("clip.mkv", "ffv1", "gray12le"),
    ],
)
@pytest.mark.parametrize("level", [2, 90, 250])
def test_grey_has_its_level(tmp_path, name, codec, pixels, level):
    flat = np.full((48, 64, 3), level, np.uint8)
    options = {"x265-params": "log-level=none"} if codec == "libx265" else {}
    how = {"codec": codec, "pixels": pixels, "options": options, "time_base": 40 * MS}
    source, frames = read(write_clip(tmp_path / name, range(5), images=lambda _: flat, **how))
    assert source.irregularities == {}
    assert np.abs(frames[2].image.astype(int) - level).max() <= 5


@pytest.mark.parametrize("pixels", ["yuv420p10le", "yuv422p", "gray"])
def test_combs_are_seen_in_pixels_of_every_kind(tmp_path, pixels):
    how = {"codec": "ffv1", "pixels": pixels, "time_base": 40 * MS, "size": (192, 144)}
    path = write_clip(tmp_path / "clip.mkv", range(20), images=lambda index: woven(index, (192, 144)), **how)
    assert read(path)[0].irregularities == {"frames_deinterlaced": 20}


def test_interlaced_pictures_are_turned_too(tmp_path):
    quarter = (0, 65536, 0, -65536, 0, 0, 0, 0, 1 << 30)
    how = {"size": (192, 144), "matrix": quarter, "images": lambda index: woven(index, (192, 144))}
    source, frames = read(write_clip(tmp_path / "clip.mp4", EVEN, **how))
    assert source.irregularities == {"frames_deinterlaced": 30}
    assert {frame.image.shape for frame in frames} == {(192, 144, 3)}


@pytest.mark.parametrize("name", ["clip.mp4", "clip.mov"])
def test_a_cover_picture_is_no_video(tmp_path, name):
    with av.open(str(tmp_path / name), "w") as out:
        video, cover = out.add_stream("mpeg4", rate=25), out.add_stream("mjpeg", rate=1)
        video.width, video.height = 64, 48
        cover.width, cover.height, cover.pix_fmt = 640, 480, "yuvj420p"
        cover.disposition = Disposition.attached_pic
        front = av.VideoFrame.from_ndarray(np.zeros((480, 640, 3), np.uint8), format="bgr24")
        out.mux([*cover.encode(front), *cover.encode()])
        for index in range(5):
            out.mux(video.encode(av.VideoFrame.from_ndarray(picture(index), format="bgr24")))
        out.mux(video.encode())
    source, frames = read(tmp_path / name)
    assert (len(frames), source.size_px, source.streams.all) == (5, (64, 48), (source.streams.watched,))
