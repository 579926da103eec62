"""Passes of which nothing came, but for what a test says."""

from typing import Any

from lfr_eval.core.events import Pass
from lfr_eval.metrics.records import PassRecord
from lfr_eval.metrics.truth import Status


def pass_record(row: Pass, status: Status, **known: Any) -> PassRecord:
    """A record of a pass; the person is the subject, or the pass itself where nobody is named."""
    nothing = {
        "person": row.subject_id or row.pass_id,
        "outcome": None,
        "correct_hits": 0,
        "other_hits": 0,
        "wrong_persons": frozenset(),
        "failed_to_enrol": False,
        "acquired": None,
        "first_hit_s": None,
        "alert_s": None,
        "timely": None,
        "tracks": None,
    }
    return PassRecord(row=row, status=status, **(nothing | known))
