# Sharewell. `make help` lists the targets; every target does its own set-up.
.DEFAULT_GOAL := help
.PHONY: help run stop test check bench bench-quick load docs manual package format clean

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "%-20s %s\n", $$1, $$2}'

run: ## Build the release, do the main job on the samples, and serve them to the browser
	@scripts/setup build
	@scripts/build release
	@scripts/serve-sample --stop
	@scripts/run-main-job
	@scripts/serve-sample

stop: ## End the serving of make run
	@scripts/serve-sample --stop

test: ## Run every test of both packages
	@scripts/setup build tests
	@scripts/test

check: ## Format, architecture, generated docs, links, samples
	@scripts/setup build tests
	@scripts/check

bench: ## Measure against DuckDB and Polars (ROWS=2000000 QUERY_ROWS=20000000)
	@scripts/setup build bench
	@scripts/build release
	@Benchmarks/run ROWS=$(or $(ROWS),2000000) QUERY_ROWS=$(or $(QUERY_ROWS),20000000)

bench-quick: ## The same on a tenth of the rows
	@$(MAKE) --no-print-directory bench ROWS=200000 QUERY_ROWS=2000000

load: ## Measure the hub at work: 2 million records, 500 people, 100 requests a second, uploads (KEEP=folder keeps the hub)
	@scripts/setup build
	@scripts/build release
	@/usr/bin/env python3 Benchmarks/load.py $(if $(KEEP),--keep $(KEEP))

docs: ## Write the generated pages of docs/reference
	@scripts/setup build
	@scripts/docs

package: ## Make a Debian package of the release in out/
	@scripts/setup build
	@scripts/package

manual: ## Take the manual's pictures anew
	@scripts/setup build tests
	@scripts/manual

format: ## Format every Swift file
	@swift format --in-place --parallel --recursive --configuration .swift-format Package.swift Sources Tests Packages/SharewellCore/Package.swift Packages/SharewellCore/Sources Packages/SharewellCore/Tests

clean: ## Remove everything that was built or made (asks nothing, touches no hub outside run/)
	@scripts/serve-sample --stop
	@scripts/run-main-job --forget
	@rm -rf .build .build-* Packages/SharewellCore/.build .setup .venv .venv-bench run out
