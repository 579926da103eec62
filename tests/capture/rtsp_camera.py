"""A network camera on this machine: just enough of RTSP over TCP (RFC 2326) to play a painted film."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread

import av
import numpy as np

PAYLOAD = 96
DESCRIPTION = (
    "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=gate\r\nt=0 0\r\n"
    f"m=video 0 RTP/AVP {PAYLOAD}\r\na=rtpmap:{PAYLOAD} VP8/90000\r\na=control:track\r\n"
)
FPS = 25


def film(frames: int) -> list:
    """Grey pictures, brighter from one to the next."""
    return [np.full((120, 160, 3), 40 + 5 * number, np.uint8) for number in range(frames)]


def packets_of(pictures) -> list[bytes]:
    """The film as RTP packets, made by FFmpeg."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as inbox:
        inbox.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
        inbox.bind(("127.0.0.1", 0))
        inbox.settimeout(0.2)
        with av.open(f"rtp://127.0.0.1:{inbox.getsockname()[1]}?pkt_size=1200", "w", format="rtp") as out:
            stream = out.add_stream("libvpx", rate=FPS)
            stream.width, stream.height, stream.pix_fmt = 160, 120, "yuv420p"
            stream.options = {"deadline": "realtime", "lag-in-frames": "0", "g": "5"}
            for picture in pictures:
                out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="bgr24")))
            out.mux(stream.encode(None))
        packets = []
        with suppress(TimeoutError):
            while True:
                packets.append(inbox.recv(65536))
    return [packet for packet in packets if packet[1] & 0x7F == PAYLOAD]


@contextmanager
def network_camera(pictures, plays: int = 1) -> Iterator[str]:
    """Serve a film, each time to its end, where the connection drops; after `plays` times nobody answers any more."""
    packets = packets_of(pictures)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with suppress(OSError):
                for _ in range(plays):
                    caller, _ = server.accept()
                    with caller:
                        _converse(caller, packets)
                server.close()

        thread = Thread(target=serve, daemon=True)
        thread.start()
        yield f"rtsp://user:secret@127.0.0.1:{server.getsockname()[1]}/gate"
    thread.join(5)


def _converse(caller: socket.socket, packets: list[bytes]) -> None:
    asked = caller.makefile("rb")
    while request := asked.readline().decode():
        fields = dict(iter(lambda: asked.readline().decode().strip().partition(": ")[::2], ("", "")))
        method = request.split()[0]
        answer = f"RTSP/1.0 200 OK\r\nCSeq: {fields['CSeq']}\r\nSession: 1\r\n"
        body = ""
        if method == "OPTIONS":
            answer += "Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN\r\n"
        elif method == "DESCRIBE":
            body = DESCRIPTION
            answer += f"Content-Type: application/sdp\r\nContent-Length: {len(body)}\r\n"
        elif method == "SETUP":
            answer += "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n"
        caller.sendall(f"{answer}\r\n{body}".encode())
        if method == "PLAY":
            for packet in packets:
                caller.sendall(b"$\x00" + len(packet).to_bytes(2, "big") + packet)
            return
