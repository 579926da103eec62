"""One template per labelled photograph, and a cache of templates that exists only where it is asked for.

A cache is a folder with one file per way in which templates are made (models, settings, mirroring, versions of the
libraries that touch a pixel). It holds biometric data: it is never made unasked, and `forget` deletes it.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np

from lfr_eval.core.arrays import FloatArray, Image, require_shape
from lfr_eval.core.errors import ImageError
from lfr_eval.core.faces import FaceEngine
from lfr_eval.core.given import TABLE_BYTES, read_file
from lfr_eval.core.outside.arrays import parse_archive
from lfr_eval.core.portrait import REASONS, Portrait
from lfr_eval.core.progress import Progress, silent
from lfr_eval.core.settings import SystemSettings
from lfr_eval.record.atomic import storing, write_bytes

PROTOCOL = 2
"""Raised whenever the same image, models and settings would give another template than before."""
LIBRARIES = ("insightface", "numpy", "onnxruntime", "opencv-python", "pillow")
BACKEND_LIBRARIES = {"openvino": ("openvino",)}
HEIF = "pillow-heif"
"""Without it an image of its format fails, and would still fail out of the cache once it is there."""
SUFFIX = ".templates"
DIGEST_BYTES = 32
SAVE_EVERY = 1000
"""New templates after which an unfinished cache is saved, so that an interruption loses little."""


class Outcome(NamedTuple):
    """What became of one photograph."""

    template: FloatArray | None
    """(d,) of length 1."""
    reason: str | None
    """Why there is no template."""
    eye_px: float
    """Distance between the eyes; NaN where no face was found."""


UNREADABLE = Outcome(None, "unreadable", math.nan)


@dataclass(frozen=True, slots=True)
class ImageTemplates:
    """What became of n photographs, as parallel sequences."""

    templates: FloatArray
    """(n, d) rows of length 1; zero rows where there is none."""
    reasons: tuple[str | None, ...]
    """(n,) why there is no template (one of `core.portrait.REASONS`); None where there is one."""
    eye_px: FloatArray | None = None
    """(n,) distance between the eyes in source pixels, NaN where no face was found; None where it is not known."""
    cached: int = 0
    """How many of them came out of the cache."""
    notes: tuple[str, ...] = ()
    """What a user must know of the cache, for example that a damaged one was discarded."""

    def __post_init__(self) -> None:
        require_shape("templates", self.templates, (len(self.reasons), None))

    def __len__(self) -> int:
        return len(self.reasons)


def templates_of(
    paths: Sequence[Path],
    engine: FaceEngine,
    settings: SystemSettings,
    *,
    mirrored: bool = False,
    enrolling: bool = False,
    cache: Path | None = None,
    progress: Progress = silent,
) -> ImageTemplates:
    """Turn labelled photographs, each with its subject in the middle, into templates.

    Args:
        paths: The image files; one that cannot be read is an outcome like any other.
        engine: The models.
        settings: The system under test; its detector applies, and its least face size where photographs are enrolled.
        mirrored: Average each template with that of the mirror image.
        enrolling: Treat them as references of a watchlist are: a second large face or a small one is a failure.
        cache: Folder of template files, made where it is missing; None = nothing is kept on disk.
        progress: Told of every image.

    Raises:
        StorageError: The disk refuses the cache; templates saved before still stand there.
        ValueError: `mirrored` and `enrolling` together: a watchlist knows no mirroring.
    """
    if mirrored and enrolling:
        raise ValueError("templates: expected mirrored or enrolling, got both")
    make = _maker(engine, settings, mirrored, enrolling)
    width = engine.template_width
    if cache is None:
        outcomes = []
        for number, path in enumerate(paths, start=1):
            outcomes.append(make(path))
            progress(number, len(paths), path.name)
        return _gathered(outcomes, width)
    store = _Store.open(cache, _key(engine, settings, mirrored, enrolling), width)
    try:
        outcomes = []
        for number, path in enumerate(paths, start=1):
            outcomes.append(store.outcome(path, make))
            progress(number, len(paths), path.name)
    finally:
        store.save()
    return _gathered(outcomes, width, store.found, store.notes)


def forget(cache: Path) -> int:
    """Delete every template of a cache, and its folder where nothing else is in it.

    Returns:
        How many files were deleted; 0 where there is no cache.

    Raises:
        StorageError: The disk refuses it.
    """
    if not cache.is_dir():
        return 0
    files = [*cache.glob(f"*{SUFFIX}"), *cache.glob(f".*{SUFFIX}.*.tmp")]
    with storing(cache):
        for file in files:
            file.unlink()
        if not any(cache.iterdir()):
            cache.rmdir()
    return len(files)


def _maker(engine: FaceEngine, settings: SystemSettings, mirrored: bool, enrolling: bool) -> Callable[[Path], Outcome]:
    from lfr_eval.capture.images import read_image  # where there are scores no photograph is read
    from lfr_eval.engine.portrait import centred_portrait, portrait

    def portrait_of(image: Image) -> Portrait:
        if enrolling:
            return portrait(engine, image, settings.detector, settings.embedding)
        return centred_portrait(engine, image, settings.detector, mirrored=mirrored)

    def make(path: Path) -> Outcome:
        try:
            made = portrait_of(read_image(path))
        except ImageError as error:
            return UNREADABLE._replace(reason=error.reason)
        return Outcome(made.template, made.reason, math.nan if made.eye_px is None else made.eye_px)

    return make


def _gathered(outcomes: Sequence[Outcome], width: int, found: int = 0, notes: Sequence[str] = ()) -> ImageTemplates:
    templates = np.zeros((len(outcomes), width), np.float32)
    for row, outcome in enumerate(outcomes):
        if outcome.template is not None:
            templates[row] = outcome.template
    eye_px = np.array([outcome.eye_px for outcome in outcomes], np.float32)
    return ImageTemplates(templates, tuple(outcome.reason for outcome in outcomes), eye_px, found, tuple(notes))


def _key(engine: FaceEngine, settings: SystemSettings, mirrored: bool, enrolling: bool) -> str:
    """Digest of all that a template depends on beside the image."""
    made_by = {
        "protocol": PROTOCOL,
        "models": engine.digests(),
        "computed": [engine.backend, engine.precision],
        "detector": settings.detector.model_dump(),
        "mirrored": mirrored,
        "min_eye_px": settings.embedding.min_eye_px if enrolling else None,
        "libraries": {name: version(name) for name in (*LIBRARIES, *BACKEND_LIBRARIES.get(engine.backend, ()))},
        "heif": version(HEIF) if find_spec("pillow_heif") else None,
    }
    return hashlib.sha256(json.dumps(made_by, sort_keys=True).encode()).hexdigest()


class _Store:
    """One file of a cache: a sha256 over the rest, then an NPZ of image digests, templates and reasons."""

    def __init__(self, path: Path, width: int, outcomes: dict[bytes, Outcome], notes: tuple[str, ...] = ()) -> None:
        self.notes = notes
        self.found = 0
        self._path = path
        self._width = width
        self._outcomes = outcomes
        self._unsaved = 0

    @classmethod
    def open(cls, folder: Path, key: str, width: int) -> _Store:
        """Read the file of this key; a damaged one is not trusted in any part."""
        path = folder / f"{key}{SUFFIX}"
        with storing(folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            raw = read_file(path, TABLE_BYTES)
        except FileNotFoundError:
            return cls(path, width, {})
        except OSError as error:
            raw, reason = b"", f" ({error.strerror})"
        else:
            reason = ""
        outcomes = _decoded(raw, width)
        if outcomes is None:
            note = f"template cache {path} is damaged{reason} and was discarded; its templates were made again"
            return cls(path, width, {}, (note,))
        return cls(path, width, outcomes)

    def outcome(self, path: Path, make: Callable[[Path], Outcome]) -> Outcome:
        """What is kept for this very image, else what `make` makes of it."""
        try:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").digest()
        except OSError:
            return UNREADABLE
        if digest in self._outcomes:
            self.found += 1
        else:
            self._outcomes[digest] = make(path)
            self._unsaved += 1
        if self._unsaved >= SAVE_EVERY:
            self.save()
        return self._outcomes[digest]

    def save(self) -> None:
        """Write the whole file anew if there is anything new; another process' file of the same key gives way."""
        if self._unsaved:
            write_bytes(self._path, _encoded(self._outcomes, self._width))
            self._unsaved = 0


