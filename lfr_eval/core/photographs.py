"""Which files are photographs: by their name, and where a name does not tell, by their first bytes."""

from __future__ import annotations

from pathlib import Path

from lfr_eval.core.arrays import IMAGE_SUFFIXES
from lfr_eval.core.given import open_file

_OTHER_SUFFIXES = """
.264 .265 .3gp .7z .aac .aae .avi .bak .cfg .csv .db .dll .doc .docx .exe .flv .gz .h264 .h265 .h5 .hdf5
.htm .html .ini .json .jsonl .lnk .log .m4a .m4v .mat .md .mkv .mov .mp3 .mp4 .mpeg .mpg .mts .npy .npz .ods
.odt .parquet .part .pdf .pkl .ppt .pptx .py .rar .rst .rtf .sh .sqlite .tar .tmp .toml .ts .tsv .txt .url
.wav .webm .wmv .xls .xlsx .xml .xmp .yaml .yml .zip
"""
OTHER_SUFFIXES = frozenset(_OTHER_SUFFIXES.split())
"""What may lie beside photographs and is plainly none."""
BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"\0\0\0\x0cjP  ", b"\xff\x4f\xff\x51")
UNREAD_SUFFIXES = frozenset((".eps", ".pfm", ".xbm", ".xpm"))
"""Pictures that may look like texts."""
UNREAD = {
    b"\x01\xda": "SGI",
    b"\x0a\x02\x01": "PCX",
    b"\x0a\x03\x01": "PCX",
    b"\x0a\x05\x01": "PCX",
    b"\0\0\1\0": "an icon",
    b"icns": "an icon",
    b"DDS ": "DDS",
    b"8BPS": "Photoshop",
    b"gimp xcf": "GIMP",
    b"v/1\1": "OpenEXR",
    b"#?RADIANCE": "Radiance HDR",
    b"\xff\x0a": "JPEG XL",
    b"\0\0\0\x0cJXL ": "JPEG XL",
    b"\x59\xa6\x6a\x95": "Sun raster",
    b"%!PS": "EPS",
    b"\xc5\xd0\xd3\xc6": "EPS",
    b"Image type:": "IM",
    b"DanM": "MSP",
    b"LinS": "MSP",
    b"P7\n": "PAM",
    b"PF\n": "PFM",
    b"Pf\n": "PFM",
    b"#define ": "XBM",
    b"/* XPM": "XPM",
    b"II*\0": "this kind of TIFF",
    b"MM\0*": "this kind of TIFF",
    b"II+\0": "BigTIFF",
    b"MM\0+": "BigTIFF",
}
"""How files begin that hold pictures, and give none here."""
NETPBM = tuple(f"P{number}".encode() for number in range(1, 7))
FAMILY = slice(4, 12)
FAMILIES = tuple(b"ftyp" + brand for brand in (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif"))
"""A HEIF container begins with its length, and then one of these; AVIF is one of them."""
SNIFFED = 512
TEXT = bytes({7, 8, 9, 10, 12, 13, 27} | set(range(0x20, 0x7F)) | set(range(0x80, 0x100)))


def begins_as_image(path: Path) -> bool:
    """Whether the first bytes of a file are those of a photograph in a usual format; False where it cannot be read."""
    start = first_bytes(path)
    netpbm = start[:2] in NETPBM and start[2:3].isspace()
    webp = start[:4] == b"RIFF" and start[8:12] == b"WEBP"
    return netpbm or webp or start.startswith(BEGINNINGS) or start[FAMILY] in FAMILIES


def unread_format(start: bytes) -> str | None:
    """The format of a picture that could not be read, where it is not read here whatever it shows."""
    return next((name for mark, name in UNREAD.items() if start.startswith(mark)), None)


def begins_as_heif(start: bytes) -> bool:
    """Whether the first bytes of a file are those of a HEIF container, such as the HEIC of a phone, and not AVIF."""
    family = start[FAMILY]
    return family in FAMILIES and family != b"ftypavif"


def may_be_photograph(path: Path) -> bool:
    """Whether a file that somebody put among photographs may be one: all that is not plainly something else.

    What begins as an image is one, whatever its name. One that turns out to be none fails with its reason; left out,
    the person would vanish.
    """
    suffix = path.suffix.lower()
    if suffix in IMAGE_SUFFIXES or suffix in UNREAD_SUFFIXES:
        return True
    if path.exists() and not path.is_file():
        return False  # a pipe or a device
    text = is_text(first_bytes(path))
    if suffix in OTHER_SUFFIXES:
        return not text and begins_as_image(path)
    return not text or begins_as_image(path)


def is_text(start: bytes) -> bool:
    """Whether the first bytes of a file are those of a text."""
    return bool(start) and not start.translate(None, TEXT)


def first_bytes(path: Path) -> bytes:
    """What a file begins with; empty where it cannot be read."""
    try:
        with open_file(path) as file:
            return file.read(SNIFFED)
    except OSError:
        return b""
