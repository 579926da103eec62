"""What all results have in common."""

from __future__ import annotations

from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from lfr_eval.core.errors import RecordError
from lfr_eval.core.rates import Rate
from lfr_eval.core.wording import plainly

ByName = dict[str, int]
"""Counts by what they are of."""
Span = dict[str, int | float]
"""Percentiles of values, ``p5``, ``p50`` …, and the number ``n`` of the values where it is known."""


class Result(BaseModel):
    """A result, or a part of one: frozen; an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    def to_json(self) -> dict[str, Any]:
        """The result as plain values; a key that was never given is left out."""
        return self.model_dump(mode="json", exclude_unset=True)

    @classmethod
    def of_json(cls, value: object) -> Self:
        """The result that plain values state.

        Raises:
            RecordError: They state none; names the first key that is wrong.
        """
        try:
            return cls.model_validate(value)
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, first["loc"])) or "as a whole"
            raise RecordError(f"{cls.__name__}, {place}: expected {plainly(first['msg'])}") from None


class Ends(Result):
    """From where to where a value may be."""

    low: float
    high: float


class Rates(Result):
    """The rates of a set of passes."""

    tpir: Rate
    """Passes of listed people with a correct hit, of all passes of listed people."""
    fpir: Rate
    """Passes of people not listed with a hit on anybody, of all passes of people not listed."""
    wrong_identity: Rate
    """Passes of listed people with a hit on somebody else, of all passes of listed people."""
    timely: Rate
    """Passes of listed people with a correct hit within `grace_s` of entry, of all passes of listed people."""


class Labelled(Result):
    """Whose labels a figure about groups rests on."""

    label_sources: tuple[str, ...]
    """Who labelled people; empty where nothing is recorded."""
    model_inferred: bool
    """Whether a model inferred any of the labels: then it is no evidence about people."""


class ModelFile(Result):
    """A file of a model pack."""

    role: str
    """``detector`` or ``recogniser``."""
    path: str
    """Its name, without a folder."""
    sha256: str
    size_bytes: int


class Models(Result):
    """Which models computed, and how."""

    pack: str
    licence: str
    source: str
    """Where the pack comes from."""
    files: tuple[ModelFile, ...]
    backend: str | None = None
    precision: str | None = None
    threads: int | None = None
    providers: tuple[str, ...] | None = None
    """What onnxruntime ran them on."""
