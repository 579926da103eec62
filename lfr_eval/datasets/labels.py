"""labels.yaml: the values that each source uses, mapped to one scheme.

The file says, for an attribute, which values of the sources mean each value of the scheme::

    ethnicity:
      asian: [Asian, Indian, east_asian, west_asian]
      white: [White, Caucasian]

A value of the scheme stands for itself too. All values are compared case-folded. Once an attribute is mapped, a value
that the file does not name is an error, so that no group splits off by a slip of the pen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lfr_eval.core.errors import TableError
from lfr_eval.datasets.texts import read_yaml


@dataclass(frozen=True, slots=True)
class Labels:
    """How attribute values are spelt: by a scheme where there is one, else as they were first written."""

    scheme: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By attribute, the scheme's value of each case-folded value of a source."""

    def spell(self, attribute: str, value: str) -> str | None:
        """The scheme's value, `value` itself for an attribute without a scheme, None for a value it does not name."""
        values = self.scheme.get(attribute)
        return value if values is None else values.get(value.casefold())


def read_labels(path: Path) -> Labels:
    """Read labels.yaml. Every scalar is text: ``no`` and ``001`` stay what they are.

    Raises:
        TableError: It is not such a mapping, or gives one value of a source two meanings.
    """
    found = read_yaml(path, as_text=True)
    if not isinstance(found, dict):
        raise TableError(path, expected="attributes, each with the values of its scheme", found=f"{found!r:.60}")
    return Labels({attribute: _scheme(path, attribute, values) for attribute, values in found.items()})


def _scheme(path: Path, attribute: str, values: object) -> dict[str, str]:
    if not isinstance(values, dict) or not values:
        expected = "values of the scheme, each with a list of values of the sources"
        raise TableError(path, key=attribute, expected=expected, found=repr(values))
    meaning: dict[str, str] = {}
    for value, sources in values.items():
        if not isinstance(sources, list) or not all(isinstance(name, str) and name for name in sources):
            raise TableError(path, key=f"{attribute}.{value}", expected="a list of values", found=repr(sources))
        for name in (value, *sources):
            if meaning.setdefault(name.casefold(), value) != value:
                found = f"{name!r} under {meaning[name.casefold()]!r} and {value!r}"
                raise TableError(path, key=attribute, expected="one meaning for each value", found=found)
    return meaning
