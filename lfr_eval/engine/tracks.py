"""A track is one person: faces that overlap but disagree by template are kept apart."""

from __future__ import annotations

from bisect import insort
from collections import Counter, deque
from dataclasses import dataclass, field

import numpy as np

from lfr_eval.core.arrays import FloatArray


@dataclass(frozen=True, slots=True)
class Shot:
    """One embedded face."""

    quality: float
    template: FloatArray


@dataclass(slots=True)
class TrackState:
    """What is known of one track so far. Templates live here only as long as the track is followed."""

    track: int
    split_of: int | None
    first_s: float
    last_s: float
    frames: int = 0
    embedded: int = 0
    best_quality: float | None = None
    skipped: Counter[str] = field(default_factory=Counter)
    total: FloatArray | None = None
    last: FloatArray | None = None
    shots: list[Shot] = field(default_factory=list)
    """The best faces, worst first; filled by the k-best policy only."""
    recent: deque[dict[int, float]] = field(default_factory=deque)
    """Scores by person of the last decisions; filled by the k-of-m policy only."""

    def see(self, pts_s: float) -> None:
        """Count one more face."""
        self.last_s = pts_s
        self.frames += 1

    def add(self, template: FloatArray, face_quality: float, best: int | None = None) -> None:
        """Take in the template of a face that belongs to this track.

        Args:
            template: (d,) of length 1.
            face_quality: In [0, 1].
            best: Of how many of the best faces the mean is taken; None = of all.
        """
        if best is None:
            self.total = template if self.total is None else self.total + template
        else:
            insort(self.shots, Shot(face_quality, template), key=lambda shot: shot.quality)
            self.shots = self.shots[-best:]
            self.total = np.sum([shot.template for shot in self.shots], axis=0)
        self.last = template
        self.embedded += 1
        self.best_quality = max(face_quality, self.best_quality or 0.0)

    def mean(self) -> FloatArray:
        """(d,) mean template, of length 1."""
        if self.total is None:
            raise ValueError(f"track {self.track}: no template yet")
        return self.total / np.linalg.norm(self.total)

    def similarity(self, template: FloatArray) -> float:
        """Cosine of a face to this track: to its mean or to its latest face, whichever is closer."""
        if self.last is None:
            return 1.0
        return float(max(self.mean() @ template, self.last @ template))

    @property
    def fta_reason(self) -> str | None:
        """Why no face was embedded (the most frequent reason), or None where one was."""
        return None if self.embedded else self.skipped.most_common(1)[0][0]


@dataclass(slots=True)
class _Followed:
    """One number of the overlap tracker, and the persons that were seen under it."""

    branches: list[TrackState]
    current: int
    last_s: float


class TrackBook:
    """Turns numbers that follow overlap into tracks that follow persons.

    Across a scene cut, a crossing or an exchange of numbers, overlap goes on while the person changes. So an embedded
    face that agrees with no track of its number opens a new one (a split), and one that agrees again with an earlier
    track of that number goes back to it.
    """

    def __init__(self, split_similarity: float, lost_s: float) -> None:
        self._split = split_similarity
        self._lost_s = lost_s
        self._followed: dict[int, _Followed] = {}
        self._next = 0

    def known(self, number: int) -> TrackState | None:
        """The track that was last seen under a number, if it is still followed."""
        followed = self._followed.get(number)
        return None if followed is None else followed.branches[followed.current]

    def current(self, number: int, pts_s: float) -> TrackState:
        """The track that a face without a template is counted to."""
        followed = self._follow(number, pts_s)
        return followed.branches[followed.current]

    def claim(self, number: int, template: FloatArray, pts_s: float) -> TrackState:
        """The track that a face with this template (d,) belongs to; opened where there is none."""
        followed = self._follow(number, pts_s)
        agreement = [branch.similarity(template) for branch in followed.branches]
        best = int(np.argmax(agreement))
        if agreement[best] < self._split:
            parent = followed.branches[followed.current].track
            followed.branches.append(self._open(pts_s, parent))
            best = len(followed.branches) - 1
        followed.current = best
        return followed.branches[best]

    def close_lost(self, now_s: float) -> list[TrackState]:
        """Take out the tracks whose number has not been seen for `lost_s`."""
        lost = [number for number, followed in self._followed.items() if now_s - followed.last_s > self._lost_s]
        return [branch for number in lost for branch in self._followed.pop(number).branches]

    def close_all(self) -> list[TrackState]:
        """Take out every track, at the end of the source."""
        followed, self._followed = self._followed, {}
        return [branch for each in followed.values() for branch in each.branches]

    def _follow(self, number: int, pts_s: float) -> _Followed:
        if number not in self._followed:
            self._followed[number] = _Followed([self._open(pts_s, None)], 0, pts_s)
        followed = self._followed[number]
        followed.last_s = pts_s
        return followed

    def _open(self, pts_s: float, split_of: int | None) -> TrackState:
        self._next += 1
        return TrackState(self._next - 1, split_of, pts_s, pts_s)
