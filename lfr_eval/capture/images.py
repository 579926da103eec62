"""Photographs from files: which files are images, in which order, and what stands in them."""

from __future__ import annotations

import re
import warnings
from pathlib import Path

import cv2
import numpy as np
from PIL import Image as Picture
from PIL import ImageOps, UnidentifiedImageError

from lfr_eval.core.arrays import IMAGE_SUFFIXES, Image
from lfr_eval.core.errors import SourceError

MAX_PIXELS = 120_000_000
"""Larger than any camera's picture and than 8K video; a file that claims more is hostile or damaged."""


def image_files(folder: Path) -> list[Path]:
    """List the files of a folder (not of its subfolders) that are images by their suffix, in natural order.

    Natural order reads runs of digits as numbers: ``f2.png`` stands before ``f10.png``.
    """
    files = (
        path for path in folder.iterdir() if path.suffix.lower() in IMAGE_SUFFIXES and not path.name.startswith(".")
    )
    return sorted((path for path in files if path.is_file()), key=lambda path: _natural(path.name))


def _natural(name: str) -> tuple[list[tuple[int, str]], str]:
    parts = re.split(r"([0-9]+)", name.lower())
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts], name


def read_image(path: Path) -> Image:
    """Read a photograph as it is meant to be seen.

    Args:
        path: A file of any format that Pillow reads; the first picture of an animated one.

    Returns:
        (H, W, 3) uint8 BGR, turned and mirrored as its EXIF orientation says; transparency is dropped.

    Raises:
        SourceError: The file is missing, empty, not an image, cut off, damaged, or larger than `MAX_PIXELS`.
    """
    try:
        if path.stat().st_size == 0:
            raise SourceError(f"{path}: the file is empty; expected an image")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of odd metadata, which does not concern the pixels
            with Picture.open(path) as picture:
                return _pixels(path, picture)
    except SourceError:
        raise
    except UnidentifiedImageError as error:
        raise SourceError(f"{path}: not an image; expected a JPEG, PNG or similar file") from error
    except Exception as error:  # decoders raise whatever they trip over: OSError, SyntaxError, struct.error, …
        reason = getattr(error, "strerror", None) or str(error).splitlines()[:1] or [type(error).__name__]
        text = reason if isinstance(reason, str) else reason[0]
        raise SourceError(f"{path}: the image cannot be read ({text})") from error


def _pixels(path: Path, picture: Picture.Image) -> Image:
    width, height = picture.size
    if width * height > MAX_PIXELS:
        raise SourceError(f"{path}: {width} x {height} pixels; expected at most {MAX_PIXELS} in all")
    upright = ImageOps.exif_transpose(picture)
    if upright.mode.startswith("I"):
        deep = np.clip(np.asarray(upright), 0, 65535) >> 8
        return np.repeat(deep.astype(np.uint8)[..., None], 3, axis=2)
    return np.asarray(cv2.cvtColor(np.asarray(upright.convert("RGB")), cv2.COLOR_RGB2BGR), np.uint8)
