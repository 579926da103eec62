"""`lfr-eval bench`: how fast things are here, each beside what it is held against."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lfr_eval.cli.output import Json, print_json, progress, say, within_home

if TYPE_CHECKING:
    from lfr_eval.core.settings import SystemSettings
    from lfr_eval.evaluate.bench.measure import Clock, Findings

app = typer.Typer(
    help="Measure speed as ratios, side by side in one run. Let nothing else run on the machine meanwhile.",
    no_args_is_help=True,
)
WORSE = 1

System = Annotated[Path | None, typer.Option(help="A system.yaml; without it, the defaults.")]
Repeats = Annotated[int, typer.Option(min=1, help="Runs of each way, in turn; figures are medians.")]
Out = Annotated[
    Path | None, typer.Option(metavar="FOLDER", help="Write figures as JSON and ratios as a picture there.")
]
Against = Annotated[
    Path | None, typer.Option("--reference", metavar="FILE", help="Ratios to compare with; exit 1 if one got worse.")
]
Update = Annotated[
    bool, typer.Option("--update", help="Write the ratios found into the file of --reference instead of comparing.")
]
ProcessorTime = Annotated[
    bool,
    typer.Option("--processor-time", help="Measure what all threads used, not wall time: for a machine that is busy."),
]
TOLERANCE = 0.25


@app.command("search")
def search(
    entries: Annotated[list[int] | None, typer.Option(min=100, help="Length of a list; may be repeated.")] = None,
    threads: Annotated[int, typer.Option(min=1, help="Threads of each way.")] = 1,
    repeats: Repeats = 9,
    out: Out = None,
    reference: Against = None,
    update: Update = False,
    processor_time: ProcessorTime = False,
    as_json: Json = False,
) -> None:
    """Exact search of lists of 1,000 to a million entries, beside a bare matrix product and a partition.

    The million takes 5 GB of memory; name smaller lists with --entries where there is less.
    """
    from lfr_eval.evaluate.bench.search import SIZES, bench_search

    with progress("Searching") as report:
        found = bench_search(entries or SIZES, repeats, threads, report, clock=_clock(processor_time))
    _tell(_named(found, processor_time), out, reference, update, as_json)


@app.command("all-pairs")
def all_pairs(
    repeats: Repeats = 5,
    out: Out = None,
    reference: Against = None,
    update: Update = False,
    processor_time: ProcessorTime = False,
    as_json: Json = False,
) -> None:
    """Everybody against everybody by group, beside the bare matrix product of the same templates."""
    from lfr_eval.evaluate.bench.all_pairs import bench_all_pairs

    with progress("Comparing pairs") as report:
        found = bench_all_pairs(repeats=repeats, progress=report, clock=_clock(processor_time))
    _tell(_named(found, processor_time), out, reference, update, as_json)


@app.command("throughput")
def throughput(
    clip: Annotated[Path | None, typer.Argument(help="A clip of your own; without it, a crowd.")] = None,
    photographs: Annotated[Path | None, typer.Option(help="Whom to look for in it: a folder of photographs.")] = None,
    passes: Annotated[Path | None, typer.Option(help="Who passes in it: compares watch and loop by pass.")] = None,
    frames: Annotated[int, typer.Option(min=10, help="First frames of the clip.")] = 100,
    uniface: Annotated[
        Path | None, typer.Option(metavar="PYTHON", help="Python of an environment with uniface: its loop runs too.")
    ] = None,
    system: System = None,
    repeats: Repeats = 5,
    out: Out = None,
    reference: Against = None,
    update: Update = False,
    processor_time: ProcessorTime = False,
    as_json: Json = False,
) -> None:
    """Frames per second of a watch, beside InsightFace's own loop and beside the bare model calls that it needed.

    The loop is what one would otherwise write: FaceAnalysis.get on every frame, and a matrix product with the list, on
    the same files, backend and cores. The bare calls are the limit: nothing before, between or after them.
    """
    from lfr_eval.core.errors import InputError
    from lfr_eval.evaluate.bench.throughput import OwnClip, bench_throughput

    if (clip is None) != (photographs is None) or (passes and not clip):
        raise InputError("a clip needs --photographs, and --photographs and --passes a clip")
    if uniface and processor_time:
        raise InputError("uniface runs in a process of its own, whose processor time is not measured")
    known = passes and within_home(passes)
    own = OwnClip(within_home(clip), within_home(photographs), known) if clip and photographs else None
    with progress("Watching") as report:
        found = bench_throughput(
            _settings(system),
            own,
            frames=frames,
            repeats=repeats,
            uniface=uniface,
            progress=report,
            clock=_clock(processor_time),
        )
    _tell(_named(found, processor_time), out, reference, update, as_json)


@app.command("latency")
def latency(
    faces: Annotated[int, typer.Option(min=1, max=16, help="Real faces in view.")] = 6,
    entries: Annotated[int, typer.Option(min=10, help="Length of the list.")] = 10_000,
    fps: Annotated[float, typer.Option(min=1, max=200, help="Frames a second that come.")] = 25.0,
    seconds: Annotated[float, typer.Option(min=1, help="Of footage, in five parts.")] = 20.0,
    system: System = None,
    out: Out = None,
    reference: Against = None,
    update: Update = False,
    as_json: Json = False,
) -> None:
    """Time from the capture of a frame to its result, live at 1080p, beside 200 ms and the bare model calls."""
    from lfr_eval.evaluate.bench.latency import bench_latency

    with progress("Watching live") as report:
        found = bench_latency(
            _settings(system), faces=faces, entries=entries, fps=fps, seconds=seconds, progress=report
        )
    _tell(found, out, reference, update, as_json)


@app.command("capacity")
def capacity(
    faces: Annotated[list[int] | None, typer.Option(min=1, max=16, help="Faces in view; may be repeated.")] = None,
    entries: Annotated[list[int] | None, typer.Option(min=10, help="Length of a list; may be repeated.")] = None,
    limit_ms: Annotated[float, typer.Option(min=1, help="Most that p95 may be, from capture to result.")] = 200.0,
    seconds: Annotated[float, typer.Option(min=1, help="Duration of each trial.")] = 4.0,
    system: System = None,
    out: Out = None,
    reference: Against = None,
    update: Update = False,
    as_json: Json = False,
) -> None:
    """Search for the most frames a second that a live watch sustains, by faces in view and length of the list.

    Sustained means: p95 within --limit-ms, and at most one frame in fifty lost. With --out the curve is drawn.
    """
    from lfr_eval.evaluate.bench.capacity import FACES, LISTS, bench_capacity

    with progress("Looking for the limit") as report:
        found = bench_capacity(
            _settings(system),
            faces=faces or FACES,
            lists=entries or LISTS,
            limit_ms=limit_ms,
            seconds=seconds,
            progress=report,
        )
    _tell(found, out, reference, update, as_json)


@app.command("start-up")
def start_up(
    repeats: Repeats = 5,
    out: Out = None,
    reference: Against = None,
    update: Update = False,
    as_json: Json = False,
) -> None:
    """How long `--help` takes, and a watch of one second of footage beyond its models' own time."""
    from lfr_eval.core.settings import SystemSettings
    from lfr_eval.evaluate.bench.start_up import bench_start_up

    with progress("Starting up") as report:
        found = bench_start_up(SystemSettings(), repeats, report)
    _tell(found, out, reference, update, as_json)


