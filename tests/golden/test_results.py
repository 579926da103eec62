"""The types of results hold what commands answer, key by key: frozen JSON goes in and comes out the same."""

import json

import jsonschema
import pytest
from frozen import HERE, differences, read

from lfr_eval.core.errors import RecordError
from lfr_eval.core.settings import ScoringSettings
from lfr_eval.evaluate.results.outputs import OUTPUTS, schema_of
from lfr_eval.evaluate.results.run import RunFacts
from lfr_eval.evaluate.results.score import ScoreResult
from lfr_eval.evaluate.watch.external import ExternalSystem, record_alerts
from lfr_eval.metrics.stopping import StoppingRule
from lfr_eval.record.header import read_header

FROZEN = [path.stem for path in HERE.glob("*.json")]


def kind_of(name):
    return OUTPUTS[name.partition("-")[0]]


@pytest.mark.parametrize("name", FROZEN)
def test_what_goes_in_comes_out(name):
    kind, value = kind_of(name), read(name)
    assert differences(value, json.loads(json.dumps(kind.of_json(value).to_json(), allow_nan=False)), name) == []


@pytest.mark.parametrize("name", FROZEN)
def test_a_library_of_others_finds_the_json_as_its_schema_has_it(name):
    jsonschema.validate(read(name), schema_of(kind_of(name)))


@pytest.mark.parametrize("name", OUTPUTS)
def test_every_key_is_described(name):
    schema = schema_of(OUTPUTS[name])
    kinds = {name: schema, **schema["$defs"]}
    keys = {f"{kind}.{key}": value for kind, its in kinds.items() for key, value in its.get("properties", {}).items()}
    bare = [key for key, value in keys.items() if not (value | kinds.get(part_of(value), {})).get("description")]
    assert bare == []
    assert "None" not in json.dumps(schema)


def part_of(value):
    """The part that a key is alone: described there, where nothing else is to be said."""
    return value.get("$ref", "").rpartition("/")[2]


@pytest.mark.parametrize(
    ("left_out", "changed"),
    [
        (("counts", "load"), {"status": "running", "ended_utc": None, "rows": None}),  # interrupted, or still running
        (("kept", "pace", "workers", "thread_variables", "load"), {}),  # an older version
        ((), {"counts": {**read("run")["counts"], "frames_dropped": None}}),  # a camera that does not tell
        ((), {"stopping_rule": StoppingRule(0.9, 100).to_json()}),  # a live trial
    ],
)
def test_a_run_says_what_it_knows(left_out, changed):
    header = {key: value for key, value in (read("run") | changed).items() if key not in left_out}
    assert differences(header, RunFacts.of_json(header).to_json(), "run") == []


def test_a_run_of_an_alert_log_says_less_and_its_similarities_may_lie_anywhere(tmp_path):
    (tmp_path / "listed.csv").write_text("person_id\nP1\n")
    (tmp_path / "log.csv").write_text("person_id,pts_s,score\nP1,0.5,72\n")
    system = ExternalSystem("a vendor's", "gate.mp4", 21.0, tmp_path / "listed.csv")
    facts = RunFacts.of_json(read_header(record_alerts(tmp_path / "log.csv", system, tmp_path / "runs")).content)
    assert (facts.external, facts.settings.alerting.threshold, facts.hardware, facts.load) == (True, 72, None, None)
    assert facts.to_json().keys().isdisjoint(("load", "kept", "pace", "workers", "stopping_rule"))


def test_settings_that_nobody_set_are_stated_all_the_same():
    settings = ScoringSettings()
    assert settings.model_fields_set == set()
    score = ScoreResult.of_json(read("score")).model_copy(update={"settings": settings})
    assert score.to_json()["settings"] == settings.model_dump()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"tpir": None}, "ScoreResult, tpir"),
        ({"fpirr": 1}, "ScoreResult, fpirr: expected no such key"),
        ({"alerts": {"true": 1, "false": 0}}, "ScoreResult, alerts.unconfirmed: expected a value"),
        ({"schema_version": 2}, "ScoreResult, schema_version"),
    ],
)
def test_what_is_no_score_is_named(changed, said):
    with pytest.raises(RecordError, match=said):
        ScoreResult.of_json(read("score") | changed)
