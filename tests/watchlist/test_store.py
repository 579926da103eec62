"""A list is written whole or not at all, and read only if it is what was written."""

import dataclasses
import json
import shutil
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from lfr_eval.core.errors import StorageError, WatchlistError
from lfr_eval.core.portrait import Portrait
from lfr_eval.watchlist import store, writing
from lfr_eval.watchlist.enrol import Enrolment, enrol
from lfr_eval.watchlist.store import list_watchlists, read_header, read_watchlist
from lfr_eval.watchlist.submissions import Submission, Submissions
from lfr_eval.watchlist.watchlist import ListHeader, ListModels
from lfr_eval.watchlist.writing import require_free, write_watchlist

MODELS = ListModels(pack="vectron", digests={"detector": "aa", "recogniser": "bb"})
CREATED = datetime(2026, 1, 1, 9, 30, tzinfo=UTC)


def enrolled(folder: Path, *people: str, failing: str = "no face") -> Enrolment:
    """One image a person, named as it is; the person called ``nobody`` fails, ``old`` expired in 2025."""
    rows = []
    for name in people:
        path = folder / f"{name}.jpg"
        path.write_bytes(name.encode())
        rows.append(Submission(f"{name}/1", name, path, "wanted", None, "2025-06-30" if name == "old" else None))

    def portrait(path: Path) -> Portrait:
        if path.stem == "nobody":
            return Portrait(None, failing, None, None, False, 0)
        rng = np.random.default_rng(list(path.stem.encode()))
        return Portrait(rng.standard_normal(8).astype(np.float32), None, 50.0, 0.8, False, 0)

    return enrol(Submissions(tuple(rows), {"hidden": 1}), portrait)


def write(path: Path, enrolment: Enrolment, *, keep_images: bool = True, replace: bool = False) -> ListHeader:
    return write_watchlist(
        path,
        enrolment,
        models=MODELS,
        portrait={"min_eye_px": 12},
        created=CREATED,
        keep_images=keep_images,
        replace=replace,
    )


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    write(tmp_path / "lists" / "first", enrolled(tmp_path, "ann", "nobody", "old"))
    return tmp_path / "lists" / "first"


def test_reading_gives_back_what_was_written(tmp_path: Path, stored: Path) -> None:
    given, found = enrolled(tmp_path, "ann", "nobody", "old"), read_watchlist(stored)
    assert tuple(dataclasses.replace(entry, image=None) for entry in found.entries) == given.entries
    np.testing.assert_array_equal(found.templates, given.templates)
    assert found.counts == given.counts == found.header.counts
    assert (found.header.name, found.header.created_utc, found.header.sealed) == ("first", CREATED, False)
    assert found.submitted == {"ann", "nobody", "old"}
    assert found.enrolled == {"ann", "old"}
    assert found.matcher().person_ids == ("ann", "old")


def test_only_enrolled_images_are_copied_and_each_entry_knows_its_copy(stored: Path) -> None:
    found = read_watchlist(stored)
    copies = {entry.image: entry.person_id for entry in found.entries if entry.image}
    assert {path.name: path.read_text() for path in found.images.iterdir()} == copies
    assert sorted(copies.values()) == ["ann", "old"]


def test_images_may_stay_where_they_are(tmp_path: Path, stored: Path) -> None:
    header = write(tmp_path / "bare", enrolled(tmp_path, "ann", "nobody", "old"), keep_images=False)
    assert not (tmp_path / "bare" / "images").exists()
    assert header.list_digest == read_header(stored).list_digest


def test_an_existing_list_is_not_overwritten(tmp_path: Path, stored: Path) -> None:
    with pytest.raises(WatchlistError, match="exists"):
        write(stored, enrolled(tmp_path, "bob"))
    assert read_watchlist(stored).submitted == {"ann", "nobody", "old"}


def test_replacing_swaps_and_leaves_nothing_behind(tmp_path: Path, stored: Path) -> None:
    write(stored, enrolled(tmp_path, "bob"), replace=True)
    assert read_watchlist(stored).submitted == {"bob"}
    assert list(stored.parent.iterdir()) == [stored]


def test_what_is_no_list_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "mine.jpg").write_bytes(b"precious")
    for name in ("photos", "photos/mine.jpg"):
        with pytest.raises(WatchlistError, match="something else"):
            require_free(tmp_path / name, replace=True)
    require_free(tmp_path / "free", replace=False)


@pytest.mark.parametrize("existing", [False, True])
def test_a_disk_that_refuses_leaves_what_was_there(
    tmp_path: Path, stored: Path, existing: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing.np, "save", full)
    path = stored if existing else stored.parent / "second"
    with pytest.raises(StorageError, match="No space left"):
        write(path, enrolled(tmp_path, "bob"), replace=True)
    assert list(stored.parent.iterdir()) == [stored]
    assert read_watchlist(stored).submitted == {"ann", "nobody", "old"}


