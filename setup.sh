#!/usr/bin/env bash
# Builds Pangea, deploys its services on this machine, trains one job end to end and takes all of it
# down again. Speaks on standard error; standard output gets one line, the run's summary as JSON.
set -euo pipefail

usage() {
    cat <<'USAGE'
usage: setup.sh [--job FILE] [--trainers N] [--data DIR] [--local | --docker] [--keep]
       setup.sh --deps | --teardown | --help

Builds Pangea, deploys compute, orchestrator and trainers on this machine, trains a job end to end,
streams every service's log and takes everything down again, also after a failure or Ctrl-C.
The last line on standard output is the run's summary: one JSON object.

  --job FILE      the job to train; default examples/fashion-mnist.yaml, or examples/digits.yaml
                  where Fashion-MNIST can't be had
  --trainers N    how many trainers share the work; default 2
  --data DIR      the folder below which the job's data files are; default a folder made for the run
                  with fashion-mnist/ (from Debian's dataset-fashion-mnist) and digits/ (shipped)
  --local         run native processes on loopback, on free ports
  --docker        run containers
                  default: containers when a Docker engine answers, else native processes
  --keep          keep the run's folder, run/setup.XXXXXX: logs, checkpoints and the model

  --deps          only install what building and testing need, then end
  --teardown      only remove what earlier runs left: kept folders, containers, networks, volumes
  --help          this text

Ends with 0 when the job was trained, else with another number and the reason on standard error:
64 for an unknown argument, 69 when something needed is missing, the orchestrator's own code when
the run failed, 130 after Ctrl-C.
USAGE
}

root=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)
compose_file=$root/infra/docker-compose.yaml
fashion_mnist=/usr/share/datasets/fashion-mnist
# Seconds after which what was asked to stop is killed: containers, and native processes, which pangea itself gives 15 s.
stop_deadline=15 native_stop_deadline=25

job='' trainers=2 data='' mode='' keep='' only=''
step='' title='' step_started='' failure='' work='' compose=() summary='' binaries=''
declare -A process=()    # by label: the process that awaits a container; of native processes pangea, which runs them
declare -A container=()  # by label: the container's id
followers=()             # the processes that print logs
build=''                 # the process group that builds

# ---------------------------------------------------------------- words

say() { printf '%s\n' "$*" >&2; }

# fail [CODE] REASON: ends the script; the reason is printed last, after everything is taken down.
fail() {
    local code=1
    if [[ $1 =~ ^[0-9]+$ ]]; then
        code=$1
        shift
    fi
    failure=$*
    exit "$code"
}

now() { printf '%s' "${EPOCHREALTIME/,/.}"; }

# since TIME: seconds from then until now, with one decimal.
since() { awk -v from="$1" -v to="$(now)" 'BEGIN { printf "%.1f", to - from }'; }

begin() {
    step=$1 title=$2
    step_started=$(now)
    say "[$step/7] $title"
}

end() { say "[$step/7] done in $(since "$step_started") s"; }

quoted() { printf '%q ' "$@"; }

# ---------------------------------------------------------------- arguments

