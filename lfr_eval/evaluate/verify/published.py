"""Figures that others have published for a recogniser, and how their protocol differs from ours."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lfr_eval.datasets.pairs import Pair

LFW_PAIRS = 6000
LFW_FOLD_1_SHA256 = "fae69c66b1177e85c699b3e992e08b550ab6bcf8c4c5c6979dff9c8252c41c2c"
"""Of the names of the photographs in fold 1 of LFW's View 2."""


@dataclass(frozen=True, slots=True)
class Published:
    """The accuracy on LFW's View 2 that is published for a recogniser."""

    accuracy: float
    source: str


ON_LFW = {
    "9cc6e4a75f0e2bf0b1aed94578f144d15175f357bdc05e815e5c4a02b319eb4f": Published(
        0.997, "InsightFace model zoo: w600k_mbf, MobileFaceNet on WebFace600K"
    )
}
"""By sha256 of the recogniser."""


def published_on(pairs: Sequence[Pair], recogniser_sha256: str, mirrored: bool) -> dict[str, Any] | None:
    """The published figure and what to mind when it is held against ours.

    Args:
        pairs: The pairs that were compared.
        recogniser_sha256: Which recogniser.
        mirrored: Whether templates were averaged with those of the mirror images.

    Returns:
        accuracy, source and differences; None unless the pairs are those of LFW's View 2 (all folds or the first few)
        and a figure is published for the recogniser.
    """
    found = ON_LFW.get(recogniser_sha256)
    if found is None or not _is_lfw_view_2(pairs):
        return None
    differences = [
        "published on InsightFace's own aligned crops; here the system under test finds and aligns each face itself, "
        "and a pair of which a photograph gave no template is an error"
    ]
    if len(pairs) < LFW_PAIRS:
        folds = len({pair.fold for pair in pairs})
        differences.append(
            f"published over all {LFW_PAIRS:,} pairs; here over {len(pairs):,} of them, in {folds} folds"
        )
    if not mirrored:
        differences.append(
            "published with each template averaged with that of the mirror image; here without (--mirrored adds it)"
        )
    return {"accuracy": found.accuracy, "source": found.source, "differences": differences}


def _is_lfw_view_2(pairs: Sequence[Pair]) -> bool:
    names = "\n".join(f"{pair.first.name} {pair.second.name}" for pair in pairs if pair.fold == 1)
    return hashlib.sha256(names.encode()).hexdigest() == LFW_FOLD_1_SHA256
