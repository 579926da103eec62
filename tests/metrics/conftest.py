"""The published numbers that the statistics must reproduce."""

import json
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="session")
def vectors() -> dict[str, Any]:
    """METHODOLOGY section 6 in machine form."""
    return json.loads((Path(__file__).parent / "vectors.json").read_text(encoding="utf-8"))
