# shellcheck shell=bash
# A Honeypool of a benchmark's own: a state and ports that nobody else uses, removed whatever happens.
# shellcheck source=deploy/launcher/log.sh
. "$HONEYPOOL_HOME/deploy/launcher/log.sh"
# shellcheck source=deploy/launcher/options.sh
. "$HONEYPOOL_HOME/deploy/launcher/options.sh"
# shellcheck source=deploy/launcher/processes.sh
. "$HONEYPOOL_HOME/deploy/launcher/processes.sh"
# shellcheck source=deploy/launcher/state.sh
. "$HONEYPOOL_HOME/deploy/launcher/state.sh"
# shellcheck source=deploy/launcher/packages.sh
. "$HONEYPOOL_HOME/deploy/launcher/packages.sh"
# shellcheck source=deploy/launcher/postgres.sh
. "$HONEYPOOL_HOME/deploy/launcher/postgres.sh"
# shellcheck source=deploy/launcher/jdk.sh
. "$HONEYPOOL_HOME/deploy/launcher/jdk.sh"
# shellcheck source=deploy/launcher/build.sh
. "$HONEYPOOL_HOME/deploy/launcher/build.sh"

# begin_world: chooses state and ports; from here on they are removed at the end
begin_world() {
  opt_state=$(mktemp -d -p /var/tmp --suffix=-honeypool-bench)
  name_things
  choose_ports
  mkdir -p "$opt_state/etc"
  trap end_world EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
}

choose_ports() {
  local port
  for port in $(seq 24000 20 26000); do
    if ! port_taken "$port" && ! port_taken $((port + 1)) && ! port_taken $((port + 2)) && ! port_taken $((port + 3)) && ! port_taken $((port + 4)) && ! port_taken $((port + 10)) && ! port_taken $((port + 15)) && ! port_taken $((port + 17)); then
      opt_api_port=$port
      opt_ssh_port=$((port + 15))
      opt_telnet_port=$((port + 17))
      return 0
    fi
  done
  fail 'no free ports were found between 24000 and 26000' 'see "ss -tln"'
}

# start_world GUESTS [OPTION...]: everything as "up" starts it
start_world() {
  local log
  log=$(mktemp)
  say "starting a Honeypool for this benchmark in $opt_state"
  "$HONEYPOOL_HOME/honeypool" up --detach --state "$opt_state" --ssh-port "$opt_ssh_port" --telnet-port "$opt_telnet_port" --api-port "$opt_api_port" --guests "$@" >"$log" 2>&1 || {
    cat "$log" >&2
    rm -f "$log"
    fail 'it did not start' 'see the lines above'
  }
  rm -f "$log"
}

end_world() {
  local status=$?
  trap '' INT TERM HUP
  trap - EXIT
  set +e
  stop_process resumes TERM 5
  "$HONEYPOOL_HOME/honeypool" down --state "$opt_state" >/dev/null 2>&1 ||
    complain 'what the benchmark started was not stopped' "honeypool down --state $opt_state"
  rm -rf --one-file-system "$opt_state"
  exit "$status"
}

# api METHOD PATH: asks the pool as an operator
api() {
  printf 'Authorization: Bearer %s' "$(<"$opt_state/tokens/operator.token")" |
    curl -fsS --max-time 20 -X "$1" -H @- "http://127.0.0.1:$opt_api_port/api/v1/$2"
}
