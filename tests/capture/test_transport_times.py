"""Transport streams of which single frames have a wild time, or the count of time jumps."""

import pytest
from capture_clips import write_clip

from lfr_eval.capture.video import VideoSource

PACKET, TICKS, STEP_MS, FRAMES = 188, 90_000, 40, 30


def moved(data, seconds):
    """The stream with the time of each picture moved by so many seconds."""
    stream, picture = bytearray(data), -1
    for start in range(0, len(stream), PACKET):
        head = start + 4 + (1 + stream[start + 4] if stream[start + 3] & 0x20 else 0)
        if not stream[start + 1] & 0x40 or stream[head : head + 4] != b"\0\0\1\xe0":
            continue
        picture += 1
        for stamp in range({2: 1, 3: 2}.get(stream[head + 7] >> 6, 0)):
            at = head + 9 + 5 * stamp
            write_stamp(stream, at, (read_stamp(stream, at) + int(seconds(picture) * TICKS)) % 2**33)
    return bytes(stream)


def read_stamp(stream, at):
    first, *rest = stream[at : at + 5]
    return (first >> 1 & 7) << 30 | rest[0] << 22 | rest[1] >> 1 << 15 | rest[2] << 7 | rest[3] >> 1


def write_stamp(stream, at, ticks):
    parts = (ticks >> 30 & 7) << 1, ticks >> 22 & 255, (ticks >> 15 & 127) << 1 | 1, ticks >> 7 & 255, ticks << 1 & 254
    stream[at : at + 5] = bytes([stream[at] & 0xF1 | parts[0], *parts[1:4], parts[4] | 1])


@pytest.fixture
def read(tmp_path):
    def watch(seconds):
        sound = write_clip(tmp_path / "sound.ts", range(20_000_000, 20_000_000 + FRAMES * STEP_MS, STEP_MS))
        path = tmp_path / "gate.ts"
        path.write_bytes(moved(sound.read_bytes(), seconds))
        with VideoSource(path, source_id="gate") as source:
            times_ms = [1000 * frame.pts_s for frame in source]
            return source.irregularities, times_ms

    return watch


@pytest.mark.parametrize(
    "strays",
    [
        {},
        # ahead and back, by seconds and by hours
        {12: 5},
        {12: -5},
        {12: 37_600},
        {12: -9_800},
        # several, alone and in a row
        {5: 3, 12: 37_600, 20: -7},
        {12: 500, 13: 70, 14: -40},
    ],
)
def test_stray_times_move_no_other_frame(read, strays):
    irregularities, times_ms = read(lambda picture: strays.get(picture, 0))
    assert irregularities == ({"timestamps_repaired": len(strays)} if strays else {})
    assert times_ms == pytest.approx([STEP_MS * picture for picture in range(FRAMES)], abs=STEP_MS)
    sound = [picture for picture in range(FRAMES) if picture not in strays]
    assert [times_ms[picture] for picture in sound] == pytest.approx([STEP_MS * picture for picture in sound])


@pytest.mark.parametrize("gap_s", [60, 8_520])
def test_a_jump_ahead_stays(read, gap_s):
    irregularities, times_ms = read(lambda picture: gap_s * (picture >= 12))
    assert irregularities == {}  # a watch counts it as a gap
    expected = [STEP_MS * picture + 1000 * gap_s * (picture >= 12) for picture in range(FRAMES)]
    assert times_ms == pytest.approx(expected)


@pytest.mark.parametrize("back_s", [60, 9_800])
def test_a_jump_back_starts_anew(read, back_s):
    irregularities, times_ms = read(lambda picture: -back_s * (picture >= 12))
    assert irregularities == {"time_restarts": 1}
    assert times_ms == pytest.approx([STEP_MS * picture for picture in range(FRAMES)], abs=1)


def test_a_count_that_begins_again_at_zero_goes_on(tmp_path):
    # 33 bits of ticks are full after 26.5 hours
    path = write_clip(tmp_path / "gate.ts", range(95_443_300, 95_443_300 + FRAMES * STEP_MS, STEP_MS))
    with VideoSource(path, source_id="gate") as source:
        times_ms = [1000 * frame.pts_s for frame in source]
    assert times_ms == pytest.approx([STEP_MS * picture for picture in range(FRAMES)])
    assert source.irregularities == {}
