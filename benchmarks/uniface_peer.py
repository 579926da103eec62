"""UniFace's loop over a clip, run by the Python of an environment of its own: nothing of lfr_eval is imported here.

Started with a folder, detector=FILE and recogniser=FILE; says "ready", then answers each line of standard input, a task
in JSON, with a line: the hits as [row of the templates, seconds, score].
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any


def analyzer(folder: Path, detector: Path, recogniser: Path) -> Any:
    """Set up UniFace as its examples do, on the given files: they take the places of those that it would download."""
    os.environ["UNIFACE_CACHE_DIR"] = str(folder)
    from uniface import FaceAnalyzer, constants  # type: ignore[import-not-found]
    from uniface.detection import SCRFD  # type: ignore[import-not-found]
    from uniface.recognition import ArcFace  # type: ignore[import-not-found]

    found, embedded = constants.SCRFDWeights.SCRFD_500M_KPS, constants.ArcFaceWeights.MNET
    for weights, path in ((found, detector), (embedded, recogniser)):
        known = constants.MODEL_REGISTRY[weights]
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        constants.MODEL_REGISTRY[weights] = type(known)(url=known.url, sha256=digest)
        shutil.copyfile(path, folder / f"{weights.value}{Path(known.url).suffix}")
    on = ["CPUExecutionProvider"]
    faces = SCRFD(model_name=found, providers=on)
    run = faces.inference
    faces.inference = lambda image: [part.reshape(-1, part.shape[-1]) for part in run(image)]  # without a batch
    return FaceAnalyzer(detector=faces, recognizer=ArcFace(model_name=embedded, providers=on))


def loop(analyze: Any, clip: str, frames: int, threshold: float, templates: str) -> list[tuple[int, float, float]]:
    """Find, embed and compare every face of the first frames."""
    import cv2
    import numpy as np

    references, hits, capture = np.load(templates), [], cv2.VideoCapture(clip)
    for _ in range(frames):
        read, image = capture.read()
        if not read:
            break
        pts_s = capture.get(cv2.CAP_PROP_POS_MSEC) / 1000
        for face in analyze(image):
            template = face.embedding.ravel()
            scores = references @ (template / np.linalg.norm(template))
            best = int(np.argmax(scores))
            if scores[best] >= threshold:
                hits.append((best, pts_s, float(scores[best])))
    capture.release()
    return hits


def main(folder: str, *files: str) -> None:
    """Answer tasks until there are none."""
    paths = {role: Path(path) for role, path in (file.split("=", 1) for file in files)}
    analyze = analyzer(Path(folder), **paths).analyze
    print("ready", flush=True)
    for line in sys.stdin:
        print(json.dumps(loop(analyze, **json.loads(line))), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
