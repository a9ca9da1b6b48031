# What can be done in this repository; `make` alone lists it.
#
# One build configuration serves tests and runs, in one scratch path at the root: dependencies are compiled once.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:

# What `run`, `docker-up` and `setup` train, and on how many trainers. Empty: their own defaults.
JOB ?=
TRAINERS ?= 2
# How many of them the first step waits for.
MIN_TRAINERS ?= $(TRAINERS)

SCRATCH := .build
# Packages take turns in one scratch path: a build plan that SwiftPM kept may be another package's.
CONFIGURATION := -c release --disable-build-manifest-caching
SWIFT_TEST := tools/swiftpm test $(CONFIGURATION) --disable-testable-imports --disable-xctest
TIMED := tools/timed
SWIFT_SOURCES = $$(git ls-files --cached --others --exclude-standard '*.swift')
# Runs all packages' tests under a sanitizer, and the services as processes.
SANITIZED = tools/sanitizers/run $(1) $(SCRATCH)-$(1) $(SWIFT_TEST)
COMPOSE = env PANGEA_JOB="$(abspath $(JOB))" PANGEA_MIN_TRAINERS="$(MIN_TRAINERS)" \
    docker compose --file infra/docker-compose.yaml
# The composed run's tokens go by the environment: every user of this machine can read a command line.
docker-build docker-up docker-scale docker-down logs: export PANGEA_TOKEN = $(shell infra/token)
docker-build docker-up docker-scale docker-down logs: export PANGEA_DASHBOARD_TOKEN = $(shell infra/token dashboard)
MONITORING = docker compose --file infra/monitoring/docker-compose.yaml
BENCHMARKS = swift run $(CONFIGURATION) --package-path benchmarks --scratch-path $(SCRATCH) benchmarks
BENCHMARK_ARGUMENTS = $(if $(ROW),--row "$(ROW)") $(if $(JSON),--json "$(JSON)")
# Fashion-MNIST where it is installed, else the digits that are shipped.
DEFAULT_JOB = examples/$(if $(wildcard /usr/share/datasets/fashion-mnist),fashion-mnist,digits).yaml
SETUP_ARGUMENTS = $(if $(JOB),--job "$(JOB)") --trainers "$(TRAINERS)"

# Tests compare numbers: they pin what the trainers pin for themselves.
TESTS := test test-libraries test-onnx test-compute test-trainer test-orchestrator test-pangea e2e-test e2e-chaos e2e-hostile test-address \
    test-thread check-interop bench soak
$(TESTS): export OPENBLAS_CORETYPE ?= Haswell
$(TESTS): export OPENBLAS_NUM_THREADS ?= 1

##@ Build and test

.PHONY: help
help: ## list the targets
	@awk 'BEGIN { FS = ":.*## "; print "make TARGET [JOB=FILE] [TRAINERS=N]" } \
	    /^##@ / { printf "\n%s\n", substr($$0, 5) } \
	    /^[a-z0-9%-]+:.*## / { printf "  %-20s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: deps
deps: ## install the Debian packages that building and testing need
	@$(TIMED) "dependencies" ./setup.sh --deps

.PHONY: schema-gen
schema-gen: ## generate Swift from tensor.capnp, as the build does, and print where it is
	@tools/swiftpm build $(CONFIGURATION) --package-path libraries --scratch-path $(SCRATCH) --target Schemas
	@find $(SCRATCH)/plugins/outputs -name 'tensor.capnp.swift'

.PHONY: build
build: ## build the three services, and the command that runs them
	@$(TIMED) "build" tools/swiftpm build $(CONFIGURATION) --scratch-path $(SCRATCH)

.PHONY: test
test: deps test-libraries test-onnx test-compute test-trainer test-orchestrator test-pangea ## install what is needed and run every package's tests

.PHONY: test-libraries
test-libraries: ## run the libraries' tests
	@$(TIMED) "tests of libraries" $(SWIFT_TEST) --package-path libraries --scratch-path $(SCRATCH)

.PHONY: test-onnx
test-onnx: ## run the tests of the export to ONNX
	@$(TIMED) "tests of onnx" $(SWIFT_TEST) --package-path libraries/onnx --scratch-path $(SCRATCH)

.PHONY: test-compute
test-compute: ## run compute's tests
	@$(TIMED) "tests of compute" $(SWIFT_TEST) --package-path services/compute --scratch-path $(SCRATCH)

.PHONY: test-trainer
test-trainer: ## run the trainer's tests
	@$(TIMED) "tests of trainer" $(SWIFT_TEST) --package-path services/trainer --scratch-path $(SCRATCH)

