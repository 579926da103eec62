"""What a run says of itself: all of `run.json`. What it is made with is stated first, what came of it last."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from lfr_eval.core.settings import SystemSettings
from lfr_eval.core.streams import RateSource, VideoStreams
from lfr_eval.evaluate.results.base import ByName, Result, Span, UsedModels, Versioned, Versions
from lfr_eval.evaluate.watch.rows import Keep
from lfr_eval.metrics.stopping import StoppingRule


class RunProcess(Result):
    """The process that wrote a run, to see whether it still lives."""

    pid: int
    """Its number."""
    began: str | None
    """When it began, as the machine counts; None where it does not tell."""
    namespace: str | None = None
    """Where its number counts: those of another container mean others; None where the system does not tell, left out by
    older versions."""


class RunState(Versioned):
    """How a run stands: what its writer states."""

    run_id: str
    """Which run, whatever its folder is called."""
    status: Literal["running", "complete", "stopped", "failed"]
    """How it stands; one that says running, and whose process is gone, was interrupted."""
    started_utc: str
    """When it began, ISO 8601."""
    ended_utc: str | None
    """When it ended; None while it runs and where it was interrupted."""
    process: RunProcess | None
    """The process that wrote it."""
    error: str | None
    """Why it failed."""
    rows: ByName | None
    """Rows by table; None while it runs and where it was interrupted."""


class LoggedMatching(Result):
    """What an alert log tells of how a list was searched."""

    k: int
    """Candidates of each decision."""
    score_floor: float
    """Nothing below is known."""


class LoggedAlerting(Result):
    """What an alert log tells of alerts; its similarities may lie anywhere."""

    threshold: float
    """The lowest score of the log."""
    window_s: float
    """After an alert, further hits on the same person are taken to be silent for so long."""
    deployment: str
    """A name for the deployment."""
    zone: str
    """A name for the place."""


class LoggedSettings(Result):
    """What an alert log tells of the system that wrote it."""

    matching: LoggedMatching
    """How the list was searched."""
    alerting: LoggedAlerting
    """When a hit became an alert."""


class WatchedList(Result):
    """What of the list is needed to score the run, of the entries in force."""

    name: str
    """What the list is called."""
    digest: str
    """Over its entries and templates; of an alert log, over the names."""
    sealed: bool | None
    """Whether the list is encrypted; None where that is not known."""
    persons_submitted: int
    """People of the list, those who failed to enrol included."""
    persons_enrolled: int
    """People with at least one enrolled image."""
    images_submitted: int
    """Images of the list."""
    images_enrolled: int
    """Images with a template."""
    failed: ByName
    """Images by the reason for which they gave no template."""
    skipped: ByName | None = None
    """Files of the submitted folder that were no submission, by reason; left out of an alert log and by older
    versions."""
    turned: ByName | None = None
    """Enrolled images that had to be turned upright, by degrees; left out likewise."""
    persons: tuple[str, ...]
    """Everybody's id."""
    persons_not_enrolled: tuple[str, ...]
    """The ids of those of whom no image was enrolled."""


class WatchedSource(Result):
    """What was watched."""

    id: str
    """Name of the source."""
    digest: str | None
    """sha256 of the footage; None for a camera and an alert log."""
    live: bool
    """Whether it came at its own rate."""
    size_px: tuple[int, int] | None
    """Width and height as measured."""
    stored_px: tuple[int, int] | None = None
    """Width and height as stored, before pixels are made square; left out of an alert log and by older versions."""
    nominal_fps: float | None
    """Frames per second."""
    duration_s: float | None
    """How long it lasts without gaps, as it was watched to its end; else as far as it says so."""
    rate: RateSource | None = None
    """Who says `nominal_fps`; left out likewise."""
    streams: VideoStreams | None = None
    """The video streams of the file, and which of them was watched; None where there are none to choose from."""
    zero_utc: str | None = None
    """When `pts_s` was 0, ISO 8601; None for a recording."""


