"""Lists, footage and runs of the synthetic engine: every answer is known beforehand."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from synthetic import SyntheticEngine, frames, template_of

from lfr_eval.core.arrays import Image
from lfr_eval.core.faces import Frame
from lfr_eval.core.portrait import Portrait
from lfr_eval.core.settings import SystemSettings
from lfr_eval.engine.models.files import FoundFile, FoundPack
from lfr_eval.evaluate.watch import WatchResult, watch
from lfr_eval.watchlist.enrol import enrol
from lfr_eval.watchlist.store import read_watchlist
from lfr_eval.watchlist.submissions import Submission, Submissions
from lfr_eval.watchlist.watchlist import ListModels, Watchlist
from lfr_eval.watchlist.writing import write_watchlist

PACK = FoundPack(
    "synthetic",
    FoundFile("detector", Path("d.onnx"), "aa", 1),
    FoundFile("recogniser", Path("r.onnx"), "bb", 1),
    "free",
    "tests",
)
FPS = 5.0


@dataclass
class PackedEngine(SyntheticEngine):
    """The synthetic engine with the provenance that a run records."""

    pack: FoundPack = PACK

    def to_json(self) -> dict[str, Any]:
        return self.pack.to_json() | {"backend": self.backend, "precision": self.precision}


@dataclass
class Pictures:
    """Footage out of memory; it may end with an exception, and with the damage that it then tells of."""

    pictures: Sequence[Image]
    ends: BaseException | None = None
    damage: str | None = None
    live: bool = False
    source_id: str = "gate.mp4"
    nominal_fps: float = FPS
    size_px: tuple[int, int] = (640, 360)
    stored_px: tuple[int, int] | None = None
    rate: str = "stated"
    streams: None = None
    zero_utc: datetime | None = None
    digest: str | None = "ff"
    irregularities: dict[str, int] = field(default_factory=dict)

    @property
    def frames_expected(self) -> int:
        return len(self.pictures)

    @property
    def frames_dropped(self) -> int | None:
        return None if self.live else 0

    @property
    def duration_s(self) -> float:
        return len(self.pictures) / self.nominal_fps

    def __iter__(self) -> Iterator[Frame]:
        yield from frames(self.pictures, self.nominal_fps)
        if self.ends:
            raise self.ends


def settings(**sections: dict[str, Any]) -> SystemSettings:
    """Defaults but for the sharpness, which painted squares do not have."""
    return SystemSettings.model_validate({"embedding": {"min_sharpness": 0}} | sections)


def make_list(
    path: Path,
    *people: int,
    failing: Sequence[str] = (),
    expired: Sequence[int] = (),
    alike: Mapping[int, int] | None = None,
    called: Mapping[str, str] | None = None,
) -> Watchlist:
    """A list of P1, P2, …, of people who failed to enrol, and of people whose entry has expired.

    `alike` names a person whom someone else resembles by 0.6; `called` gives people other names.
    """
    names = [f"P{person}" for person in (*people, *expired)] + list(failing)
    ends = {f"P{person}": "2001-01-01" for person in expired}
    person = called or {}
    rows = tuple(
        Submission(f"{name}/1", person.get(name, name), Path(name), expires_at=ends.get(name)) for name in names
    )

    def portrait(image: Path) -> Portrait:
        if image.name in failing:
            return Portrait(None, "no face", None, None, False, 0)
        template = template_of(number := int(image.name[1:]))
        if other := (alike or {}).get(number):
            template = np.float32(0.8) * template + np.float32(0.6) * template_of(other)
        return Portrait(template, None, 24.0, 0.9, False, 0)

    models = ListModels(pack=PACK.name, digests=PACK.digests())
    made = enrol(Submissions(rows, {}), portrait)
    write_watchlist(path, made, models=models, portrait={}, created=datetime.now(UTC), keep_images=False)
    return read_watchlist(path)


def record(source: Any, listed: Watchlist, root: Path, chosen: SystemSettings | None = None, **how: Any) -> WatchResult:
    """Watch with the synthetic engine."""
    return watch(source, listed, PackedEngine(), chosen or settings(), root=root, **how)


def save(folder: Path, pictures: Sequence[Image]) -> Path:
    """Pictures as a folder of images, without loss."""
    folder.mkdir()
    for index, picture in enumerate(pictures):
        cv2.imwrite(str(folder / f"{index}.png"), picture)
    return folder
