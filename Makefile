# Everything runs in .venv, which is made on demand from requirements.lock. Needed: Python 3.11+, make, git.
PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3,$(shell command -v $(name) 2>/dev/null)))
BIN := .venv/bin
READY := .venv/ready
# Superset has an environment of its own, as it asks for other versions of much; it runs under 3.10 to 3.12.
SUPERSET := .superset
SUPERSET_PYTHON ?= $(firstword $(foreach name,python3.11 python3.12,$(shell command -v $(name) 2>/dev/null)))
PORT ?= 8088
SQL := $(wildcard dbt_project/models dbt_project/tests)

export DO_NOT_TRACK := 1
export DAGSTER_DISABLE_TELEMETRY := 1
# Builds and tests start hundreds of processes: each would compile everything that it imports again, a third of its time.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help warehouse test test-tables test-programs soak fuzz lint format dev dashboards docs benchmark growth lock clean

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

KILLS ?= 200
PUBLISHES ?= 100
SEED ?= 0

soak: $(READY) ## Kill builds at random moments, read while others publish; KILLS=200 PUBLISHES=100 SEED=0
	YUSUAN_SOAK_KILLS=$(KILLS) YUSUAN_SOAK_PUBLISHES=$(PUBLISHES) YUSUAN_SOAK_FIRST=$(SEED) \
		$(BIN)/pytest $(PYTEST_ARGS) -s tests/platform/test_killed_builds.py

lint: $(READY) ## Check Python and SQL without running them
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyrefly check
	$(BIN)/python scripts/run_sqlfluff.py lint --processes 0 $(SQL)

format: $(READY) ## Put Python and SQL into the house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/python scripts/run_sqlfluff.py fix --processes 0 $(SQL)

dev: $(READY) .dagster/dagster.yaml ## Open Dagster with all assets, the schedule and the sensor
	DAGSTER_HOME=$(CURDIR)/.dagster PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/dagster dev

.dagster/dagster.yaml: dagster_home/dagster.yaml.example
	mkdir -p $(@D)
	cp $< $@

dashboards: $(READY) $(SUPERSET)/ready ## Open Superset with two dashboards over the warehouse; PORT=8088
	$(BIN)/python -m pipelines.command.superset_bundle $(SUPERSET)/bundle
	$(SUPERSET)/venv/bin/python dashboards/serve.py --home $(SUPERSET)/home --bundle $(SUPERSET)/bundle --port $(PORT)

$(SUPERSET)/ready: dashboards/requirements.lock
	$(SUPERSET_PYTHON) -m venv $(SUPERSET)/venv
	$(SUPERSET)/venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

docs: $(READY) ## Write the data dictionary and the answers to the questions, and build the documentation into site/
	$(BIN)/python -m pipelines.command.dictionary
	$(BIN)/python -m pipelines.command.questions
	$(BIN)/dbt docs generate --static --quiet --project-dir dbt_project --profiles-dir dbt_project \
		--target-path target/docs
	cp dbt_project/target/docs/static_index.html docs/dbt.html
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

growth: $(READY) ## Measure warehouses of 100 and 1,000 generated disclosures (an hour); SIZES="100 1000 10000"
	$(BIN)/python benchmarks/growth.py --sizes $(or $(SIZES),100 1000)

benchmark: $(READY) ## Measure builds (cold, warm, one file changed) and the reading of PDFs
	$(BIN)/python benchmarks/build.py
	$(BIN)/python benchmarks/reading.py
	$(BIN)/python benchmarks/structure.py

fuzz: $(READY) ## Read 2,000 damaged and hostile files, and say what came of them (an hour)
	$(BIN)/python tests/fuzz.py

COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-strip-extras

lock: $(READY) ## Resolve the lock files again from pyproject.toml and dashboards/requirements.in
	$(COMPILE) --upgrade --extra service --group dev pyproject.toml -o requirements.lock
	$(COMPILE) --upgrade --extra service --group build --constraints requirements.lock pyproject.toml \
		-o deployment/requirements.lock
	$(COMPILE) --upgrade dashboards/requirements.in -o dashboards/requirements.lock

clean: ## Remove what builds and tests leave; keeps the published releases
	rm -rf .venv .superset .dagster .pytest_cache .ruff_cache .hypothesis dbt_project/target dbt_project/logs