class Machine(Result):
    """What computed."""

    system: str
    """Operating system and architecture."""
    processor: str
    """Its name."""
    cores: int | None
    """How many it has."""
    memory_bytes: int | None
    """How much it has; None where the system does not tell."""


class RunBegun(Result):
    """What is stated of a run before its first frame."""

    external: Literal[True] | None = None
    """That the run was made of an alert log; else left out."""
    settings: Annotated[LoggedSettings | SystemSettings, Field(union_mode="left_to_right")]
    """All of `system.yaml`, resolved; of an alert log what it tells."""
    models: UsedModels
    """Which models computed, and how."""
    workers: int | None = None
    """Model calls side by side."""
    watchlist: WatchedList
    """Who was looked for."""
    source: WatchedSource
    """What was watched."""
    pace: Literal["fast", "live"] | None = None
    """`live`: frames came at their own rate, and late ones were lost."""
    kept: Keep | None = None
    """`everything`, or `decisions`: no faces, no tracks, and of the candidates only hits."""
    stopping_rule: StoppingRule | None = None
    """Of a *Live trial*: what it was to show and when it stopped, written before the first picture; see
    [methodology](methodology.md#looking-more-than-once)."""
    log_sha256: str | None = None
    """Digest of an alert log; else left out."""
    versions: Versions
    """Of Python and of packages."""
    hardware: Machine | None
    """What computed; None where an alert log was read."""
    thread_variables: dict[str, str] | None = None
    """Environment variables that change how many threads numerical libraries use."""
    seed: int | None = None
    """None: nothing is drawn by chance."""


class GapsSeen(Result):
    """Times without a frame, in which nobody watched."""

    n: int
    """How many."""
    total_s: float
    """How long, together."""
    longest_s: float
    """The longest."""
    longest_after_s: float | None
    """Time of the last frame before it; None without gaps."""


class RunCounts(Result):
    """What a run counted."""

    frames_read: int
    """Frames that were processed."""
    frames_dropped: int | None
    """Frames that came while nobody was ready for them; None where a camera does not tell."""
    faces: int
    """Faces in all frames."""
    faces_embedded: int
    """Faces that were turned into templates."""
    faces_turned: ByName | None = None
    """Faces that are turned clockwise, by about how many degrees; left out of an alert log and by older versions."""
    decisions: int | None = None
    """Searches of the list; left out likewise."""
    duration_s: float
    """Seconds watched, without gaps."""
    end_s: float | None = None
    """The end of the footage; left out by older versions, where it is `duration_s`."""
    gaps: GapsSeen | None = None
    """Times without a frame; left out of an alert log and by older versions."""
    irregularities: ByName
    """What was odd about the footage, by kind."""
    damage: str | None
    """What is wrong with the footage, in one line; None where nothing is."""


class QueueDepth(Result):
    """Frames read that waited."""

    p50: float
    """The median."""
    most: int
    """The most."""


class MemoryUse(Result):
    """Memory of the process, MiB."""

    peak: float
    """The most."""
    over_time: tuple[tuple[float, float], ...]
    """Pairs of second and MiB."""


class RunLoad(Result):
    """What a watch cost while it ran."""

    wall_s: float
    """How long it took."""
    frames_per_s: float
    """Frames per second of wall time."""
    faces_per_s: float
    """Faces per second of wall time."""
    stage_ms: dict[str, Span | None]
    """By stage, `p50`, `p95` and `p99` of its wall time, within 1 %."""
    capture_to_alert_ms: Span | None
    """Of every frame of a live watch, whether or not it raised an alert; else None."""
    queue: QueueDepth | None
    """Frames that waited."""
    memory_mib: MemoryUse | None
    """Memory; None where the system does not tell."""


class RunFacts(RunBegun, RunState):
    """All that a run says of itself: `run.json`."""

    counts: RunCounts | None = None
    """What it counted; left out where it did not come to its end."""
    load: RunLoad | None = None
    """What it cost; left out likewise, of an alert log and by older versions."""
