"""The demo, as a newcomer runs it: real photographs, real models, the whole chain."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from command import spawn

from lfr_eval.capture.source import open_source
from lfr_eval.core.arrays import Image
from lfr_eval.core.phrases import rate
from lfr_eval.core.rates import Rate

AS_IT_WAS_DB, HIDDEN_DB = 35, 30
"""What is left of a face after encoding alone, and of one that was softened and reduced to a few cells."""
WELL_IN_VIEW_S = 1.0
"""So long after its first hit the listed person stands amid others."""


def psnr_db(one: Image, other: Image) -> float:
    """Peak signal-to-noise ratio of 8-bit pictures."""
    return float(10 * np.log10(255**2 / np.mean((one.astype(float) - other.astype(float)) ** 2)))


def frame_at(clip: str, pts_s: float) -> Image:
    with open_source(clip) as frames:
        return next(frame.image for frame in frames if frame.pts_s >= pts_s - 1e-3)


def part(image: Image, face: Any) -> Image:
    """The middle of a face, where no border is drawn."""
    left, top = int(face.x + face.w / 4), int(face.y + face.h / 4)
    return image[max(top, 0) : top + int(face.h / 2), max(left, 0) : left + int(face.w / 2)]


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    home = tmp_path_factory.mktemp("fresh")
    said = spawn(home, "demo", "--json")
    assert (said.code, said.err) == (0, "")
    assert not list(home.rglob("*.partial*"))
    return json.loads(said.out)


def test_demo_recognises_the_one_listed_person_and_nobody_else(demo):
    score = demo["score"]
    assert (score["tpir"]["k"], score["tpir"]["n"]) == (1, 1)
    assert (score["fpir"]["k"], score["fpir"]["n"]) == (0, 15)
    assert score["alerts"] == {"true": 1, "false": 0, "unconfirmed": 0}
    assert pd.read_parquet(Path(demo["run"]) / "alerts.parquet")["person"].tolist() == ["yao-ming"]
    for made in ("clip", "annotated", "timeline", "truth"):
        assert Path(demo[made]).stat().st_size > 0, made


@pytest.mark.parametrize("page", ["README.md", "docs/quickstart.md"])
def test_readers_are_told_what_the_demo_says(demo, page):
    text = (Path(__file__).parents[2] / page).read_text(encoding="utf-8")
    assert rate(Rate(**demo["score"]["fpir"]), "passes of people not listed") in text
    assert "Recognised " not in text or rate(Rate(**demo["score"]["tpir"]), "passes of listed people") in text


def test_in_the_annotated_clip_only_the_alerted_face_is_as_it_was(demo):
    faces = pd.read_parquet(Path(demo["run"]) / "faces.parquet")
    alert = pd.read_parquet(Path(demo["run"]) / "alerts.parquet").iloc[0]
    of_alert = faces["track"] == alert["track"]
    at_s = faces[of_alert & (faces["pts_s"] > alert["first_hit_s"] + WELL_IN_VIEW_S)]["pts_s"].min()
    before, after = (frame_at(demo[clip], at_s) for clip in ("clip", "annotated"))
    likeness_db = {
        face.track: psnr_db(part(before, face), part(after, face))
        for face in faces[faces["pts_s"] == at_s].itertuples()
    }
    assert likeness_db.pop(alert["track"]) > AS_IT_WAS_DB
    assert len(likeness_db) > 3
    assert max(likeness_db.values()) < HIDDEN_DB
