"""What a user would otherwise write: loops over frames that find, embed and compare every face, and keep nothing."""

from __future__ import annotations

import json
import os
import subprocess
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, Any, cast

import numpy as np

from lfr_eval.capture.source import open_source
from lfr_eval.core.errors import InputError
from lfr_eval.datasets.alert_log import LoggedHit
from lfr_eval.engine.models.insightface import InsightFaceEngine
from lfr_eval.evaluate.bench.footage import Footage

Loop = Callable[[Footage, int, float], list[LoggedHit]]
"""Footage, its first frames to look at, and the threshold; gives every hit in order of time."""


def insightface_loop(analysis: Any) -> Loop:
    """`FaceAnalysis.get` on every frame, and a matrix product with the list.

    Args:
        analysis: See `engine.models.analysis.face_analysis`.
    """

    def loop(footage: Footage, frames: int, threshold: float) -> list[LoggedHit]:
        hits, persons = list[LoggedHit](), footage.persons
        with open_source(str(footage.clip)) as source, warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # the loop's own, once a face
            for frame in islice(source, frames):
                for face in analysis.get(frame.image):
                    scores = footage.watchlist.templates @ face.normed_embedding
                    best = int(np.argmax(scores))
                    if scores[best] >= threshold:
                        hits.append(hit(persons[best], frame.pts_s, float(scores[best])))
        return hits

    return loop


def hit(person: str, pts_s: float, score: float) -> LoggedHit:
    """A hit of a loop, which knows no tracks and no entries."""
    return LoggedHit(person, pts_s, score, track=0, entry_id=person, emitted_s=pts_s)


@contextmanager
def uniface_loop(python: Path, engine: InsightFaceEngine, folder: Path) -> Iterator[Loop]:
    """UniFace's `FaceAnalyzer` on the same files, in a process of another Python, for the block.

    Args:
        python: The Python of an environment of its own in which uniface is installed.
        engine: Names the files.
        folder: Takes links to them, and the templates of lists.

    Raises:
        InputError: There is no uniface behind `python`, or it does not come up.
    """
    models = {"detector": engine.pack.detector.path, "recogniser": engine.pack.recogniser.path}
    files = [f"{role}={path.absolute()}" for role, path in models.items()]
    command = [str(python), str(Path(__file__).with_name("uniface_peer.py")), str(folder), *files]
    alone = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    with _started(command, alone) as peer:
        if _answer(peer) != "ready":
            raise InputError(f"{python}: uniface does not run there ({_last_line(peer)})")
        try:
            yield lambda footage, frames, threshold: _asked(peer, folder, footage, frames, threshold)
        finally:
            peer.terminate()


def _started(command: Sequence[str], environment: dict[str, str]) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    try:
        return subprocess.Popen(command, env=environment, text=True, stdin=pipe, stdout=pipe, stderr=pipe)  # noqa: S603
    except OSError as error:
        raise InputError(
            f"{command[0]}: expected the Python of an environment with uniface ({error.strerror})"
        ) from error


def _asked(
    peer: subprocess.Popen[str], folder: Path, footage: Footage, frames: int, threshold: float
) -> list[LoggedHit]:
    templates = folder / f"{footage.name}.npy"
    if not templates.exists():
        np.save(templates, footage.watchlist.templates)
    task = {"clip": str(footage.clip), "frames": frames, "threshold": threshold, "templates": str(templates)}
    tasks = cast(IO[str], peer.stdin)
    tasks.write(json.dumps(task) + "\n")
    tasks.flush()
    answered = _answer(peer)
    if not answered:
        raise InputError(f"uniface stopped ({_last_line(peer)})")
    found: Sequence[tuple[int, float, float]] = json.loads(answered)
    return [hit(footage.persons[best], pts_s, score) for best, pts_s, score in found]


def _answer(peer: subprocess.Popen[str]) -> str:
    return cast(IO[str], peer.stdout).readline().strip()


def _last_line(peer: subprocess.Popen[str]) -> str:
    return (peer.communicate()[1].strip().splitlines() or ["it said nothing"])[-1]
