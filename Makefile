# Every command of the project. `make` alone lists them.
PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin
BASE ?= main
FORMAT ?= text
REQUESTS ?= 100000
SEED ?= 0
export NO_MKDOCS_2_WARNING = 1
export DISABLE_MKDOCS_2_WARNING = true

.PHONY: help serve build preview pseudo check test pr properdocs before diff catalogs bench bench-build bench-preview bench-votes bench-large \
  pictures cards messages lock durability fuzz browser postgres nginx tools clean
.DEFAULT_GOAL := help

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

serve: build ## build the site, give it out and take votes (PORT=8000)
	@$(BIN)/votebox serve --site site --database votes.db --port $(PORT)

build: .venv/site ## build the site into site/; a build that fails leaves the last good one (CACHE=off JOBS=1: MkDocs alone)
ifeq ($(CACHE) $(JOBS),off 1)
	@rm -rf .cache/new && mkdir -p .cache
	@$(BIN)/mkdocs build --strict --quiet --site-dir .cache/new
	@rm -rf .cache/old && { [ ! -e site ] || mv site .cache/old; } && mv .cache/new site && rm -rf .cache/old
else
	@$(BIN)/statusbook build $(if $(CACHE),--cache $(CACHE)) $(if $(JOBS),--jobs $(JOBS))
endif
	@# It says what it cannot tell, and the site goes out all the same: readers do without changes.json, and nobody
	@# can mend a commit of the past.
	@$(BIN)/statusbook history || true

preview: .venv/site ## show the site while you write, and what is wrong (PORT=8000; LOCALES="en ru" for some languages)
	@LOCALES='$(LOCALES)' $(BIN)/statusbook preview --port $(PORT)

pseudo: .venv/site ## build the site with a pseudo-locale, which shows what cannot be translated, into .cache/pseudo
	@PSEUDO=true $(BIN)/mkdocs build --strict --quiet --site-dir .cache/pseudo

check: .venv/dev ## what statusbook has to say of the words, lint, types (FORMAT=github for annotations)
	@$(BIN)/statusbook check --format $(FORMAT)
	@$(BIN)/statusbook messages status
	@$(BIN)/ruff check $(if $(filter github,$(FORMAT)),--output-format github) .
	@$(BIN)/ruff format --check --quiet . || { echo 'Run: $(BIN)/ruff format .'; exit 1; }
	@$(BIN)/mypy

test: .venv/dev browser postgres nginx tools build ## run every test, in a real browser where readers would use one
	@$(BIN)/python -m pytest -q -n 2 --dist loadfile

durability: .venv/dev postgres tools ## kill, fill, cut and set back what votebox stands on, and see that no vote is lost (half an hour)
	@DURABILITY=full $(BIN)/python -m pytest -q -rP $(addprefix tests/votebox/test_,durability.py wire.py disk.py clock.py trace.py)

fuzz: .venv/dev postgres ## send votebox REQUESTS=100000 requests of every kind on each store, and see what breaks (SEED=0)
	@REQUESTS=$(REQUESTS) SEED=$(SEED) $(BIN)/python -m pytest -q -rP tests/votebox/test_fuzzing.py

pr: ## put your change through all that a pull request is put through (BASE=main)
	@$(MAKE) --no-print-directory check
	@$(MAKE) --no-print-directory build
	@$(MAKE) --no-print-directory properdocs
	@$(MAKE) --no-print-directory before
	@$(MAKE) --no-print-directory diff
	@echo 'The comment:  .cache/pr/comment.md'
	@echo 'Its pictures: .cache/pr/pictures/'
	@echo 'The site:     site/'

# The steps of .github/workflows/, each of which runs here too.
properdocs: .venv/dev ## build the site with MkDocs’s fork as well; both have to be the same
	@rm -rf .cache/pr/properdocs && mkdir -p .cache/pr
	@$(BIN)/python -m properdocs build --strict --quiet -f mkdocs.yml --site-dir .cache/pr/properdocs
	@# No builder writes changes.json.
	@diff --recursive --brief --exclude changes.json site .cache/pr/properdocs \
	  || { echo 'MkDocs and its fork no longer build the same site.'; exit 1; }

