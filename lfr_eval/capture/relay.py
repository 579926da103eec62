"""Stands between FFmpeg and a network camera: FFmpeg would follow a camera that sends it on to any other address."""

from __future__ import annotations

import asyncio
import re
import socket
import ssl
from asyncio import StreamReader, StreamWriter
from concurrent.futures import Future
from contextlib import suppress
from threading import Thread
from typing import Any
from urllib.parse import urlsplit, urlunsplit

Line = tuple[StreamReader, StreamWriter]
PORT, TLS_PORT = 554, 322
STARTED = re.compile(rb"RTSP/", re.IGNORECASE)
ANSWERED = re.compile(rb"RTSP/\S* \+?0*(\d{3})(?!\d)", re.IGNORECASE)
"""How an answer begins, and its status; of the class 3xx it is a redirection (RFC 2326, 11.3)."""
LENGTH = re.compile(rb"Content-Length ?: ?(\d{1,9})$", re.IGNORECASE)


class Relay:
    """Passes one conversation in RTSP over TCP on, and ends it where the camera answers with a redirection.

    With a camera TLS is spoken where its address asks for it, with FFmpeg never. No certificate is verified: cameras
    have none that anybody could verify.

    Args:
        address: ``rtsp://`` or ``rtsps://`` and where the camera is; `self.address` takes its place, with user,
            password and path.
        answer_s: How long to wait for the camera to take the call.

    Raises:
        OSError: It is out of reach, or does not speak TLS.
        ValueError: It is not an address.
    """

    def __init__(self, address: str, answer_s: float) -> None:
        parts = urlsplit(address)
        host, tls = parts.hostname or "", parts.scheme == "rtsps"
        self.sent_on = False
        self._answer_s = answer_s
        self._camera = socket.create_connection((host, parts.port or (TLS_PORT if tls else PORT)), answer_s)
        self._secured: dict[str, Any] = {}
        if tls:
            self._secured = {"ssl": _unverified(), "server_hostname": host, "ssl_handshake_timeout": answer_s}
        door: Future[int] = Future()
        Thread(target=lambda: asyncio.run(self._serve(door)), name="rtsp relay", daemon=True).start()
        user, at, _ = parts.netloc.rpartition("@")
        self.address = urlunsplit(("rtsp", f"{user}{at}127.0.0.1:{door.result()}", parts.path, parts.query, ""))

    async def _serve(self, door: Future[int]) -> None:
        calls: asyncio.Queue[Line] = asyncio.Queue()
        try:
            camera = await asyncio.open_connection(sock=self._camera, **self._secured)
            server = await asyncio.start_server(lambda *call: calls.put_nowait(call), "127.0.0.1", 0)
        except (OSError, ValueError) as error:
            self._camera.close()
            door.set_exception(error)
            return
        door.set_result(server.sockets[0].getsockname()[1])
        try:
            with suppress(OSError):
                async with asyncio.timeout(self._answer_s), server:
                    caller = await calls.get()
                await self._converse(camera, caller)
        finally:
            camera[1].transport.abort()

    async def _converse(
        self, camera: tuple[StreamReader, StreamWriter], caller: tuple[StreamReader, StreamWriter]
    ) -> None:
        """Pass on what both say until one of them hangs up, or the camera sends on."""
        asked = asyncio.create_task(_pass_requests(caller[0], camera[1]))
        answered = asyncio.create_task(_pass_answers(camera[0], caller[1]))
        await asyncio.wait((asked, answered), return_when=asyncio.FIRST_COMPLETED)
        asked.cancel()
        answered.cancel()
        ends = await asyncio.gather(asked, answered, return_exceptions=True)
        self.sent_on = ends[1] is True  # before FFmpeg learns of the end
        caller[1].close()
        await caller[1].wait_closed()


def _unverified() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


async def _pass_requests(said: StreamReader, camera: StreamWriter) -> None:
    while asked := await said.read(65536):
        camera.write(asked)
        await camera.drain()


async def _pass_answers(said: StreamReader, caller: StreamWriter) -> bool:
    """Hand over answers, and pictures among them; True where a redirection is met.

    Answers of the class 1xx are kept back: FFmpeg takes them for the last word, and would hang up before it comes.

    Raises:
        EOFError: It ended otherwise.
        ValueError: It is not RTSP.
    """
    while True:
        answer = await _answer(said, caller)
        status = ANSWERED.match(answer)
        if status and status[1][:1] == b"3":
            return True
        if not status and STARTED.match(answer):
            raise ValueError("an answer without a status")
        if not (status and status[1][:1] == b"1"):
            caller.write(answer)
            await caller.drain()


async def _answer(said: StreamReader, caller: StreamWriter) -> bytes:
    """The next answer; packets with pictures before it, or between its lines, are handed over.

    It is written anew from what was understood here, so that FFmpeg cannot understand anything else.
    """
    lines, length = list[bytes](), 0
    while True:
        first = await said.readexactly(1)
        if first == b"$":  # a packet with pictures: channel, length in two bytes, content
            head = await said.readexactly(3)
            caller.write(first + head + await said.readexactly(int.from_bytes(head[1:], "big")))
            await caller.drain()
            continue
        read = first if first == b"\n" else first + await said.readline()
        line = read.translate(None, b"\0\r").strip() if lines else b" ".join(read.translate(None, b"\0").split())
        if stated := LENGTH.match(line):
            length = int(stated[1])
        elif line and not line.startswith(b"$"):
            lines.append(line)
        elif not line and lines:
            content = await said.readexactly(length)
            return b"\r\n".join((*lines, b"Content-Length: %d" % length, b"", content))
