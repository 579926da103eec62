"""A part of what `benchmarks/kills.py` kills; all of it is some minutes."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are copied")
def test_nothing_is_lost_however_a_job_is_killed():
    command = [sys.executable, "benchmarks/kills.py", "--quick"]
    done = subprocess.run(command, cwd=REPOSITORY, env=os.environ | {"PYTHONPATH": "."}, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    kept, kills = map(int, re.search(r"all\s+(\d+) of (\d+) kills survived", done.stdout).groups())
    assert kept == kills >= 30
