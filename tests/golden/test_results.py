"""The types of results hold what commands answer, key by key: frozen JSON goes in and comes out the same."""

import json

import pytest
from frozen import differences, read

from lfr_eval.core.errors import RecordError
from lfr_eval.evaluate.results.score import ScoreResult


@pytest.mark.parametrize(("name", "kind"), [("score", ScoreResult), ("score-of-log", ScoreResult)])
def test_what_goes_in_comes_out(name, kind):
    value = read(name)
    assert differences(value, json.loads(json.dumps(kind.of_json(value).to_json(), allow_nan=False)), name) == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"tpir": None}, "ScoreResult, tpir"),
        ({"fpirr": 1}, "ScoreResult, fpirr: extra inputs are not permitted"),
        ({"alerts": {"true": 1, "false": 0}}, "ScoreResult, alerts.unconfirmed: field required"),
        ({"schema_version": 2}, "ScoreResult, schema_version"),
    ],
)
def test_what_is_no_score_is_named(changed, said):
    with pytest.raises(RecordError, match=said):
        ScoreResult.of_json(read("score") | changed)
