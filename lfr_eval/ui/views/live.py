"""What the page of live trials says, as sentences and tables."""

from __future__ import annotations

import base64
import io
import wave
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import cv2
import numpy as np
import pandas as pd

from lfr_eval.core.arrays import Image
from lfr_eval.core.events import Alert
from lfr_eval.core.home import Home
from lfr_eval.core.phrases import delay
from lfr_eval.core.settings import SystemSettings
from lfr_eval.core.thresholds import at_least
from lfr_eval.evaluate.results.score import ScoreResult
from lfr_eval.evaluate.rows import Keep
from lfr_eval.evaluate.trial.snapshot import Snapshot
from lfr_eval.evaluate.trial.worker import TrialResult
from lfr_eval.report.trial_words import result_lines
from lfr_eval.report.words import count, seconds
from lfr_eval.ui.literal import strong
from lfr_eval.watchlist.enrol import ListCounts
from lfr_eval.watchlist.watchlist import Watchlist

CHECK = "a possible match: check before you act"
HIDDEN = "Whoever is not listed is made unrecognisable."
CAMERA_TROUBLE = (
    "If START is answered with NotAllowedError, the browser refused the camera: allow it in the address bar and press "
    "START again. NotFoundError means that it has no camera: plug one in, or choose another source."
)
KEPT = {
    "decisions": "Counts, timings and alerts only",
    "everything": "Also place and scores of every face",
}
"""What may be recorded; pictures and templates never are."""
BEST, NOBODY = "Best scores now:", "Nobody in view is compared."
"""What stands before `best_scores`, and in place of them."""
SHOWN_ALERTS = 5
DRAWN_PX = 960
"""Widest picture that is drawn."""
RATE_HZ, TONE_S, TONES_HZ = 16_000, 0.4, (880.0, 660.0)


def watching(watchlist: Watchlist, settings: SystemSettings, source: str, keep: Keep) -> str:
    """What a trial that runs was set to."""
    people = count(len(watchlist.enrolled), "person", "people")
    return (
        f"Watching {source} for {people} of {watchlist.header.name}, at threshold {settings.alerting.threshold:g}. "
        f"Recorded: {KEPT[keep][0].lower()}{KEPT[keep][1:]}."
    )


def enrolled(watchlist: Watchlist, counts: ListCounts) -> str:
    """Who was enrolled from stills, and from how many of them."""
    (person,) = watchlist.enrolled
    return (
        f"{person} is enrolled; images used: {counts.images_enrolled} of {counts.images_submitted}. The list is in "
        "memory only, until this page is closed."
    )


def figures(now: Snapshot) -> list[str]:
    """How the system keeps up, and with what pictures, a line each."""
    height, width = now.picture.shape[:2]
    dropped = "not told" if now.dropped is None else f"{now.dropped:,} of {now.dropped + now.frames:,}"
    return _listed(
        {
            "Frames a second": "not yet" if now.fps is None else f"{now.fps:.1f}",
            "Latency, 95th percentile": f"{now.p95_ms:,.0f} ms",
            "Dropped frames": dropped,
            "Faces in view": f"{now.faces}",
            "Pictures": f"{width} × {height} px",
        }
    )


def _listed(values: Mapping[str, str]) -> list[str]:
    return [f"{name}: {strong(value)}" for name, value in values.items()]


def alert_sentences(alerts: Sequence[Alert]) -> tuple[str, ...]:
    """One sentence for each alert, the newest first."""
    return tuple(
        f"{alert.person}, score {alert.score:.2f}, at {seconds(alert.first_hit_s)}: {CHECK}."
        for alert in reversed(alerts)
    )


def drawn(image: Image) -> str:
    """A picture as HTML that holds it: no file of it is made, and none can be gone before the browser asks for it."""
    height, width = image.shape[:2]
    scale = min(DRAWN_PX / width, 1.0)
    small = cv2.resize(image, (round(width * scale), round(height * scale)), interpolation=cv2.INTER_AREA)
    data = base64.b64encode(cv2.imencode(".jpg", small)[1].tobytes()).decode()
    return f'<img src="data:image/jpeg;base64,{data}" alt="What the camera sees; {HIDDEN}" style="width: 100%">'


def earlier(alerts: int) -> str:
    """How many alerts are not shown one by one; empty where all are."""
    more = alerts - SHOWN_ALERTS
    return f"And {count(more, 'earlier alert')}; all are in the record." if more > 0 else ""


def why_not_compared(now: Snapshot) -> str:
    """Why faces in view are not compared; empty where all are."""
    reasons = Counter(now.not_compared)
    parts = [reason if n == 1 else f"{reason} ({n} faces)" for reason, n in reasons.items()]
    return f"Not compared: {'; '.join(parts)}." if parts else ""


def best_scores(now: Snapshot, threshold: float, most: int = 5) -> list[str]:
    """How close the faces in view come to people of the list, and to nobody else, a line each."""
    said = {}
    for one in now.best[:most]:
        reached = at_least(one.score, threshold)
        said[one.person] = f"{one.score:.2f}, {threshold:.2f} needed{': reached' if reached else ''}"
    return _listed(said)


def what_was_found(result: TrialResult) -> tuple[str, ...]:
    """What a trial came to, the answer first."""
    counts, alerts = result.watched.counts, result.watched.alerts
    said = [
        f"{count(len(alerts), 'alert')} in {counts['duration_s']:.1f} s: {count(counts['faces'], 'face')} found in "
        f"{count(counts['frames_read'], 'frame')}, {counts['faces_embedded']:,} of them compared."
    ]
    if counts["frames_dropped"] is None:
        said.append("The camera does not tell how many frames were dropped.")
    else:
        said.append(f"{count(counts['frames_dropped'], 'frame')} came and could not be taken in time.")
    if result.score is None:
        said.append("No walk was marked, so nothing is shown about recognition or about false alerts.")
    else:
        said += [*result_lines(result.look, result.rule, result.score), *_beside(result.score)]
    return tuple(said)


def _beside(score: ScoreResult) -> list[str]:
    to_alert = score.latency.entry_to_alert_s
    said = [f"From the mark to the alert: {delay(to_alert, 'walk', 'walks')}."] if to_alert.n else []
    return [*said, *(f"Note: {caveat}." for caveat in score.caveats)]


def files_kept(result: TrialResult, home: Home) -> pd.DataFrame:
    """Every file that a trial left."""
    return pd.DataFrame(
        [
            {"File": home.relative(path), "Bytes": f"{size:,}"}
            for path in result.files
            if (size := _size(path)) is not None
        ],
        columns=["File", "Bytes"],
    )


def _size(path: Path) -> int | None:
    return path.stat().st_size if path.is_file() else None


def tone(alerts: int) -> bytes:
    """A short WAV tone; it differs from one alert to the next, so that a browser plays each."""
    steps = np.arange(int(RATE_HZ * TONE_S))
    fade = np.minimum(1.0, (len(steps) - steps) / (RATE_HZ * 0.1))
    wave_form = np.sin(2 * np.pi * TONES_HZ[alerts % len(TONES_HZ)] * steps / RATE_HZ) * fade * 0.4
    data = io.BytesIO()
    with wave.open(data, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE_HZ)
        out.writeframes((wave_form * 32_767).astype("<i2").tobytes())
    return data.getvalue()