def _encoded(outcomes: dict[bytes, Outcome], width: int) -> bytes:
    gathered = _gathered(list(outcomes.values()), width)
    buffer = io.BytesIO()
    np.savez(
        buffer,
        digests=np.frombuffer(b"".join(outcomes), np.uint8).reshape(-1, DIGEST_BYTES),
        templates=gathered.templates[[reason is None for reason in gathered.reasons]],
        reasons=np.array([0 if reason is None else 1 + REASONS.index(reason) for reason in gathered.reasons], np.uint8),
        eye_px=np.array([outcome.eye_px for outcome in outcomes.values()], np.float32),
    )
    payload = buffer.getvalue()
    return hashlib.sha256(payload).digest() + payload


def _decoded(raw: bytes, width: int) -> dict[bytes, Outcome] | None:
    """The outcomes by image digest; None where a single byte is not what was written."""
    payload = raw[DIGEST_BYTES:]
    if hashlib.sha256(payload).digest() != raw[:DIGEST_BYTES]:
        return None
    try:
        file = parse_archive(payload)
        digests, templates, reasons, eye_px = (file[name] for name in ("digests", "templates", "reasons", "eye_px"))
        if templates.shape[1] != width or len(templates) != (reasons == 0).sum():
            return None
        rows = iter(templates)
        return {
            digest.tobytes(): Outcome(None if why else next(rows), REASONS[why - 1] if why else None, float(eyes))
            for digest, why, eyes in zip(digests, reasons.tolist(), eye_px, strict=True)
        }
    except (ValueError, LookupError, TypeError):
        return None
