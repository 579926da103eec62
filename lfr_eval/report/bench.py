"""The files that a benchmark leaves: its figures as JSON, and what they say as a picture."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from lfr_eval.core.errors import StorageError
from lfr_eval.report.charts.bench import STATE, STATES, ratios
from lfr_eval.report.charts.capacity import capacity


def write_bench(found: Mapping[str, Any], folder: Path) -> tuple[Path, Path]:
    """Write JSON and PNG, named after the target, into a folder, which is made where it is missing.

    Raises:
        StorageError: The disk refuses it.
    """
    figures, picture = folder / f"{found['target']}.json", folder / f"{found['target']}.png"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        figures.write_text(json.dumps(found, indent=2, allow_nan=False) + "\n", encoding="utf-8")
        picture.write_bytes(_png(found))
    except OSError as error:
        raise StorageError(f"{folder}: cannot be written to ({error.strerror})") from error
    return figures, picture


def _png(found: Mapping[str, Any]) -> bytes:
    import vl_convert

    machine = found["hardware"]
    title = f"{found['target']} on {machine['processor']}, {machine['cores']} cores"
    if found["target"] == "capacity":
        chart = capacity(pd.DataFrame(found["rows"]), title)
    else:
        frame = pd.DataFrame(found["ratios"])
        chart = ratios(frame.assign(**{STATE: [STATES[met is False] for met in frame["met"]]}), title)
    png: bytes = vl_convert.vegalite_to_png(chart.to_dict(), scale=2)
    return png
