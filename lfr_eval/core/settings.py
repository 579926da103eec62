"""The system under test and the scoring of it, as frozen settings whose defaults are all visible here."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Backend = Literal["onnxruntime", "onnxruntime-cuda", "onnxruntime-coreml", "openvino"]
Precision = Literal["float32", "bfloat16"]
Storage = Literal["float32", "float16"]


class Section(BaseModel):
    """A group of settings: frozen, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Models(Section):
    """Which models run, and how."""

    pack: str = "vectron"
    """Name of a model pack (`lfr-eval models list`) or a folder with one detector and one recogniser."""
    backend: Backend = "onnxruntime"
    """The runtime of the models: onnxruntime on the CPU, on CUDA or on Core ML, or openvino. One that is not installed
    is an error, never replaced by another."""
    precision: Precision = "float32"
    """What the models compute in; bfloat16 needs openvino and a processor that has it."""
    threads: int = Field(default=0, ge=0)
    """Cores that the models may have; 0 = all."""


class Display(Section):
    """How frames are shown to the detector."""

    turn_deg: Literal[0, 90, 180, 270] = 0
    """Frames are turned clockwise by this before anything else, for a camera that is not mounted upright."""


class Detector(Section):
    """How faces are found."""

    size_px: int = Field(default=640, ge=32, le=4096, multiple_of=32)
    """The longer side of the frame is scaled to this before detection."""
    min_score: float = Field(default=0.5, ge=0, le=1)
    """Detections below this score are not faces."""
    every: int = Field(default=1, ge=1)
    """Faces are looked for in every so many frames; between them tracks go on unseen."""


class Tracker(Section):
    """How a face is followed from frame to frame (ByteTrack), and when a track is cut."""

    lost_s: float = Field(default=1.0, ge=0)
    """A track that is not seen for this long ends."""
    min_iou: float = Field(default=0.1, ge=0, le=1)
    """Least overlap with the predicted box to continue a track."""
    split_similarity: float = Field(default=0.3, ge=-1, le=1)
    """A face less similar than this to its track's faces is somebody else: the track is cut."""
    cut_difference: float = Field(default=0.08, gt=0, le=1)
    """Mean change of grey level between two frames, as a share of full scale, that is a scene cut if it also stands
    out from the frames before it: then all tracks end."""


class Embedding(Section):
    """Which faces are turned into templates."""

    policy: Literal["every_frame", "on_improvement", "k_best"] = "every_frame"
    """every_frame: each face that is good enough; on_improvement: the first of a track, then one that is better by
    `margin`, until there are `enough`; k_best: a track is scored by its `enough` best faces so far. Under each
    of them a face is embedded too where its track may have passed to somebody else."""
    margin: float = Field(default=0.1, ge=0)
    """on_improvement: by what share the quality must exceed the best of the track so far."""
    enough: int = Field(default=5, ge=1)
    """Faces of a track after which on_improvement ends, and that k_best keeps."""
    sure_iou: float = Field(default=0.5, ge=0, le=1)
    """Least overlap with the frame before at which a face is taken for the same person without being embedded."""
    recheck_s: float = Field(default=0.5, gt=0)
    """A track is embedded again after this long, whoever it seems to be."""
    live_budget: int = Field(default=0, ge=0)
    """Most faces embedded per frame in a live watch, those in doubt first; 0 = no limit."""
    min_eye_px: float = Field(default=12.0, ge=0)
    """Least distance between the eyes in source pixels."""
    max_nose_offset: float = Field(default=0.9, ge=0)
    """Most that the nose may be off the middle of the eyes, in eye distances: 0 = frontal, over 1 = profile."""
    min_sharpness: float = Field(default=3.0, ge=0)
    """Least variance of the Laplacian of the aligned crop, in squared grey levels."""


class Matching(Section):
    """How a list is searched, and what is kept of each search."""

    storage: Storage = "float32"
    """How templates of the list stand in memory: float16 takes half of it, and more time."""
    threads: int = Field(default=1, ge=0)
    """Threads of a search; 0 = one per core. More than one pays for lists of 100,000 and more."""

    k: int = Field(default=10, ge=1, le=1000)
    """Candidates kept per decision."""
    score_floor: float = Field(default=0.0, ge=-1, le=1)
    """Candidates below this are not recorded, so no lower threshold can be scored later."""


class Fusion(Section):
    """How the faces of one track are combined into one score per person."""

    policy: Literal["mean", "any_hit", "k_of_m"] = "mean"
    """mean: search the mean template of the track so far; any_hit: each face by itself;
    k_of_m: the k-th best score of a person over the last m decisions of the track."""
    k: int = Field(default=3, ge=1)
    """For k_of_m: which of the best scores counts."""
    m: int = Field(default=5, ge=1)
    """For k_of_m: decisions of the track that are looked at."""


class Alerting(Section):
    """When a hit becomes an alert."""

    threshold: float = Field(default=0.40, ge=-1, le=1)
    """A decision whose fused score is at or above this is a hit."""
    window_s: float = Field(default=30.0, gt=0)
    """After an alert, further hits on the same person are silent for this long."""
    deployment: str = ""
    """De-duplication does not cross deployments; empty = the run."""
    zone: str = "main"
    """A name for the place; recorded."""


class SystemSettings(Section):
    """The system under test. Nothing in the engine depends on the threshold."""

    models: Models = Models()
    """Which models run, and how."""
    display: Display = Display()
    """How frames are shown to the detector."""
    detector: Detector = Detector()
    """How faces are found."""
    tracker: Tracker = Tracker()
    """How a face is followed, and when a track is cut."""
    embedding: Embedding = Embedding()
    """Which faces are turned into templates."""
    matching: Matching = Matching()
    """How a list is searched, and what is kept of each search."""
    fusion: Fusion = Fusion()
    """How the faces of a track are combined."""
    alerting: Alerting = Alerting()
    """When a hit becomes an alert."""


class ScoringSettings(Section):
    """How truth and record are held against each other (METHODOLOGY 2.5)."""

    gap_s: float = Field(default=10.0, ge=0)
    """A longer absence begins a new pass where passes are derived."""
    window_s: float = Field(default=30.0, gt=0)
    """De-duplication window used to recompute alerts."""
    collar_s: float = Field(default=0.25, ge=0)
    """Tolerance at both ends of a pass."""
    grace_s: float = Field(default=2.0, ge=0)
    """A listed person who is recognised at most this long after entry is recognised in time."""
