"""What a benchmark found, in plain lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def bench_lines(found: Mapping[str, Any]) -> list[str]:
    """The machine, the rows as a table, the ratios with their targets, and the notes of a benchmark as stated."""
    machine = found["hardware"]
    versions = found["versions"]
    lines = [
        f"{machine['processor']}, {machine['cores']} cores, {load_words(found['load_average'])}",
        f"onnxruntime {versions['onnxruntime']}, openvino {versions['openvino'] or 'not installed'}, "
        f"numpy {versions['numpy']} with {_blas(found['blas'])}",
        "",
        *_table(found["rows"]),
        "",
    ]
    lines += [_ratio_line(ratio) for ratio in found["ratios"]]
    return lines + [f"note: {note}" for note in found["notes"]]


def load_words(average: float | None) -> str:
    """How many processes wanted a core over the last minute, this one included."""
    return "load unknown" if average is None else f"load average {average:.1f} at the end"


def _ratio_line(ratio: Mapping[str, Any]) -> str:
    middle = f"middle half of {ratio['runs']} runs {ratio['low']:.2f} to {ratio['high']:.2f}"
    line = f"{ratio['name']}: {ratio['value']:.2f} ({middle})"
    if ratio["target"] is None:
        return line
    bound = "at most" if ratio["better"] == "lower" else "at least"
    return f"{line}; {'met' if ratio['met'] else 'NOT MET'}: {bound} {ratio['target']:g}"


def _table(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    if not rows:
        return []
    heads = [key.replace("_", " ") for key in rows[0]]
    cells = [[_cell(row[key]) for key in rows[0]] for row in rows]
    widths = [max(len(line[column]) for line in [heads, *cells]) for column in range(len(heads))]
    return ["  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)) for line in [heads, *cells]]


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.7f}" if 0.99 < value < 1 else f"{value:.3g}" if abs(value) < 100 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else "–" if value is None else str(value)


def _blas(pools: Sequence[Mapping[str, Any]]) -> str:
    named = {f"{pool['internal_api']} {pool['version']}" for pool in pools if pool["internal_api"] != "openmp"}
    return ", ".join(sorted(named)) or "an unknown BLAS"
