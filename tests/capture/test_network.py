"""A network camera: a real stream over RTSP, out of reach, dropped, and taken up again."""

import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread

import numpy as np
import pytest
from capture_clips import combs, woven
from rtsp_camera import film, network_camera, secured, self_signed

from lfr_eval.capture.live import LiveSource
from lfr_eval.capture.network import NetworkCamera
from lfr_eval.capture.source import open_source
from lfr_eval.core.errors import SourceError


@pytest.mark.parametrize("tls", [False, True])
def test_pictures_come_and_the_address_stays_out_of_it(tls):
    # the certificate of a camera is its own, and is not verified
    with (
        network_camera(film(20), tls=self_signed() if tls else None) as address,
        open_source(address, source_id="gate") as camera,
    ):
        frame = next(iter(camera))
        assert (camera.source_id, camera.live, camera.digest) == ("gate", True, None)
        assert camera.size_px == (160, 120)
        assert frame.image.shape == (120, 160, 3)
        assert (frame.index, camera.zero_utc is not None) == (0, True)
        assert "secret" not in repr(frame) + camera.source_id


def test_a_stream_that_drops_is_taken_up_again_and_its_end_is_damage():
    with network_camera(film(10), plays=2) as address, NetworkCamera(address, source_id="gate", answer_s=2) as camera:
        frames = list(camera)
        assert camera.irregularities["reconnected"] == 1
        assert len(frames) == 20
        assert camera.damage.startswith("gate: the network camera gave no more pictures after ")
    times = [frame.pts_s for frame in frames]
    assert times == sorted(times)


def test_whoever_waits_for_nobody_loses_pictures_and_counts_them():
    with (
        network_camera(film(20)) as address,
        NetworkCamera(address, source_id="gate", answer_s=1) as camera,
        LiveSource(camera) as live,
    ):
        taken = 0
        for _ in live:
            taken += 1
            time.sleep(0.05)
        assert taken + live.frames_dropped == 20
        assert live.frames_dropped > 0


@pytest.mark.parametrize("codec", ["libvpx", "mpeg2video"])
def test_interlaced_pictures_are_deinterlaced_as_they_come(codec):
    # VP8 does not say that it is interlaced: it is seen, once five of its pictures moved; no picture waits for that
    pictures = [woven(index, (192, 144)) for index in range(20)]
    with network_camera(pictures, codec=codec) as address, NetworkCamera(address, source_id="gate", answer_s=1) as live:
        frames = list(live)
    assert len(frames) == 20
    assert live.irregularities["frames_deinterlaced"] >= (20 if codec == "mpeg2video" else 12)
    assert np.median([combs(frame.image) for frame in frames[8:]]) < 0.7
    # a picture is of the moment when it was decoded, also where it waited for the next one
    assert len({frame.captured_s - frame.pts_s for frame in frames}) == 1


def test_a_camera_out_of_reach_is_one_line_without_its_password():
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"rtsp://user:secret@127.0.0.1:{closed.getsockname()[1]}/gate"
    with pytest.raises(SourceError) as error:
        open_source(address, source_id="gate")
    assert str(error.value) == "gate: the network camera cannot be reached (connection refused)"


def test_a_camera_that_does_not_answer_is_given_up():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address, begun = f"rtsp://user:secret@127.0.0.1:{silent.getsockname()[1]}/gate", time.monotonic()
        with pytest.raises(SourceError, match="gate: the network camera cannot be reached") as error:
            NetworkCamera(address, source_id="gate", answer_s=0.3)
        assert time.monotonic() - begun < 5
        assert "secret" not in str(error.value)


@pytest.mark.parametrize("address", ["rtsp://", "rtsp://:0", "rtsp://[", "RTSP://no such host/"])
def test_what_is_not_an_address_is_one_line(address):
    with pytest.raises(SourceError, match=r"^gate: the network camera cannot be reached"):
        open_source(address, source_id="gate")


PAUSE_S = 0.1


