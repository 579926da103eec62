"""A face engine with known answers: a face is a square painted in the grey level of its person.

For logic tests only. Person p (1 … 250) has the grey level p; templates of different persons are orthogonal.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from lfr_eval.core.arrays import FloatArray, Image, IntArray
from lfr_eval.core.faces import Faces, Frame
from lfr_eval.core.search import Matches
from lfr_eval.engine.align import align

DIMENSIONS = 256
SIDE_PX = 60


def template_of(person: int) -> FloatArray:
    """Unit vector of a person."""
    return np.eye(DIMENSIONS, dtype=np.float32)[person]


def draw(faces: dict[int, tuple[int, int]], background: int = 0, size_px: tuple[int, int] = (640, 360)) -> Image:
    """A picture with persons at given left, top corners; drawn in the order given."""
    image = np.full((size_px[1], size_px[0], 3), background, np.uint8)
    for person, (left, top) in faces.items():
        image[top : top + SIDE_PX, left : left + SIDE_PX] = person
    return image


@dataclass
class SyntheticEngine:
    """Finds squares of exactly one grey level on a background that is 0 or above 250."""

    calls: list[str] = field(default_factory=list)
    name: str = "synthetic"
    backend: str = "synthetic"
    precision: str = "float32"
    template_width: int = DIMENSIONS
    recogniser: str = "bb"
    """Digest of it."""

    def digests(self) -> dict[str, str]:
        return {"detector": "aa", "recogniser": self.recogniser}

    def to_json(self) -> dict[str, Any]:
        return {"pack": self.name}

    def crop(self, image: Image, landmarks_px: FloatArray) -> Image:
        return align(image, landmarks_px)

    def detect(self, image: Image, *, size_px: int, min_score: float) -> Faces:
        boxes, landmarks = [], []
        grey = image[:, :, 0]
        for level in np.unique(grey):
            if level == 0 or level > 250:
                continue
            rows, columns = np.nonzero(grey == level)
            left, top, right, bottom = columns.min(), rows.min(), columns.max() + 1, rows.max() + 1
            boxes.append([left, top, right, bottom])
            w, h = right - left, bottom - top
            shape = np.array([[0.3, 0.4], [0.7, 0.4], [0.5, 0.6], [0.35, 0.8], [0.65, 0.8]])
            landmarks.append(shape * [w, h] + [left, top])
        if not boxes:
            return Faces.empty()
        n = len(boxes)
        return Faces(np.array(boxes, np.float32), np.array(landmarks, np.float32), np.full(n, 0.9, np.float32))

    def embed(self, crops: Sequence[Image]) -> FloatArray:
        self.calls.append(f"embed {len(crops)}")
        people = [int(np.median(crop[40:80, 40:80, 0])) for crop in crops]
        return np.array([template_of(person) for person in people], np.float32).reshape(-1, DIMENSIONS)


def frames(pictures: Sequence[Image], fps: float = 25.0) -> list[Frame]:
    """Pictures as the frames of a clip."""
    return [Frame(picture, index / fps, index) for index, picture in enumerate(pictures)]


@dataclass(frozen=True)
class ListedPeople:
    """A matcher of one entry per person, by brute force."""

    people: tuple[int, ...]

    @property
    def person_ids(self) -> tuple[str, ...]:
        return tuple(f"P{person}" for person in self.people)

    @property
    def entry_ids(self) -> tuple[str, ...]:
        return tuple(f"P{person}/1" for person in self.people)

    def search(self, probes: FloatArray, k: int) -> Matches:
        scores = probes @ np.array([template_of(person) for person in self.people]).T
        order = np.argsort(-scores, axis=1, kind="stable")[:, :k]
        return Matches(order, order, np.take_along_axis(scores, order, axis=1))

    def similarity(self, probe: FloatArray, entries: IntArray) -> FloatArray:
        return np.array([probe @ template_of(self.people[entry]) for entry in entries], np.float32)