before: .venv/site
	@.github/scripts/before.sh '$(BASE)'

diff: .venv/dev browser ## write what your change does to readers into .cache/pr/comment.md (BASE=main)
	@.github/scripts/diff.sh '$(BASE)'

catalogs: .venv/site
	@.github/scripts/catalogs.sh

bench: .venv/dev postgres browser build ## measure check and diff, the build, the page (beside stock Material) and the votes
	@$(BIN)/python benchmarks/words.py
	@$(BIN)/python -m benchmarks.build --rounds 1 --no-growth
	@$(BIN)/python -m benchmarks.page
	@$(BIN)/python -m benchmarks.votes --rounds 3 --open-loop 5 --no-isso

bench-build: .venv/dev ## time our builder beside MkDocs, ProperDocs, Zensical and Hugo, and as the site grows (SIZES="10 50" ROUNDS=3 LARGE=1)
	@$(BIN)/python -m benchmarks.build $(if $(SIZES),--sizes $(SIZES)) $(if $(ROUNDS),--rounds $(ROUNDS)) \
	  $(if $(LARGE),--large)

bench-preview: .venv/dev ## measure how long it takes from a save to the new page, beside mkdocs serve (SAVES=20)
	@$(BIN)/python -m benchmarks.preview $(if $(SAVES),--saves $(SAVES))

bench-votes: .venv/dev postgres ## measure the votes on both stores, beside requests that do nothing and beside Isso
	@$(BIN)/python -m benchmarks.votes

bench-large: .venv/dev ## measure memory, disk and dashboard with 600,000 votes (SECONDS=600 lets them come in ten minutes)
	@$(BIN)/python -m benchmarks.votes.large $(if $(SECONDS),--seconds $(SECONDS))

pictures: .venv/dev browser build ## make the pictures of the page that README and guides show
	@$(BIN)/python guides/pictures/make.py

cards: .venv/dev browser build ## draw the pictures that chats show beside links, anew: after a title has changed
	@$(BIN)/python guides/pictures/cards.py

messages: .venv/site ## bring the catalogs up to date with the English texts
	@$(BIN)/statusbook messages update

browser: .venv/dev
	@$(BIN)/python tests/browser.py

postgres: .venv/dev
	@$(BIN)/python -m tests.votebox.postgres_server

tools: .venv/dev
	@$(BIN)/python -m tests.votebox.tools

nginx: .venv/dev
	@$(BIN)/python -m tests.votebox.proxies

lock: .venv/dev ## choose the versions of all dependencies anew, with their hashes (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
	  --no-header --quiet pyproject.toml --group build -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
	  --no-header --quiet pyproject.toml --group build --group dev -o requirements-dev.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
	  --no-header --quiet --group votebox --constraint requirements.lock -o deploy/requirements.lock

clean: ## remove what the commands have made, but no votes
	rm -rf .venv .cache site

# What is installed. Debian keeps venv in a package of its own, which is installed where that is allowed.
.venv/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo 'Python 3.11 or later is needed; $(PYTHON) is older. Choose another: make PYTHON=python3.12'; exit 2; }
	@rm -rf .venv; $(PYTHON) -m venv .venv >/dev/null 2>&1 || { rm -rf .venv; \
	  echo 'Installing python3-venv …'; \
	  { [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null; } \
	  || { sudo -n apt-get update -qq && sudo -n apt-get install -y -qq python3-venv >/dev/null; } \
	  || { echo 'Python’s venv is missing. Install it: sudo apt-get install python3-venv'; exit 2; }; \
	  $(PYTHON) -m venv .venv; }

.venv/site: requirements.lock pyproject.toml | .venv/bin/pip
	@echo 'Installing what the site needs …'
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev: requirements-dev.lock .venv/site
	@echo 'Installing what the tests need …'
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
