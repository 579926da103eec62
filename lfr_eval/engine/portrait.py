"""One photograph, one template: how references are enrolled, and how labelled photographs are probed."""

from __future__ import annotations

import cv2
import numpy as np

from lfr_eval.core.arrays import FloatArray, Image
from lfr_eval.core.faces import FaceEngine, Faces
from lfr_eval.core.portrait import Portrait
from lfr_eval.core.settings import Detector, Embedding
from lfr_eval.engine.align import align
from lfr_eval.engine.quality import nose_offset, quality, sharpness

RIVAL_SHARE = 0.5
"""Another face this large beside the main one makes a photograph ambiguous."""
SECOND_LOOK_PX, SECOND_LOOK_SCORE = 256, 0.2
"""A centred photograph in which no face was found is searched again at this size and score."""
PAD_SHARE = 0.5
"""Border added on each side of a tight crop, in lengths of its longer side."""


def portrait(engine: FaceEngine, image: Image, detector: Detector, embedding: Embedding) -> Portrait:
    """Turn a photograph of one person into a template, or say why not.

    A crop so tight that no face is found in it is padded with black and tried once more. Smaller faces in the
    background are counted, not used.

    Args:
        engine: The models.
        image: (H, W, 3) uint8 BGR.
        detector: How faces are found.
        embedding: Only the least size applies: the pose and blur of a reference are what they are.

    Returns:
        A portrait with a template of length 1, or with a reason: no face, several faces, too small.
    """
    faces = engine.detect(image, size_px=detector.size_px, min_score=detector.min_score)
    padded = len(faces) == 0
    if padded:
        image = _pad(image)
        faces = engine.detect(image, size_px=detector.size_px, min_score=detector.min_score)
    if len(faces) == 0:
        return Portrait(template=None, reason="no face", eye_px=None, quality=None, padded=padded, other_faces=0)
    return _describe(engine, image, faces, padded, embedding)


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
    if len(faces) == 0:
        return Portrait(template=None, reason="no face", eye_px=None, quality=None, padded=False, other_faces=0)
    centre = np.array([image.shape[1], image.shape[0]], np.float32) / 2
    offsets = np.linalg.norm((faces.boxes_px[:, :2] + faces.boxes_px[:, 2:]) / 2 - centre, axis=1)
    heights = faces.boxes_px[:, 3] - faces.boxes_px[:, 1]
    return _embedded(engine, image, faces, int(np.argmin(offsets / heights)), padded=False, mirrored=mirrored)


def _describe(engine: FaceEngine, image: Image, faces: Faces, padded: bool, embedding: Embedding) -> Portrait:
    heights = faces.boxes_px[:, 3] - faces.boxes_px[:, 1]
    main = int(np.argmax(heights))
    rivals = int((heights >= RIVAL_SHARE * heights[main]).sum()) - 1
    eye_px = float(faces.eye_px[main])
    reason = "several faces" if rivals else "too small" if eye_px < embedding.min_eye_px else None
    if reason is None:
        return _embedded(engine, image, faces, main, padded)
    return Portrait(
        template=None, reason=reason, eye_px=eye_px, quality=None, padded=padded, other_faces=len(faces) - 1
    )


def _embedded(
    engine: FaceEngine, image: Image, faces: Faces, row: int, padded: bool, mirrored: bool = False
) -> Portrait:
    eye_px = float(faces.eye_px[row])
    crop = align(image, faces.landmarks_px[row], engine.crop_px)
    value = quality(eye_px, float(nose_offset(faces)[row]), sharpness(crop), float(faces.det_scores[row]))
    return Portrait(
        template=_with_mirror_image(engine, crop) if mirrored else engine.embed([crop])[0],
        reason=None,
        eye_px=eye_px,
        quality=value,
        padded=padded,
        other_faces=len(faces) - 1,
    )


def _with_mirror_image(engine: FaceEngine, crop: Image) -> FloatArray:
    both = engine.embed([crop, np.ascontiguousarray(crop[:, ::-1])]).sum(axis=0)
    unit: FloatArray = both / np.linalg.norm(both)
    return unit


def _pad(image: Image) -> Image:
    border = int(max(image.shape[:2]) * PAD_SHARE)
    padded = cv2.copyMakeBorder(image, border, border, border, border, cv2.BORDER_CONSTANT, value=(0, 0, 0))
    return np.asarray(padded, dtype=np.uint8)
