"""Only formats that hold the picture themselves are read: nothing starts a program, or leads to another file."""

import subprocess

import av
import cv2
import numpy as np
import pytest
from capture.capture_clips import write_clip
from PIL import Image as Picture

from lfr_eval.capture import container, network
from lfr_eval.capture.images import FORMATS, decode_image, read_image
from lfr_eval.capture.video import VideoSource
from lfr_eval.core.errors import ImageError, SourceError

POSTSCRIPT = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n%%EndComments\nshowpage\n%%EOF\n"
NOT_PHOTOGRAPHS = {
    "eps": POSTSCRIPT,
    "eps-in-dos": b"\xc5\xd0\xd3\xc6" + (30).to_bytes(4, "little") + bytes(22) + POSTSCRIPT,
    "pdf": b"%PDF-1.4\n%%EOF\n",
    "wmf": b"\xd7\xcd\xc6\x9a" + bytes(40),
    "fits": b"SIMPLE  =                    T" + b" " * 2850,
    "pcx": b"\x0a\x05\x01\x08" + bytes(124),
    "xpm": b'/* XPM */\nstatic char *x[] = {"1 1 1 1","a c #000000","a"};',
}
PLAYLISTS = {
    "x.m3u8": "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{clip}\n#EXT-X-ENDLIST\n",
    "list.ffconcat": "ffconcat version 1.0\nfile {clip}\n",
    "camera.sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 9 RTP/AVP 96\n",
    "a.mpd": '<?xml version="1.0"?><MPD><Period/></MPD>',
    "a.pls": "[playlist]\nFile1={clip}\n",
    "a.asx": "<ASX><ENTRY><REF HREF='{clip}'/></ENTRY></ASX>",
    "a.mp4": "#EXTM3U\n{clip}\n",
}


@pytest.fixture
def no_programs(monkeypatch):
    def refused(*command, **how):
        raise AssertionError(f"started {command}")

    monkeypatch.setattr(subprocess, "Popen", refused)


@pytest.mark.parametrize("kind", NOT_PHOTOGRAPHS)
def test_a_document_under_the_name_of_a_photograph_starts_no_program(tmp_path, no_programs, kind):
    (tmp_path / "a.jpg").write_bytes(NOT_PHOTOGRAPHS[kind])
    with pytest.raises(ImageError, match=r"a\.jpg: not an image"):
        read_image(tmp_path / "a.jpg")
    with pytest.raises(ImageError, match="upload: not an image"):
        decode_image(NOT_PHOTOGRAPHS[kind], "upload")


def test_no_format_that_is_allowed_is_one_for_documents():
    assert {"EPS", "PDF", "WMF", "GBR", "HDF5", "BUFR", "GRIB", "FITS"}.isdisjoint(FORMATS)


def test_an_upload_is_held_to_the_same_limit(tmp_path):
    Picture.new("1", (12_000, 12_000)).save(tmp_path / "i.png")
    with pytest.raises(ImageError, match="12000 x 12000 pixels") as error:
        decode_image((tmp_path / "i.png").read_bytes(), "still")
    assert error.value.reason == "too large"


@pytest.mark.parametrize("name", PLAYLISTS)
def test_a_list_of_other_files_is_refused_in_one_line(tmp_path, capfd, name):
    write_clip(tmp_path / "whole.ts", range(0, 400, 40))
    (tmp_path / name).write_text(PLAYLISTS[name].format(clip="whole.ts"))
    with pytest.raises(SourceError, match=r"found a playlist, which only names other files") as error:
        VideoSource(tmp_path / name, source_id=name)
    assert "\n" not in str(error.value)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv", "a.avi", "a.ts", "a.mov", "a.webm", "a.mpg", "a.h264"])
def test_videos_are_read_as_before(tmp_path, name):
    coded = {"a.webm": "libvpx", "a.mpg": "mpeg2video"}.get(name, "libx264")
    with av.open(str(tmp_path / name), "w") as out:
        stream = out.add_stream(coded, rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for level in range(5):
            out.mux(stream.encode(av.VideoFrame.from_ndarray(np.full((48, 64, 3), 40 * level, np.uint8), "bgr24")))
        out.mux(stream.encode(None))
    with VideoSource(tmp_path / name, source_id=name) as frames:
        assert len(list(frames)) == 5


def test_every_demuxer_that_is_allowed_exists_and_none_reads_lists_or_devices():
    allowed = set(container.FORMATS.split(","))
    known = {part for name in av.formats_available for part in name.split(",")}
    assert allowed <= known
    assert allowed.isdisjoint({"hls", "concat", "dash", "sdp", "rtsp", "image2", "lavfi", "v4l2", "x11grab", "tty"})
    assert network.OPTIONS["format_whitelist"] == "rtsp"


def test_a_stream_that_grows_beyond_the_limit_is_not_followed_there(tmp_path, monkeypatch):
    monkeypatch.setattr(container, "BOUNDED", {"max_pixels": str(100 * 100)})
    small, large = (cv2.imencode(".jpg", np.zeros((side, side, 3), np.uint8))[1].tobytes() for side in (64, 128))
    (tmp_path / "a.mjpeg").write_bytes(small * 5 + large * 3 + small * 2)
    with VideoSource(tmp_path / "a.mjpeg", source_id="a") as frames:
        assert {frame.image.shape for frame in frames} == {(64, 64, 3)}
        assert frames.irregularities["packets_undecodable"] == 3
