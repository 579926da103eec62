"""What run.json must be where it says something: whoever reads a header need not doubt the types of its parts.

A part that is not there was not written by that version, and is for the reader to do without; a part that is there has
all that readers ask of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from lfr_eval.core.outside import in_one_line


def _moment(text: str) -> str:
    if datetime.fromisoformat(text).tzinfo is None:
        raise ValueError("expected a time with its time zone")
    return text


Count = Annotated[int, Field(ge=0, lt=2**53)]
Number = Annotated[float, Field(ge=-1e15, le=1e15)]
Span = Annotated[float, Field(ge=0, le=1e12)]
Moment = Annotated[str, AfterValidator(_moment)]
Size = Annotated[list[Count], Field(min_length=2, max_length=2)]


class Part(BaseModel):
    """A part of the header: what is named here is what it must be, what is not is let through."""

    model_config = ConfigDict(strict=True, extra="allow", allow_inf_nan=False)


class Process(Part):
    """Who writes the run."""

    pid: Count
    began: str | None = None


class Streams(Part):
    """Video streams of a file."""

    all: list[Count]
    watched: Count


class Source(Part):
    """What was watched."""

    id: str
    digest: str | None
    live: bool
    size_px: Size | None
    stored_px: Size | None = None
    nominal_fps: Annotated[float, Field(gt=0, le=1e6)] | None
    duration_s: Span | None
    rate: str | None = None
    streams: Streams | None = None
    zero_utc: Moment | None = None


class Listed(Part):
    """For whom."""

    name: str
    digest: str | None
    sealed: bool | None
    persons_submitted: Count
    persons_enrolled: Count
    images_submitted: Count
    images_enrolled: Count
    failed: dict[str, Count]
    persons: list[str]
    persons_not_enrolled: list[str]


class Alerting(Part):
    """When a hit was an alert."""

    threshold: Number
    window_s: Span


class Matching(Part):
    """What was recorded of a search."""

    score_floor: Number


class Display(Part):
    """How pictures were shown."""

    turn_deg: Annotated[int, Field(ge=0, lt=360, multiple_of=90)] = 0


class Settings(Part):
    """With which settings."""

    __pydantic_extra__: dict[str, dict[str, Any]] = Field(init=False)
    alerting: Alerting
    matching: Matching
    display: Display = Display()


class ModelFile(Part):
    """A file of a model pack."""

    role: str
    sha256: str


class Models(Part):
    """With which models."""

    pack: str
    licence: str
    source: str
    files: list[ModelFile]


class Gaps(Part):
    """Times without a frame."""

    n: Count
    total_s: Span
    longest_s: Span
    longest_after_s: Number | None


class Counts(Part):
    """What was seen."""

    frames_read: Count
    frames_dropped: Count | None
    faces: Count
    faces_embedded: Count
    faces_turned: dict[Annotated[str, Field(pattern=r"^\d{1,3}$")], Count] = {}
    duration_s: Span
    end_s: Span = 0.0
    gaps: Gaps | None = None
    irregularities: dict[str, Count]
    damage: str | None


class Queue(Part):
    """Frames that waited."""

    most: Count


class Memory(Part):
    """Memory that it took."""

    peak: Span


class Load(Part):
    """What it cost."""

    frames_per_s: Span
    faces_per_s: Span
    capture_to_alert_ms: dict[str, Span] | None
    queue: Queue | None
    memory_mib: Memory | None


class Rule(Part):
    """What walks of a trial were to show."""

    at_least: Annotated[float, Field(gt=0, lt=1)]
    most: Annotated[int, Field(ge=1, le=1_000_000)]


class Facts(Part):
    """All of run.json."""

    schema_version: Annotated[int, Field(ge=1)]
    run_id: str
    status: str
    started_utc: Moment = ""
    ended_utc: Moment | None = None
    process: Process | None = None
    error: str | None = None
    rows: dict[str, Count] | None = None
    source: Source | None = None
    watchlist: Listed | None = None
    settings: Settings | None = None
    models: Models | None = None
    counts: Counts | None = None
    load: Load | None = None
    workers: Count = 1
    pace: str = ""
    kept: str = ""
    external: bool = False
    log_sha256: str | None = None
    versions: dict[str, str | None] = {}
    hardware: dict[str, Any] | None = None
    stopping_rule: Rule | None = None


NOT_NULL = ("source", "watchlist", "settings", "models", "counts")
"""Parts that are there or not, and never null."""


def problem_of(content: Any) -> str | None:
    """What is wrong with a header, in one line; None where nothing is."""
    if not isinstance(content, Mapping):
        return "expected an object"
    if null := next((name for name in NOT_NULL if name in content and content[name] is None), None):
        return f"expected an object as {null}, found null"
    try:
        Facts.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        place = in_one_line(".".join(map(str, first["loc"])))
        if first["type"] == "missing":
            return f"it does not say {place}"
        return f"{place}: {in_one_line(first['msg'].lower())}, found {_short(first['input'])}"
    return None


def _short(value: Any) -> str:
    return f"{type(value).__name__}" if isinstance(value, dict | list) else repr(value)[:40]
