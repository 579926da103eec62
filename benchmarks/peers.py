"""What a user would otherwise write: loops over frames that find, embed and compare every face, and keep nothing."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, Any, cast

import numpy as np

from lfr_eval.capture.source import open_source
from lfr_eval.core.cores import usable_cores
from lfr_eval.core.errors import InputError
from lfr_eval.core.settings import Models
from lfr_eval.datasets.alert_log import LoggedHit
from lfr_eval.engine.models.backends import PROVIDERS, load
from lfr_eval.engine.models.files import locate
from lfr_eval.evaluate.bench.footage import ListedClip

Loop = Callable[[ListedClip, int, float], list[LoggedHit]]
"""A clip, its first frames to look at, and the threshold; gives every hit in order of time."""
SQUARE_PX = 640
"""The detector size that InsightFace's examples use: every frame is padded to this square."""


def face_analysis(models: Models) -> Any:
    """Set up `insightface.app.FaceAnalysis` as its examples do, on the files, backend and threads of a system.

    Returns:
        An object whose `get(image)` finds and embeds every face of an image.
    """
    from insightface.app import FaceAnalysis

    pack, threads = locate(models.pack), models.threads or usable_cores()
    files = (pack.detector, pack.recogniser)
    with tempfile.TemporaryDirectory() as folder:
        for file in files:
            (Path(folder) / file.path.name).symlink_to(file.path.absolute())
        analysis = FaceAnalysis(name=folder, providers=[PROVIDERS["onnxruntime"]])
    loaded = [load(file.path, models.backend, models.precision, threads, rewrite=False) for file in files]
    analysis.models = {model.taskname: model for model in loaded}
    analysis.det_model = analysis.models["detection"]
    analysis.prepare(ctx_id=0, det_size=(SQUARE_PX, SQUARE_PX))
    return analysis


def insightface_loop(analysis: Any) -> Loop:
    """`FaceAnalysis.get` on every frame, and a matrix product with the list.

    Args:
        analysis: See `face_analysis`.
    """

    def loop(footage: ListedClip, frames: int, threshold: float) -> list[LoggedHit]:
        hits, persons = list[LoggedHit](), persons_of(footage)
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


def persons_of(footage: ListedClip) -> list[str]:
    """The person of each template of the list."""
    return [entry.person_id for entry in footage.watchlist.entries if entry.reason is None]


def hit(person: str, pts_s: float, score: float) -> LoggedHit:
    """A hit of a loop, which knows no tracks and no entries."""
    return LoggedHit(person, pts_s, score, track=0, entry_id=person, emitted_s=pts_s)


@contextmanager
def uniface_loop(python: Path, name: str, folder: Path) -> Iterator[Loop]:
    """UniFace's `FaceAnalyzer` on the same files, in a process of another Python, for the block.

    Args:
        python: The Python of an environment of its own in which uniface is installed.
        name: Of the pack whose files it takes.
        folder: Takes links to them, and the templates of lists.

    Raises:
        InputError: There is no uniface behind `python`, or it does not come up.
    """
    pack = locate(name)
    files = [f"{file.role}={file.path.absolute()}" for file in (pack.detector, pack.recogniser)]
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
        return subprocess.Popen(command, env=environment, text=True, stdin=pipe, stdout=pipe, stderr=pipe)
    except OSError as error:
        raise InputError(
            f"{command[0]}: expected the Python of an environment with uniface ({error.strerror})"
        ) from error


def _asked(
    peer: subprocess.Popen[str], folder: Path, footage: ListedClip, frames: int, threshold: float
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
    persons = persons_of(footage)
    found: Sequence[tuple[int, float, float]] = json.loads(answered)
    return [hit(persons[best], pts_s, score) for best, pts_s, score in found]


def _answer(peer: subprocess.Popen[str]) -> str:
    return cast(IO[str], peer.stdout).readline().strip()


def _last_line(peer: subprocess.Popen[str]) -> str:
    return (peer.communicate()[1].strip().splitlines() or ["it said nothing"])[-1]
