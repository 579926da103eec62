"""Live trials on drawn pictures, for tests."""

import time
from dataclasses import dataclass, field

from synthetic import draw
from synthetic_runs import PackedEngine, Pictures, make_list, settings

from lfr_eval.capture.pushed import PushedFrames
from lfr_eval.core.home import Home
from lfr_eval.evaluate.live.worker import Trial

WALK = [draw({1: (50 + 10 * i, 100), 7: (400, 100)}) for i in range(5)]
"""P1, who is listed, walks past somebody who is not."""


@dataclass
class Feed(Pictures):
    """Pictures that can be left and closed as a camera is."""

    opened: list = field(default_factory=list)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.opened.append("closed")


def trial_of(source, tmp_path, *people, **how) -> Trial:
    listed = make_list(tmp_path / "list", *(people or (1, 2)))
    trial = Trial(lambda: source, PackedEngine, listed, how.pop("chosen", settings()), Home(tmp_path / "home"), **how)  # type: ignore[arg-type]
    trial.start()
    return trial


def ended(trial: Trial) -> Trial:
    assert trial.wait(20)
    return trial


def pushing(tmp_path, pictures, **how) -> tuple[Trial, PushedFrames]:
    """A trial on a browser's camera that has worked off all pictures."""
    camera = PushedFrames("camera:browser", first_s=5, patience_s=how.pop("patience_s", 5))
    trial = trial_of(camera, tmp_path, **how)
    for number, picture in enumerate(pictures, start=1):
        camera.push(picture)
        until(lambda number=number: (now := trial.latest()) is not None and now.frames == number)
    return trial, camera


def until(met) -> None:
    end = time.monotonic() + 10
    while not met():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.005)
