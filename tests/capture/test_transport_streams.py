"""At the joint of two transport streams no picture is lost; one that is cut short is left out."""

import pytest
from capture_clips import noise, write_clip

from lfr_eval.capture.video import VideoSource

PACKET = 188


def pieces(folder, count=6, options=None):
    """Whole streams of six pictures, each with counters of its own, that go on from one another in time."""
    for number in range(count):
        times = range(240 * number, 240 * number + 240, 40)
        yield write_clip(folder / f"{number}.ts", times, options=options, images=noise).read_bytes()


def read(path, data):
    path.write_bytes(data)
    with VideoSource(path, source_id="gate") as source:
        return source, list(source)


@pytest.mark.parametrize("options", [{}, {"bf": "2", "b-adapt": "0"}])
@pytest.mark.parametrize("stamped", [False, True])
def test_no_picture_is_lost_where_whole_streams_are_joined(tmp_path, options, stamped):
    data = b"".join(pieces(tmp_path, options=options))
    if stamped:  # the packets of an M2TS have four more bytes in front
        data = b"".join(b"\0\0\0\0" + data[place : place + PACKET] for place in range(0, len(data), PACKET))
    source, frames = read(tmp_path / "joined.ts", data)
    assert len(frames) == 36
    assert source.irregularities["packets_corrupt"] == 0
    assert source.damage is None


def last_picture_cut(parts):
    return [part[: -2 * PACKET] for part in parts[:-1]] + parts[-1:]


def hole_within(parts):
    # packets in the middle of the first picture of the third stream
    return [*parts[:2], parts[2][: 6 * PACKET] + parts[2][8 * PACKET :], *parts[3:]]


@pytest.mark.parametrize(("damage", "cut"), [(last_picture_cut, 5), (hole_within, 1)])
def test_pictures_that_are_cut_short_are_left_out_and_counted(tmp_path, damage, cut):
    source, frames = read(tmp_path / "joined.ts", b"".join(damage(list(pieces(tmp_path)))))
    assert source.irregularities["packets_corrupt"] == cut
    assert 30 <= len(frames) <= 36 - cut
