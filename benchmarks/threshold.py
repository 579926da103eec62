"""False match rate by threshold over impostor pairs of LFW: what the default threshold is chosen from.

Usage: python benchmarks/threshold.py FOLDER-OF-LFW [--json FILE]
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from lfr_eval.capture.images import read_image
from lfr_eval.core.settings import SystemSettings
from lfr_eval.engine.portrait import centred_portrait
from lfr_eval.evaluate.system import load_engine
from lfr_eval.metrics.proportions import clopper_pearson

THRESHOLDS = (0.20, 0.25, 0.30, 0.35, 0.40, 0.45, 0.50)


def main() -> None:
    """Embed every photograph and compare everybody with everybody else."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    settings = SystemSettings()
    engine = load_engine(settings)
    photographs = sorted((arguments.folder / "lfw-deepfunneled").glob("*/*.jpg"))
    found = [centred_portrait(engine, read_image(path), settings.detector).template for path in photographs]
    templates = np.stack([template for template in found if template is not None])
    names = [path.parent.name for path, template in zip(photographs, found, strict=True) if template is not None]
    person = np.unique(names, return_inverse=True)[1]
    first, second = np.triu_indices(len(templates), 1)
    scores = (templates @ templates.T)[first, second][person[first] != person[second]]
    lost = len(photographs) - len(templates)
    print(f"{len(photographs)} photographs of {person.max() + 1} people, {lost} without a face found")
    print(f"{len(scores):,} impostor pairs; the intervals treat pairs as independent, which they are not")
    rows = []
    for threshold in THRESHOLDS:
        k = int((scores >= np.float32(threshold)).sum())
        low, high = clopper_pearson(k, len(scores))
        rows.append({"threshold": threshold, "k": k, "n": len(scores), "low": low, "high": high})
        one_in = f"1 in {len(scores) / k:,.0f}" if k else "none"
        print(f"{threshold:.2f}  {k:>6} of {len(scores):,}  {one_in:>14}  95 % {low:.2e} to {high:.2e}")
    if arguments.json:
        arguments.json.write_text(json.dumps(rows, indent=2))


if __name__ == "__main__":
    main()
