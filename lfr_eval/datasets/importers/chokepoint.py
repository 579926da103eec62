"""ChokePoint: people walking through portals, one XML file of eye positions for each camera sequence.

Layout (Wong et al., CVPR workshops 2011, data set page): ``P1E_S1_C1.xml`` holds ``<frame number=…>`` with, for each
person in it, ``<person id=…><leftEye x=… y=…/><rightEye …/>``; the frames are images of a folder of the same name, at
30 a second. So a source is such a folder, watched at 30 frames a second.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

from lfr_eval.core.errors import InputError, TableError
from lfr_eval.datasets.importers.manifests import Cells, Manifests

FPS = 30.0
GAP_S = 10.0
"""A person who is away for longer begins a new pass (METHODOLOGY 2.5)."""
SEQUENCE = re.compile(r"P[12][EL]_S[1-5]_C[1-3](\.[0-9]+)?")
BOX_WIDTH, BOX_HEIGHT, EYE_LINE = 2.2, 3.0, 0.4
"""A face around its eyes: width and height in eye distances, and where in the height the eyes lie. Medians of what the
default detector finds on frontal photographs (2.16, 3.04, 0.40)."""

Eyes = tuple[float, float, float, float]
Seen = Mapping[str, Mapping[int, Eyes | None]]
"""By person, the frames that show them, counted from the first of the sequence, and the eyes where they are marked."""


def read_chokepoint(root: Path) -> Manifests:
    """Read every sequence below a folder; boxes are put around the eyes, passes are derived from presence."""
    passes: list[Cells] = []
    boxes: list[Cells] = []
    paths = [path for path in sorted(root.rglob("*.xml")) if SEQUENCE.fullmatch(path.stem)]
    if not paths:
        raise InputError(f"{root}: expected ground truth such as P1E_S1_C1.xml, found none")
    for path in paths:
        for person, frames in sorted(_read(path).items()):
            for number, run in enumerate(_runs(sorted(frames)), start=1):
                pass_id = f"{path.stem}-{person}-{number}"
                passes.append(_pass(pass_id, path.stem, person, run))
                boxes += [_box(pass_id, frame, eyes) for frame in run if (eyes := frames[frame]) is not None]
    return Manifests({"passes.csv": passes, "boxes.csv": boxes})


def _read(path: Path) -> Seen:
    try:
        root = ElementTree.parse(path).getroot()  # noqa: S314 (expat bounds entities)
        numbers = [int(frame.attrib["number"]) for frame in root.iter("frame")]
        seen: dict[str, dict[int, Eyes | None]] = defaultdict(dict)
        for frame, number in zip(root.iter("frame"), numbers, strict=True):
            for person in frame.iter("person"):
                seen[person.attrib["id"]][number - numbers[0]] = _eyes(person)
    except (OSError, ElementTree.ParseError, KeyError, ValueError) as error:
        raise TableError(path, expected="ChokePoint ground truth", found=f"{type(error).__name__} {error}") from error
    return seen


def _eyes(person: ElementTree.Element) -> Eyes | None:
    found = [person.find(name) for name in ("leftEye", "rightEye")]
    left, right = (None if eye is None else (float(eye.attrib["x"]), float(eye.attrib["y"])) for eye in found)
    return None if left is None or right is None or left == right else (*left, *right)


def _runs(frames: list[int]) -> Iterator[list[int]]:
    run = frames[:1]
    for before, frame in pairwise(frames):
        if (frame - before) / FPS > GAP_S:
            yield run
            run = []
        run.append(frame)
    yield run


def _pass(pass_id: str, source: str, person: str, run: list[int]) -> Cells:
    return {
        "pass_id": pass_id,
        "source": source,
        "subject_id": person,
        "t_enter_s": round(run[0] / FPS, 6),
        "t_exit_s": round((run[-1] + 1) / FPS, 6),
    }


def _box(pass_id: str, frame: int, eyes: Eyes) -> Cells:
    x1, y1, x2, y2 = eyes
    apart = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
    width, height = BOX_WIDTH * apart, BOX_HEIGHT * apart
    return {
        "pass_id": pass_id,
        "pts_s": round(frame / FPS, 6),
        "x": round((x1 + x2 - width) / 2, 2),
        "y": round((y1 + y2) / 2 - EYE_LINE * height, 2),
        "w": round(width, 2),
        "h": round(height, 2),
    }
