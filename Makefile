# The ways in. Everything that takes thought is in xtask; this only sets the table.
SHELL := bash
.DEFAULT_GOAL := help
# What ./setup found out about this machine's compiler.
READY := @./setup && . ./.tools/env && export PATH="$$PATH:$$HOME/.cargo/bin" &&
# By its name among all default members: so it shares its dependencies' builds with the server and the tests.
XTASK := cargo run --quiet --bin xtask --
ARGS ?=

.PHONY: help run dev demo test bench bench-fleet kill-run coverage prepare release fmt clean

help: ## List these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F '\t' '{printf "  make %-12s %s\n", $$1, $$2}'

run: ## Build what has changed and serve; ARGS go to `kvitok serve`
	$(READY) exec $(XTASK) run $(ARGS)

demo: ## The same with a made-up company to look at
	$(READY) exec $(XTASK) run --demo $(ARGS)

dev: ## Serve, and build and restart after every change
	$(READY) exec $(XTASK) dev $(ARGS)

test: ## Every check: format, clippy, Rust tests, metadata, browser specs
	$(READY) $(XTASK) test $(ARGS)

bench-fleet: ## Many tenants at once: creation, visits, a run over all; REAL=200 visited (300 at most), MIGRATE=REAL brought up to date (1000 at most)
	$(READY) cargo bench --quiet --profile dev --bench fleet -- --real $(or $(REAL),200) --migrate $(or $(MIGRATE),$(or $(REAL),200))

kill-run: ## Payments while server, Postgres and connections are killed; PAYMENTS=10000, SEED repeats a run
	$(READY) PAYMENTS=$(or $(PAYMENTS),10000) $(if $(SEED),SEED=$(SEED)) cargo bench --quiet --profile dev --bench kill_run

bench: ## Issuing, payments and pages beside bare statements; SUBSCRIBERS=100000, BIG=1 for ten million invoices
	$(READY) SUBSCRIBERS=$(or $(SUBSCRIBERS),100000) BIG=$(BIG) cargo bench --quiet $(if $(PROFILE),--profile $(PROFILE)) --bench books

coverage: ## How much of each crate the Rust tests run
	$(READY) $(XTASK) coverage

prepare: ## Refresh .sqlx and docs/database.md after a migration or a query has changed
	$(READY) $(XTASK) prepare
	$(READY) $(XTASK) schema-docs

release: ## The small and fast build, in dist in the target directory
	$(READY) $(XTASK) release

fmt: ## Format the Rust sources
	$(READY) cargo fmt --all

clean: ## Remove what was built; data and installed tools stay
	$(READY) cargo clean
