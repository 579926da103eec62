import weakref
from contextlib import suppress
from fractions import Fraction

import av
import cv2
import numpy as np
import pytest
from capture_clips import MS, noise, picture, remux, write_clip, write_sound

from lfr_eval.capture.video import VideoSource
from lfr_eval.core.errors import SourceError

EVEN = range(0, 1200, 40)


def watch(path):
    with VideoSource(path, source_id=path.name) as source:
        return source, list(source)


def times_ms(frames):
    return [round(frame.pts_s * 1000, 6) for frame in frames]


def shift(image):
    """How many px the texture has moved; tells which frame this is."""
    return int(np.argmin([np.abs(image.astype(int) - picture(index)).mean() for index in range(21)]))


@pytest.mark.parametrize("name", ["clip.mp4", "clip.mkv", "clip.ts"])
@pytest.mark.parametrize(
    ("given", "options"),
    [
        # a steady rate
        (EVEN, {}),
        # a variable rate that does not begin at 0
        ([520, 560, 600, 1000, 1010, 1900], {}),
        # frames that are stored out of order
        (EVEN, {"bf": "3", "b-adapt": "0"}),
    ],
)
def test_presentation_times(tmp_path, name, given, options):
    source, frames = watch(write_clip(tmp_path / name, given, options=options))
    assert times_ms(frames) == [ms - given[0] for ms in given]
    assert [shift(frame.image) for frame in frames][:20] == list(range(20))[: len(frames)]
    assert [frame.index for frame in frames] == list(range(len(given)))
    assert (source.irregularities, source.damage) == ({}, None)


def test_sound_track_changes_nothing(tmp_path):
    # a sound track that begins earlier and goes on for longer than the pictures
    source, frames = watch(write_clip(tmp_path / "clip.mp4", range(500, 900, 40), audio_s=3))
    assert times_ms(frames) == list(range(0, 400, 40))
    assert (source.irregularities, source.damage) == ({}, None)


def test_header(tmp_path):
    path = write_clip(tmp_path / "clip.mp4", EVEN)
    source = VideoSource(path, source_id="north")
    with source:
        assert (source.source_id, source.live, source.zero_utc) == ("north", False, None)
        assert (source.frames_expected, source.nominal_fps, source.size_px) == (30, 25, (64, 48))
        assert source.duration_s == pytest.approx(1.2)
        assert len(list(source)) == 30
        assert list(source) == []
    assert list(source) == []


@pytest.mark.parametrize("a_d", [(1, 1), (1, -1), (-1, 1), (-1, -1)])
@pytest.mark.parametrize("turned", [False, True])
def test_all_eight_orientations(tmp_path, a_d, turned):
    one = 65536
    x, y = a_d
    a, b, c, d = (0, y * one, x * one, 0) if turned else (x * one, 0, 0, y * one)
    image = np.zeros((32, 48, 3), np.uint8)
    image[:8, :8], image[:8, 40:] = (0, 0, 255), (255, 0, 0)
    path = write_clip(
        tmp_path / "clip.mp4", [0, 40], size=(48, 32), images=lambda _: image, matrix=(a, b, 0, c, d, 0, 0, 0, 1 << 30)
    )
    source, frames = watch(path)
    shown = frames[0].image

    def presented(left, top):
        """The point (left, top), counted from the middle, goes to (ax + cy, bx + dy)."""
        across, down = (a * left + c * top) / one, (b * left + d * top) / one
        return shown[int(shown.shape[0] / 2 + down), int(shown.shape[1] / 2 + across)]

    assert source.size_px == ((32, 48) if turned else (48, 32)) == (shown.shape[1], shown.shape[0])
    assert presented(-20, -12)[2] > 150 > presented(-20, -12)[0]
    assert presented(20, -12)[0] > 150 > presented(20, -12)[2]
    assert shown.flags.c_contiguous


@pytest.mark.parametrize(
    ("suffix", "codec", "pixels", "size"),
    [
        # one pixel
        (".mkv", "ffv1", "bgr0", (1, 1)),
        # odd sides, whose rows the decoder pads
        (".mp4", "libx264", "yuv444p", (67, 3)),
        # 8K
        (".avi", "mjpeg", "yuvj420p", (7680, 4320)),
    ],
)
def test_sizes(tmp_path, suffix, codec, pixels, size):
    flat = np.full((size[1], size[0], 3), 90, np.uint8)
    path = write_clip(
        tmp_path / f"clip{suffix}",
        [0],
        size=size,
        codec=codec,
        pixels=pixels,
        images=lambda _: flat,
        time_base=40 * MS,
    )
    source, frames = watch(path)
    assert source.size_px == size
    (image,) = (frame.image for frame in frames)
    assert image.shape == flat.shape
    assert image.flags.c_contiguous
    assert np.abs(image[::100, ::100].astype(int) - 90).max() <= 5


def bare(path, rate):
    codec = {".h264": "libx264", ".hevc": "libx265", ".m2v": "mpeg2video"}[path.suffix]
    options = {"x265-params": "log-level=none"} if codec == "libx265" else {}
    return write_clip(path, range(30), codec=codec, time_base=Fraction(1, rate), rate=rate, options=options)


