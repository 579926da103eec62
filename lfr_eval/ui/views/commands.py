"""The command lines that pages name, as they would be typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def score_command(run_id: str, score: Mapping[str, Any]) -> str:
    """How a run is held against the truth of a kept score."""
    files = score["truth_files"]
    people = "".join(f" --subjects {path}" for path in files["subjects"] or ["subjects.csv"])
    return f"lfr-eval score {run_id} --truth {files['passes']}{people}"


def same_score_command(run_id: str, score: Mapping[str, Any]) -> str:
    """How a kept score is made again, but for a policy, of which a score keeps the answers alone."""
    files = score["truth_files"]
    by = ",".join(dict.fromkeys(group["attribute"] for group in score["groups"]))
    within = ",".join(dict.fromkeys(name for group in score["groups"] for name in group["condition"]))
    parts = [
        f"lfr-eval score {run_id} --truth {files['passes']}",
        *(f"--subjects {path}" for path in files["subjects"]),
        f"--labels {files['labels']}" if files["labels"] else "",
        "--allow-mixed" if files["allow_mixed"] else "",
        f"--threshold {score['threshold']:g}",
        f"--by '{by}'" if by else "",
        f"--within '{within}'" if within else "",
        "--policy policy.yaml" if score["policy"] else "",
    ]
    return " ".join(part for part in parts if part)