.PHONY: test-orchestrator
test-orchestrator: ## run the orchestrator's tests
	@$(TIMED) "tests of orchestrator" $(SWIFT_TEST) --package-path services/orchestrator --scratch-path $(SCRATCH)

.PHONY: test-pangea
test-pangea: ## run the tests of the command pangea
	@$(TIMED) "tests of pangea" $(SWIFT_TEST) --package-path tools/pangea --scratch-path $(SCRATCH)

# With DEPLOYMENT=containers: those that compose the images, built anew, on a Docker engine; they need root for a network
# namespace of their own.
.PHONY: e2e-test
# How many tests run at once: each is several processes, of which most wait for another most of the time.
e2e-test: export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH ?= $(shell echo $$((2 * $$(nproc))))
ifeq ($(DEPLOYMENT),containers)
e2e-test: docker-build
	@PANGEA_TEST_DEPLOYMENT=containers $(TIMED) "end-to-end tests of containers" \
	    $(SWIFT_TEST) --package-path . --scratch-path $(SCRATCH) --filter 'EndToEndTests.Container'
else
e2e-test: ## run the end-to-end tests: the three services as processes; DEPLOYMENT=containers: as containers
	@$(TIMED) "end-to-end tests" \
	    $(SWIFT_TEST) --package-path . --scratch-path $(SCRATCH) --skip 'EndToEndTests.Measured'
	@$(TIMED) "end-to-end tests that measure" \
	    $(SWIFT_TEST) --package-path . --scratch-path $(SCRATCH) --skip-build --filter 'EndToEndTests.Measured'
endif

.PHONY: e2e-chaos
e2e-chaos: ## kill, stop, cut off and restart the services at named points; as root also across network namespaces
	@log=$$(mktemp); trap 'grep "^chaos |" "$$log" || true; rm "$$log"' EXIT; \
	    PANGEA_TEST_CHAOS=true $(TIMED) "chaos" \
	    $(SWIFT_TEST) --package-path . --scratch-path $(SCRATCH) --filter 'EndToEndTests.Chaos' | tee "$$log"

# Which of them, by a part of their names; true: all.
ATTACK ?= true

.PHONY: e2e-hostile
e2e-hostile: ## set strangers and false members upon runs in progress: one result, the same rate, flat memory, names in the log
	@log=$$(mktemp); trap 'grep "^hostile |" "$$log" || true; rm "$$log"' EXIT; \
	    PANGEA_TEST_HOSTILE="$(ATTACK)" $(TIMED) "hostile" \
	    $(SWIFT_TEST) --package-path . --scratch-path $(SCRATCH) --filter 'EndToEndTests.Hostile' | tee "$$log"

.PHONY: test-monitoring
test-monitoring: ## check Prometheus's configuration, test the alert rules, check the form of Grafana's dashboard
	@$(TIMED) "monitoring" tests/monitoring/run

.PHONY: check-kubernetes
check-kubernetes: ## build the manifests with kustomize, validate them and hold them to our policies, in a virtual environment
	@$(TIMED) "kubernetes" tests/kubernetes/run

.PHONY: check-numerics
check-numerics: ## compute the same on this processor and on emulated ones, and compare every bit
	@tools/swiftpm build $(CONFIGURATION) --package-path libraries --scratch-path $(SCRATCH) --product numerics-digests
	@$(TIMED) "numerics" tests/numerics $(SCRATCH)/release/numerics-digests

.PHONY: check-loops
check-loops: ## count the instructions of the loops of a step, by valgrind, and hold them against their limits
	@swift build $(CONFIGURATION) --package-path libraries --scratch-path $(SCRATCH) --product loop-costs
	@$(TIMED) "loops" tests/loops $(SCRATCH)/release/loop-costs

.PHONY: docs-test
docs-test: build ## run the shell blocks of the documents, but for those with containers
	@tools/documentation run docs-test

.PHONY: docs-test-containers
docs-test-containers: ## run the shell blocks with containers, on a Docker engine
	@tools/documentation run docs-test-containers

# Seconds for which `fuzz` looks for what breaks in each of its targets.
SECONDS_OF_FUZZING ?= 60

.PHONY: fuzz
fuzz: ## fuzz the Cap'n Proto runtime, and what reads a stranger's bytes, for SECONDS_OF_FUZZING each, under the address sanitizer
	@$(TIMED) "fuzzing" libraries/fuzzing/run "$(SECONDS_OF_FUZZING)"

.PHONY: test-sanitize
test-sanitize: test-address test-thread ## run all tests under the address and the thread sanitizer, each in a scratch path of its own

.PHONY: test-address
test-address: ## run all tests, and the services as processes, under the address sanitizer
	@$(call SANITIZED,address)

.PHONY: test-thread
test-thread: ## run all tests, and the services as processes, under the thread sanitizer
	@$(call SANITIZED,thread)

