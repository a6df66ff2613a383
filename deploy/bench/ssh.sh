#!/usr/bin/env bash
# what the sensor costs against straight OpenSSH: logins, transfers by cipher, memory of idle sessions (bench ssh [MEGABYTES])
set -Eeuo pipefail
HONEYPOOL_HOME=$(cd "$(dirname "$(realpath "${BASH_SOURCE[0]}")")/../.." && pwd)
megabytes=${1:-1000}
[[ $# -le 1 && $megabytes =~ ^[0-9]{1,5}$ && $((10#$megabytes)) -ge 10 ]] || { echo 'bench ssh: MEGABYTES, for each transfer, must be a number from 10 to 99999' >&2; exit 2; }
megabytes=$((10#$megabytes))
# shellcheck source=deploy/bench/parts/sensor.sh
. "$HONEYPOOL_HOME/deploy/bench/parts/sensor.sh"

begin_sensor_world
start_direct
start_sensor ''
truncate -s "${megabytes}M" "$opt_state/zeros"
printf 'host      %d cores, %s, %s\n' "$(nproc)" "$(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n 1)" "$(ssh -V 2>&1)"
BENCH_DIRECT_PORT=$direct_port BENCH_SENSOR_PORT=$opt_ssh_port BENCH_SENSOR_PID=$sensor BENCH_ACCOUNT=$account \
  BENCH_LOGINS=${BENCH_LOGINS:-60} BENCH_MEGABYTES=$megabytes BENCH_FILE=$opt_state/zeros run_java SshBench
