"""What happens while watching: tracks, hits, alerts, and the passes that truth asserts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Self

import numpy as np

from lfr_eval.core.arrays import BoolArray, FloatArray, IntArray, SecondsArray, TextArray, require_shape


@dataclass(frozen=True, slots=True)
class Tracks:
    """Visible faces followed over frames, as parallel arrays of length n, ordered by `track`."""

    track: IntArray
    """(n,) track numbers, unique within a run."""
    first_s: SecondsArray
    """(n,) pts of the first face."""
    last_s: SecondsArray
    """(n,) pts of the last face (inclusive)."""
    embedded: IntArray
    """(n,) how many of its faces were turned into templates; 0 is a failure to acquire."""

    def __post_init__(self) -> None:
        for name in ("first_s", "last_s", "embedded"):
            require_shape(name, getattr(self, name), self.track.shape)

    def __len__(self) -> int:
        return len(self.track)


@dataclass(frozen=True, slots=True)
class Hits:
    """Rank-1 candidates at or above a threshold, as parallel arrays of length n, ordered by time."""

    frame: IntArray
    track: IntArray
    pts_s: SecondsArray
    emitted_s: SecondsArray
    """(n,) when the system knew: the pts itself in fast pace, later in live pace."""
    person: TextArray
    entry: TextArray
    score: FloatArray
    """(n,) fused scores."""

    def __post_init__(self) -> None:
        for name in ("track", "pts_s", "emitted_s", "person", "entry", "score"):
            require_shape(name, getattr(self, name), self.frame.shape)

    def __len__(self) -> int:
        return len(self.frame)

    def __getitem__(self, key: BoolArray | IntArray | slice) -> Self:
        return type(self)(*(getattr(self, column.name)[key] for column in fields(self)))

    def __add__(self, other: Self) -> Self:
        """These, then the others."""
        columns = (np.concatenate([getattr(one, column.name) for one in (self, other)]) for column in fields(self))
        return type(self)(*columns)

    @classmethod
    def empty(cls) -> Self:
        """No hits."""
        whole, seconds, text = np.empty(0, np.int64), np.empty(0), np.empty(0, object)
        return cls(whole, whole, seconds, seconds, text, text, np.empty(0, np.float32))


@dataclass(frozen=True, slots=True)
class Alert:
    """What de-duplication leaves of the hits on one person within one window (METHODOLOGY 2.5)."""

    track: int
    """Track of the first hit."""
    person: str
    entry: str
    """Entry of the best hit."""
    score: float
    """Best fused score in the window."""
    first_hit_s: float
    emitted_s: float
    best_frame: int
    """Frame of the best hit, from which a reviewer's crop is cut."""
    hits: int

    @property
    def key(self) -> str:
        """What names an alert within its run at one threshold: nobody raises two at once."""
        return f"{self.person}@{self.first_hit_s:.3f}"


class PassKind(StrEnum):
    """What a truth row asserts."""

    PASS = "pass"  # noqa: S105
    UNLISTED_CROWD = "unlisted_crowd"


class OnList(StrEnum):
    """Whether the person of a truth row is on the list."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Pass:
    """One person, one zone, [t_enter_s, t_exit_s): a row of passes.csv."""

    pass_id: str
    source: str
    subject_id: str | None
    """None: a person asserted not to be listed (or unknown, see `on_list`)."""
    t_enter_s: float
    t_exit_s: float
    kind: PassKind = PassKind.PASS
    on_list: OnList | None = None
    """As written; None where the cell is empty: then the list decides."""
    zone: str = "main"
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TruthBoxes:
    """Where the person of a pass is at a given time (boxes.csv), as parallel arrays of length n."""

    pass_id: TextArray
    pts_s: SecondsArray
    boxes_px: FloatArray
    """(n, 4) left, top, right, bottom in source pixels."""

    def __post_init__(self) -> None:
        require_shape("pts_s", self.pts_s, self.pass_id.shape)
        require_shape("boxes_px", self.boxes_px, (len(self.pass_id), 4))

    def __getitem__(self, key: BoolArray) -> Self:
        return type(self)(self.pass_id[key], self.pts_s[key], self.boxes_px[key])