@pytest.mark.parametrize("rate", [5, 12, 25, 30])
@pytest.mark.parametrize("suffix", [".h264", ".hevc"])
def test_a_bare_stream_has_the_rate_that_it_states(tmp_path, suffix, rate):
    source, frames = watch(bare(tmp_path / f"bare{suffix}", rate))
    assert (source.nominal_fps, source.rate) == (rate, "stated")
    assert times_ms(frames) == pytest.approx([1000 * place / rate for place in range(30)])
    assert frames[-1].lasts_s == pytest.approx(1 / rate)
    assert source.irregularities == {"timestamps_repaired": 30}


def test_a_bare_stream_that_states_no_rate_has_the_usual_one_or_what_its_user_says(tmp_path):
    # an encoder that takes any times states the unit of its clock, not a rate
    path = write_clip(tmp_path / "bare.h264", EVEN)
    source, frames = watch(path)
    assert (source.nominal_fps, source.rate) == (25, "assumed")
    assert times_ms(frames) == list(EVEN)
    with VideoSource(path, source_id="bare", fps=12.5) as source:
        assert (source.nominal_fps, source.rate) == (12.5, "asked")
        assert times_ms(source) == list(range(0, 2400, 80))


def test_frames_that_have_times_take_no_rate(tmp_path):
    with pytest.raises(SourceError, match="times of their own; leave --fps out"):
        VideoSource(write_clip(tmp_path / "clip.mp4", EVEN), source_id="clip", fps=12.5)


def two_streams(path):
    """A small picture first, then a large one."""
    with av.open(str(path), "w") as out:
        streams = [out.add_stream("mpeg4", rate=25) for _ in range(2)]
        for stream, size in zip(streams, [(64, 48), (128, 96)], strict=True):
            stream.width, stream.height = size
        for stream in streams:
            for index in range(5):
                frame = av.VideoFrame.from_ndarray(picture(index, (stream.width, stream.height)), format="bgr24")
                out.mux(stream.encode(frame))
            out.mux(stream.encode())
    return path


@pytest.mark.parametrize("name", ["clip.mkv", "clip.mp4"])
def test_which_of_two_streams_is_watched_is_told_and_can_be_chosen(tmp_path, name):
    path = two_streams(tmp_path / name)
    seen = {}
    for asked in (None, 0, 1):
        with VideoSource(path, source_id="car", stream=asked) as source:
            assert (source.streams.all, source.streams.sizes_px) == ((0, 1), ((64, 48), (128, 96)))
            seen[asked] = (source.streams.watched, source.size_px, len(list(source)))
    assert seen[0] == (0, (64, 48), 5)
    assert seen[1] == (1, (128, 96), 5)
    assert seen[None] in (seen[0], seen[1])
    with pytest.raises(SourceError, match=r"expected the number of a video stream \(found: 0, 1\), found 2"):
        VideoSource(path, source_id="car", stream=2)


def test_joined_files_go_on(tmp_path):
    part = write_clip(tmp_path / "part.ts", range(0, 2000, 40)).read_bytes()
    joined = tmp_path / "joined.ts"
    joined.write_bytes(part * 2)
    source, frames = watch(joined)
    assert (source.irregularities, source.damage) == ({"time_restarts": 1}, None)
    assert np.diff(times_ms(frames)).tolist() == pytest.approx([40] * (len(frames) - 1))
    assert len(frames) >= 97


@pytest.mark.parametrize(
    ("name", "codec", "time_base"),
    [("clip.mp4", "libx264", MS * 40), ("clip.mkv", "libx264", MS * 40), ("clip.avi", "mpeg4", MS * 40)],
)
def test_cut_off_file_keeps_what_it_has(tmp_path, name, codec, time_base):
    path = write_clip(tmp_path / name, range(50), codec=codec, time_base=time_base, images=noise)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    source, frames = watch(path)
    assert 10 < len(frames) < 40
    assert times_ms(frames) == list(range(0, 40 * len(frames), 40))
    assert source.damage


