"""What the JSON of an output holds, from the command line."""

import json
from pathlib import Path

import jsonschema
from command import refusal, spawn


def test_every_output_is_listed_in_a_line(tmp_path: Path):
    lines = spawn(tmp_path, "schema").out.splitlines()
    assert [line.split()[0] for line in lines] == ["score", "search", "verify", "watch", "plan", "run"]
    assert all(line.endswith(".") for line in lines)


def test_what_a_command_prints_is_as_its_schema_has_it(tmp_path: Path):
    schema = json.loads(spawn(tmp_path, "schema", "plan").out)
    jsonschema.Draft202012Validator.check_schema(schema)
    found = json.loads(spawn(tmp_path, "plan", "--json").out)
    jsonschema.validate(found, schema)
    assert not jsonschema.Draft202012Validator(schema).is_valid(found | {"further": 1})


def test_another_name_is_refused_with_those_there_are(tmp_path: Path):
    said = refusal(spawn(tmp_path, "schema", "scores"))
    assert said == "schema: expected one of score, search, verify, watch, plan, run, found 'scores'"
