# `make run` and `make test` are all that a newcomer needs: each sets up what it uses and says so.
.PHONY: packages check-packages run test check golden coverage lint bench lock translations
PY := .venv/bin/python

run:
	@packaging/setup.sh run
	$(PY) -m wallboard demo

# of these packages the tests are measured in each run; the others cost too much of it, and `make coverage` has them all
COVERED = domain feed client present gateway history settings host
MEASURED = $(foreach package,$(COVERED),--cov=wallboard/$(package)) --cov-report=json:build/coverage.json

CORE = .venv-core/bin/python -m pytest --without-qt -n 2 -m "not pbx and not screen" -p no:cacheprovider
LABS = $(shell unshare --net true 2>/dev/null && echo 3 || echo 0)

test: lint
	@packaging/setup.sh test
	@# each test once: what needs no Qt runs where there is none
	$(PY) -m pytest --with-qt -n 2 --max-worker-restart 0 -m "not pbx and not screen"
	$(CORE) $(COVERED:%=--ignore=tests/%)
	@# measuring takes three times as long: each package by its own tests alone
	$(CORE) $(COVERED:%=tests/%) $(MEASURED)
	$(PY) -m tests.floors build/coverage.json $(COVERED)
	@# these wait more than they work; each worker has a PBX and a network of its own, where the system grants them
	$(PY) -m pytest -n $(LABS) --dist loadfile --max-worker-restart 0 -m "pbx or screen"

# lint, types and the tests that need no socket, no window and no PBX: before each commit
FAST = tests/domain tests/feed tests/releases tests/client tests/present tests/gateway tests/architecture
check: lint
	HYPOTHESIS_PROFILE=quick $(PY) -m pytest -q -n 2 $(FAST) -m "not network and not slow and not pbx and not screen"

coverage:
	@packaging/setup.sh lint
	$(PY) -m pytest -q -n 2 -m "not pbx and not screen" --cov=wallboard --cov-report=json:build/coverage.json
	$(PY) -m tests.floors build/coverage.json

# accepts each window as it looks now; build/golden has what differs
golden:
	$(PY) -m tests.ui.golden

lint:
	@packaging/setup.sh lint
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	.venv/bin/lint-imports
	.venv/bin/shellcheck $$(git ls-files '*.sh' .ci/run packaging/linux/tv-at-login)

bench:
	@packaging/setup.sh lint
	$(PY) -m tests.bench

# writes what pyproject.toml allows down to the hash; with UPGRADE=--upgrade the newest of it
UV = .venv/bin/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 $(UPGRADE) pyproject.toml
NO_QT = $(foreach package,pyside6-essentials shiboken6 pyqtgraph numpy,--no-emit-package $(package))
lock:
	@packaging/setup.sh lint
	$(UV) -o requirements.txt
	$(UV) --group dev -o requirements-dev.txt
	$(UV) --group test-core $(NO_QT) -o requirements-core-test.txt
	$(UV) --group build -o packaging/requirements-build.txt
	$(filter-out pyproject.toml,$(UV)) --group sbom -o packaging/requirements-sbom.txt

# what the sources say into the .ts files, and those into the .qm files that the program reads; both are committed
LANGUAGES = $(wildcard resources/translations/wallboard_*.ts)
translations:
	@packaging/setup.sh lint
	.venv/bin/pyside6-lupdate wallboard/ui/*.py wallboard/ui/*/*.py wallboard/app/*.py \
		-locations none -no-obsolete -ts $(LANGUAGES)
	$(foreach file,$(LANGUAGES),.venv/bin/pyside6-lrelease -silent $(file) -qm $(file:.ts=.qm);)

# what people install, into build/packages; and the proof of it on clean systems (root, see packaging/check_packages.sh)
packages:
	packaging/payload.sh
	packaging/linux/build.sh

check-packages:
	packaging/check_packages.sh
