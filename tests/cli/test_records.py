"""What past runs, lists, models and settings look like, and what can be done with them without running a model."""

import json
import shutil
import subprocess
import sys

import pytest
import yaml
from command import environment, refusal, tree

from lfr_eval.core.settings import SystemSettings
from lfr_eval.record.reader import RunRecord

TABLES = ("frames", "faces", "tracks", "candidates", "alerts")


def test_run_recognised_the_listed_person_and_nobody_else(town):
    score = town.said["score"]
    assert (town.said["status"], town.said["alerts"]) == ("complete", 1)
    assert (score["tpir"]["k"], score["tpir"]["n"]) == (1, 1)
    assert (score["fpir"]["k"], score["fpir"]["n"]) == (0, 1)
    assert score["rows_for_other_sources"] == 1


def test_same_inputs_give_the_same_tables_to_the_byte(call, town, own_run, home):
    again = json.loads(call(home, "watch", town.clip, "--watchlist", "watchlists/people", "--json").out)
    first, second = RunRecord.open(town.run), RunRecord.open(home / again["run"])
    for table in TABLES:
        assert first.files(table)[0].read_bytes() == second.files(table)[0].read_bytes(), table


def test_score_at_another_threshold_runs_no_model(town):
    script = (
        "import sys\nfor name in ('onnxruntime', 'insightface'):\n    sys.modules[name] = None\n"
        f"sys.argv = ['lfr-eval', 'score', 'latest', '--truth', {str(town.truth)!r}, '--threshold', '0.99', '--json']\n"
        "from lfr_eval.cli.main import main\nmain()\n"
    )
    command = [sys.executable, "-c", script]
    said = subprocess.run(command, env=environment(town.home), capture_output=True, text=True, check=False)
    assert (said.returncode, said.stderr) == (0, "")
    score = json.loads(said.stdout)
    assert (score["threshold"], score["tpir"]["k"], score["tpir"]["n"]) == (0.99, 0, 1)
    assert sum(score["alerts"].values()) == 0


def test_score_in_words_and_as_json_agree(call, town):
    words = call(town.home, "score", town.run.name[:16], "--truth", town.truth).out
    stated = json.loads(call(town.home, "score", town.run, "--truth", town.truth, "--json").out)
    assert stated == town.said["score"]
    assert "Recognised      1 of 1 passes of listed people = 100 %" in words
    assert "False positives 0 of 1 passes of people not listed = 0 %" in words
    assert all(caveat in words for caveat in stated["caveats"])


def test_limit_that_is_not_shown_to_be_met_is_exit_1_unless_allowed(call, town, tmp_path):
    (tmp_path / "policy.yaml").write_text("fpir: 0.001")
    words = ("score", "latest", "--truth", town.truth, "--policy", tmp_path / "policy.yaml")
    said = call(town.home, *words, "--json")
    assert (said.code, said.err) == (1, "")
    assert [limit["state"] for limit in json.loads(said.out)["policy"]] == ["not shown"]
    assert call(town.home, *words, "--allow-not-shown").code == 0


def test_runs_are_listed_newest_first_with_damaged_ones(call, town, own_run, home):
    damaged = shutil.copytree(own_run, own_run.with_name("19990101T000000Z-00000000"))
    (damaged / "run.json").write_text("{torn")
    words = [line.split(maxsplit=2) for line in call(home, "runs", "list").out.splitlines()]
    assert [row[:2] for row in words] == [[town.run.name, "complete"], [damaged.name, "damaged"]]
    assert words[0][2] == "clip.mp4, list people, threshold 0.4"
    assert "run.json" in words[1][2]
    stated = json.loads(call(home, "runs", "list", "--json").out)
    assert [row["status"] for row in stated] == ["complete", "damaged"]
    assert stated[0] | {"source": "clip.mp4", "watchlist": "people", "threshold": 0.4, "problem": None} == stated[0]
    assert "run.json" in refusal(call(home, "runs", "show", damaged.name))


def test_no_runs_yet_is_no_error(call, tmp_path):
    said = call(tmp_path, "runs", "list")
    assert (said.code, said.err) == (0, "")
    assert "lfr-eval demo" in said.out
    assert json.loads(call(tmp_path, "runs", "list", "--json").out) == []
    assert "there are no runs yet" in refusal(call(tmp_path, "runs", "show", "latest"))
    assert tree(tmp_path) == {}


