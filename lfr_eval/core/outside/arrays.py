"""numpy's files from outside: only what `numpy.save` writes of plain numbers, and only as large as the file is."""

from __future__ import annotations

import io
import math
import re
import zipfile
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lfr_eval.core.outside import Unreadable

HEAD = re.compile(
    rb"\x93NUMPY\x01\x00.."
    rb"\{'descr': '([<|][fiub][1248])', 'fortran_order': False, 'shape': \(((\d{1,15},? ?){0,4})\), \} *\n",
    re.DOTALL,
)
"""Version 1.0 of the format, as numpy.lib.format states it."""


def parse_array(data: bytes) -> NDArray[Any]:
    """The array of an ``.npy`` file; it shares the memory of `data`.

    Raises:
        Unreadable: It is none, or its shape is not that of so many bytes.
    """
    head = HEAD.match(data)
    if head is None:
        raise Unreadable("no array of numbers")
    kind = np.dtype(head[1].decode())
    shape = tuple(int(length) for length in re.findall(rb"\d+", head[2]))
    expected, rest = math.prod(shape) * kind.itemsize, len(data) - head.end()
    if expected != rest:
        raise Unreadable(f"an array of shape {shape} that takes {expected:,} bytes, in {rest:,} bytes")
    return np.frombuffer(data, kind, offset=head.end()).reshape(shape)


def parse_archive(data: bytes) -> dict[str, NDArray[Any]]:
    """The arrays of an ``.npz`` file as `numpy.savez` writes it, by name.

    Raises:
        Unreadable: It is none, or holds something that was compressed.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if any(one.compress_type != zipfile.ZIP_STORED for one in archive.infolist()):
                raise Unreadable("an archive that was compressed")
            return {one.filename.removesuffix(".npy"): parse_array(archive.read(one)) for one in archive.infolist()}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise Unreadable(f"no archive ({error})") from None
