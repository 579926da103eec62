"""JSON and YAML from outside."""

from __future__ import annotations

import json
import math
from typing import Any

import yaml

from lfr_eval.core.outside import Unreadable

DEEPEST = 64
"""Levels of nesting."""
MOST_NODES = 20_000
"""Values of a YAML text, which a person writes; PyYAML reads so many in about a second."""
LONGEST_NUMBER = 40
"""Characters."""
LARGEST = 2**63


def parse_json(data: str | bytes) -> Any:
    """The value that a JSON text states.

    Raises:
        Unreadable: It is no JSON, nested too deeply, or holds a number that is not finite or beyond 64 bits.
    """
    try:
        value = json.loads(data, parse_constant=_no_number, parse_int=_whole, parse_float=_real)
    except Unreadable:
        raise
    except ValueError as error:
        raise Unreadable(f"no JSON ({error})") from None
    except RecursionError:
        raise _too_deep() from None
    _require_shallow(value)
    return value


def parse_yaml(text: str, *, as_text: bool = False) -> Any:
    """The value that a YAML text states; None where it is empty.

    Args:
        text: The text.
        as_text: Every scalar is text: ``no`` and ``001`` stay what they are.

    Raises:
        Unreadable: It is no YAML, too deep or too long for a file that a person writes, or holds an alias (``*name``),
            which may stand for any amount of text.
    """
    try:
        return (_TextLoader(text) if as_text else _SafeLoader(text)).get_single_data()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise Unreadable(getattr(error, "problem", None) or "no YAML", mark.line + 1 if mark else None) from None
    except Unreadable:
        raise
    except (ValueError, OverflowError, TypeError, LookupError, AttributeError) as error:  # a date of month 13
        raise Unreadable(f"a value that is none ({error})") from None
    except RecursionError:
        raise _too_deep() from None


class _Bounded(yaml.composer.Composer):
    """Composes no more than a person may have written."""

    nodes = 0
    depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.peek_event()  # type: ignore[attr-defined]
        line = event.start_mark.line + 1
        self.nodes, self.depth = self.nodes + 1, self.depth + 1
        if isinstance(event, yaml.AliasEvent):
            raise Unreadable(f"the alias *{event.anchor}; write out what it stands for", line)
        if self.nodes > MOST_NODES:
            raise Unreadable(f"more than {MOST_NODES:,} values", line)
        if self.depth > DEEPEST:
            raise _too_deep(line)
        node = super().compose_node(parent, index)
        if isinstance(node, yaml.ScalarNode) and node.tag.endswith((":int", ":float")):
            _require_short(node.value, line)
        if isinstance(node, yaml.MappingNode):
            _require_each_key_once(node)
        self.depth -= 1
        return node


def _require_each_key_once(node: yaml.MappingNode) -> None:
    seen = set[str]()
    for key, _ in node.value:
        if isinstance(key, yaml.ScalarNode):
            if key.value in seen:
                raise Unreadable(f"the key {key.value:.40} twice", key.start_mark.line + 1)
            seen.add(key.value)


class _SafeLoader(_Bounded, yaml.SafeLoader):
    pass


class _TextLoader(_Bounded, yaml.BaseLoader):
    pass


def _require_shallow(value: Any) -> None:
    level = [value]
    for _ in range(DEEPEST + 1):
        below: list[Any] = []
        for one in level:
            if isinstance(one, dict | list):
                below += one.values() if isinstance(one, dict) else one
        if not below:
            return
        level = below
    raise _too_deep()


def _whole(digits: str) -> int:
    _require_short(digits)
    number = int(digits)
    if abs(number) >= LARGEST:
        raise Unreadable(f"the number {digits}")
    return number


def _real(digits: str) -> float:
    number = float(digits)
    return number if math.isfinite(number) else _no_number(digits)


def _no_number(digits: str) -> float:
    raise Unreadable(f"the number {digits:.40}")


def _require_short(digits: str, line: int | None = None) -> None:
    if len(digits) > LONGEST_NUMBER:
        raise Unreadable(f"a number of {len(digits):,} digits", line)


def _too_deep(line: int | None = None) -> Unreadable:
    return Unreadable(f"more than {DEEPEST} levels of nesting", line)
