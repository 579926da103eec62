"""One photograph, one template: how references are enrolled, and how labelled photographs are probed."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import cv2
import numpy as np

from lfr_eval.core.arrays import FloatArray, Image
from lfr_eval.core.faces import FaceEngine, Faces
from lfr_eval.core.portrait import Portrait
from lfr_eval.core.settings import Detector, Embedding
from lfr_eval.engine.quality import nose_offset, quality, sharpness
from lfr_eval.engine.turning import judge, may_be_turned, quarter_turn, turned_reason

RIVAL_SHARE = 0.5
"""Another face this large beside the main one makes a photograph ambiguous."""
SECOND_LOOK_PX, SECOND_LOOK_SCORE = 256, 0.2
"""A centred photograph in which no face was found is searched again at this size and score."""
PAD_SHARE = 0.5
"""Border added on each side of a tight crop, in lengths of its longer side."""
TURNED_SCORE = 0.7
"""A photograph in which no face was found is taken for a turned one where a turned copy shows one as surely as this."""


def portrait(engine: FaceEngine, image: Image, detector: Detector, embedding: Embedding) -> Portrait:
    """Turn a photograph of one person into a template, or say why not.

    A crop so tight that no face is found in it is padded with black and tried once more. A photograph that is upside
    down or on its side is turned upright. Smaller faces in the background are counted, not used.

    Args:
        engine: The models.
        image: (H, W, 3) uint8 BGR.
        detector: How faces are found.
        embedding: Only the least size applies: the pose and blur of a reference are what they are.

    Returns:
        A portrait with a template of length 1, or with a reason: no face, several faces, too small, upside down, on its
        side.
    """

    def find(picture: Image) -> Faces:
        return engine.detect(picture, size_px=detector.size_px, min_score=detector.min_score)

    faces = find(image)
    padded = len(faces) == 0
    found = _Found(_pad(image), find(_pad(image))) if padded else _Found(image, faces)
    upright = _upright(engine, image, found, find, _largest)
    if isinstance(upright, str):
        return Portrait.failed(upright)
    return _describe(engine, upright, padded and not upright.turned_deg, embedding)


def centred_portrait(engine: FaceEngine, image: Image, detector: Detector, *, mirrored: bool = False) -> Portrait:
    """Turn a photograph whose subject stands in the middle (LFW and the like) into a template, or say why not.

    Of several faces it takes the one nearest the centre relative to its size. Where none is found, the picture is
    searched once more, smaller and with a lower score.

    Args:
        engine: The models.
        image: (H, W, 3) uint8 BGR.
        detector: How faces are found at first.
        mirrored: Average the templates of the aligned face and of its mirror image, as published protocols do.

    Returns:
        A portrait with a template of length 1, or with the reason no face.
    """
    faces = engine.detect(image, size_px=detector.size_px, min_score=detector.min_score)
    if len(faces) == 0:
        faces = engine.detect(image, size_px=SECOND_LOOK_PX, min_score=SECOND_LOOK_SCORE)

    def find(picture: Image) -> Faces:
        return engine.detect(picture, size_px=detector.size_px, min_score=detector.min_score)

    upright = _upright(engine, image, _Found(image, faces), find, _most_central)
    if isinstance(upright, str):
        return Portrait.failed(upright)
    return _embedded(engine, upright, _most_central(upright), padded=False, mirrored=mirrored)


class _Found(NamedTuple):
    """A picture and the faces in it."""

    image: Image
    faces: Faces
    turned_deg: int = 0
    """How far the picture was turned back."""


def _largest(found: _Found) -> int:
    return int(np.argmax(found.faces.boxes_px[:, 3] - found.faces.boxes_px[:, 1]))


def _most_central(found: _Found) -> int:
    """The face nearest the centre, relative to its size."""
    boxes = found.faces.boxes_px
    centre = np.array([found.image.shape[1], found.image.shape[0]], np.float32) / 2
    offsets = np.linalg.norm((boxes[:, :2] + boxes[:, 2:]) / 2 - centre, axis=1)
    return int(np.argmin(offsets / (boxes[:, 3] - boxes[:, 1])))


def _upright(
    engine: FaceEngine, image: Image, found: _Found, find: Callable[[Image], Faces], main_of: Callable[[_Found], int]
) -> _Found | str:
    """The picture with its main face upright, or why there is none: no face, upside down, on its side."""
    if not len(found.faces):
        turned = [_turned_back(image, degrees, find) for degrees in (180, 90, 270)]
        best = max(turned, key=lambda each: float(each.faces.det_scores.max(initial=0.0)))
        return best if best.faces.det_scores.max(initial=0.0) >= TURNED_SCORE else "no face"
    main = main_of(found)
    if main not in may_be_turned(found.faces.det_scores, found.faces.landmarks_px):
        return found
    look = judge(engine, found.image, found.faces.boxes_px[main], found.faces.landmarks_px[main]).look
    if look is None or not quarter_turn(look.roll_deg):
        return found
    upright = _turned_back(found.image, quarter_turn(look.roll_deg), find)
    return upright if len(upright.faces) else turned_reason(look.roll_deg) or "on its side"


def _turned_back(image: Image, degrees: int, find: Callable[[Image], Faces]) -> _Found:
    """The picture of a face that is turned clockwise by 90, 180 or 270 degrees, upright."""
    turned = np.ascontiguousarray(np.rot90(image, degrees // 90))
    return _Found(turned, find(turned), degrees)


def _describe(engine: FaceEngine, found: _Found, padded: bool, embedding: Embedding) -> Portrait:
    faces, main = found.faces, _largest(found)
    heights = faces.boxes_px[:, 3] - faces.boxes_px[:, 1]
    rivals = int((heights >= RIVAL_SHARE * heights[main]).sum()) - 1
    eye_px = float(faces.eye_px[main])
    reason = "several faces" if rivals else "too small" if eye_px < embedding.min_eye_px else None
    if reason is None:
        return _embedded(engine, found, main, padded)
    return Portrait(
        template=None,
        reason=reason,
        eye_px=eye_px,
        quality=None,
        padded=padded,
        other_faces=len(faces) - 1,
        turned_deg=found.turned_deg,
    )


def _embedded(engine: FaceEngine, found: _Found, row: int, padded: bool, mirrored: bool = False) -> Portrait:
    image, faces, turned_deg = found
    eye_px = float(faces.eye_px[row])
    crop = engine.crop(image, faces.landmarks_px[row])
    value = quality(eye_px, float(nose_offset(faces)[row]), sharpness(crop), float(faces.det_scores[row]))
    return Portrait(
        template=_with_mirror_image(engine, crop) if mirrored else engine.embed([crop])[0],
        reason=None,
        eye_px=eye_px,
        quality=value,
        padded=padded,
        other_faces=len(faces) - 1,
        turned_deg=turned_deg,
    )


def _with_mirror_image(engine: FaceEngine, crop: Image) -> FloatArray:
    both = engine.embed([crop, np.ascontiguousarray(crop[:, ::-1])]).sum(axis=0)
    unit: FloatArray = both / np.linalg.norm(both)
    return unit


def _pad(image: Image) -> Image:
    border = int(max(image.shape[:2]) * PAD_SHARE)
    padded = cv2.copyMakeBorder(image, border, border, border, border, cv2.BORDER_CONSTANT, value=(0, 0, 0))
    return np.asarray(padded, dtype=np.uint8)
