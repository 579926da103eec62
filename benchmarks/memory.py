"""Peak memory of a watch over 1080p clips of growing length: it must not grow with the length.

Usage: python benchmarks/memory.py [--minutes 1 3 10] [--fps 25]

Each length is watched by a process of its own. The clip pans over a photograph of six people that an installed package
carries; two of them are on the list.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import cv2
import numpy as np
from command_line import parser_of

from lfr_eval.capture.clip import ClipWriter
from lfr_eval.capture.images import read_image
from lfr_eval.capture.source import open_source
from lfr_eval.core.settings import SystemSettings
from lfr_eval.evaluate.demo.photographs import CARD_PLAYERS, REFERENCE_CROPS
from lfr_eval.evaluate.enrol.enrol import enrol_photographs
from lfr_eval.evaluate.system import load_engine
from lfr_eval.evaluate.watch.watch import watch
from lfr_eval.watchlist.store import read_watchlist

WIDTH_PX, HEIGHT_PX = 1920, 1080
LISTED = ("t1-1", "t1-2")


def film(path: Path, minutes: float, fps: float) -> None:
    """A slow pan over the photograph, to and fro, in which one to three people are in view."""
    photograph = read_image(CARD_PLAYERS.locate())
    view = 500
    with ClipWriter(path, WIDTH_PX, HEIGHT_PX, fps) as clip:
        for index in range(round(minutes * 60 * fps)):
            share = 0.5 - 0.5 * np.cos(index / fps * 2 * np.pi / 20)
            left, scale = share * (photograph.shape[1] - view), WIDTH_PX / view
            matrix = np.array([[scale, 0, -scale * left], [0, scale, -scale * 150]])
            clip.write(np.asarray(cv2.warpAffine(photograph, matrix, (WIDTH_PX, HEIGHT_PX)), np.uint8))


def watch_once(folder: Path, clip: Path) -> None:
    """Watch the clip in this process and print frames and peak memory."""
    settings = SystemSettings()
    engine = load_engine(settings, threads=1)
    with open_source(str(clip)) as source:
        result = watch(source, read_watchlist(folder / "list"), engine, settings, root=folder / "runs")
    peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{result.counts['frames_read']:>6} frames {result.counts['faces']:>6} faces  peak {peak_mib:5.0f} MiB")


def main() -> None:
    """Watch clips of each length."""
    parser = parser_of(__doc__)
    parser.add_argument("--minutes", type=float, nargs="+", default=[1, 3, 10])
    parser.add_argument("--fps", type=float, default=25.0)
    parser.add_argument("--watch", type=Path, nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.watch:
        watch_once(*arguments.watch)
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "people").mkdir()
        for name in LISTED:
            photograph, part = REFERENCE_CROPS[name]
            left, top, right, bottom = part or (0, 0, 0, 0)
            image = read_image(photograph.locate())[top:bottom, left:right]
            cv2.imwrite(str(folder / "people" / f"{name}.png"), image)
        settings = SystemSettings()
        enrol_photographs(folder / "people", folder / "list", load_engine(settings), settings)
        for minutes in arguments.minutes:
            clip = folder / f"{minutes:g}.mp4"
            film(clip, minutes, arguments.fps)
            print(f"{minutes:>4g} min: ", end="", flush=True)
            subprocess.run([sys.executable, __file__, "--watch", str(folder), str(clip)], check=True)
            clip.unlink()


if __name__ == "__main__":
    main()