def test_run_is_shown_with_its_alerts_models_and_settings(call, town):
    words = call(town.home, "runs", "show", "latest").out
    assert f"Run {town.run.name} is complete" in words
    assert "1 alert in " in words
    assert "yao-ming  best score" in words
    shown = yaml.safe_load(words[words.index("watchlist:") :])
    assert shown["settings"] == SystemSettings().model_dump()
    assert "non-commercial" in shown["models"]["licence"]
    assert shown["watchlist"]["images_enrolled"] == 3
    stated = json.loads(call(town.home, "runs", "show", "latest", "--json").out)
    assert stated["counts"] == town.said["counts"]
    assert stated["status"] == "complete"


@pytest.mark.parametrize("table", ["candidates.parquet", "run.json"])
def test_altered_byte_is_found(call, home, own_run, table):
    assert call(home, "runs", "verify", "latest").out == f"{own_run.name}: unaltered\n"
    with (own_run / table).open("r+b") as file:
        file.seek(-3, 2)
        byte = file.read(1)
        file.seek(-1, 1)
        file.write(bytes([byte[0] ^ 1]))
    said = call(home, "runs", "verify", own_run)
    assert (said.code, said.err) == (1, "")
    assert f"{table}: altered" in said.out
    stated = call(home, "runs", "verify", own_run, "--json")
    assert (stated.code, json.loads(stated.out)["problems"]) == (1, [f"{table}: altered"])


def test_missing_and_added_files_are_found(call, home, own_run):
    (own_run / "alerts.parquet").rename(own_run / "extra.parquet")
    said = call(home, "runs", "verify", own_run)
    assert said.code == 1
    assert {"alerts.parquet: missing", "extra.parquet: not part of the run"} <= set(said.out.splitlines())


def test_deleted_run_is_gone_and_nothing_else(call, home, own_run):
    kept = tree(home / "watchlists")
    assert call(home, "runs", "delete", own_run.name).out == f"{own_run.name}: deleted\n"
    assert tree(home / "reports" / "runs") == {}
    assert tree(home / "watchlists") == kept


def test_only_runs_are_deleted(call, home, own_run):
    before = tree(home)
    line = refusal(call(home, "runs", "delete", home / "watchlists" / "people"))
    assert "people" in line
    assert tree(home) == before


def test_list_is_shown_in_numbers(call, town):
    words = call(town.home, "watchlist", "show", "watchlists/people").out
    assert "people: 3 of 3 people enrolled" in words
    assert "not sealed" in words
    stated = json.loads(call(town.home, "watchlist", "show", "watchlists/people", "--json").out)
    assert (stated["name"], stated["persons_enrolled"], stated["sealed"]) == ("people", 3, False)
    assert stated["models"]["pack"] == "vectron"


def test_models_are_shown_with_licence_and_digest(call, tmp_path, monkeypatch):
    monkeypatch.setenv("INSIGHTFACE_HOME", str(tmp_path))
    words = call(tmp_path, "models", "list").out
    assert "vectron: ready" in words
    assert "buffalo_l: not here" in words
    assert words.count("non-commercial research only") >= 2
    packs = {row["pack"]: row for row in json.loads(call(tmp_path, "models", "list", "--json").out)}
    assert len(packs["vectron"]["files"][0]["sha256"]) == 64
    assert "lfr-eval models pull buffalo_l" in packs["buffalo_l"]["state"]
    assert "intact and load" in call(tmp_path, "models", "check", "vectron").out


def test_settings_as_shown_can_be_given_back(call, tmp_path):
    shown = call(tmp_path, "system", "show").out
    (tmp_path / "system.yaml").write_text(shown)
    assert call(tmp_path, "system", "show", "--system", tmp_path / "system.yaml").out == shown
    assert SystemSettings.model_validate(yaml.safe_load(shown)) == SystemSettings()
    (tmp_path / "system.yaml").write_text(shown.replace("threshold: 0.4", "threshold: 0.45"))
    changed = json.loads(call(tmp_path, "system", "show", "--system", tmp_path / "system.yaml", "--json").out)
    assert changed["alerting"]["threshold"] == 0.45


def test_footage_is_also_found_in_the_home_folder(call, home, town, tmp_path, monkeypatch):
    shutil.copy(town.clip, home / "clip.mp4")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    watched = call(home, "watch", "clip.mp4", "--watchlist", "watchlists/people", "--duration", "0.2", "--json")
    assert (watched.code, json.loads(watched.out)["counts"]["frames_read"]) == (0, 3)
    annotated = call(home, "annotate", "latest", "--source", "clip.mp4", "--out", "shown.mp4")
    assert (annotated.code, annotated.err) == (0, "")
    assert tree(elsewhere).keys() == {"shown.mp4"}