@contextmanager
def talking(answer, tls: ssl.SSLContext | None = None) -> Iterator[tuple[str, list[str]]]:
    """A server that gives to each request what `answer` makes of its method; its address, and what it was asked.

    Where an answer says PAUSE, whoever takes what came so far for the whole has time to hang up.
    """
    asked: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with suppress(OSError, UnicodeDecodeError):
                while True:
                    with secured(server.accept()[0], tls) as caller, caller.makefile("rb") as lines:
                        while request := lines.readline().decode():
                            fields = b"".join(iter(lambda: lines.readline().strip() + b"\n", b"\n")).decode()
                            number = fields.partition("CSeq: ")[2].split()[0]
                            asked.append(request.split()[0])
                            for part in answer(asked[-1]).replace("NUMBER", number).split("PAUSE"):
                                caller.sendall(part.encode())
                                time.sleep(PAUSE_S)

        Thread(target=serve, daemon=True).start()
        yield f"127.0.0.1:{server.getsockname()[1]}", asked


GO_ON = "RTSP/1.0 100 Go on\r\nContent-Length: 3\r\n\r\nabcPAUSE"
OPTIONS = "RTSP/1.0 200 OK\r\nCSeq: NUMBER\r\nPublic: OPTIONS, DESCRIBE\r\n\r\n"


@pytest.mark.parametrize("tls", [False, True])
@pytest.mark.parametrize("method", ["OPTIONS", "DESCRIBE"])
@pytest.mark.parametrize("before", ["", "$\0\0\4abcd", GO_ON])
@pytest.mark.parametrize("status", ["302 Moved", " 0301 Moved", "305 Use Proxy"])
def test_a_camera_that_sends_on_is_not_followed(method, before, status, tls):
    with talking(lambda asked: OPTIONS) as (elsewhere, called):
        moved = f"{before}RTSP/1.0 {status}\r\nCSeq: NUMBER\r\nLocation: rtsp://{elsewhere}/x\r\n\r\n"
        with (
            talking(lambda asked: moved if asked == method else OPTIONS, self_signed() if tls else None) as (camera, _),
            pytest.raises(SourceError, match=r"^gate: the network camera sends on to another address") as error,
        ):
            NetworkCamera(f"rtsp{'s' if tls else ''}://user:secret@{camera}/gate", source_id="gate", answer_s=3)
    assert called == []
    assert elsewhere not in str(error.value)


@pytest.mark.parametrize(
    "trick",
    [
        *(" Content-Length: LONG\r\n", "Content-Length: LONG\r\nContent-Length: -1\r\n", "\r$x\r\n"),
        *("Content-Length: LONG\r\nContent-Length: +0\r\n", "Con\rtent-Length: LONG\r\n", "Content-Length : LONG\r\n"),
        *("X: \0\r\nContent-Length\0: LONG\r\n", "Content-Length: LONG\0\r\n", "\r\nRTSP/1.0 4294967598 Moved\r\nLINK"),
        *("\r\nRTSP/1.0\v302 302\r\nLINK", "\r\nRTSP/1.0\vx 302\r\nLINK", "\r\n\0RTSP/1.0 302\r\nLINK"),
    ],
)
def test_ffmpeg_understands_nothing_but_what_was_judged(trick):
    # a redirection that one of two readers takes for a part of something else
    with talking(lambda asked: OPTIONS) as (elsewhere, called):
        link = f"CSeq: NUMBER\r\nLocation: rtsp://{elsewhere}/x\r\n\r\n"
        moved = f"RTSP/1.0 302 Moved\r\n{link}"
        said = trick.replace("LONG", str(len(moved) - 5)).replace("LINK", link)
        with (
            talking(lambda asked: f"RTSP/1.0 200 OK\r\nCSeq: NUMBER\r\n{said}\r\n{moved}") as (camera, _),
            pytest.raises(SourceError, match=r"^gate: the network camera "),
        ):
            NetworkCamera(f"rtsp://{camera}/gate", source_id="gate", answer_s=1)
    assert called == []


def test_what_does_not_speak_tls_is_one_line():
    with (
        talking(lambda asked: OPTIONS) as (camera, _),
        pytest.raises(SourceError, match=r"^gate: the network camera cannot be reached \("),
    ):
        NetworkCamera(f"rtsps://{camera}/gate", source_id="gate", answer_s=1)


def test_what_a_camera_answers_after_go_on_is_its_answer():
    unknown = f"{GO_ON}RTSP/1.0 404 Not Found\r\nCSeq: NUMBER\r\n\r\n"
    with (
        talking(lambda asked: unknown) as (camera, _),
        pytest.raises(SourceError, match=r"^gate: the network camera cannot be reached \(server returned 404"),
    ):
        NetworkCamera(f"rtsp://{camera}/gate", source_id="gate", answer_s=3)
