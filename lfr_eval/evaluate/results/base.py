"""What all results have in common."""

from __future__ import annotations

from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, SerializerFunctionWrapHandler, ValidationError, model_serializer

from lfr_eval.core.errors import RecordError
from lfr_eval.core.rates import Rate
from lfr_eval.core.wording import plainly

ByName = dict[str, int]
"""Counts by what they are of."""
Span = dict[str, int | float]
"""Percentiles of values, ``p5``, ``p50`` …, and the number ``n`` of the values where it is known."""
Versions = dict[str, str | None]
"""Installed versions by package; None = not installed."""


class Result(BaseModel):
    """A result, or a part of one: frozen; an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    def to_json(self) -> dict[str, Any]:
        """The result as plain values; a key that was never given is left out."""
        return self.model_dump(mode="json")

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

    @model_serializer(mode="wrap")
    def _given(self, plain: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Only the keys that were given; of settings inside all, for there a key that was not given has its default."""
        return {key: value for key, value in plain(self).items() if key in self.model_fields_set}


class Versioned(Result):
    """A result that stands by itself."""

    schema_version: Literal[1]
    """1; under another number, keys would be others."""


class Ends(Result):
    """From where to where a value may be."""

    low: float
    """At least."""
    high: float
    """At most."""


class HitRates(Result):
    """The rates of a set of passes; one search stands for one pass."""

    tpir: Rate
    """Passes of listed people with a correct hit, of all passes of listed people."""
    fpir: Rate
    """Passes of people not listed with a hit on anybody, of all passes of people not listed."""
    wrong_identity: Rate
    """Passes of listed people with a hit on somebody else, of all passes of listed people."""


class Rates(HitRates):
    """The rates of a set of passes."""

    timely: Rate
    """Passes of listed people with a correct hit within `grace_s` of entry, of all passes of listed people."""


class OutcomeCounts(Result):
    """A partition of the passes, by what came of them."""

    mated: ByName
    """Of people on the list, by outcome; `undecided` where nothing tells."""
    non_mated: ByName
    """Of people who are not, likewise."""


class Labelled(Result):
    """Whose labels a figure about groups rests on."""

    label_sources: tuple[str, ...]
    """Who labelled people; empty where nothing is recorded."""
    model_inferred: bool
    """Whether a model inferred any of the labels: then it is no evidence about people."""


class UsedFile(Result):
    """A file of a model pack."""

    role: str
    """`detector` or `recogniser`."""
    path: str
    """Its name, without a folder."""
    sha256: str
    """Digest of its content."""
    size_bytes: int
    """How large it is."""


class UsedModels(Result):
    """Which models computed, and how."""

    pack: str
    """Name of the pack; of a system from elsewhere, that of the system."""
    licence: str
    """Under which the models may be used."""
    source: str
    """Where the pack comes from."""
    files: tuple[UsedFile, ...]
    """The models themselves; empty where a system from elsewhere was judged."""
    backend: str | None = None
    """What ran the models: `onnxruntime`, `openvino` …"""
    precision: str | None = None
    """What they computed in."""
    threads: int | None = None
    """Cores that one call of a model had."""
    providers: tuple[str, ...] | None = None
    """What onnxruntime ran them on."""
