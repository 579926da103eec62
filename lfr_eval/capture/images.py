"""Photographs from files: which files are images, in which order, and what stands in them."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image as Picture
from PIL import ImageOps, UnidentifiedImageError

from lfr_eval.capture.depth import eight_bits
from lfr_eval.core.arrays import IMAGE_SUFFIXES, Image
from lfr_eval.core.errors import ImageError, SourceError
from lfr_eval.core.given import PICTURE_BYTES, open_file
from lfr_eval.core.kinds import kind_of_no_table
from lfr_eval.core.photographs import SNIFFED, begins_as_heif, begins_as_image, unread_format

SAMPLE_FORMAT, UNSIGNED = 339, 1
"""A tag of TIFF, and what it says of whole numbers without sign, which are meant where it is missing."""
MAX_PIXELS = 120_000_000
"""Larger than any camera's picture and than 8K video; a file that claims more is hostile or damaged."""
FORMATS = ("JPEG", "PNG", "GIF", "BMP", "DIB", "TIFF", "WEBP", "AVIF", "JPEG2000", "PPM", "TGA")
"""What is a photograph, and read by Pillow itself: for some other formats it would start programs (Ghostscript).
MPO is read as JPEG."""
HEIF = "HEIF"
ORIENTATION = 0x0112
UPRIGHT: dict[int, Callable[[Image], Image]] = {
    2: np.fliplr,
    3: lambda image: np.rot90(image, 2),
    4: np.flipud,
    5: lambda image: image.swapaxes(0, 1),
    6: lambda image: np.rot90(image, 3),
    7: lambda image: np.rot90(image, 2).swapaxes(0, 1),
    8: np.rot90,
}
"""What brings the pixels of each EXIF orientation upright."""


def image_files(folder: Path) -> list[Path]:
    """List the files of a folder (not of its subfolders) that are images, in natural order.

    They are told by their suffix, and by their first bytes where they have none. Natural order reads runs of digits as
    numbers: ``f2.png`` stands before ``f10.png``.
    """
    files = (path for path in folder.iterdir() if not path.name.startswith(".") and _is_image(path))
    return sorted((path for path in files if path.is_file()), key=lambda path: _natural(path.name))


def _is_image(path: Path) -> bool:
    return path.suffix.lower() in IMAGE_SUFFIXES or (not path.suffix and begins_as_image(path))


def _natural(name: str) -> tuple[list[tuple[int, str]], str]:
    parts = re.split(r"([0-9]+)", name.lower())
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts], name


def read_image(path: Path) -> Image:
    """Read a photograph as it is meant to be seen.

    Args:
        path: A file of one of `FORMATS`, or HEIF; the first picture of an animated one.

    Returns:
        (H, W, 3) uint8 BGR, turned and mirrored as its EXIF orientation says; transparency is dropped.

    Raises:
        ImageError: The file is missing, no file, empty, not an image, cut off, damaged, larger than `MAX_PIXELS`, or of
            a format that needs a library which is not installed.
    """
    try:
        with open_file(path, PICTURE_BYTES) as file:
            return _read(str(path), file)
    except OSError as error:
        raise ImageError(f"{path}: the image cannot be read ({error.strerror or error})") from error


def decode_image(data: bytes, name: str) -> Image:
    """A photograph that was handed over in memory; see `read_image`.

    Args:
        data: What would stand in its file.
        name: What to call it in an error.

    Raises:
        ImageError: See `read_image`.
    """
    return _read(name, BytesIO(data))


def _read(name: str, file: BinaryIO) -> Image:
    try:
        start = file.read(SNIFFED)
        if not start:
            raise ImageError(f"{name}: the file is empty; expected an image")
        Picture.init()
        formats = [one for one in (*FORMATS, *_heif(name, start)) if one in Picture.OPEN]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of odd metadata, which does not concern the pixels
            with Picture.open(file, formats=formats) as picture:
                return _pixels(name, file, picture)
    except SourceError:
        raise
    except UnidentifiedImageError as error:
        raise _no_picture(name, start) from error
    except Picture.DecompressionBombError as error:
        raise ImageError(f"{name}: {error}; expected at most {MAX_PIXELS} pixels in all", "too large") from error
    except Exception as error:  # decoders raise whatever they trip over: OSError, SyntaxError, struct.error, …
        reason = getattr(error, "strerror", None) or str(error).splitlines()[:1] or [type(error).__name__]
        text = reason if isinstance(reason, str) else reason[0]
        raise ImageError(f"{name}: the image cannot be read ({text})") from error


def _as_stored(pixels: NDArray[Any], picture: Picture.Image) -> NDArray[Any]:
    """Whole numbers of 32 bits that a TIFF holds without sign: Pillow reads the greater half of them as negative."""
    signed = getattr(picture, "tag_v2", {}).get(SAMPLE_FORMAT, (UNSIGNED,)) != (UNSIGNED,)
    return pixels if signed or pixels.dtype != np.int32 else pixels.view(np.uint32)


def _no_picture(name: str, start: bytes) -> ImageError:
    """What to say of a file that begins so and is no image of `FORMATS`."""
    if unread := unread_format(start):
        message = (
            f"{name}: not an image that is read here, found {unread}; save it as JPEG, or as PNG of 8 bits a colour"
        )
        return ImageError(message, "format or pixel type not read")
    other = kind_of_no_table(start)
    found = f", found {other.name}" if other and not other.picture else ""
    return ImageError(f"{name}: not an image; expected a JPEG, PNG or similar file{found}")


def _heif(name: str, start: bytes) -> list[str]:
    """The format of phones, where a file is of it; Pillow is taught it where the library for it is installed."""
    if not begins_as_heif(start):
        return []
    try:
        import pillow_heif
    except ImportError:
        raise ImageError(
            f"{name}: HEIC can be read only with pillow-heif: pip install 'lfr-eval[heif]'", "needs pillow-heif"
        ) from None
    pillow_heif.register_heif_opener()
    return [HEIF]


def _pixels(name: str, file: BinaryIO, picture: Picture.Image) -> Image:
    width, height = picture.size
    if width * height > MAX_PIXELS:
        raise ImageError(f"{name}: {width} x {height} pixels; expected at most {MAX_PIXELS} in all", "too large")
    if _is_deep_colour(picture):
        file.seek(0)
        stored = cv2.imdecode(np.frombuffer(file.read(), np.uint8), cv2.IMREAD_UNCHANGED)
        if stored is not None and stored.ndim == 3:
            lay = UPRIGHT.get(picture.getexif().get(ORIENTATION, 1), np.asarray)
            return np.ascontiguousarray(lay(eight_bits(stored[..., :3])))
    upright = ImageOps.exif_transpose(picture)
    if upright.mode.startswith(("I", "F")):
        return np.repeat(eight_bits(_as_stored(np.asarray(upright), picture))[..., None], 3, axis=2)
    return np.asarray(cv2.cvtColor(np.asarray(upright.convert("RGB")), cv2.COLOR_RGB2BGR), np.uint8)


def _is_deep_colour(picture: Picture.Image) -> bool:
    """Whether the file holds 16 bits for each colour, of which Pillow would keep the upper eight."""
    return len(picture.getbands()) >= 3 and any(";16" in str(tile[3]) for tile in getattr(picture, "tile", ()))
