"""The types of results hold what commands answer, key by key: frozen JSON goes in and comes out the same."""

import json
from pathlib import Path

import pytest
from frozen import HERE, OF_THE_MACHINE, differences

from lfr_eval.core.errors import RecordError
from lfr_eval.evaluate.results.outputs import OUTPUTS
from lfr_eval.evaluate.results.score import ScoreResult


def read(name: str):
    """A frozen object, with a figure for each kind of one that differs by machine."""
    stands_for = {"float": 1.5, "int": 1, "str": "x", "list": [], "nothing": None}

    def filled(value, frozen=False):
        if isinstance(value, dict):
            return {key: filled(each, frozen or key in OF_THE_MACHINE) for key, each in value.items()}
        if isinstance(value, list):
            return [filled(each) for each in value]
        return stands_for[value] if frozen else value

    return filled(json.loads(Path(HERE, f"{name}.json").read_text(encoding="utf-8")))


FROZEN = [path.stem for path in HERE.glob("*.json")]


def kind_of(name):
    return OUTPUTS[name.partition("-")[0]]


@pytest.mark.parametrize("name", FROZEN)
def test_what_goes_in_comes_out(name):
    kind, value = kind_of(name), read(name)
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