expect_value() { [[ $# -ge 2 && -n $2 ]] || fail 64 "$1 needs a value; --help tells more"; }

read_arguments() {
    while [[ $# -gt 0 ]]; do
        case $1 in
        --job | --trainers | --data)
            expect_value "$@"
            declare -g "${1#--}=$2"
            shift
            ;;
        --local | --docker)
            [[ -z $mode || $mode == "${1#--}" ]] || fail 64 "--local and --docker exclude each other"
            mode=${1#--}
            ;;
        --keep) keep=yes ;;
        --deps | --teardown) only=${1#--} ;;
        -h | --help)
            usage
            trap - EXIT
            exit 0
            ;;
        *) fail 64 "unknown argument '$1'; --help tells what there is" ;;
        esac
        shift
    done
    [[ $trainers =~ ^[1-9][0-9]{0,2}$ ]] || fail 64 "--trainers: expected a number from 1 to 999, found '$trainers'"
    if [[ -n $job ]]; then
        [[ -f $job && -r $job ]] || fail 64 "--job: no readable file '$job'"
        job=$(readlink -f -- "$job")
    fi
    if [[ -n $data ]]; then
        [[ -d $data ]] || fail 64 "--data: no folder '$data'"
        data=$(readlink -f -- "$data")
    fi
}

# ---------------------------------------------------------------- 1 environment

docker_answers() {
    command -v docker >/dev/null && timeout 10 docker version >/dev/null 2>&1 &&
        docker compose version >/dev/null 2>&1
}

# present PACKAGE: whether what that Debian package brings is here, from wherever it came.
present() {
    case $1 in
    libcapnp-dev) [[ -e /usr/include/capnp/schema-parser.h ]] ;;
    libopenblas-dev) pkg-config --exists openblas 2>/dev/null ;;
    libssl-dev) pkg-config --exists libcrypto 2>/dev/null ;;
    zlib1g-dev) pkg-config --exists zlib 2>/dev/null ;;
    capnproto) command -v capnp >/dev/null ;;
    # Who isn't root may have no path to these.
    iproute2) [[ -x /bin/ip ]] ;;
    iptables) [[ -x /usr/sbin/iptables ]] ;;
    librsvg2-bin) command -v rsvg-convert >/dev/null ;;
    protobuf-compiler) command -v protoc >/dev/null ;;
    qemu-user) command -v qemu-x86_64 >/dev/null ;;
    dataset-fashion-mnist) [[ -r $fashion_mnist/train-images-idx3-ubyte.gz ]] ;;
    *) command -v "$1" >/dev/null ;;
    esac
}

# absent PACKAGE...: those that are not present, one a line.
absent() {
    local package
    for package in "$@"; do
        present "$package" || printf '%s\n' "$package"
    done
}

# install PACKAGE...: by apt, as root or by sudo. Returns 1 where neither is possible.
install() {
    command -v apt-get >/dev/null || return 1
    local as=()
    if [[ $(id -u) != 0 ]]; then
        command -v sudo >/dev/null || return 1
        as=(sudo)
        sudo -n true 2>/dev/null || [[ -t 0 && -t 2 ]] || return 1
    fi
    say "    installing: $*"
    "${as[@]}" apt-get -qq update >&2 || say "    apt-get update failed; going on with the lists that are here"
    "${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$@" >&2
}

