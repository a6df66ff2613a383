#!/usr/bin/env bash
# Telnet bots at the sensor's own prompt: logins a second, memory a session, against telnetd (bench telnet [SESSIONS])
set -Eeuo pipefail
HONEYPOOL_HOME=$(cd "$(dirname "$(realpath "${BASH_SOURCE[0]}")")/../.." && pwd)
sessions=${1:-2000}
[[ $# -le 1 && $sessions =~ ^[0-9]{1,5}$ && $((10#$sessions)) -ge 10 ]] || { echo 'bench telnet: SESSIONS must be a number from 10 to 99999' >&2; exit 2; }
sessions=$((10#$sessions))
# shellcheck source=deploy/bench/parts/sensor.sh
. "$HONEYPOOL_HOME/deploy/bench/parts/sensor.sh"

# crowd: what would send a crowd away or make it wait is set aside
crowd() {
  cat <<EOF
  telnet.prompt: own
  telnet.own.failure-delay: 0s
  telnet.own.tries: 100
  telnet.own.timeout: 10m
  telnet.login-timeout: 10m
  session.maximum: $((sessions + 100))
  admission.exempt: 0.0.0.0/0,::/0
  backend.telnet-port: $telnet_port
EOF
}

# start_telnetd: BusyBox's server, asking with login(1) as guests do
start_telnetd() {
  telnet_port=$((opt_api_port + 18))
  busybox telnetd -F -b "127.0.0.1:$telnet_port" -l /bin/login >"$opt_state/logs/telnetd.log" 2>&1 8>&- </dev/null &
  record_process telnetd $!
  await 10 port_taken "$telnet_port" || fail 'the Telnet server did not start' "$(cat "$opt_state/logs/telnetd.log")"
}

begin_sensor_world
trap 'status=$?; trap - ERR; set +e; stop_process telnetd TERM 5; end_sensor_world "$status"' EXIT
ulimit -n $((sessions * 2 + 1024))
start_telnetd
start_sensor "$(crowd)"
BENCH_DIRECT_PORT=$telnet_port BENCH_SENSOR_PORT=$opt_telnet_port BENCH_SENSOR_PID=$sensor BENCH_ACCOUNT=$account \
  BENCH_SESSIONS=$sessions run_java TelnetBench
