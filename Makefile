# Two commands: `make run` and `make test`. Everything else is listed by `make help`.
# No target needs another one to have been run before.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help run test lint format check types tests bench chaos prove prove-bottlecrm lock clean audit installed-run installed-test installed-audit

BIN := .venv/bin
IN_SITE := env PYTHONPATH=site
OURS := site/config site/core home blog leads
TEMPLATES = $$(git ls-files -co --exclude-standard '*.html')

# Production settings, so that `check --deploy` looks at what a server would really run with.
AS_IN_PRODUCTION := env DJANGO_SETTINGS_MODULE=config.settings.production BASE_URL=https://example.com \
	ALLOWED_HOSTS=example.com SECRET_KEY=only-for-a-check-0123456789-ABCDEFGHIJ-abcdefghij-0123456789 \
	VAR_DIR=var/check DATABASE_URL=sqlite:///var/check/leadline.sqlite3 CRM_URL= CRM_URL_FILE=

help:
	@echo "make run      start the site, the delivery worker and a practice CRM (PORT=8000 CRM_PORT=8421 PYTHON=python3.13)"
	@echo "make test     everything that must hold before a change is taken"
	@echo "make lint     style, types and templates      make format   correct what can be corrected"
	@echo "make check    migrations and deployment       make tests    the tests alone (ARGS='-k word')"
	@echo "make prove    the longer proofs (ARTICLE=FILE HUBSPOT_SPECS=FOLDER)"
	@echo "make prove-bottlecrm   install BottleCRM beside the project, and deliver to it"
	@echo "make audit    known weaknesses of the packages, rules for safe code, secrets in tree and history"
	@echo "make bench    ratios and counts (ROWS='importer submit')"
	@echo "make chaos    kill and break everything, compare the books (DURATION=600 ENQUIRIES=10000 SEED=1)"
	@echo "make lock     write requirements/*.txt anew   make clean    remove what tools leave behind"

# --- Setting up -------------------------------------------------------------------------------------
# The first that is 3.11 to 3.14 and complete, else the first of that age; PYTHON=… goes before all. The
# system's own comes first: distributions build it to be quick, and what version managers build often
# takes a third longer for the same work.
WILL_DO := import sys; sys.argv[1] == "complete" and __import__("ensurepip"); \
	sys.exit(not (3, 11) <= sys.version_info < (3, 15))
find_python = for how in complete any; do \
	for python in $(PYTHON) /usr/bin/python3 python3 python3.14 python3.13 python3.12 python3.11; do \
		$$python -c '$(WILL_DO)' $$how 2>/dev/null && echo $$python && break 2; done; done

installed-run installed-test installed-audit: installed-%:
	@python=$$($(find_python)); \
	if [ -z "$$python" ]; then \
		echo "Leadline needs Python 3.11 to 3.14. Type: sudo apt-get install -y python3 python3-venv" \
			"(macOS: brew install python@3.14)"; exit 1; fi; \
	PYTHONPATH=site $$python -m config.running.install $*

# --- The site ---------------------------------------------------------------------------------------
run: installed-run
	@exec $(IN_SITE) $(BIN)/python -m config.running

# --- What must hold ---------------------------------------------------------------------------------
test: lint check tests

lint: installed-test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/djade --target-version 5.2 --check $(TEMPLATES)
	$(BIN)/mypy $(OURS)

format: installed-test
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format
	-$(BIN)/djade --target-version 5.2 $(TEMPLATES)

check: installed-test
	$(AS_IN_PRODUCTION) $(BIN)/python manage.py makemigrations --check --dry-run
	$(AS_IN_PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING

tests: installed-test
	@$(BIN)/python -m tests.browser
	@$(BIN)/python -m tests.servers
	@# Handed out in order, not file by file: tests that empty the database must come last everywhere.
	$(BIN)/python -m pytest -n 2 --dist load --durations=10 -m "not long" $(ARGS)

prove: installed-audit
	@$(BIN)/python -m tests.browser
	@$(BIN)/python -m tests.live

prove-bottlecrm: installed-test
	@$(BIN)/python -m tests.live.bottlecrm

chaos: installed-test
	@env PYTHONPATH=site $(BIN)/python -m tests.chaos

audit: installed-audit
	@$(BIN)/python -m tests.audit

bench: installed-test
	@env PYTHONPATH=site $(BIN)/python -m bench $(ROWS)

# --- The project itself -----------------------------------------------------------------------------
COMPILE := $(BIN)/uv pip compile --generate-hashes --universal --python-version 3.11 --no-annotate \
	--no-header -q pyproject.toml

lock: installed-test
	$(COMPILE) -o requirements/run.txt
	$(COMPILE) --extra scale --group servers -c requirements/run.txt -o requirements/scale.txt
	$(COMPILE) --extra scale --extra esp --group test -c requirements/scale.txt -o requirements/test.txt
	$(COMPILE) --extra scale --extra esp --group test --group audit -c requirements/test.txt -o requirements/audit.txt

clean:
	rm -rf .hypothesis .mypy_cache .pytest_cache .ruff_cache dist var/check
	find site home blog leads tests bench -name __pycache__ -type d -prune -exec rm -rf {} +
