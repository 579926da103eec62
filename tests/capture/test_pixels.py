"""Pictures are measured as they are shown: in square pixels."""

from fractions import Fraction

import pytest
from capture_clips import MS, remux, write_clip

from lfr_eval.capture.pixels import shown_size
from lfr_eval.capture.video import VideoSource


@pytest.mark.parametrize(
    ("stored", "aspect", "shown"),
    [
        # nothing said
        ((640, 480), None, (640, 480)),
        # a rounded header of square pixels
        ((854, 480), Fraction(1280, 1281), (854, 480)),
        # PAL, NTSC, half D1, two fields' width of one field, wide half D1, HDV
        ((720, 576), Fraction(16, 15), (768, 576)),
        ((720, 480), Fraction(8, 9), (720, 540)),
        ((352, 576), Fraction(24, 11), (768, 576)),
        ((704, 288), Fraction(6, 11), (704, 528)),
        ((352, 576), Fraction(32, 11), (1024, 576)),
        ((1440, 1080), Fraction(4, 3), (1920, 1080)),
        # absurd, and too large to be held
        ((640, 480), Fraction(40), None),
        ((640, 480), Fraction(1, 40), None),
        ((12000, 9000), Fraction(2), None),
    ],
)
def test_size_in_square_pixels(stored, aspect, shown):
    assert shown_size(*stored, aspect) == shown


def read(path):
    with VideoSource(path, source_id="gate") as source:
        return source, [frame.image.shape[1::-1] for frame in source]


@pytest.mark.parametrize(
    ("name", "codec"),
    [("pasp.mp4", "libx264"), ("vui.mkv", "libx264"), ("stream.ts", "mpeg2video"), ("dar.mpg", "mpeg2video")],
)
def test_each_container_says_it_in_its_own_way(tmp_path, name, codec):
    how = {"size": (88, 144), "pixel_aspect": Fraction(24, 11), "codec": codec, "time_base": 40 * MS}
    source, sizes = read(write_clip(tmp_path / name, range(5), **how))
    assert (source.stored_px, source.size_px) == ((88, 144), (192, 144))
    assert sizes == [(192, 144)] * 5
    assert source.irregularities == {}


def test_turned_pictures_are_stretched_before_they_are_turned(tmp_path):
    quarter = (0, 65536, 0, -65536, 0, 0, 0, 0, 1 << 30)
    path = write_clip(tmp_path / "c.mp4", [0, 40], size=(88, 144), pixel_aspect=Fraction(24, 11), matrix=quarter)
    assert read(path)[0].size_px == (144, 192)


def test_pixels_that_change_on_the_way(tmp_path):
    # the same stored size, from 4:3 to 16:9, with pictures stored out of order
    parts = [
        write_clip(tmp_path / f"{n}.ts", range(0, 400, 40), size=(90, 72), pixel_aspect=aspect, options={"bf": "2"})
        for n, aspect in enumerate((Fraction(16, 15), Fraction(64, 45)))
    ]
    joined = tmp_path / "joined.ts"
    joined.write_bytes(b"".join(part.read_bytes() for part in parts))
    source, sizes = read(joined)
    assert sizes == [(96, 72)] * 10 + [(128, 72)] * 10
    assert source.irregularities["frames_resized"] == 10


def test_absurd_pixels_are_ignored_and_counted(tmp_path):
    source, sizes = read(write_clip(tmp_path / "c.mp4", [0, 40], pixel_aspect=Fraction(1, 40)))
    assert set(sizes) == {(64, 48)}
    assert source.irregularities == {"pixel_shape_ignored": 2}


def test_a_copy_keeps_its_shape(tmp_path):
    whole = write_clip(tmp_path / "a.ts", range(0, 200, 40), size=(88, 144), pixel_aspect=Fraction(24, 11))
    assert read(remux(whole, tmp_path / "b.mp4", lambda *_: True))[0].size_px == (192, 144)
