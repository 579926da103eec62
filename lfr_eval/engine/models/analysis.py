"""InsightFace's own application on the files of a pack: what a user would otherwise write, to measure against."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from lfr_eval.engine.models.backends import PROVIDERS, load
from lfr_eval.engine.models.insightface import InsightFaceEngine

SQUARE_PX = 640
"""The detector size that InsightFace's examples use: every frame is padded to this square."""


def face_analysis(engine: InsightFaceEngine) -> Any:
    """Set up `insightface.app.FaceAnalysis` as its examples do, on the files, backend and threads of `engine`.

    Returns:
        An object whose `get(image)` finds and embeds every face of an image.
    """
    from insightface.app import FaceAnalysis

    files = (engine.pack.detector, engine.pack.recogniser)
    with tempfile.TemporaryDirectory() as folder:
        for file in files:
            shutil.copyfile(file.path, Path(folder) / file.path.name)
        analysis = FaceAnalysis(name=folder, providers=[PROVIDERS["onnxruntime"]])
    models = [load(file.path, engine.backend, engine.precision, engine.threads, rewrite=False) for file in files]
    analysis.models = {model.taskname: model for model in models}
    analysis.det_model = analysis.models["detection"]
    analysis.prepare(ctx_id=0, det_size=(SQUARE_PX, SQUARE_PX))
    return analysis
