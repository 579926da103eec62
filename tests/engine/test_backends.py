"""The same files give the same detections and templates on every backend, and no backend stands in for another."""

import subprocess
import sys
from importlib.metadata import version

import numpy as np
import pytest

from lfr_eval.capture.images import read_image
from lfr_eval.core.arrays import FloatArray
from lfr_eval.core.errors import ModelError
from lfr_eval.core.faces import Faces
from lfr_eval.core.settings import Backend, Precision
from lfr_eval.engine.models import backends
from lfr_eval.engine.models.backends import missing
from lfr_eval.engine.models.files import locate
from lfr_eval.engine.models.insightface import InsightFaceEngine
from lfr_eval.evaluate.demo.photographs import TEAM

TEAM_SIZE = 16
IMAGE = read_image(TEAM.locate())


def found(engine: InsightFaceEngine) -> Faces:
    return engine.detect(IMAGE, size_px=1280, min_score=0.5)


def templates(engine: InsightFaceEngine, faces: Faces) -> FloatArray:
    return engine.embed([engine.crop(IMAGE, landmarks) for landmarks in faces.landmarks_px])


@pytest.fixture(scope="module")
def reference() -> InsightFaceEngine:
    return InsightFaceEngine(locate("vectron"), threads=1)


@pytest.fixture(scope="module")
def openvino() -> InsightFaceEngine:
    return InsightFaceEngine(locate("vectron"), threads=1, backend="openvino")


def test_detections_agree(reference: InsightFaceEngine, openvino: InsightFaceEngine):
    ours, theirs = found(reference), found(openvino)
    assert len(ours) == len(theirs) >= TEAM_SIZE
    np.testing.assert_allclose(theirs.boxes_px, ours.boxes_px, atol=0.1)
    np.testing.assert_allclose(theirs.landmarks_px, ours.landmarks_px, atol=0.1)
    np.testing.assert_allclose(theirs.det_scores, ours.det_scores, atol=1e-3)


def test_templates_agree_at_float32(reference: InsightFaceEngine, openvino: InsightFaceEngine):
    faces = found(reference)
    cosine = np.einsum("nd,nd->n", templates(reference, faces), templates(openvino, faces))
    assert cosine.min() >= 0.9999


def test_bfloat16_is_near_or_refused(reference: InsightFaceEngine):
    reason = missing("openvino", "bfloat16")
    if reason is not None:
        with pytest.raises(ModelError, match="does not compute in bfloat16; use float32"):
            InsightFaceEngine(locate("vectron"), backend="openvino", precision="bfloat16")
        return
    engine = InsightFaceEngine(locate("vectron"), threads=1, backend="openvino", precision="bfloat16")
    faces = found(reference)
    cosine = np.einsum("nd,nd->n", templates(reference, faces), templates(engine, faces))
    assert 0.99 < cosine.min() < 0.999999  # it is near, and it is not float32 by another name
    assert engine.to_json()["precision"] == "bfloat16"


def test_what_computed_is_recorded(reference: InsightFaceEngine, openvino: InsightFaceEngine):
    stated = {key: openvino.to_json()[key] for key in ("backend", "precision", "threads", "providers")}
    assert stated == {"backend": "openvino", "precision": "float32", "threads": 1, "providers": ["OpenVINO CPU"]}
    assert reference.to_json()["providers"] == ["CPUExecutionProvider"]


@pytest.mark.parametrize(
    ("backend", "precision", "message"),
    [
        ("onnxruntime-cuda", "float32", "backend onnxruntime-cuda is not installed; .*pip install onnxruntime-gpu"),
        ("onnxruntime-coreml", "float32", "backend onnxruntime-coreml is not installed; it exists on macOS only"),
        ("onnxruntime", "bfloat16", "backend onnxruntime computes in float32, not in bfloat16"),
    ],
)
def test_a_backend_that_is_not_here_is_named(
    monkeypatch: pytest.MonkeyPatch, backend: Backend, precision: Precision, message: str
):
    monkeypatch.setattr(backends, "available_providers", lambda: ["CPUExecutionProvider"])
    with pytest.raises(ModelError, match=message):
        InsightFaceEngine(locate("vectron"), backend=backend, precision=precision)


def test_openvino_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(backends, "find_spec", lambda name: None)
    with pytest.raises(ModelError, match=r"backend openvino is not installed; pip install 'lfr-eval\[openvino\]'"):
        InsightFaceEngine(locate("vectron"), backend="openvino")


def test_a_provider_that_does_not_come_up_is_not_replaced(monkeypatch: pytest.MonkeyPatch):
    # onnxruntime itself would fall back to the CPU with a warning, as it does for a card whose driver is too old
    monkeypatch.setitem(backends.PROVIDERS, "onnxruntime-cuda", "AzureExecutionProvider")
    monkeypatch.setattr(backends, "available_providers", lambda: ["AzureExecutionProvider", "CPUExecutionProvider"])
    monkeypatch.setattr("onnxruntime.InferenceSession.get_providers", lambda session: ["CPUExecutionProvider"])
    with pytest.raises(ModelError, match="AzureExecutionProvider does not come up here"):
        InsightFaceEngine(locate("vectron"), backend="onnxruntime-cuda")


def test_openvino_is_used_without_what_reports_to_its_maker():
    assert version("openvino-telemetry")  # without that package, OpenVINO has stopped reporting: leave the detour out
    code = "import sys; from lfr_eval.engine.models.openvino import core; core()\n"
    code += "print(*(name for name, module in sys.modules.items() if module))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "openvino" in done.stdout.split()
    assert "openvino_telemetry" not in done.stdout.split()


def test_threads_may_use_openvino_for_the_first_time_together():
    # without care three of ten such processes hang
    code = (
        "import sys; from threading import Barrier, Thread; from lfr_eval.engine.models.openvino import core; core()\n"
        "import openvino; sys.setswitchinterval(1e-9); together = Barrier(4)\n"
        "def use():\n    together.wait()\n    openvino.Type.f32.to_dtype()\n"
        "for one in [Thread(target=use) for _ in range(4)]:\n    one.start()"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