def test_damaged_bytes_are_counted_and_the_rest_is_kept(tmp_path):
    path = write_clip(tmp_path / "clip.mp4", EVEN, options={"g": "10"}, images=noise)
    data = bytearray(path.read_bytes())
    for place in range(len(data) // 3, len(data) // 2, 50):
        data[place] ^= 0xFF
    path.write_bytes(data)
    source, frames = watch(path)
    assert 15 <= len(frames) <= 30
    # how many depends on where the encoder put its bytes, and that is not the same each time
    assert source.irregularities["frames_damaged"] + source.irregularities["packets_undecodable"] >= 1
    # and every reading patches up the same pixels
    for again, repeated in (watch(path) for _ in range(5)):
        assert again.irregularities == source.irregularities
        assert all((one.image == other.image).all() for one, other in zip(frames, repeated, strict=True))


def test_frames_before_the_first_key_frame_are_left_out(tmp_path):
    whole = write_clip(tmp_path / "whole.mp4", EVEN, options={"g": "10"})
    source, frames = watch(remux(whole, tmp_path / "clip.mp4", lambda index, _: index > 0))
    assert source.irregularities == {"packets_before_key_frame": 9}
    assert times_ms(frames) == list(range(0, 800, 40))
    assert shift(frames[0].image) == 10
    assert source.damage is None


def test_change_of_size_is_counted(tmp_path):
    # two streams of different size joined into one
    small, large = (write_clip(tmp_path / f"{side}.ts", range(0, 400, 40), size=(side, 48)) for side in (64, 96))
    joined = tmp_path / "joined.ts"
    joined.write_bytes(small.read_bytes() + large.read_bytes())
    source, frames = watch(joined)
    assert source.size_px == (64, 48)
    assert {frame.image.shape[1] for frame in frames} == {64, 96}
    assert source.irregularities["frames_resized"] == sum(frame.image.shape[1] == 96 for frame in frames)


def playlist(path):
    """Of HLS; what it names lies beside it."""
    write_clip(path.with_name("piece.ts"), EVEN)
    path.write_text("#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:1.2,\npiece.ts\n#EXT-X-ENDLIST\n")


def clip_list(path):
    """Of FFmpeg."""
    write_clip(path.with_name("piece.ts"), EVEN)
    path.write_text("ffconcat version 1.0\nfile piece.ts\n")


def manifest(path):
    """Of DASH, after a byte order mark."""
    path.write_text('\ufeff<?xml version="1.0"?>\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011"></MPD>\n')


def text(path):
    path.write_text("Not a video.\n" * 50)


def headless(path):
    """The index of an MP4 without fast start is at its end."""
    write_clip(path.with_suffix(".mov"), EVEN)
    path.write_bytes(path.with_suffix(".mov").read_bytes()[:3000])


def without_key_frame(path):
    whole = write_clip(path.with_name("whole.mp4"), EVEN, options={"g": "100"})
    remux(whole, path, lambda index, _: index > 0)


def photograph(path):
    path.write_bytes(cv2.imencode(".png", picture(0))[1].tobytes())


@pytest.mark.parametrize(
    ("name", "make", "said"),
    [
        ("zero.mp4", lambda path: path.touch(), "the file is empty"),
        ("text.mp4", text, "not a video that can be read"),
        ("notes.txt", text, "found a text"),
        ("log.csv", lambda path: path.write_bytes(b"PK\3\4xl/"), "found an Excel workbook (XLSX)"),
        ("log.csv", lambda path: path.write_bytes(b"PAR1"), "found a Parquet file"),
        ("cut.mp4", headless, "not a video that can be read"),
        ("sound.mp4", lambda path: write_sound(path, 0.5), "no video stream, only audio"),
        ("cover.m4a", lambda path: write_sound(path, 0.5, cover=True), "no video stream, only audio"),
        ("late.mp4", without_key_frame, "29 packets left out: before the first key frame"),
        ("photo.png", photograph, "found a single image"),
        ("x.m3u8", playlist, "found a playlist, which only names other files; join them"),
        ("renamed.mp4", playlist, "found a playlist"),
        ("list.ffconcat", clip_list, "found a playlist"),
        ("list.mpd", manifest, "found a playlist"),
        ("missing.mp4", lambda path: None, "cannot be read (No such file or directory)"),
    ],
)
def test_refused_with_one_line_that_names_the_file(tmp_path, capfd, name, make, said):
    make(tmp_path / name)
    with pytest.raises(SourceError) as error:
        VideoSource(tmp_path / name, source_id=name)
    message = str(error.value)
    assert message.startswith(f"{tmp_path / name}: ")
    assert said in message
    assert "\n" not in message
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("seed", range(20))
def test_any_damage_gives_frames_or_a_source_error(tmp_path, seed):
    noisy = np.random.default_rng(seed)
    path = write_clip(tmp_path / ("clip.mkv" if seed % 2 else "clip.mp4"), range(0, 400, 40), options={"g": "5"})
    data = bytearray(path.read_bytes())
    for place in noisy.integers(0, len(data), 2 ** (seed % 8)):
        data[place] = noisy.integers(256)
    path.write_bytes(data)
    with suppress(SourceError):
        _, frames = watch(path)
        assert times_ms(frames) == sorted(set(times_ms(frames)))


def test_real_footage(shared_data):
    # OpenCV reads the same frames by its own copy of the decoder
    path = shared_data / "video" / "corridor" / "head-pose-face-detection-female.mp4"
    source, frames = watch(path)
    assert (len(frames), source.nominal_fps, source.size_px) == (23, 12.5, (480, 270))
    assert times_ms(frames) == list(range(0, 23 * 80, 80))
    capture = cv2.VideoCapture(str(path))
    differences = [np.abs(frame.image.astype(int) - capture.read()[1]).mean() for frame in frames]
    assert not capture.read()[0]
    assert max(differences) < 1


def test_frames_are_not_held(tmp_path):
    held = []
    with VideoSource(write_clip(tmp_path / "clip.mp4", range(300)), source_id="clip") as source:
        for frame in source:
            held = [image for image in held if image() is not None] + [weakref.ref(frame.image)]
            assert len(held) <= 2
    assert frame.index == 299
