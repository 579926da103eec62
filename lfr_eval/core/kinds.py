"""What a file is that was given in place of a text table: told by its first bytes, with what to do about it."""

from __future__ import annotations

import re
from typing import NamedTuple

ENOUGH_BYTES = 65536
"""How much of a file tells what it is."""
AS_CSV = "save it as CSV (UTF-8, commas)"
EXPORT = "export its table as CSV (UTF-8, commas)"
AS_ROWS = "write its rows as CSV (UTF-8, commas)"
UNPACK = "unpack it and give the file inside"
OTHER = "give the table that belongs here"


class Kind(NamedTuple):
    """What a file is."""

    name: str
    advice: str
    """What to do where a table is expected."""

    @property
    def picture(self) -> bool:
        """Whether it is an image or a video."""
        return self.advice == OTHER


BEGINNINGS: tuple[tuple[int, bytes, str, str], ...] = (
    (0, b"PAR1", "a Parquet file", EXPORT),
    (0, b"ARROW1", "an Arrow (Feather) file", EXPORT),
    (0, b"\x89HDF\r\n\x1a\n", "an HDF5 file", EXPORT),
    (0, b"MATLAB 5.0 MAT-file", "a MATLAB file", EXPORT),
    (0, b"SQLite format 3\0", "an SQLite database", EXPORT),
    (0, b"\x93NUMPY", "a numpy array", EXPORT),
    (0, b"\x80\x04", "a Python pickle", EXPORT),
    (0, b"\x80\x05", "a Python pickle", EXPORT),
    (0, b"$FL2", "an SPSS file", EXPORT),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document (XLS or DOC)", AS_CSV),
    (0, b"{\\rtf", "a rich text document (RTF)", AS_CSV),
    (0, b"%PDF", "a PDF", "export the table that it shows as CSV (UTF-8, commas)"),
    (0, b"\x1f\x8b", "a gzip archive", UNPACK),
    (0, b"BZh", "a bzip2 archive", UNPACK),
    (0, b"\xfd7zXZ\0", "an xz archive", UNPACK),
    (0, b"\x28\xb5\x2f\xfd", "a Zstandard archive", UNPACK),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7z archive", UNPACK),
    (0, b"Rar!\x1a\x07", "a RAR archive", UNPACK),
    (257, b"ustar", "a tar archive", UNPACK),
    (0, b"\xff\xd8\xff", "an image (JPEG)", OTHER),
    (0, b"\x89PNG\r\n\x1a\n", "an image (PNG)", OTHER),
    (0, b"GIF8", "an image (GIF)", OTHER),
    (0, b"II*\0", "an image (TIFF)", OTHER),
    (0, b"MM\0*", "an image (TIFF)", OTHER),
    (8, b"WEBP", "an image (WebP)", OTHER),
    (4, b"ftyphei", "an image (HEIC)", OTHER),
    (4, b"ftypavif", "an image (AVIF)", OTHER),
    (4, b"ftyp", "a video (MP4)", OTHER),
    (8, b"AVI ", "a video (AVI)", OTHER),
    (0, b"\x1aE\xdf\xa3", "a video (Matroska)", OTHER),
)
ZIPPED = (
    (b"xl/", "an Excel workbook (XLSX)", AS_CSV),
    (b"vnd.oasis.opendocument.spreadsheet", "an OpenDocument spreadsheet (ODS)", AS_CSV),
    (b"word/", "a Word document (DOCX)", AS_CSV),
    (b"Index/", "an Apple Numbers document", AS_CSV),
    (b".npy", "a numpy archive (NPZ)", EXPORT),
)
"""Names inside of a ZIP file by which the kinds that are one are told apart."""
MARKUP = (
    (re.compile(rb"<!doctype html|<html", re.IGNORECASE), "a web page (HTML)", AS_CSV),
    (re.compile(rb"<"), "XML", AS_ROWS),
)


def kind_of(data: bytes) -> Kind | None:
    """What a file is, and what to do about it; None where it may well be text in UTF-8.

    Args:
        data: The file, or its first `ENOUGH_BYTES`.
    """
    for place, mark, name, advice in BEGINNINGS:
        if data.startswith(mark, place):
            return Kind(name, advice)
    if data.startswith((b"PK\3\4", b"PK\5\6")):
        return next((Kind(*kind) for mark, *kind in ZIPPED if mark in data), Kind("a ZIP archive", UNPACK))
    if wide := _wide_text(data[:ENOUGH_BYTES]):
        return Kind(wide, "save it as UTF-8")
    start = data[:ENOUGH_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip()
    return next((Kind(name, advice) for mark, name, advice in MARKUP if mark.match(start)), None)


def kind_of_no_table(data: bytes) -> Kind | None:
    """The same of what is no table, to which JSON belongs: no table begins as its objects and arrays do."""
    begins = data[:ENOUGH_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    return kind_of(data) or (Kind("JSON", AS_ROWS) if begins in (b"{", b"[") else None)


def _wide_text(start: bytes) -> str | None:
    """Text of two or four bytes a character: by its byte order mark, or by the zeros of letters in ASCII."""
    if start.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return "text in UTF-32"
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text in UTF-16"
    for zeros, letters in ((start[1::2], start[::2]), (start[::2], start[1::2])):
        if len(zeros) > 3 and zeros.count(0) > 0.8 * len(zeros) and letters.count(0) == 0:
            return "text in UTF-16"
    return None
