"""Which searches choose the threshold and which are scored at it: never the same people, nor their relatives."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from lfr_eval.core.arrays import BoolArray
from lfr_eval.core.errors import InputError
from lfr_eval.datasets.images import LabelledImage, Split

Calibrate = Literal["split"] | float | None
"""The split column; the share of subjects that calibrates; None = the column where there is one, else one half."""
HALF = 0.5


@dataclass(frozen=True, slots=True)
class SearchSplit:
    """What each of n searches is for."""

    calibration: BoolArray
    """(n,) where the threshold may be chosen; all False where none is chosen and no column says otherwise."""
    test: BoolArray
    """(n,) what is scored: the rest."""
    by: str
    """How it was decided, in words."""


def split_searches(
    images: Sequence[LabelledImage],
    families: Mapping[str, str],
    calibrate: Calibrate,
    *,
    needed: bool,
    seed: int = 0,
) -> SearchSplit:
    """Divide searches into calibration and test by subject, relatives kept together.

    The list is the same for both: an FPIR holds for one list, and half a list has half the FPIR. A split column
    decides where there is one; images that it says nothing of follow their family, or the hash. The hash of a family
    does not depend on who else is in the set, so that adding people moves nobody.

    Args:
        images: (n,) the searches.
        families: Name of the family of each subject that has one (`Subjects.families`).
        calibrate: What decides.
        needed: Whether a threshold is to be chosen. If not, only what a column calls calibration is left out of test.
        seed: Of the hash.

    Raises:
        InputError: There is no split column where it is asked for, a share is not in (0, 1), or a family stands in
            both parts.
    """
    family = [families.get(image.subject_id, image.subject_id) for image in images]
    share = calibrate if isinstance(calibrate, float) else HALF
    if not 0 < share < 1:
        raise InputError(f"calibrate: expected `split` or a share between 0 and 1, found {share:g}")
    stated = {} if isinstance(calibrate, float) else _stated(images, family)
    if calibrate == "split" and not stated:
        raise InputError("calibrate: expected a split column in images.csv, found none; give a share instead")
    chosen = {
        name: stated.get(name, Split.CALIBRATION if needed and _hashed(name, seed) < share else Split.TEST)
        for name in set(family)
    }
    calibration = np.array([chosen[name] is Split.CALIBRATION for name in family], bool)
    by = "split column" if stated else f"hash of subjects, {share:g} calibrate" if needed else "no calibration"
    return SearchSplit(calibration, ~calibration, by)


def _stated(images: Sequence[LabelledImage], family: Sequence[str]) -> dict[str, Split]:
    """What the column says of each family."""
    stated: dict[str, Split] = {}
    for image, name in zip(images, family, strict=True):
        if image.split and stated.setdefault(name, image.split) is not image.split:
            raise InputError(
                f"subject {image.subject_id}: stands, or has a relative, in both calibration and test; "
                "expected a family in one split"
            )
    return stated


def _hashed(name: str, seed: int) -> float:
    """A number in [0, 1) that only the name and the seed decide."""
    return int.from_bytes(hashlib.sha256(f"{seed}:{name}".encode()).digest()[:8]) / 2**64
