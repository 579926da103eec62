"""Stands between FFmpeg and a network camera: FFmpeg would follow a camera that sends it on to any other address."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from contextlib import suppress
from io import BufferedReader
from threading import Thread
from urllib.parse import urlsplit, urlunsplit

PORT = 554
LONGEST_LINE = 65536
SENT_ON = re.compile(rb"\s*RTSP/\S*\s+\+?0*3\d\d", re.IGNORECASE)
"""The first line of an answer of the class 3xx, a redirection (RFC 2326, 11.3), as loosely as FFmpeg reads it."""
GO_ON = re.compile(rb"\s*RTSP/\S*\s+\+?0*1\d\d", re.IGNORECASE)
"""The first line of an answer of the class 1xx: the answer that counts is still to come (RFC 2326, 7.1.1)."""
LENGTH = re.compile(rb"\s*Content-Length:\s*(\d{1,9})", re.IGNORECASE)


class Relay:
    """Passes one conversation in RTSP over TCP on, and ends it where the camera answers with a redirection.

    Args:
        address: ``rtsp://`` and where the camera is; `self.address` takes its place, with user, password and path.
        answer_s: How long to wait for the camera to take the call.

    Raises:
        OSError: It is out of reach.
        ValueError: It is not an address.
    """

    def __init__(self, address: str, answer_s: float) -> None:
        parts = urlsplit(address)
        self.sent_on = False
        self._camera = socket.create_connection((parts.hostname or "", parts.port or PORT), answer_s)
        self._camera.settimeout(None)
        self._door = socket.create_server(("127.0.0.1", 0))
        user, at, _ = parts.netloc.rpartition("@")
        here = f"{user}{at}127.0.0.1:{self._door.getsockname()[1]}"
        self.address = urlunsplit(("rtsp", here, parts.path, parts.query, ""))
        self._door.settimeout(answer_s)
        Thread(target=self._serve, name="rtsp relay", daemon=True).start()

    def _serve(self) -> None:
        with self._camera, suppress(OSError):
            with self._door:
                caller, _ = self._door.accept()
            with caller:
                Thread(target=self._pass_requests, args=(caller,), name="rtsp requests", daemon=True).start()
                try:
                    with self._camera.makefile("rb") as said:
                        self.sent_on = not _pass_answers(said, caller.sendall)
                finally:
                    caller.shutdown(socket.SHUT_RDWR)

    def _pass_requests(self, caller: socket.socket) -> None:
        with suppress(OSError):
            caller.settimeout(None)
            while asked := caller.recv(LONGEST_LINE):
                self._camera.sendall(asked)
        with suppress(OSError):
            self._camera.shutdown(socket.SHUT_RDWR)


def _pass_answers(said: BufferedReader, hand_over: Callable[[bytes], None]) -> bool:
    """Hand over answers, and pictures among them, to their end; False where a redirection was met instead.

    Answers of the class 1xx are kept back: FFmpeg takes them for the last word, and would hang up before it comes.
    """
    length, kept_back = 0, False
    while first := said.read(1):
        if first == b"$":  # a packet with pictures: channel, length in two bytes, content
            head = said.read(3)
            hand_over(first + head + said.read(int.from_bytes(head[1:], "big")))
            continue
        line = first if first == b"\n" else first + said.readline(LONGEST_LINE)
        if SENT_ON.match(line):
            return False
        kept_back = kept_back or GO_ON.match(line) is not None
        if stated := LENGTH.match(line):
            length = int(stated[1])
        end = not line.strip()
        answered = line + said.read(length) if end else line
        if not kept_back:
            hand_over(answered)
        if end:
            length, kept_back = 0, False
    return True