# require PACKAGE...: installs what is missing, or says how to and ends.
require() {
    local missing
    mapfile -t missing < <(absent "$@")
    [[ ${#missing[@]} -gt 0 ]] || return 0
    if install "${missing[@]}"; then
        mapfile -t missing < <(absent "$@")
        [[ ${#missing[@]} -eq 0 ]] || fail 69 "still missing after installing: ${missing[*]}"
        return 0
    fi
    say "    missing: ${missing[*]}"
    say "    to install: sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing[*]}"
    fail 69 "Debian packages are missing: ${missing[*]}; install them with the command above"
}

check_swift() {
    command -v swift >/dev/null ||
        fail 69 "Swift 6.3 or newer is needed (https://www.swift.org/install/linux); with a Docker engine, --docker needs none"
    local version
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9]*\.[0-9][0-9]*\).*/\1/p' | head -n 1)
    [[ $version =~ ^([0-9]+)\.([0-9]+)$ ]] || fail 69 "swift --version: expected a version, found nothing"
    ((BASH_REMATCH[1] > 6 || (BASH_REMATCH[1] == 6 && BASH_REMATCH[2] >= 3))) ||
        fail 69 "Swift 6.3 or newer is needed, found $version"
    say "    Swift $version"
}

check_processor() {
    [[ $(uname -m) == x86_64 ]] || return 0
    local feature
    for feature in avx2 bmi2 fma; do
        grep -qw "$feature" /proc/cpuinfo ||
            fail 69 "this processor has no $feature; Pangea's numerics need x86-64-v3 (2013 and later)"
    done
}

validate_environment() {
    if [[ -z $mode ]]; then
        if docker_answers; then mode=docker; else mode=local; fi
    fi
    if [[ $mode == docker ]]; then
        docker_answers || fail 69 "--docker: no Docker engine with Compose v2 answers"
        say "    Docker $(docker version --format '{{.Server.Version}}'), $(docker compose version | head -n 1)"
        return
    fi
    check_swift
    check_processor
    require curl git libcapnp-dev libopenblas-dev libssl-dev pkg-config zlib1g-dev
    say "    native processes on loopback"
}

# For `make deps`: what building and testing need.
install_dependencies() {
    check_swift
    require capnproto curl git iproute2 iptables libcapnp-dev libopenblas-dev librsvg2-bin libssl-dev pkg-config \
        prometheus protobuf-compiler python3 qemu-user shellcheck zlib1g-dev
    present dataset-fashion-mnist || install dataset-fashion-mnist ||
        say "    without dataset-fashion-mnist: what needs Fashion-MNIST is left out"
}

# ---------------------------------------------------------------- 2 data

prepare_data() {
    if [[ -n $data ]]; then
        say "    $data, as asked for"
    elif [[ $mode == docker ]]; then
        say "    the compute image carries fashion-mnist/ and digits/"
    else
        present dataset-fashion-mnist || install dataset-fashion-mnist || true
        data=$work/data
        mkdir "$data"
        cp -R "$root/examples/data/." "$data/"
        if present dataset-fashion-mnist; then
            mkdir "$data/fashion-mnist"
            cp "$fashion_mnist"/*.gz "$data/fashion-mnist/"
        elif [[ -z $job ]]; then
            say "    Fashion-MNIST can't be had here (Debian's dataset-fashion-mnist): training on the shipped digits"
            job=$root/examples/digits.yaml
        fi
        say "    $(du -sh "$data" | cut -f 1) in $data"
    fi
    [[ -n $job ]] || job=$root/examples/fashion-mnist.yaml
    [[ -r $job ]] || fail 69 "no job file '$job'"
}

# ---------------------------------------------------------------- 3 build

# attended COMMAND...: runs it in a process group of its own, so that an interruption ends all of it.
attended() {
    local status=0
    setsid "$@" </dev/null >&2 &
    build=$!
    wait "$build" || status=$?
    build=''
    return "$status"
}

build_services() {
    if [[ $mode == docker ]]; then
        attended "${compose[@]}" --progress plain build ||
            fail "the images were not built; docker's reason stands above"
        return
    fi
    attended "$root/tools/swiftpm" build -c release --disable-build-manifest-caching --package-path "$root" ||
        fail "the build failed; the compiler's reason stands above"
    binaries=$(swift build -c release --package-path "$root" --show-bin-path)
    local service
    for service in compute orchestrator trainer pangea; do
        [[ -x $binaries/$service ]] || fail "the build made no '$binaries/$service'"
    done
}

# ---------------------------------------------------------------- 4 deploy

# launch: starts pangea, which starts the services, in a process group of its own. It is asked to stop when this script
# dies, even by SIGKILL; and so are they when it does.
launch() {
    local guard=()
    local command=("$binaries/pangea" run "$job" --trainers "$trainers" --data-root "$data"
        --run-directory "$work/run" --show logs --json)
    if command -v setpriv >/dev/null; then guard=(setpriv --pdeathsig TERM); fi
    say "    $(quoted "${command[@]}")"
    setsid "${guard[@]}" "${command[@]}" </dev/null >"$work/summary" 2>"$work/services.log" &
    process[pangea]=$!
}

alive() { kill -0 "${process[$1]}" 2>/dev/null; }

deploy() {
    if [[ $mode == docker ]]; then
        export PANGEA_JOB=$job PANGEA_MIN_TRAINERS=$trainers
        if [[ -n $data ]]; then export PANGEA_DATA=$data; fi
        attended "${compose[@]}" up --detach --no-build orchestrator || fail "the containers did not come up"
        attach compute orchestrator
        return
    fi
    launch
    # The orchestrator listens once it has opened the data.
    until [[ -s $work/run/services/orchestrator.ports ]] || ! alive pangea; do sleep 0.1; done
}

# attach SERVICE...: one label for each container of these services, and a process that awaits its end.
attach() {
    local service id label count
    for service in "$@"; do
        count=0
        while read -r id; do
            count=$((count + 1))
            label=$service
            if [[ $service == trainer ]]; then label=trainer-$count; fi
            container[$label]=$id
            (exit "$(docker wait "$id")") </dev/null &
            process[$label]=$!
        done < <("${compose[@]}" ps --all --quiet "$service")
        [[ $count -gt 0 ]] || fail "no container of $service came up"
    done
}

# ---------------------------------------------------------------- 5 run, 6 logs

start_trainers() {
    [[ $mode == docker ]] || return 0
    attended "${compose[@]}" up --detach --no-build --no-recreate --scale "trainer=$trainers" trainer ||
        fail "the trainers' containers did not come up"
    attach trainer
}

# Prints every service's log, from its start until its end, each line behind the service's name.
# Interruptions pass these processes by: a service's last lines are printed as well.
stream_logs() {
    if [[ $mode == docker ]]; then
        "${compose[@]}" logs --follow --no-color >&2 &
    else
        tail --lines=+1 --follow=name --sleep-interval=0.2 --pid="${process[pangea]}" "$work/services.log" >&2 \
            2>/dev/null &
    fi
    followers+=($!)
}

# The services' labels, in the order in which they were started.
labels() { printf '%s\n' "${!process[@]}" | sort --version-sort; }

# await_pangea: until the run is over; its code is the run's.
await_pangea() {
    local status=0
    wait "${process[pangea]}" || status=$?
    unset "process[pangea]"
    [[ $status -eq 0 ]] || fail "$status" "pangea ended with $status; the log ends:
$(tail -n 20 "$work/services.log")"
}

# await_end: until the orchestrator's container ends. A service that gives up before that ends the script.
await_end() {
    local label
    while [[ -n ${process[orchestrator]:-} ]]; do
        for label in "${!process[@]}"; do
            alive "$label" || note_end "$label" "before the run did"
        done
        sleep 0.1
    done
}

# note_end LABEL WHEN: the service has ended, and only a trainer's or the orchestrator's 0 is right.
note_end() {
    local status=0
    wait "${process[$1]}" || status=$?
    unset "process[$1]"
    case $1:$status in
    orchestrator:0 | trainer-*:0) ;;
    *:0) fail "$1 ended $2" ;;
    *) fail "$status" "$1 ended with $status $2" ;;
    esac
}

# await_trainers: they end by themselves with the run.
await_trainers() {
    local label deadline=$((SECONDS + stop_deadline))
    for label in $(labels); do
        [[ $label == trainer-* ]] || continue
        while alive "$label"; do
            ((SECONDS < deadline)) || fail "$label did not end within $stop_deadline s of the run's end"
            sleep 0.1
        done
        note_end "$label" "after the run"
    done
}

read_summary() {
    local key
    if [[ $mode == docker ]]; then
        summary=$(docker logs "${container[orchestrator]}" 2>/dev/null | tail -n 1)
    else
        summary=$(cat "$work/summary")
    fi
    [[ $summary == '{'*'}' ]] || fail "the orchestrator's last line is no JSON object: '$summary'"
    for key in loss samplesPerSecond seconds steps trainers sha256; do
        [[ $summary == *"\"$key\":"* ]] || fail "the run's summary has no \"$key\": $summary"
    done
}

run_job() {
    start_trainers
    say "[6/7] Stream the logs of all services"
    local streaming_started
    streaming_started=$(now)
    stream_logs
    if [[ $mode == docker ]]; then
        await_end
        await_trainers
    else
        await_pangea
    fi
    read_summary
    say "[6/7] done in $(since "$streaming_started") s"
    end
}

# ---------------------------------------------------------------- 7 tear down

signal_group() { kill "-$1" -- "-$2" 2>/dev/null; }

# stop_groups GROUP...: asks process groups to end, waits for their leaders, and kills what is left.
stop_groups() {
    local group deadline=$((SECONDS + native_stop_deadline))
    for group in "$@"; do signal_group TERM "$group" || true; done
    for group in "$@"; do
        while kill -0 "$group" 2>/dev/null; do
            if ((SECONDS >= deadline)); then
                say "    process $group did not stop within $native_stop_deadline s: killed"
                break
            fi
            sleep 0.1
        done
        signal_group KILL "$group" || true
        wait "$group" 2>/dev/null || true
    done
}

stop_services() {
    if [[ -n $build ]]; then stop_groups "$build"; fi
    if [[ $mode != docker ]]; then
        if [[ ${#process[@]} -gt 0 ]]; then
            say "    stopping the services"
            stop_groups "${process[@]}"
        fi
    elif [[ ${#compose[@]} -gt 0 ]]; then
        if [[ -n $keep && -n ${container[orchestrator]:-} ]]; then
            "${compose[@]}" logs --no-color >"$work/services.log" 2>&1 || true
            docker cp --quiet "${container[orchestrator]}:/runs" "$work/run" >&2 || true
        fi
        "${compose[@]}" down --volumes --remove-orphans --timeout "$stop_deadline" >&2 || true
    fi
    if [[ ${#followers[@]} -gt 0 ]]; then wait "${followers[@]}" 2>/dev/null || true; fi
}

tear_down() {
    local status=$?
    trap '' INT TERM HUP
    set +e
    if [[ $status -ne 0 && -z $failure ]]; then failure="a command ended with $status"; fi
    if [[ -n $failure && -n $step ]]; then failure="step $step of 7 ($title): $failure"; fi
    if [[ -n $work ]]; then
        begin 7 "Tear down"
        stop_services
        if [[ -n $keep ]]; then
            rm -rf "$work/data"
            say "    kept: $work"
        else
            rm -rf "$work"
            rmdir "$root/run" 2>/dev/null
        fi
        end
    fi
    if [[ -n $failure ]]; then
        say "setup.sh: failed: $failure"
    elif [[ -n $summary ]]; then
        printf '%s\n' "$summary"
    fi
    exit "$status"
}

interrupted() {
    failure="stopped by $1"
    exit "$2"
}

# For --teardown: what earlier runs left behind.
remove_leftovers() {
    local name
    rm -rf "$root"/run/setup.*
    rmdir "$root/run" 2>/dev/null || true
    docker_answers || return 0
    # No container is started; the file asks for tokens all the same.
    export PANGEA_TOKEN=none PANGEA_DASHBOARD_TOKEN=none
    while read -r name; do
        say "removing the containers of $name"
        docker compose --project-name "$name" --file "$compose_file" down --volumes --remove-orphans >&2
    done < <(docker compose ls --all --quiet | grep -E '^pangea(-setup-|$)' || true)
}

# ---------------------------------------------------------------- all of it

main() {
    trap tear_down EXIT
    trap 'interrupted SIGINT 130' INT
    trap 'interrupted SIGTERM 143' TERM
    trap 'interrupted SIGHUP 129' HUP
    read_arguments "$@"
    case $only in
    deps)
        install_dependencies
        return
        ;;
    teardown)
        remove_leftovers
        return
        ;;
    esac

    begin 1 "Validate the environment"
    validate_environment
    end

    mkdir -p "$root/run"
    work=$(mktemp -d "$root/run/setup.XXXXXX")
    # Nobody joins from outside: any free ports do.
    export PANGEA_COMPUTE_PORT=0 PANGEA_ORCHESTRATOR_PORT=0 PANGEA_DASHBOARD_PORT=0
    PANGEA_TOKEN=$("$root/infra/token")
    PANGEA_DASHBOARD_TOKEN=$("$root/infra/token" dashboard)
    export PANGEA_TOKEN PANGEA_DASHBOARD_TOKEN
    compose=(docker compose --project-name "pangea-$(basename "${work,,}" | tr . -)" --file "$compose_file")

    begin 2 "Prepare the data"
    prepare_data
    end

    begin 3 "Build"
    build_services
    end

    begin 4 "Deploy"
    deploy
    end

    begin 5 "Run the end-to-end test: $(basename "$job") on $trainers trainers"
    run_job
}

main "$@"
