# Set up, try, test and check; each target works on a fresh clone that has Python >= 3.11, git and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CROWD = --repeats 3
DINNER = $(DATA)/video/dinner/Video_2.mp4 --photographs $(DATA)/video/dinner --frames 200 --repeats 3
STEADY = --processor-time
FIGURES = reports/bench/made
DATA ?= $(or $(LFR_EVAL_TEST_DATA),../shared/data)

.PHONY: app demo test check bench clean

$(VENV)/installed: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,openvino]'
	@$(BIN)/python -c 'import cv2' || { echo 'OpenCV needs system libraries: apt install libgl1 libglib2.0-0'; exit 1; }
	touch $@

demo: $(VENV)/installed  ## install, then run the main job on photographs from installed packages
	$(BIN)/lfr-eval demo

app: $(VENV)/installed  ## the front end in the browser, on 127.0.0.1
	$(BIN)/lfr-eval app

test: $(VENV)/installed  ## all tests; those on real footage need ../shared/data or LFR_EVAL_TEST_DATA
	$(BIN)/python -m pytest

check: $(VENV)/installed  ## style, formatting, types (on Windows too) and the floors of the house
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/mypy --platform win32
	$(BIN)/lint-imports

bench: $(VENV)/installed  ## speed as ratios, some minutes, beside benchmarks/reference.json; BENCH=--update writes that
	@rm -rf $(FIGURES); worse=0; for target in \
		'lfr-eval bench throughput $(CROWD)' 'lfr-eval bench throughput $(DINNER)' \
		'python benchmarks/loops.py $(CROWD)' 'python benchmarks/loops.py $(DINNER)' \
		'lfr-eval bench search $(STEADY)' 'python benchmarks/all_pairs.py $(STEADY)' \
		'lfr-eval bench backends' 'lfr-eval bench latency' 'lfr-eval bench start-up'; do \
		$(BIN)/$$target --out $(FIGURES) || worse=1; \
	done; $(BIN)/python benchmarks/gate.py $(FIGURES)/*.json $(BENCH) || worse=1; \
	$(BIN)/python benchmarks/ui.py || worse=1; $(BIN)/python benchmarks/kills.py || worse=1; exit $$worse

clean:
	rm -rf $(VENV) build *.egg-info
