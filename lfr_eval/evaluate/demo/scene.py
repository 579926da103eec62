"""A camera that pans and zooms over the team photograph, and the truth of who passes it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

import cv2
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lfr_eval.core.arrays import Image

WIDTH_PX, HEIGHT_PX, FPS = 1920, 1080, 12.5
SOURCE = "demo.mp4"
LISTED = "yao-ming"

KEYFRAMES = (
    (0.0, 280, 262, 560),
    (0.4, 280, 262, 560),
    (4.8, 957, 262, 560),
    (5.6, 800, 460, 560),
    (8.4, 280, 460, 560),
    (9.6, 618, 400, 1237),
    (10.0, 618, 400, 1237),
)
"""Time in s, then centre x, centre y and width of the view in pixels of the photograph; smooth in between."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the team in the photograph; box as left, top, right, bottom in its pixels.

    Boxes were proposed by a face detector, checked one by one and named by eye. The audience behind the team has none.
    """

    name: str
    box_px: tuple[float, float, float, float]


def people() -> list[Person]:
    """The 16 people of the team."""
    with files(__package__).joinpath("people.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    return [
        Person(row["person"], (float(row["left"]), float(row["top"]), float(row["right"]), float(row["bottom"])))
        for row in rows
    ]


def view(pts_s: float) -> tuple[float, float, float]:
    """Centre x, centre y and width of what the camera sees at a time, in pixels of the photograph."""
    times = [key[0] for key in KEYFRAMES]
    after = min(int(np.searchsorted(times, pts_s, side="right")), len(times) - 1)
    start, end = KEYFRAMES[after - 1], KEYFRAMES[after]
    share = min(max((pts_s - start[0]) / (end[0] - start[0]), 0.0), 1.0)
    eased = share * share * (3 - 2 * share)
    x, y, width = (a + (b - a) * eased for a, b in zip(start[1:], end[1:], strict=True))
    return x, y, width


def placement(pts_s: float) -> NDArray[np.float64]:
    """(2, 3) affine matrix from the photograph to the frame at a time."""
    x, y, width = view(pts_s)
    scale = WIDTH_PX / width
    return np.array([[scale, 0, WIDTH_PX / 2 - scale * x], [0, scale, HEIGHT_PX / 2 - scale * y]])


def frame_times() -> NDArray[np.float64]:
    """Presentation times of all frames, in s."""
    return np.arange(round(KEYFRAMES[-1][0] * FPS)) / FPS


def render(photograph: Image) -> Iterator[Image]:
    """The frames of the clip, each (1080, 1920, 3) uint8 BGR; edges of the photograph are continued."""
    for pts_s in frame_times():
        frame = cv2.warpAffine(
            photograph,
            placement(float(pts_s)),
            (WIDTH_PX, HEIGHT_PX),
            flags=cv2.INTER_CUBIC,
            borderMode=cv2.BORDER_REPLICATE,
        )
        yield np.asarray(frame, dtype=np.uint8)


def boxes_at(pts_s: float, team: list[Person]) -> dict[str, NDArray[np.float64]]:
    """Where the faces stand of which any part is in the frame: name → left, top, right, bottom in frame pixels."""
    matrix = placement(pts_s)
    inside = {}
    for person in team:
        corners = np.array(person.box_px).reshape(2, 2) @ matrix[:, :2].T + matrix[:, 2]
        if (corners[1] > 0).all() and (corners[0] < (WIDTH_PX, HEIGHT_PX)).all():
            inside[person.name] = corners.ravel()
    return inside


def truth() -> tuple[pd.DataFrame, pd.DataFrame]:
    """The tables of `passes.csv` and `boxes.csv`: one pass per person, and the audience as an unlisted crowd."""
    team, times = people(), frame_times()
    boxes = [(name, float(pts_s), *box) for pts_s in times for name, box in boxes_at(float(pts_s), team).items()]
    seen = pd.DataFrame(boxes, columns=["pass_id", "pts_s", "x", "y", "right", "bottom"])
    seen["w"], seen["h"] = seen["right"] - seen["x"], seen["bottom"] - seen["y"]
    spans = seen.groupby("pass_id")["pts_s"].agg(t_enter_s="min", t_exit_s="max").reset_index()
    spans["t_exit_s"] += 1 / FPS
    spans["subject_id"] = spans["pass_id"].where(spans["pass_id"] == LISTED, "")
    spans["on_list"] = np.where(spans["pass_id"] == LISTED, "yes", "no")
    spans["kind"] = "pass"
    audience = {
        "pass_id": "audience",
        "subject_id": "",
        "t_enter_s": 0.0,
        "t_exit_s": float(times[-1]) + 1 / FPS,
        "kind": "unlisted_crowd",
        "on_list": "no",
    }
    passes = pd.concat([spans, pd.DataFrame([audience])], ignore_index=True).assign(source=SOURCE)
    columns = ["pass_id", "source", "subject_id", "t_enter_s", "t_exit_s", "kind", "on_list"]
    return passes[columns].round(4), seen[["pass_id", "pts_s", "x", "y", "w", "h"]].round(3)
