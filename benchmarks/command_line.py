"""What benchmarks take from the command line, and how those that measure speed tell what they found."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lfr_eval.evaluate.bench.measure import Clock, Findings


def parser_of(usage: str | None) -> argparse.ArgumentParser:
    """A parser that shows the docstring of a benchmark as it stands."""
    return argparse.ArgumentParser(description=usage, formatter_class=argparse.RawDescriptionHelpFormatter)


def simulation(usage: str | None, samples: int) -> argparse.ArgumentParser:
    """The parser of a benchmark that draws samples."""
    parser = parser_of(usage)
    parser.add_argument("--samples", type=int, default=samples, help="of each world")
    return parser


def measurement(usage: str | None, repeats: int) -> argparse.ArgumentParser:
    """The parser of a benchmark that measures ways in turn; the names are those of `lfr-eval bench`."""
    parser = parser_of(usage)
    parser.add_argument("--repeats", type=int, default=repeats, help="runs of each way, in turn")
    parser.add_argument("--processor-time", action="store_true", help="what all threads used, not wall time")
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="figures as JSON and ratios as a picture")
    return parser


def clock_of(arguments: argparse.Namespace) -> Clock:
    """What a measurement takes times by."""
    from lfr_eval.evaluate.bench.measure import PROCESSOR, WALL

    return PROCESSOR if arguments.processor_time else WALL


def tell(found: Findings, arguments: argparse.Namespace) -> None:
    """Print what a measurement found, and write it where that was asked for."""
    from lfr_eval.evaluate.bench.measure import in_processor_time, stated
    from lfr_eval.report.bench import write_bench
    from lfr_eval.report.bench_words import bench_lines

    said = stated(in_processor_time(found) if arguments.processor_time else found)
    if arguments.out:
        write_bench(said, arguments.out)
    print("\n".join(bench_lines(said)))