def test_a_swap_that_fails_half_way_puts_the_old_list_back(
    tmp_path: Path, stored: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = Path.rename

    def fail_for_new(self: Path, target: Path) -> Path:
        if ".partial-" in self.name:
            raise OSError(5, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail_for_new)
    with pytest.raises(StorageError, match="Input/output"):
        write(stored, enrolled(tmp_path, "bob"), replace=True)
    assert read_watchlist(stored).submitted == {"ann", "nobody", "old"}
    assert list(stored.parent.iterdir()) == [stored]


def test_a_missing_list(tmp_path: Path) -> None:
    with pytest.raises(WatchlistError, match="lfr-eval enrol"):
        read_watchlist(tmp_path / "absent")


@pytest.mark.parametrize("part", ["list.json", "entries.parquet", "templates.npy"])
@pytest.mark.parametrize("damage", ["cut", "empty", "noise", "gone"])
def test_damage_is_one_line(stored: Path, part: str, damage: str) -> None:
    path = stored / part
    whole = path.read_bytes()
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes({"cut": whole[: len(whole) // 2], "empty": b"", "noise": b"\x00\xff" * 400}[damage])
    with pytest.raises(WatchlistError) as caught:
        read_watchlist(stored)
    assert "\n" not in str(caught.value)


def test_an_altered_template_is_noticed(stored: Path) -> None:
    templates = np.load(stored / "templates.npy")
    np.save(stored / "templates.npy", templates[::-1])
    with pytest.raises(WatchlistError, match="digest"):
        read_watchlist(stored)


def test_an_altered_entry_is_noticed(stored: Path) -> None:
    table = pq.ParquetFile(stored / "entries.parquet").read().to_pandas()
    table.loc[0, "person_id"] = "somebody else"
    table.to_parquet(stored / "entries.parquet", schema=store.SCHEMA, index=False)
    with pytest.raises(WatchlistError, match="digest"):
        read_watchlist(stored)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        # Written by a later version
        ({"schema_version": 3}, "newer"),
        # Sealed
        ({"sealed": True}, "sealed"),
        # A field is not what it must be
        ({"models": "vectron"}, "models"),
    ],
)
def test_a_header_that_cannot_be_used(stored: Path, change: dict[str, object], message: str) -> None:
    header = json.loads((stored / "list.json").read_text())
    (stored / "list.json").write_text(json.dumps(header | change))
    with pytest.raises(WatchlistError, match=message):
        read_watchlist(stored)


def test_a_list_of_no_one_is_kept_but_cannot_be_searched(tmp_path: Path) -> None:
    header = write(tmp_path / "none", enrolled(tmp_path, "nobody"))
    assert header.counts.failed == {"no face": 1}
    with pytest.raises(WatchlistError, match="no one can be searched"):
        read_watchlist(tmp_path / "none").matcher()


@pytest.mark.parametrize(
    ("at", "people"),
    [
        # The evening of the last day
        (datetime(2025, 6, 30, 23, 59, tzinfo=UTC), {"ann", "nobody", "old"}),
        # The next day in London is still the last day in UTC
        (datetime(2025, 7, 1, 0, 30, tzinfo=timezone(timedelta(hours=1))), {"ann", "nobody", "old"}),
        # Past it
        (datetime(2025, 7, 1, 0, 0, tzinfo=UTC), {"ann", "nobody"}),
    ],
)
def test_expired_entries_are_not_in_force(stored: Path, at: datetime, people: set[str]) -> None:
    found = read_watchlist(stored).in_force(at)
    assert found.submitted == people
    assert set(found.matcher().person_ids) == people - {"nobody"}


def test_nobody_is_in_force_once_all_have_expired(tmp_path: Path) -> None:
    write(tmp_path / "past", enrolled(tmp_path, "old"))
    with pytest.raises(WatchlistError, match="no one"):
        read_watchlist(tmp_path / "past").in_force(CREATED).matcher()


def test_probes_of_another_model_are_refused(stored: Path) -> None:
    found = read_watchlist(stored)
    found.require_model({"recogniser": "bb", "detector": "aa"})
    with pytest.raises(WatchlistError, match="recogniser"):
        found.require_model({"detector": "aa", "recogniser": "other"})
    with pytest.raises(WatchlistError, match="set of models"):
        found.require_model({"detector": "aa", "recogniser": "bb", "quality": "cc"})


def test_lists_of_a_folder_without_those_being_written(tmp_path: Path) -> None:
    made = enrolled(tmp_path, "ann")
    for name in ("north", "east"):
        write_watchlist(tmp_path / "lists" / name, made, models=MODELS, portrait={}, created=CREATED)
    shutil.copytree(tmp_path / "lists" / "east", tmp_path / "lists" / "east.partial-1-x")
    (tmp_path / "lists" / "no list").mkdir()
    assert [path.name for path in list_watchlists(tmp_path / "lists")] == ["east", "north"]
    assert list_watchlists(tmp_path / "nowhere") == []
