"""Several processes that want one name at the same time: one has it, the others are told in a line."""

import shutil

from command import end, refusal, start

from lfr_eval.watchlist.store import read_watchlist


def test_four_enrolments_under_one_name(home, town):
    source = home / "photographs"
    if not source.exists():
        shutil.copytree(town.home / "photographs", source)
    processes = [start(home, "enrol", source, "--to", "watchlists/same", "--json") for _ in range(4)]
    said = [end(process) for process in processes]
    done = [one for one in said if one.code == 0]
    assert len(done) == 1, said
    for one in said:
        if one.code:
            line = refusal(one)
            assert "watchlists/same" in line
            assert "is being written just now" in line or "a watchlist of this name exists" in line
    assert read_watchlist(home / "watchlists" / "same").counts.persons_enrolled == 3
    assert sorted(path.name for path in (home / "watchlists").iterdir()) == ["people", "same"]
