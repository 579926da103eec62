"""A 1080p clip with a chosen number of real faces in view, and lists of a chosen length."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from lfr_eval.capture.clip import ClipWriter
from lfr_eval.capture.images import read_image
from lfr_eval.core.arrays import Image
from lfr_eval.evaluate.bench.search import random_templates
from lfr_eval.evaluate.demo.photographs import TEAM
from lfr_eval.evaluate.demo.scene import people
from lfr_eval.watchlist.watchlist import Watchlist

SIZE_PX, FPS = (1920, 1080), 25.0
COLUMNS, TILE_PX = 6, 240
MARGIN = 0.25
"""Of the photograph around each face, as a share of the face."""
SWAY_PX, SWAY_S = 12.0, 4.0
GREY = 110
MOST_FACES = 16
STRANGERS_SEED = 7


def film(path: Path, faces: int, frames: int) -> None:
    """Film so many people of the team photograph side by side, each in a slow sway.

    Args:
        path: The clip to make.
        faces: 1 to `MOST_FACES`.
        frames: Length of the clip, at `FPS`.
    """
    tiles = list(_tiles())[:faces]
    with ClipWriter(path, *SIZE_PX, FPS) as clip:
        for index in range(frames):
            clip.write(_frame(tiles, index / FPS))


def lengthened(watchlist: Watchlist, entries: int) -> Watchlist:
    """The same list with strangers in random directions, until it has so many templates."""
    more = max(0, entries - len(watchlist.templates))
    (like, *_) = (entry for entry in watchlist.entries if entry.reason is None)
    names = (f"stranger-{number}" for number in range(more))
    strangers = tuple(dataclasses.replace(like, entry_id=name, person_id=name) for name in names)
    templates = np.concatenate([watchlist.templates, random_templates(more, STRANGERS_SEED)])
    return dataclasses.replace(watchlist, entries=watchlist.entries + strangers, templates=templates)


def _tiles() -> Iterator[Image]:
    photograph = read_image(TEAM.locate())
    for person in people():
        left, top, right, bottom = person.box_px
        middle, half = ((left + right) / 2, (top + bottom) / 2), max(right - left, bottom - top) * (0.5 + MARGIN)
        scale = TILE_PX / (2 * half)
        matrix = np.array([[scale, 0, TILE_PX / 2 - scale * middle[0]], [0, scale, TILE_PX / 2 - scale * middle[1]]])
        tile = cv2.warpAffine(
            photograph, matrix, (TILE_PX, TILE_PX), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
        )
        yield np.asarray(tile, np.uint8)


def _frame(tiles: list[Image], pts_s: float) -> Image:
    frame = np.full((SIZE_PX[1], SIZE_PX[0], 3), GREY, np.uint8)
    for number, tile in enumerate(tiles):
        row, column = divmod(number, COLUMNS)
        shift = SWAY_PX * np.sin(2 * np.pi * (pts_s / SWAY_S + number / MOST_FACES))
        x, y = round(30 + column * (TILE_PX + 12) + shift), 60 + row * (TILE_PX + 40)
        frame[y : y + TILE_PX, x : x + TILE_PX] = tile
    return frame
