"""Scores of a run: derived from its record and the truth, and rebuilt from them whenever they are missing."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from lfr_eval.core.errors import RecordError
from lfr_eval.core.given import TEXT_BYTES, read_file
from lfr_eval.core.outside.documents import parse_json
from lfr_eval.core.outside.parquet import parse_parquet
from lfr_eval.record.atomic import json_text, storing, write_bytes, write_json
from lfr_eval.record.header import RUN_ID


def score_digest(*inputs: Any) -> str:
    """Digest of all that a score depends on beside the run, as JSON values: truth, subjects, settings.

    Returns:
        Hexadecimal sha256; the order of keys does not matter to it.

    Raises:
        ValueError: There is a NaN or an infinity among the inputs.
    """
    canonical = json.dumps(inputs, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


TOGETHER = "together"
"""Stands in place of a run id where a score is of several runs."""


def write_score(root: Path, run_id: str, digest: str, score: Any) -> Path:
    """Keep a score.

    Args:
        root: The folder of scores.
        run_id: The run, or `TOGETHER`.
        digest: What `score_digest` says of its inputs.
        score: JSON values.

    Returns:
        The file.

    Raises:
        StorageError: The disk refused.
        ValueError: There is a NaN or an infinity in the score.
    """
    path = _path(root, run_id, digest)
    json_text(score)
    with storing(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_json(path, score)
    return path


def read_score(root: Path, run_id: str, digest: str) -> Any | None:
    """The score that was kept for these inputs; None if there is none, or it can no longer be read."""
    try:
        return parse_json(read_file(_path(root, run_id, digest), TEXT_BYTES))
    except (OSError, ValueError):
        return None


def write_table(root: Path, run_id: str, digest: str, table: pa.Table) -> Path:
    """Keep a table that was worked out from a run and from what `digest` stands for, as parquet.

    Raises:
        StorageError: The disk refused.
    """
    path = _path(root, run_id, digest).with_suffix(".parquet")
    with storing(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink)
    write_bytes(path, sink.getvalue().to_pybytes())
    return path


def read_table(root: Path, run_id: str, digest: str) -> pa.Table | None:
    """The table that was kept for these inputs; None if there is none, or it can no longer be read."""
    try:
        return parse_parquet(_path(root, run_id, digest).with_suffix(".parquet"))
    except (OSError, ValueError):
        return None


def list_scores(root: Path, run_id: str) -> list[Path]:
    """The files of the scores that were kept of a run, the newest first."""
    files = (root / run_id).glob("*.json") if RUN_ID.fullmatch(run_id) else ()
    return sorted((path for path in files if path.is_file()), key=lambda path: path.stat().st_mtime_ns, reverse=True)


def forget_scores(root: Path, run_id: str) -> int:
    """Delete the scores of a run, if there are any, and those of several runs of which it is one.

    Returns:
        How many scores of several runs went with it.

    Raises:
        StorageError: The disk refused.
    """
    folder = root / run_id
    if RUN_ID.fullmatch(run_id) and folder.is_dir():
        with storing(folder):
            shutil.rmtree(folder)
    shared = [path for path in (root / TOGETHER).glob("*.json") if run_id in _runs_of(path)]
    for path in shared:
        with storing(path):
            path.unlink()
    return len(shared)


def _runs_of(path: Path) -> list[str]:
    """The ids of the runs that a score was taken of; none where it cannot be read."""
    try:
        found = parse_json(read_file(path, TEXT_BYTES))["run_id"]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return found if isinstance(found, list) else [found]


def _path(root: Path, run_id: str, digest: str) -> Path:
    if not (run_id == TOGETHER or RUN_ID.fullmatch(run_id)) or not re.fullmatch(r"[0-9a-f]{64}", digest):
        raise RecordError(f"{run_id}, {digest}: not the id of a run and a sha256")
    return root / run_id / f"{digest}.json"
