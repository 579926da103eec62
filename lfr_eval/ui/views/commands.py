"""The command lines that pages name, as they would be typed."""

from __future__ import annotations

from lfr_eval.evaluate.results.kept import Taken


def score_command(run_id: str, score: Taken) -> str:
    """How a run is held against the truth of a kept score of it."""
    (files,) = score.truths
    people = "".join(f" --subjects {path}" for path in files.subjects or ("subjects.csv",))
    return f"lfr-eval score {run_id} --truth {files.passes}{people}"


def same_score_command(run_id: str, score: Taken) -> str:
    """How a kept score is made again, but for a policy, of which a score keeps the answers alone."""
    (files,) = score.truths
    parts = [
        f"lfr-eval score {run_id} --truth {files.passes}",
        *(f"--subjects {path}" for path in files.subjects),
        f"--labels {files.labels}" if files.labels else "",
        "--allow-mixed" if files.allow_mixed else "",
        "" if score.threshold is None else f"--threshold {score.threshold:g}",
        f"--by '{','.join(score.attributes)}'" if score.attributes else "",
        f"--within '{','.join(score.within)}'" if score.within else "",
        "--policy policy.yaml" if score.had_policy else "",
    ]
    return " ".join(part for part in parts if part)
