import os
import subprocess
import sys

import pytest

from lfr_eval.core.processes import lives, this_process


def test_this_process_lives():
    assert lives(this_process())
    assert lives(this_process() | {"began": None})


def test_a_recycled_number_is_not_the_process():
    assert not lives(this_process() | {"began": "another boot/1"})


@pytest.mark.parametrize("awaited", [True, False])
def test_an_ended_process_does_not_live(awaited):
    # a process that has ended but was not waited for still has its number
    child = subprocess.Popen([sys.executable, "-c", "pass"], stdout=subprocess.PIPE)
    began = {"pid": child.pid, "began": this_process()["began"]}
    child.stdout.read()
    if not awaited:
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        assert not lives(began)
    child.wait()
    child.stdout.close()
    assert not lives(began | {"began": None})


@pytest.mark.parametrize("said", [{}, {"pid": "1"}, {"pid": 0}, {"pid": -1, "began": None}])
def test_nonsense_does_not_live(said):
    assert not lives(said)
