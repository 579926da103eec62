"""Which pictures of an MPEG transport stream are really cut short: at the joint of two recordings, none is."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO, NamedTuple

TS_BYTES, SYNC = 188, 0x47
PREFIXES = (0, 4)
"""Bytes before each packet: none, or the time stamp of an M2TS."""
STRIDES = (188, 192, 204)


class _Piece(NamedTuple):
    """One packet of a transport stream that carries bytes of a picture."""

    pos: int
    begins: bool
    """Whether a new picture begins with it."""
    counter: int
    jumps: bool
    """It says itself that the counter starts anew."""
    faulty: bool
    stuffed: bool
    """It is filled up, as the last one of a picture is."""
    payload: bytes


class CutPictures:
    """Tells the pictures of a file that lack bytes from those after which a recording merely ends.

    FFmpeg marks a picture as corrupt where the continuity counter jumps (ISO/IEC 13818-1, 2.4.3.3), and of two it may
    mark the earlier one. It jumps where packets are lost, and where whole recordings were joined. A picture is whole
    where the counter goes on within it and its last packet is filled up, or holds as many bytes as its header says.

    Args:
        path: The file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._cut: set[int] = set()

    def __call__(self, pos: int | None, marked: bool) -> bool:
        """Whether the picture that begins at byte `pos` is cut short, given whether FFmpeg marked it as corrupt."""
        if pos is None:
            return marked
        if marked:
            with self._path.open("rb") as file:
                self._cut.update(_cut_pictures(file, pos))
        return pos in self._cut


def _cut_pictures(file: BinaryIO, pos: int) -> Iterator[int]:
    """Places of those that are cut among the picture at `pos` and the one after it."""
    pieces: list[_Piece] = []
    pictures = 0
    for piece in _pieces(file, pos):
        if piece.begins and pieces:
            if not _is_whole(pieces, piece):
                yield pieces[0].pos
            pieces, pictures = [], pictures + 1
        if pictures == 2:
            return
        pieces.append(piece)
    if pieces and not _is_whole(pieces, None):
        yield pieces[0].pos


def _is_whole(pieces: list[_Piece], after: _Piece | None) -> bool:
    if any(piece.faulty for piece in pieces) or not all(_goes_on(*step) for step in pairwise(pieces)):
        return False
    said = int.from_bytes(pieces[0].payload[4:6], "big")
    if said:
        return sum(len(piece.payload) for piece in pieces) >= said + 6
    return pieces[-1].stuffed or (after is not None and _goes_on(pieces[-1], after))


def _goes_on(before: _Piece, after: _Piece) -> bool:
    """Whether no packet is missing between two."""
    return after.jumps or (after.counter - before.counter) % 16 == 1


def _pieces(file: BinaryIO, pos: int) -> Iterator[_Piece]:
    """The packets from byte `pos` on of the stream to which the one there belongs; a repeated packet comes once."""
    file.seek(pos)
    start = file.read(max(STRIDES) + max(PREFIXES) + 1)
    prefix = next((each for each in PREFIXES if start[each : each + 1] == bytes([SYNC])), 0)
    stride = next((each for each in STRIDES if start[prefix + each : prefix + each + 1] == bytes([SYNC])), TS_BYTES)
    file.seek(pos)
    before: _Piece | None = None
    pid = int.from_bytes(start[prefix + 1 : prefix + 3], "big") & 0x1FFF
    while len(packet := file.read(stride)[prefix : prefix + TS_BYTES]) == TS_BYTES and packet[0] == SYNC:
        if int.from_bytes(packet[1:3], "big") & 0x1FFF == pid and packet[3] & 0x10:
            piece = _piece(pos, packet)
            if before is None or piece.counter != before.counter or piece.begins or piece.jumps:
                yield piece
                before = piece
        pos += stride


def _piece(pos: int, packet: bytes) -> _Piece:
    adapted = packet[4] + 1 if packet[3] & 0x20 else 0
    flags = packet[5] if adapted > 1 else 0
    clocks = 6 * (bool(flags & 0x10) + bool(flags & 0x08)) + bool(flags & 0x04)
    return _Piece(
        pos=pos,
        begins=bool(packet[1] & 0x40),
        counter=packet[3] & 0x0F,
        jumps=bool(flags & 0x80),
        faulty=bool(packet[1] & 0x80),
        stuffed=adapted == 1 or adapted > 2 + clocks,
        payload=packet[4 + adapted :],
    )
