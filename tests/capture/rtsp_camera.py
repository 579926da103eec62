"""A network camera on this machine: just enough of RTSP over TCP (RFC 2326) to play a painted film."""

from __future__ import annotations

import socket
import ssl
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from threading import Thread

import av
import numpy as np
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

FPS = 25
KINDS = {
    "libvpx": (96, "VP8", {"deadline": "realtime", "lag-in-frames": "0", "g": "5"}),
    "mpeg2video": (32, "MPV", {"flags": "+ildct+ilme", "g": "5", "b": "4M"}),
}
"""Of each codec: type and name of its packets, and how it is encoded; MPEG-2 says that it is interlaced."""


def description(codec: str) -> str:
    number, name, _ = KINDS[codec]
    return (
        "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=gate\r\nt=0 0\r\n"
        f"m=video 0 RTP/AVP {number}\r\na=rtpmap:{number} {name}/90000\r\na=control:track\r\n"
    )


def film(frames: int) -> list:
    """Grey pictures, brighter from one to the next."""
    return [np.full((120, 160, 3), 40 + 5 * number, np.uint8) for number in range(frames)]


def packets_of(pictures, codec: str) -> list[bytes]:
    """The film as RTP packets, made by FFmpeg."""
    payload, _, options = KINDS[codec]
    height, width = pictures[0].shape[:2]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as inbox:
        inbox.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
        inbox.bind(("127.0.0.1", 0))
        inbox.settimeout(0.2)
        with av.open(f"rtp://127.0.0.1:{inbox.getsockname()[1]}?pkt_size=1200", "w", format="rtp") as out:
            stream = out.add_stream(codec, rate=FPS)
            stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
            stream.options = options
            for picture in pictures:
                out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="bgr24")))
            out.mux(stream.encode(None))
        packets = []
        with suppress(TimeoutError):
            while True:
                packets.append(inbox.recv(65536))
    return [packet for packet in packets if packet[1] & 0x7F == payload]


@cache
def self_signed() -> ssl.SSLContext:
    """TLS with a certificate that nobody vouches for."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "camera")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(days=1))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "both.pem"
        form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        file.write_bytes(key.private_bytes(*form) + made.sign(key, hashes.SHA256()).public_bytes(form[0]))
        context.load_cert_chain(file)
    return context


def secured(caller: socket.socket, tls: ssl.SSLContext | None) -> socket.socket:
    """The same conversation, over TLS if that is given."""
    return tls.wrap_socket(caller, server_side=True) if tls else caller


@contextmanager
def network_camera(pictures, plays: int = 1, codec: str = "libvpx", tls: ssl.SSLContext | None = None) -> Iterator[str]:
    """Serve a film, each time to its end, where the connection drops; after `plays` times nobody answers any more."""
    packets = packets_of(pictures, codec)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with suppress(OSError):
                for _ in range(plays):
                    with secured(server.accept()[0], tls) as caller:
                        _converse(caller, packets, description(codec))
                server.close()

        thread = Thread(target=serve, daemon=True)
        thread.start()
        yield f"rtsp{'s' if tls else ''}://user:secret@127.0.0.1:{server.getsockname()[1]}/gate"
    thread.join(5)


def _converse(caller: socket.socket, packets: list[bytes], described: str) -> None:
    asked = caller.makefile("rb")
    while request := asked.readline().decode():
        fields = dict(iter(lambda: asked.readline().decode().strip().partition(": ")[::2], ("", "")))
        method = request.split()[0]
        answer = f"RTSP/1.0 200 OK\r\nCSeq: {fields['CSeq']}\r\nSession: 1\r\n"
        body = ""
        if method == "OPTIONS":
            answer += "Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN\r\n"
        elif method == "DESCRIBE":
            body = described
            answer += f"Content-Type: application/sdp\r\nContent-Length: {len(body)}\r\n"
        elif method == "SETUP":
            answer += "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n"
        caller.sendall(f"{answer}\r\n{body}".encode())
        if method == "PLAY":
            for packet in packets:
                caller.sendall(b"$\x00" + len(packet).to_bytes(2, "big") + packet)
            return
