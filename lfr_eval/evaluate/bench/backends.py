"""The backends that are installed here: how fast the models run on each, and how far their answers are apart."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median
from typing import Any

import numpy as np

from lfr_eval.capture.images import read_image
from lfr_eval.core.arrays import FloatArray, Image
from lfr_eval.core.faces import FaceEngine, Faces
from lfr_eval.core.progress import Progress, silent
from lfr_eval.core.settings import Backend, Precision, SystemSettings
from lfr_eval.engine.models.backends import backends, missing
from lfr_eval.evaluate.bench.footage import crowd_frame
from lfr_eval.evaluate.bench.measure import WALL, Clock, Findings, Ratio, in_turn, ratio_of
from lfr_eval.evaluate.demo.photographs import CARD_PLAYERS, PORTRAIT, SPURS, TEAM
from lfr_eval.evaluate.system import load_engine

REFERENCE: tuple[Backend, Precision] = ("onnxruntime", "float32")
PHOTOGRAPHS = (TEAM, CARD_PLAYERS, SPURS, PORTRAIT)


def bench_backends(
    settings: SystemSettings, repeats: int = 25, progress: Progress = silent, clock: Clock = WALL
) -> Findings:
    """Run both models on every backend and precision that is here.

    Args:
        settings: The system under test; its pack and detector size apply.
        repeats: Calls of each model on each backend, in turn.
        progress: Told of every call.
        clock: What times are taken by.

    Returns:
        Rows with milliseconds of one detection (of a 1280 x 720 frame) and of one embedding, and how far the answers on
        the demo's photographs are from those of onnxruntime at float32: faces that only one of the two finds, and the
        least cosine of a template to its counterpart from the same crop.
    """
    engines = {_name(*key): _load(settings, *key) for key in _here()}
    frame = crowd_frame()
    calls = {name: engine.bare_calls([frame], settings.detector.size_px) for name, engine in engines.items()}
    detect = in_turn({name: one for name, (one, _) in calls.items()}, repeats, progress, clock)
    embed = in_turn({name: two for name, (_, two) in calls.items()}, repeats, progress, clock)
    first = _name(*REFERENCE)
    told = _answers(engines, first, settings)
    rows, ratios = list[dict[str, Any]](), list[Ratio]()
    for name in engines:
        times = {"detect_ms": median(detect[name]) * 1e3, "embed_ms": median(embed[name]) * 1e3}
        rows.append({"backend": name} | times | told[name])
        if name != first:
            ratios.append(ratio_of(f"{name}: time of a detection / {first}", detect, name, first))
            ratios.append(ratio_of(f"{name}: time of an embedding / {first}", embed, name, first))
    return Findings("backends", tuple(rows), tuple(ratios), ("one thread for each call, as in a watch",))


def _here() -> list[tuple[Backend, Precision]]:
    tried: list[Precision] = ["float32", "bfloat16"]
    return [(backend, way) for backend in backends() for way in tried if missing(backend, way) is None]


def _name(backend: Backend, precision: Precision) -> str:
    return f"{backend} {precision}"


def _load(settings: SystemSettings, backend: Backend, precision: Precision) -> FaceEngine:
    chosen = settings.models.model_copy(update={"backend": backend, "precision": precision})
    return load_engine(settings.model_copy(update={"models": chosen}), threads=1)


def _answers(engines: Mapping[str, FaceEngine], first: str, settings: SystemSettings) -> dict[str, Any]:
    """How far each backend is from the first, on the photographs of the demo."""
    differ = {name: {"faces": 0, "faces_apart": 0, "least_cosine": 1.0} for name in engines}
    for photograph in PHOTOGRAPHS:
        image = read_image(photograph.locate())
        faces = {name: _detect(engine, image, settings) for name, engine in engines.items()}
        crops = [engines[first].crop(image, landmarks) for landmarks in faces[first].landmarks_px]
        ours = engines[first].embed(crops)
        for name, engine in engines.items():
            differ[name]["faces"] += len(faces[name])
            differ[name]["faces_apart"] += abs(len(faces[name]) - len(faces[first]))
            cosine: FloatArray = np.einsum("nd,nd->n", ours, engine.embed(crops))
            differ[name]["least_cosine"] = min(differ[name]["least_cosine"], float(cosine.min()))
    return differ


def _detect(engine: FaceEngine, image: Image, settings: SystemSettings) -> Faces:
    return engine.detect(image, size_px=settings.detector.size_px, min_score=settings.detector.min_score)
