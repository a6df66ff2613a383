#!/usr/bin/env bash
# events per second through the JSON Lines sink, and what recordings cost the relay (bench events [MEGABYTES])
set -Eeuo pipefail
HONEYPOOL_HOME=$(cd "$(dirname "$(realpath "${BASH_SOURCE[0]}")")/../.." && pwd)
megabytes=${1:-300}
[[ $# -le 1 && $megabytes =~ ^[0-9]{1,5}$ && $((10#$megabytes)) -ge 50 ]] || { echo 'bench events: MEGABYTES, for each transfer, must be a number from 50 to 99999' >&2; exit 2; }
megabytes=$((10#$megabytes))
ROUNDS=3
EVENTS=500000
# With recordings on a transfer may take so much of what it takes without, in percent: 0.85 of the throughput.
MOST_PERCENT=117
LEAST_EVENTS=20000
# shellcheck source=deploy/bench/parts/sensor.sh
. "$HONEYPOOL_HOME/deploy/bench/parts/sensor.sh"

# begin_sensor SETTINGS: the same sensor with others
begin_sensor() {
  if [[ -n ${sensor:-} ]]; then stop_process sensor TERM 30; fi
  start_sensor "$1"
  transfer 20 >/dev/null
}

# transfer MEGABYTES: text out of a command, in milliseconds
transfer() {
  local began=${EPOCHREALTIME/./}
  ssh -F none -p "$opt_ssh_port" -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR \
    -o PreferredAuthentications=password -o NumberOfPasswordPrompts=1 root@127.0.0.1 "head -c ${1}M $opt_state/text" >"$opt_state/arrived" </dev/null
  [[ $(stat -c %s "$opt_state/arrived") -eq $(($1 * 1024 * 1024)) ]] || fail 'a transfer is not whole'
  printf '%d\n' $(((${EPOCHREALTIME/./} - began) / 1000))
}

# measure SETTINGS: sets fastest to the fastest of some transfers
measure() {
  local round millis
  begin_sensor "$1"
  fastest=
  for ((round = 0; round < ROUNDS; round++)); do
    millis=$(transfer "$megabytes")
    if [[ -z $fastest || $millis -lt $fastest ]]; then fastest=$millis; fi
  done
}

begin_sensor_world
maven -q -B -ntp test-compile -pl proxy-service -am || fail 'the benchmark could not be built' 'see the lines above'
events=$("$JAVA_HOME/bin/java" "${JVM_OPTIONS[@]}" \
  -cp "$HONEYPOOL_HOME/proxy-service/target/test-classes:$HONEYPOOL_HOME/proxy-service/target/classes:$opt_state/lib/proxy-service/lib/*" \
  io.honeypool.proxy.events.jsonl.EventBench "$opt_state/events.jsonl" "$EVENTS" | tail -n 1)
start_direct
head -c "${megabytes}M" /dev/urandom | base64 -w 76 >"$opt_state/text"
chmod 644 "$opt_state/text"
measure '  recording: { enabled: false }'
without=$fastest
measure '  recording: { enabled: true }'
with=$fastest
measure '  recording: { enabled: true, limit: 0 }'
whole=$fastest
printf 'events    %d a second through the JSON Lines sink\n' "$events"
printf 'transfer  %d MB of text out of a command: %d ms without recordings, %d ms with, %d ms with all of it recorded\n' \
  "$megabytes" "$without" "$with" "$whole"
verdict 'percent of the time with recordings' $((with * 100 / without)) "$MOST_PERCENT"
verdict 'events a second that were missing' $((events < LEAST_EVENTS ? LEAST_EVENTS - events : 0)) 0
[[ $missed == no ]]
