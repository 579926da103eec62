"""Every result that is written as JSON, by name, and its JSON Schema."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import is_dataclass
from typing import Any

from pydantic import create_model
from pydantic.json_schema import GenerateJsonSchema

from lfr_eval.evaluate.plan import PlanResult
from lfr_eval.evaluate.results.base import Result
from lfr_eval.evaluate.results.run import RunFacts
from lfr_eval.evaluate.results.score import ScoreResult
from lfr_eval.evaluate.results.search import SearchResult
from lfr_eval.evaluate.results.verify import VerifyResult
from lfr_eval.evaluate.results.watch import WatchSummary

OUTPUTS: Mapping[str, type[Result]] = {
    "score": ScoreResult,
    "search": SearchResult,
    "verify": VerifyResult,
    "watch": WatchSummary,
    "plan": PlanResult,
    "run": RunFacts,
}


class _Described(GenerateJsonSchema):
    """A schema in which every key is described, and none has a title that only repeats it."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def dataclass_schema(self, schema: Any) -> dict[str, Any]:
        """What a dataclass inherits is described where it was written, which pydantic does not look up."""
        stated = super().dataclass_schema(schema)
        bases: list[Any] = [each for each in schema["cls"].__mro__[1:] if is_dataclass(each)]
        for base in bases:
            holder: Any = create_model("Holder", __base__=Result, its=(base, ...))
            for key, value in holder.model_json_schema()["$defs"][base.__name__]["properties"].items():
                stated["properties"][key].setdefault("description", value["description"])
        return stated


def schema_of(kind: type[Result]) -> dict[str, Any]:
    """The JSON Schema of a result; a description is one line, in the words of JSON (null, not None)."""
    stated: dict[str, Any] = _told(kind.model_json_schema(schema_generator=_Described))
    return {"$schema": GenerateJsonSchema.schema_dialect, **stated}


def about(kind: type[Result]) -> str:
    """What a result is, in one line."""
    return (kind.__doc__ or "").partition("\n")[0]


def _told(value: Any) -> Any:
    if isinstance(value, list):
        return [_told(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _line(each) if key == "description" and isinstance(each, str) else _told(each)
        for key, each in value.items()
    }


def _line(text: str) -> str:
    return re.sub(r"\bNone\b", "null", " ".join(text.replace("``", "`").split()))
