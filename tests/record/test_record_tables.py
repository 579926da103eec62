from dataclasses import fields

from lfr_eval.core.events import Alert, Hits, Tracks
from lfr_eval.record.tables import SCHEMAS


def test_alerts_and_hits_can_be_stored_and_made_again():
    assert SCHEMAS["alerts"].names == [field.name for field in fields(Alert)]
    assert {field.name for field in fields(Hits)} <= set(SCHEMAS["candidates"].names)
    assert {field.name for field in fields(Tracks)} <= set(SCHEMAS["tracks"].names)
