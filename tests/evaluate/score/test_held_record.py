"""What came of every pass, kept as a table and read back."""

from dataclasses import replace

import pyarrow as pa
import pytest
from pass_records import pass_record

from lfr_eval.core.events import Alert, OnList, Pass, PassKind
from lfr_eval.evaluate.score.outcome_tables import from_table, to_table
from lfr_eval.metrics.alert_truth import AlertRecord, AlertVerdict
from lfr_eval.metrics.box_matching import NO_PASS
from lfr_eval.metrics.claims import Claim
from lfr_eval.metrics.extremes import Event
from lfr_eval.metrics.records import Outcome, PassRecord, ScoredRun
from lfr_eval.metrics.truth import Status

SEEN = Pass("pass-1", "gate.mp4", "001", 0.1, 1 / 3, on_list=OnList.YES, attributes={"sex": "F", "light": "dim"})
FOUND = PassRecord(
    row=SEEN,
    person="001",
    status=Status.MATED,
    outcome=Outcome.CORRECT_ALERT,
    correct_hits=2,
    other_hits=1,
    wrong_persons=frozenset({"NA", "002"}),
    failed_to_enrol=False,
    acquired=True,
    first_hit_s=0.1,
    alert_s=None,
    timely=False,
    tracks=None,
    sure_peak=0.5,
    correct_open=Event(None, surely=False, least=False, most=True, possibly=True),
)
CROWD = pass_record(
    Pass("crowd-1", "gate.mp4", None, 0.0, 9.0, PassKind.UNLISTED_CROWD, OnList.NO),
    Status.CROWD,
    person="\0gate.mp4\0crowd-1",
    tracks=3,
)
ALERT = Alert(4, "001", "001/1", 0.1 + 0.2, 0.1, 0.2, 7, 2)
HELD = ScoredRun(
    records=(FOUND, CROWD),
    alerts=(
        AlertRecord(ALERT, AlertVerdict.TRUE, 0, 4),
        AlertRecord(ALERT, AlertVerdict.UNCONFIRMED, NO_PASS, 4, (0, 1)),
    ),
    attribution="boxes",
    ambiguous=1,
    id_switches=0,
    unboxed=None,
    faces_seen=5,
    duration_s=9.0,
    claims=(Claim(0, 0, False, 0.625, None, False), Claim(0, 1, True, 0.5, 0.25, True)),
)


@pytest.mark.parametrize("held", [HELD, replace(HELD, records=(), alerts=())])
def test_what_is_read_back_is_what_was_kept(held):
    assert from_table(to_table(held)) == held


def test_a_table_of_another_version_is_nothing():
    table = to_table(HELD)
    assert from_table(table.drop_columns(["timely"])) is None
    assert from_table(table.replace_schema_metadata({})) is None
    assert from_table(pa.table({"status": ["mated"]})) is None
