# Everything runs in .venv, which is made on demand from requirements.lock. Needed: Python 3.11+, make, git.
PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3,$(shell command -v $(name) 2>/dev/null)))
BIN := .venv/bin
READY := .venv/ready
SQL := $(wildcard dbt_project/models dbt_project/tests)

export DO_NOT_TRACK := 1
export DAGSTER_DISABLE_TELEMETRY := 1

.DEFAULT_GOAL := help
.PHONY: help warehouse test test-tables test-programs lint format dev docs benchmark lock clean

help: ## Show what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

warehouse: $(READY) ## Build data/warehouse/disclosures.duckdb from data/raw
	$(BIN)/yusuan build

# Two at a time, since each keeps one core busy; both kinds of tests share no warehouse. What they say is shown
# when they are done.
test: $(READY) ## Check the style and run all tests
	@$(MAKE) --no-print-directory --keep-going --jobs=2 \
		$(if $(filter output-sync,$(.FEATURES)),--output-sync=target) test-tables test-programs lint

test-tables: $(READY)
	$(BIN)/pytest $(PYTEST_ARGS) --ignore=tests/platform --ignore=tests/readers

test-programs: $(READY)
	$(BIN)/pytest $(PYTEST_ARGS) tests/platform tests/readers

lint: $(READY) ## Check Python and SQL without running them
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyrefly check
	$(BIN)/sqlfluff lint --disable-progress-bar --processes 0 $(SQL)

format: $(READY) ## Put Python and SQL into the house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/sqlfluff fix --disable-progress-bar --processes 0 $(SQL)

dev: $(READY) .dagster/dagster.yaml ## Open Dagster with all assets, the schedule and the sensor
	DAGSTER_HOME=$(CURDIR)/.dagster PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/dagster dev

.dagster/dagster.yaml: dagster_home/dagster.yaml.example
	mkdir -p $(@D)
	cp $< $@

docs: $(READY) ## Write the data dictionary of both languages from the dbt descriptions
	$(BIN)/python -m pipelines.command.dictionary

benchmark: $(READY) ## Measure builds (cold, warm, one file changed) and the reading of PDFs
	$(BIN)/python benchmarks/build.py
	$(BIN)/python benchmarks/reading.py
	$(BIN)/python benchmarks/structure.py

lock: $(READY) ## Resolve requirements.lock anew from pyproject.toml
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
		--no-strip-extras --group dev pyproject.toml -o requirements.lock

clean: ## Remove what builds and tests leave; keeps the published releases
	rm -rf .venv .dagster .pytest_cache .ruff_cache .hypothesis dbt_project/target dbt_project/logs
