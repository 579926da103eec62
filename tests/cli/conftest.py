"""One list, one clip and one run of it, made once by the real command and only read by the tests."""

import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from command import Said, spawn

from lfr_eval.capture.clip import ClipWriter
from lfr_eval.capture.images import read_image
from lfr_eval.cli.main import main
from lfr_eval.evaluate.demo import scene
from lfr_eval.evaluate.demo.photographs import PORTRAIT, REFERENCE_CROPS, TEAM

SIZE_PX, FRAMES, FPS = (640, 360), 8, 12.5
FROM_S = 2.9
"""When the camera of the demo begins to see its listed person."""


@dataclass(frozen=True)
class Town:
    """A home folder with the list `people`, its photographs, a clip, the truth of it and one run."""

    home: Path
    photographs: Path
    clip: Path
    truth: Path
    run: Path
    said: dict[str, Any]
    """What `watch --truth --json` said."""


def pictures() -> list[np.ndarray]:
    """The camera of the demo going past its listed person, at a third of the size."""
    team, shrink = read_image(TEAM.locate()), SIZE_PX[0] / scene.WIDTH_PX
    times = FROM_S + np.arange(FRAMES) / FPS
    return [cv2.warpAffine(team, scene.placement(at) * shrink, SIZE_PX, flags=cv2.INTER_AREA) for at in times]


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    home = tmp_path_factory.mktemp("town")
    photographs, clip, truth = home / "photographs", home / "clip.mp4", home / "passes.csv"
    photographs.mkdir()
    for name in ("yao-ming", "gdp-left", "gdp-middle"):
        photograph, part = REFERENCE_CROPS[name]
        left, top, right, bottom = part or (None,) * 4
        cv2.imwrite(str(photographs / f"{name}.png"), read_image(photograph.locate())[top:bottom, left:right])
    with ClipWriter(clip, *SIZE_PX, FPS) as writer:
        for picture in pictures():
            writer.write(picture)
    truth.write_text(
        "pass_id,source,subject_id,t_enter_s,t_exit_s\n"
        "listed,clip.mp4,yao-ming,0,0.64\n"
        "other,clip.mp4,,0,0.64\n"
        "elsewhere,gate.mp4,,0,5\n"
    )
    enrolled = spawn(home, "enrol", photographs, "--to", "watchlists/people", "--json")
    assert (enrolled.code, json.loads(enrolled.out)["persons_enrolled"]) == (0, 3), enrolled
    watched = spawn(home, "watch", clip, "--watchlist", "watchlists/people", "--truth", truth, "--json")
    assert (watched.code, watched.err) == (0, ""), watched
    said = json.loads(watched.out)
    return Town(home, photographs, clip, truth, Path(said["run"]), said)


@pytest.fixture
def home(town: Town, tmp_path: Path) -> Path:
    """A home of its own, with the list."""
    shutil.copytree(town.home / "watchlists", tmp_path / "watchlists")
    return tmp_path


@pytest.fixture
def own_run(town: Town, home: Path) -> Path:
    """A copy of the run in a home of its own."""
    return shutil.copytree(town.run, home / "reports" / "runs" / town.run.name)


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Run the command in this process: for what it says and leaves behind, not for how it starts and ends."""

    def run(home: Path, *words: object) -> Said:
        monkeypatch.setenv("LFR_EVAL_HOME", str(home))
        monkeypatch.setattr(sys, "argv", ["lfr-eval", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capfd.readouterr()
        return Said(int(ended.value.code or 0), out, err)

    return run


@pytest.fixture(scope="session")
def portrait() -> np.ndarray:
    """The photograph of the listed person: one face."""
    return read_image(PORTRAIT.locate())
