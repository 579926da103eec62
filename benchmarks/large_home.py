"""A home with large runs, made up: a million candidate rows and 100,000 tracks each, held against truth by group.

Scores are drawn, nobody is shown, and nothing that comes of it is a finding.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from lfr_eval.core.events import Hits
from lfr_eval.core.home import Home
from lfr_eval.core.portrait import Portrait
from lfr_eval.core.settings import SystemSettings
from lfr_eval.core.thresholds import reaches
from lfr_eval.engine.alerts import alerts_of
from lfr_eval.evaluate.ahead import keep_with_tables
from lfr_eval.evaluate.environment import hardware, thread_variables, versions
from lfr_eval.evaluate.rows import write_alerts
from lfr_eval.evaluate.score import Question, score_runs
from lfr_eval.evaluate.truth import TruthFiles
from lfr_eval.record.reader import RunRecord
from lfr_eval.record.tables import STAGES
from lfr_eval.record.writer import RunWriter
from lfr_eval.watchlist.enrol import enrol
from lfr_eval.watchlist.store import read_watchlist
from lfr_eval.watchlist.submissions import Submission, Submissions
from lfr_eval.watchlist.watchlist import ListModels, Watchlist
from lfr_eval.watchlist.writing import write_watchlist

LISTED, K, FPS, PASS_S = 1_000, 10, 5.0, 0.4
"""One track, one decision and one pass every 0.4 s; two frames each."""
MATED = 50
"""Every 50th pass is by somebody who is listed."""
SOURCE = "large.mp4"
THRESHOLDS = (0.45, 0.4)
DIGESTS = {"detector": "aa", "recogniser": "bb"}
SEED = 20_261_125


def make_home(folder: Path, tracks: int) -> Home:
    """Write a list, truth, two runs with `tracks` tracks and ten times as many candidates, and scores by group."""
    home = Home(folder)
    listed = make_list(home.watchlists / "made-up")
    people = np.array([f"P{place // MATED % LISTED}" if place % MATED == 0 else f"S{place}" for place in range(tracks)])
    files = write_truth(home.datasets / "made-up", people)
    for threshold in THRESHOLDS:
        run = write_run(home, listed, people, threshold)
        keep_with_tables(score_runs([run], files, Question(by=("sex", "ethnicity"))), [run], files, home)
    return home


def make_list(path: Path) -> Watchlist:
    """A list of people who resemble nobody."""
    rng = np.random.default_rng(SEED)
    rows = [Submission(f"P{number}/1", f"P{number}", Path(f"P{number}"), "made up") for number in range(LISTED)]

    def portrait(image: Path) -> Portrait:
        return Portrait(rng.standard_normal(512).astype(np.float32), None, 60.0, 0.8, False, 0)

    write_watchlist(
        path,
        enrol(Submissions(tuple(rows), {}), portrait),
        models=ListModels(pack="made-up", digests=DIGESTS),
        portrait={},
        created=datetime.now(UTC),
        keep_images=False,
    )
    return read_watchlist(path)


def write_truth(folder: Path, people: np.ndarray) -> TruthFiles:
    """One pass each, and who everybody is."""
    folder.mkdir(parents=True)
    place = np.arange(len(people))
    passes = pd.DataFrame(
        {
            "pass_id": [f"pass-{number}" for number in place],
            "source": SOURCE,
            "subject_id": people,
            "t_enter_s": np.round(place * PASS_S, 3),
            "t_exit_s": np.round((place + 1) * PASS_S, 3),
        }
    )
    rng, names = np.random.default_rng(SEED), np.unique(people)
    subjects = pd.DataFrame(
        {
            "subject_id": names,
            "sex": rng.choice(["F", "M"], len(names)),
            "ethnicity": rng.choice(["A", "B", "C", "D"], len(names), p=[0.6, 0.2, 0.15, 0.05]),
            "label_source": "self",
        }
    )
    passes.to_csv(folder / "passes.csv", index=False)
    subjects.to_csv(folder / "subjects.csv", index=False)
    return TruthFiles(folder / "passes.csv", (folder / "subjects.csv",))


def write_run(home: Home, listed: Watchlist, people: np.ndarray, threshold: float) -> RunRecord:
    """The record of a watch in which everybody was seen in two frames and searched once."""
    settings = SystemSettings.model_validate({"models": {"pack": "made-up"}, "alerting": {"threshold": threshold}})
    n = len(people)
    with RunWriter(home.runs, header(listed, settings)) as writer:
        write_frames(writer, n)
        best = write_candidates(writer, people, threshold)
        write_alerts(writer, alerts_of(best, settings.alerting.window_s))
        writer.note(
            counts={
                "frames_read": 2 * n,
                "frames_dropped": 0,
                "faces": 2 * n,
                "faces_embedded": n,
                "decisions": n,
                "duration_s": n * PASS_S,
                "irregularities": {},
                "damage": None,
            }
        )
    return RunRecord.open(writer.path)


def header(listed: Watchlist, settings: SystemSettings) -> dict[str, Any]:
    """What a watch says of itself."""
    files = [{"role": role, "path": role, "sha256": digest, "size_bytes": 1} for role, digest in DIGESTS.items()]
    names = sorted(listed.submitted)
    return {
        "settings": settings.model_dump(),
        "models": {
            "pack": "made-up",
            "licence": "none",
            "source": "a benchmark",
            "files": files,
            "precision": "float32",
            "threads": 1,
            "providers": ["CPU"],
        },
        "watchlist": {
            "name": listed.header.name,
            "digest": listed.header.list_digest,
            "sealed": False,
            **asdict(listed.counts),
            "persons": names,
            "persons_not_enrolled": [],
        },
        "source": {
            "id": SOURCE,
            "digest": None,
            "live": False,
            "size_px": [1280, 720],
            "nominal_fps": FPS,
            "zero_utc": None,
        },
        "pace": "fast",
        "versions": versions(),
        "hardware": hardware(),
        "thread_variables": thread_variables(),
        "seed": SEED,
    }


def write_frames(writer: RunWriter, n: int) -> None:
    """Two frames a track, one face in each, of which the second is embedded."""
    rng, frame = np.random.default_rng(SEED), np.arange(2 * n)
    pts_s, embedded = frame / FPS, frame % 2 == 1
    writer.append("frames", {"frame": frame, "pts_s": pts_s, "faces": 1, "dropped": False})
    stages = {f"{stage}_ms": rng.gamma(4, 1.5, 2 * n).astype(np.float32) for stage in STAGES}
    writer.append("timings", {"frame": frame, **stages, "process_ms": sum(stages.values())})
    writer.append(
        "faces",
        {
            "frame": frame,
            "pts_s": pts_s,
            "track": frame // 2,
            **{name: rng.uniform(50, 500, 2 * n).astype(np.float32) for name in ("x", "y")},
            **dict.fromkeys(("w", "h"), np.full(2 * n, 80, np.float32)),
            "det_score": rng.uniform(0.5, 0.9, 2 * n).astype(np.float32),
            "eye_px": rng.gamma(9, 4, 2 * n).astype(np.float32),
            "quality": rng.uniform(0, 1, 2 * n).astype(np.float32),
            "embedded": embedded,
            "reason_not_embedded": np.where(embedded, None, "better seen later"),
        },
    )
    writer.append(
        "tracks",
        {
            "track": np.arange(n),
            "first_s": pts_s[::2],
            "last_s": pts_s[1::2],
            "frames": 2,
            "embedded": 1,
            "best_quality": rng.uniform(0, 1, n).astype(np.float32),
            "template_status": "ok",
            "fta_reason": None,
            "split_of": None,
        },
    )


def write_candidates(writer: RunWriter, people: np.ndarray, threshold: float) -> Hits:
    """Ten candidates a decision, and the hits among them; people who are listed are mostly first."""
    rng, n = np.random.default_rng(SEED), len(people)
    number = rng.integers(0, LISTED, (n, K))
    mated = np.char.startswith(people, "P")
    number[mated, 0] = np.char.lstrip(people[mated], "P").astype(int)
    first = np.where(mated, rng.normal(0.6, 0.12, n), rng.normal(0.2, 0.06, n)).clip(0.02, 1)
    score = (first[:, None] * np.cumprod(np.hstack([np.ones((n, 1)), rng.uniform(0.9, 1, (n, K - 1))]), 1)).astype(
        np.float32
    )
    frame, track = np.arange(n) * 2 + 1, np.arange(n)
    names = np.array([f"P{place}" for place in range(LISTED)], object)
    person = names[number]
    writer.append(
        "candidates",
        {
            "frame": np.repeat(frame, K),
            "track": np.repeat(track, K),
            **dict.fromkeys(("pts_s", "emitted_s"), np.repeat(frame / FPS, K)),
            "person": person.ravel(),
            "entry": (person + "/1").ravel(),
            **dict.fromkeys(("score", "fused_score"), score.ravel()),
            "rank": np.tile(np.arange(1, K + 1), n),
        },
    )
    hit = reaches(score[:, 0], threshold)
    best, seconds = person[hit, 0], frame[hit] / FPS
    return Hits(frame[hit], track[hit], seconds, seconds, best, best + "/1", score[hit, 0])
