"""What pydantic asks for is told in plain words."""

from typing import Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from lfr_eval.core.wording import plainly


class Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")

    needed: int = 1
    share: float = Field(default=0.5, gt=0, le=1)
    kind: Literal["a", "b"] = "a"
    names: list[str] = Field(default=["x"], min_length=1)
    code: str = Field(default="A", pattern="[A-Z]")
    flag: bool = False
    even: int = 0

    @field_validator("even")
    @classmethod
    def _even(cls, value: int) -> int:
        if value % 2:
            raise ValueError("expected an even number")
        return value


class Needs(BaseModel):
    needed: int


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"needed": "x"}, "a whole number"),
        ({"share": "x"}, "a number"),
        ({"share": 0}, "a number greater than 0"),
        ({"share": 2}, "a number less than or equal to 1"),
        ({"kind": "c"}, "'a' or 'b'"),
        ({"names": []}, "something with at least 1 item, not 0"),
        ({"names": 1}, "a list"),
        ({"code": "1"}, "something of the pattern '[A-Z]'"),
        ({"flag": "x"}, "true or false"),
        ({"even": 3}, "an even number"),
        ({"other": 3}, "no such key"),
    ],
)
def test_what_is_expected(given, expected):
    with pytest.raises(ValidationError) as error:
        Asked.model_validate(given)
    assert plainly(error.value.errors()[0]["msg"]) == expected


def test_what_is_missing():
    with pytest.raises(ValidationError) as error:
        Needs.model_validate({})
    assert plainly(error.value.errors()[0]["msg"]) == "a value"
