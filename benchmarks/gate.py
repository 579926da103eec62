"""Which ratios got worse: holds the figures that benchmarks left with --out against those that were committed.

Usage: python benchmarks/gate.py FIGURES.json ... [--reference FILE] [--update]

One that is worse than its reference by more than the tolerance is named, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from command_line import parser_of
from pydantic import Field, ValidationError

from lfr_eval.core.errors import InputError, TableError
from lfr_eval.core.settings import Section
from lfr_eval.evaluate.bench.measure import is_worse
from lfr_eval.report.bench_words import load_words

COMMITTED = Path(__file__).with_name("reference.json")
TOLERANCE = 0.25
Ratios = Iterable[Mapping[str, Any]]
"""As figures state them: at least `name`, `value` and `better`."""


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
        raise TableError(path, expected="a file of reference ratios", found=first["msg"], key=key) from None


def got_worse(ratios: Ratios, reference: Reference) -> list[str]:
    """One line for each ratio that is worse than its reference by more than the tolerance."""
    worse = []
    for ratio in ratios:
        was = reference.ratios.get(ratio["name"])
        if was is None:
            continue
        lower = ratio["better"] == "lower"
        bound = was * (1 + reference.tolerance) if lower else was * (1 - reference.tolerance)
        if is_worse(ratio["value"], bound, ratio["better"]):
            worse.append(f"{ratio['name']}: {ratio['value']:.2f}, was {was:.2f} ({ratio['better']} is better)")
    return worse


def write_reference(path: Path, ratios: Ratios, machine: str, tolerance: float = TOLERANCE) -> None:
    """Write ratios to be committed; those of the file that were not measured now stay."""
    kept = read_reference(path).ratios if path.exists() else {}
    found = kept | {ratio["name"]: round(ratio["value"], 3) for ratio in ratios}
    reference = Reference(machine=machine, tolerance=tolerance, ratios=dict(sorted(found.items())))
    path.write_text(json.dumps(reference.model_dump(), indent=2) + "\n", encoding="utf-8")


def machine_of(figures: Mapping[str, Any]) -> str:
    """The machine that figures come from, in words."""
    hardware = figures["hardware"]
    return f"{hardware['processor']}, {hardware['cores']} cores, {load_words(figures['load_average'])}"


def main(words: Sequence[str] | None = None) -> None:
    """Compare, or write what is to be committed."""
    parser = parser_of(__doc__)
    parser.add_argument("figures", type=Path, nargs="+", help="what benchmarks left with --out")
    parser.add_argument("--reference", type=Path, default=COMMITTED)
    parser.add_argument("--update", action="store_true", help="write the ratios into the reference instead")
    arguments = parser.parse_args(words)
    try:
        worse = _held(arguments)
    except (InputError, OSError, ValueError) as error:
        parser.error(str(error))
    print("\n".join(f"WORSE {line}" for line in worse) or "no ratio got worse")
    raise SystemExit(1 if worse else 0)


def _held(arguments: argparse.Namespace) -> list[str]:
    figures = [json.loads(path.read_text(encoding="utf-8")) for path in arguments.figures]
    ratios = [ratio for one in figures for ratio in one["ratios"]]
    if arguments.update:
        write_reference(arguments.reference, ratios, machine_of(figures[-1]))
    return got_worse(ratios, read_reference(arguments.reference))


if __name__ == "__main__":
    main()
