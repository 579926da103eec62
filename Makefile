# Set up, try, test and check; each target works on a fresh clone that has Python >= 3.11, git and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DINNER = $(DATA)/video/dinner
STEADY = --processor-time
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

bench: $(VENV)/installed  ## speed as ratios, some minutes, beside benchmarks/reference.json; BENCH=--update writes that; DATA as above
	@worse=0; for target in \
		'throughput --repeats 3' \
		'throughput $(DINNER)/Video_2.mp4 --photographs $(DINNER) --frames 200 --repeats 3' \
		'search $(STEADY)' 'all-pairs $(STEADY)' backends latency start-up; do \
		$(BIN)/lfr-eval bench $$target --out reports/bench --reference benchmarks/reference.json $(BENCH) || worse=1; \
	done; $(BIN)/python benchmarks/ui.py || worse=1; $(BIN)/python benchmarks/kills.py || worse=1; exit $$worse

clean:
	rm -rf $(VENV) build *.egg-info
