# Thin on purpose: what each target does is in scripts/.
.DEFAULT_GOAL := help
.PHONY: help setup demo test lint unit bench clean

help:  ## Show the targets
	@sed -n 's/^\([a-z]*\):.*##/  make \1\t/p' $(MAKEFILE_LIST) | expand -t 14

setup:  ## Make .venv with everything that the targets below need
	@bash scripts/others.sh

demo:  ## Serve the moving dashboard; options: make demo ARGS="--port 8080"
	@bash scripts/demo.sh $(ARGS)

test:  ## Lint, types, then every test: unit, integration, browser, binder, notebooks
	@bash scripts/test.sh

lint:  ## Style, format and types alone
	@bash scripts/lint.sh

unit:  ## The tests that need no browser, no kernel and no fresh environment
	@bash scripts/unit.sh $(ARGS)

bench:  ## Measure against others; options: make bench ARGS="--repeat 1 --seconds 10"
	@bash scripts/bench.sh $(ARGS)

clean:  ## Remove .venv and everything else that was made
	@bash scripts/clean.sh
