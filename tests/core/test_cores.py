"""How many cores a confined process has, told by files as the kernel writes them."""

import os
from pathlib import Path

import pytest

from lfr_eval.core.cores import cores

BOUND = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()


def group(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


@pytest.mark.parametrize(
    ("files", "granted"),
    [
        # version 2: half a core, one and a half, none said, no limit
        ({"cpu.max": "50000 100000\n"}, 1),
        ({"cpu.max": "150000 100000\n"}, 2),
        ({"cpu.max": "max 100000\n"}, 64),
        # version 1: no limit is -1
        ({"cpu/cpu.cfs_quota_us": "100000\n", "cpu/cpu.cfs_period_us": "100000\n"}, 1),
        ({"cpu/cpu.cfs_quota_us": "-1\n", "cpu/cpu.cfs_period_us": "100000\n"}, 64),
        # damaged, and none
        ({"cpu.max": "\xff"}, 64),
        ({"cpu.max": "100000 0"}, 64),
        ({}, 64),
    ],
)
def test_what_a_control_group_grants(tmp_path, monkeypatch, files, granted):
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: set(range(64)), raising=False)
    assert cores(group(tmp_path, files)) == granted


def test_never_more_than_it_is_bound_to(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {3}, raising=False)
    assert cores(group(tmp_path, {"cpu.max": "800000 100000"})) == 1


def test_a_system_that_knows_no_binding(tmp_path, monkeypatch):
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 6)
    assert cores(tmp_path) == 6


def test_here():
    assert 1 <= cores() <= BOUND
