"""Ratios that were committed, and which of those found now are worse."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from pydantic import Field, ValidationError

from lfr_eval.core.errors import TableError
from lfr_eval.core.settings import Section
from lfr_eval.core.wording import plainly
from lfr_eval.evaluate.bench.measure import Ratio, is_worse


class Reference(Section):
    """What ratios were on the machine that they were committed from."""

    machine: str
    """Processor, cores and what else ran."""
    tolerance: float = Field(ge=0, lt=1)
    """A ratio may be worse by this share before it is said to be."""
    ratios: dict[str, float]


def read_reference(path: Path) -> Reference:
    """Read a file of committed ratios.

    Raises:
        TableError: It is not there, or does not say what it must.
    """
    try:
        return Reference.model_validate_json(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise TableError(path, expected="a file of reference ratios", found=error.strerror or str(error)) from None
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or None
        raise TableError(
            path, expected="a file of reference ratios", found=f"no {plainly(first['msg'])}", key=key
        ) from None


def got_worse(ratios: Iterable[Ratio], reference: Reference) -> list[str]:
    """One line for each ratio that is worse than its reference by more than the tolerance."""
    worse = []
    for ratio in ratios:
        was = reference.ratios.get(ratio.name)
        if was is None:
            continue
        bound = was * (1 + reference.tolerance) if ratio.better == "lower" else was * (1 - reference.tolerance)
        if is_worse(ratio.value, bound, ratio.better):
            worse.append(f"{ratio.name}: {ratio.value:.2f}, was {was:.2f} ({ratio.better} is better)")
    return worse


def write_reference(path: Path, ratios: Iterable[Ratio], machine: str, tolerance: float) -> None:
    """Write ratios to be committed; those of the file that were not measured now stay."""
    kept = read_reference(path).ratios if path.exists() else {}
    found = kept | {ratio.name: round(ratio.value, 3) for ratio in ratios}
    reference = Reference(machine=machine, tolerance=tolerance, ratios=dict(sorted(found.items())))
    path.write_text(json.dumps(reference.model_dump(), indent=2) + "\n", encoding="utf-8")
