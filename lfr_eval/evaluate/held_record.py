"""A run that was held against truth, as a table and back: so that no page holds it again.

To hold 100,000 passes takes seconds; to read back what came of them takes a tenth of that.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, fields
from typing import Any

import pyarrow as pa

from lfr_eval.core.events import Alert, OnList, Pass, PassKind
from lfr_eval.core.garbage import without_collection
from lfr_eval.core.outside.documents import parse_json
from lfr_eval.metrics.alert_truth import AlertRecord, AlertVerdict
from lfr_eval.metrics.claims import Claim
from lfr_eval.metrics.extremes import Event
from lfr_eval.metrics.records import Outcome, PassRecord, ScoredRun
from lfr_eval.metrics.truth import Status

HELD = b"held"
"""Under this key of the table's metadata stands, as JSON, what is said of the run and not of a pass."""
ROW = "row."
"""Before the columns that were a row of truth."""
ATTRIBUTES = "attributes"
APART = ("records", "alerts", "claims", "faces")
"""What of a run is not plain JSON, or stands elsewhere: its faces are in the record, and are not kept twice."""
OPEN = ("correct_open", "wrong_open")


def to_table(held: ScoredRun) -> pa.Table:
    """One row a row of truth, in its order, with what came of it; the rest in the metadata."""
    columns: dict[str, Any] = {}
    for one in fields(Pass):
        columns[ROW + one.name] = [getattr(record.row, one.name) for record in held.records]
    columns[ROW + ATTRIBUTES] = [json.dumps(dict(value)) for value in columns[ROW + ATTRIBUTES]]
    for one in fields(PassRecord):
        if one.name != "row":
            columns[one.name] = [getattr(record, one.name) for record in held.records]
    columns["wrong_persons"] = [json.dumps(sorted(value)) for value in columns["wrong_persons"]]
    for name in OPEN:
        columns[name] = [None if event is None else json.dumps(asdict(event)) for event in columns[name]]
    whole = {one.name: getattr(held, one.name) for one in fields(ScoredRun) if one.name not in APART}
    alerts = [[asdict(one.alert), one.verdict, one.row, one.track, one.rivals] for one in held.alerts]
    claims = [[getattr(one, part.name) for part in fields(Claim)] for one in held.claims]
    stated = json.dumps({"whole": whole, "alerts": alerts, "claims": claims}, allow_nan=False)
    return pa.table(columns).replace_schema_metadata({HELD: stated.encode()})


def from_table(table: pa.Table) -> ScoredRun | None:
    """What `to_table` was given; None where the table was written by another version."""
    with without_collection():
        try:
            stated = parse_json(table.schema.metadata[HELD])
            return ScoredRun(
                records=tuple(_records(table)),
                alerts=tuple(
                    AlertRecord(Alert(**alert), AlertVerdict(verdict), row, track, tuple(rivals))
                    for alert, verdict, row, track, rivals in stated["alerts"]
                ),
                claims=tuple(Claim(*values) for values in stated["claims"]),
                **stated["whole"],
            )
        except (KeyError, TypeError, ValueError, AttributeError):
            return None


def _records(table: pa.Table) -> Iterator[PassRecord]:
    columns = {name: table[name].to_pylist() for name in table.column_names}
    for name, known in ((f"{ROW}kind", PassKind), (f"{ROW}on_list", OnList), ("status", Status), ("outcome", Outcome)):
        words: dict[str | None, Any] = {None: None, **{word.value: word for word in known}}
        columns[name] = [words[value] for value in columns[name]]
    written: dict[str, Callable[[Any], Any]] = {ROW + ATTRIBUTES: dict, "wrong_persons": frozenset}
    for name, made in (written | dict.fromkeys(OPEN, lambda stated: Event(**stated))).items():
        parsed = {text: None if text is None else made(parse_json(text)) for text in set(columns[name])}
        columns[name] = [parsed[text] for text in columns[name]]
    rows = zip(*(columns[ROW + one.name] for one in fields(Pass)), strict=True)
    rest = zip(*(columns[one.name] for one in fields(PassRecord) if one.name != "row"), strict=True)
    return (PassRecord(Pass(*row), *values) for row, values in zip(rows, rest, strict=True))