@app.command("backends")
def backends(
    system: System = None,
    repeats: Repeats = 25,
    out: Out = None,
    reference: Against = None,
    update: Update = False,
    processor_time: ProcessorTime = False,
    as_json: Json = False,
) -> None:
    """The models on every backend that is installed: how fast, and how far apart their answers are."""
    from lfr_eval.evaluate.bench.backends import bench_backends

    with progress("Running models") as report:
        found = bench_backends(_settings(system), repeats, report, clock=_clock(processor_time))
    _tell(_named(found, processor_time), out, reference, update, as_json)


def _settings(system: Path | None) -> SystemSettings:
    from lfr_eval.evaluate.system import read_system

    return read_system(system)


def _clock(processor_time: bool) -> Clock:
    from lfr_eval.evaluate.bench.measure import PROCESSOR, WALL

    return PROCESSOR if processor_time else WALL


def _named(found: Findings, processor_time: bool) -> Findings:
    from lfr_eval.evaluate.bench.measure import in_processor_time

    return in_processor_time(found) if processor_time else found


def _tell(found: Findings, out: Path | None, reference: Path | None, update: bool, as_json: bool) -> None:
    """Print and write what was found, and end with 1 if a ratio got worse."""
    from lfr_eval.evaluate.bench.measure import stated
    from lfr_eval.report.bench import write_bench
    from lfr_eval.report.bench_words import bench_lines, load_words

    said = stated(found)
    machine = f"{said['hardware']['processor']}, {said['hardware']['cores']} cores, {load_words(said['load_average'])}"
    worse = _compare(found, reference, machine if update else None)
    if out:
        write_bench(said, out)
    if as_json:
        print_json(said | {"worse": worse})
    else:
        say("\n".join([*bench_lines(said), *(f"WORSE {line}" for line in worse)]))
    if worse:
        raise typer.Exit(WORSE)


def _compare(found: Findings, reference: Path | None, machine: str | None) -> list[str]:
    """Ratios that got worse; with the words for a machine, they are written to the reference instead."""
    from lfr_eval.core.errors import InputError
    from lfr_eval.evaluate.bench.reference import got_worse, read_reference, write_reference

    if reference is None:
        if machine:
            raise InputError("--update needs the file of --reference to write to")
        return []
    if machine:
        write_reference(reference, found.ratios, machine, TOLERANCE)
        return []
    return got_worse(found.ratios, read_reference(reference))
