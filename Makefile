# Two commands for a newcomer: `make audit` (the main job) and `make test`. Both set up what they need.
SHELL := /bin/bash
PORT ?= 0
ARGS ?=
# The bundled sample site is judged as of a fixed day, so that everybody sees the report of the README.
SAMPLE_DAY := 2026-04-20

.PHONY: audit test setup lint clean

audit: setup
ifdef URL
	@echo "→ auditing $(URL)"
	@.venv/bin/oit check "$(URL)" $(if $(YEAR),--year $(YEAR)) $(ARGS)
else
	@echo "→ no URL given: auditing the bundled sample site on loopback (make audit URL=https://www.example.go.th audits a real one)"
	@.venv/bin/python -m tests.sample.serve --port $(PORT) -- .venv/bin/oit check {url} --year 2569 --as-of $(SAMPLE_DAY) --delay 0 $(ARGS)
endif

test: .venv/.dev
	@echo "→ static checks"
	@.venv/bin/ruff check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports
	@echo "→ tests (much of their time is waiting for servers, so there are more of them at once than cores; a file at a time, because its tests share what they set up)"
	@env -u PYTHONDONTWRITEBYTECODE .venv/bin/python -m pytest -q -n 4 --dist loadfile --no-loadscope-reorder  # modules are compiled once, not in each process

setup: .venv/.run

.venv/.run: requirements/run.txt pyproject.toml setup.sh
	@./setup.sh run

.venv/.dev: requirements/dev.txt pyproject.toml setup.sh
	@./setup.sh dev

clean:
	rm -rf .venv build *.egg-info