.PHONY: test-regeneration
test-regeneration: ## in a clone: edit the schema and build, break the schema and see the build fail
	@$(TIMED) "regeneration" tests/regeneration

.PHONY: test-reference
test-reference: ## train the digits and load the model with Python's safetensors and numpy
	@$(TIMED) "reference packages" tests/reference/run

.PHONY: test-dashboard
test-dashboard: build ## watch a run in headless Chromium while a trainer, the connection and the orchestrator are lost
	@$(TIMED) "dashboard" tests/dashboard/run

.PHONY: test-dashboard-long
test-dashboard-long: build ## watch a run of 100,000 steps in headless Chromium: bounds of the history, what the page costs
	@$(TIMED) "dashboard of a long run" tests/dashboard/run long

.PHONY: screenshots
screenshots: build ## draw the images of docs/images anew: the dashboard and the curves of pangea plot
	@$(TIMED) "screenshots" tests/dashboard/run screenshots

.PHONY: check-api
check-api: build ## hold the orchestrator's API against its OpenAPI document with schemathesis
	@$(TIMED) "api" tests/api/run

.PHONY: check-interop
check-interop: ## hold models and losses against PyTorch and onnxruntime, in a virtual environment of its own
	@$(TIMED) "interoperability" tests/reference/check-interop

.PHONY: bench
bench: build ## run every benchmark; JSON=FILE writes the rows as well
	@$(BENCHMARKS) $(BENCHMARK_ARGUMENTS)

# ROW=NAME runs only the rows, or the parts of exchange and recovery, whose name begins so.
bench-%: ## run one benchmark by name; JSON=FILE writes its rows as well, ROW=NAME runs only those that begin so
	@$(BENCHMARKS) "$*" $(BENCHMARK_ARGUMENTS)

# They run the services.
bench-exchange bench-recovery soak: build

# About how long `soak` takes.
MINUTES ?= 120

.PHONY: soak
soak: ## let trainers come and go for MINUTES, and watch memory, descriptors and the result
	@$(TIMED) "soak" $(BENCHMARKS) soak --minutes "$(MINUTES)" $(BENCHMARK_ARGUMENTS)

.PHONY: fmt
fmt: ## format all Swift
	@swift format --in-place --parallel --configuration .swift-format $(SWIFT_SOURCES)

.PHONY: lint
lint: ## check format, manifests, paths, generated bindings, shell scripts and alert rules
	@$(TIMED) "swift format" swift format lint --strict --parallel --configuration .swift-format $(SWIFT_SOURCES)
	@for check in tools/checks/*; do $(TIMED) "$$check" "$$check"; done

.PHONY: data
data: ## fetch the flights and the text that the larger examples train on, into examples/data
	@tools/data

.PHONY: clean
clean: ## delete everything that was built
	@rm -rf $(SCRATCH) $(SCRATCH)-* libraries/.build services/*/.build benchmarks/.build

##@ Run

.PHONY: setup
setup: ## build, deploy, train, tear down: in containers when an engine answers, else as processes
	@./setup.sh $(SETUP_ARGUMENTS)

.PHONY: run
run: build ## train JOB on TRAINERS trainers of this machine and keep the run's folder with the model
	@$(SCRATCH)/release/pangea run "$(or $(JOB),$(DEFAULT_JOB))" --trainers "$(TRAINERS)"

.PHONY: teardown
teardown: ## remove what earlier runs left: kept folders, containers, networks, volumes
	@./setup.sh --teardown

##@ Containers

.PHONY: docker-build
docker-build: ## build the three images
	@$(TIMED) "images" $(COMPOSE) build

.PHONY: docker-up
docker-up: ## start compute, the orchestrator with JOB and TRAINERS trainers in containers
	@$(COMPOSE) up --detach --scale trainer=$(TRAINERS)
	@printf 'dashboard: http://%s/, any user name, the password that infra/token dashboard prints\n' \
	    "$$($(COMPOSE) port orchestrator 8100)"

.PHONY: docker-scale
docker-scale: ## change the number of trainers of the composed run to TRAINERS, while it goes on
	@$(COMPOSE) up --detach --no-recreate --scale trainer=$(TRAINERS)

.PHONY: docker-down
docker-down: ## stop the containers and remove them with their network and volumes, checkpoints included
	@$(COMPOSE) down --volumes --remove-orphans

.PHONY: monitoring-up
monitoring-up: ## start Prometheus and Grafana beside the composed run
	@$(MONITORING) up --detach

.PHONY: monitoring-down
monitoring-down: ## stop them and remove what they recorded
	@$(MONITORING) down --volumes

.PHONY: logs
logs: ## follow the logs of the containers
	@$(COMPOSE) logs --follow
