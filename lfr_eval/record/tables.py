"""The tables of a run: their columns, units and types.

Text is stored once per distinct value by parquet's own dictionary encoding, so it needs no type of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pyarrow as pa

STAGES = ("decode", "detect", "track", "select", "embed", "match", "alert")
"""What is done to a frame, in this order."""

WHOLE, COUNT, SECONDS, REAL, TEXT, FLAG = pa.int64(), pa.int32(), pa.float64(), pa.float32(), pa.string(), pa.bool_()


def _schema(*nullable: str, **columns: pa.DataType) -> pa.Schema:
    return pa.schema([pa.field(name, kind, nullable=name in nullable) for name, kind in columns.items()])


SCHEMAS: Mapping[str, pa.Schema] = MappingProxyType(
    {
        "frames": _schema("faces", frame=WHOLE, pts_s=SECONDS, faces=COUNT, dropped=FLAG),
        "timings": _schema(frame=WHOLE, **{f"{stage}_ms": REAL for stage in (*STAGES, "process")}),
        "faces": _schema(
            "quality",
            "reason_not_embedded",
            frame=WHOLE,
            pts_s=SECONDS,
            track=WHOLE,
            **dict.fromkeys(("x", "y", "w", "h", "det_score", "eye_px", "quality"), REAL),
            embedded=FLAG,
            reason_not_embedded=TEXT,
        ),
        "tracks": _schema(
            "best_quality",
            "fta_reason",
            "split_of",
            track=WHOLE,
            first_s=SECONDS,
            last_s=SECONDS,
            frames=COUNT,
            embedded=COUNT,
            best_quality=REAL,
            template_status=TEXT,
            fta_reason=TEXT,
            split_of=WHOLE,
        ),
        "candidates": _schema(
            frame=WHOLE,
            track=WHOLE,
            pts_s=SECONDS,
            emitted_s=SECONDS,
            person=TEXT,
            entry=TEXT,
            score=REAL,
            fused_score=REAL,
            rank=COUNT,
        ),
        "alerts": _schema(
            track=WHOLE,
            person=TEXT,
            entry=TEXT,
            score=REAL,
            first_hit_s=SECONDS,
            emitted_s=SECONDS,
            best_frame=WHOLE,
            hits=COUNT,
        ),
    }
)
"""Columns of each table, the columns that may be null named first.

* ``frames``: one row a frame; `dropped` = lost before it was processed; `faces` is null where nobody looked for any.
* ``timings``: one row a processed frame; the only table that differs between runs of the same inputs.
* ``faces``: one row a detection; box and distance between the eyes in source pixels.
* ``tracks``: one row a track; `last_s` inclusive; `template_status` is ``ok`` or ``fta``, then with `fta_reason`.
* ``candidates``: one row per decision and person with their best entry; `rank` from 1; `emitted_s` is when the system
  knew, the same as `pts_s` in fast pace.
* ``alerts``: one row per de-duplicated alert (`core.events.Alert`).
"""
