"""What a kept score must be where pages and reviews read it; scores are files, and files are damaged."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

Text = Annotated[str, Field(pattern=r"^[^\x00]+$", max_length=4_096)]

Number = Annotated[float, Field(ge=-1e15, le=1e15)]


class Part(BaseModel):
    """What is named is what it must be; what is not is let through."""

    model_config = ConfigDict(strict=True, extra="allow", allow_inf_nan=False)


class Named(Part):
    """The truth of one run, as seen from the home folder."""

    passes: Text
    subjects: list[Text]
    labels: Text | None
    allow_mixed: bool


class Kept(Part):
    """A score of one run, or of several together, of any version."""

    run_id: Text | Annotated[list[Text], Field(min_length=1)]
    threshold: Number
    truth_sha256: Text
    truth_files: Named | dict[str, Named]
    settings: dict[str, Number]
    records: dict[str, str] = {}
    groups: list[dict[str, Any]] = []
    verdicts: list[dict[str, Any]] = []
    policy: list[dict[str, Any]] = []


KEPT = TypeAdapter(Kept)


def is_kept_score(found: Any) -> bool:
    """Whether it is a score that says what it was taken from; one of several runs says it for each of them."""
    try:
        score = KEPT.validate_python(found)
    except ValidationError:
        return False
    runs, files = score.run_id, score.truth_files
    return isinstance(files, Named) if isinstance(runs, str) else isinstance(files, dict) and files.keys() >= set(runs)
