"""The digest that ties a run to the very footage that it watched."""

from __future__ import annotations

import hashlib
from pathlib import Path

from lfr_eval.capture.images import image_files
from lfr_eval.core.errors import SourceError
from lfr_eval.core.given import file_digest


def source_digest(path: Path) -> str:
    """Digest footage.

    Args:
        path: A file or a folder of images.

    Returns:
        Hexadecimal sha256 of the file's bytes; of a folder, of the lines ``<sha256>  <name>`` of its images in the
        order in which they are presented.

    Raises:
        SourceError: A file cannot be read.
    """
    if not path.is_dir():
        return _file_digest(path)
    lines = (f"{_file_digest(image)}  {image.name}\n" for image in image_files(path))
    return hashlib.sha256("".join(lines).encode("utf-8", "surrogateescape")).hexdigest()


def _file_digest(path: Path) -> str:
    try:
        return file_digest(path)
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror})") from error
