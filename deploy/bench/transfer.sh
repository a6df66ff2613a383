#!/usr/bin/env bash
# one session that moves bytes both ways at once while its client rekeys: nothing lost, flat memory (bench transfer [MEGABYTES])
set -Eeuo pipefail
HONEYPOOL_HOME=$(cd "$(dirname "$(realpath "${BASH_SOURCE[0]}")")/../.." && pwd)
megabytes=${1:-5000}
[[ $# -le 1 && $megabytes =~ ^[0-9]{1,5}$ && $((10#$megabytes)) -ge 100 ]] || { echo 'bench transfer: MEGABYTES each way must be a number from 100 to 99999' >&2; exit 2; }
# The block that is sent again and again, and how often keys are exchanged.
BLOCK_MEGABYTES=50
REKEY='64M 5s'
MOST_RESIDENT_KIB=32768
MOST_HEAP_KIB=4096
blocks=$((10#$megabytes / BLOCK_MEGABYTES))
# shellcheck source=deploy/bench/parts/sensor.sh
. "$HONEYPOOL_HOME/deploy/bench/parts/sensor.sh"

# blocks NUMBER FILE: the file that many times, one after the other
blocks() {
  local number
  for ((number = 0; number < $1; number++)); do cat "$2"; done
}

# move BLOCKS: that many each way; the checksums of what arrived land in the files up.sum and down.sum
move() {
  # shellcheck disable=SC2016 # expanded in the guest
  local remote='exec 3<&0; sha256sum <&3 >&2 & for n in $(seq '$1'); do cat '$opt_state/block'; done; exec >&-; wait'
  blocks "$1" "$opt_state/block" |
    ssh -v -F none -p "$opt_ssh_port" -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o RekeyLimit="$REKEY" \
      -o PreferredAuthentications=password -o NumberOfPasswordPrompts=1 root@127.0.0.1 "$remote" 2>"$opt_state/up" |
    sha256sum | cut -d' ' -f1 >"$opt_state/down.sum"
  grep -E '^[0-9a-f]{64}  -' "$opt_state/up" | cut -d' ' -f1 >"$opt_state/up.sum"
}

# watch: resident memory of the sensor, once a second
watch_resident() { while resident; do sleep 1; done; }

begin_sensor_world
start_direct
start_sensor ''
head -c "${BLOCK_MEGABYTES}M" /dev/urandom >"$opt_state/block"
chmod 644 "$opt_state/block"
move 2
heap_before=$(heap)
resident_before=$(resident)
watch_resident >"$opt_state/resident" 2>/dev/null &
watcher=$!
began=${EPOCHREALTIME/./}
move "$blocks"
millis=$(((${EPOCHREALTIME/./} - began) / 1000))
kill "$watcher"
heap_after=$(heap)
right=$(blocks "$blocks" "$opt_state/block" | sha256sum | cut -d' ' -f1)
exchanges=$(grep -c 'debug1: kex: algorithm' "$opt_state/up")
most=$(sort -n "$opt_state/resident" | tail -n 1)
printf 'transfer  %d MB each way at once in %d.%d s, %d MB/s in sum; keys exchanged %d times\n' \
  $((blocks * BLOCK_MEGABYTES)) $((millis / 1000)) $((millis % 1000 / 100)) $((2 * blocks * BLOCK_MEGABYTES * 1000 / millis)) "$exchanges"
printf 'memory    heap in use %d KiB before, %d KiB after; resident %d KiB before, at most %d KiB\n' "$heap_before" "$heap_after" "$resident_before" "$most"
differs() { if [[ $(<"$1") == "$right" ]]; then echo 0; else echo 1; fi; }
verdict 'checksums to the guest that differ' "$(differs "$opt_state/up.sum")" 0
verdict 'checksums from the guest that differ' "$(differs "$opt_state/down.sum")" 0
verdict 'exchanges of keys that were missing' $((exchanges > blocks / 2 ? 0 : 1)) 0
verdict 'growth of the heap, KiB' $((heap_after - heap_before)) "$MOST_HEAP_KIB"
verdict 'growth of resident memory, KiB' $((most - resident_before)) "$MOST_RESIDENT_KIB"
[[ $missed == no ]]
