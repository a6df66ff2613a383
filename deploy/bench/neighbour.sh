#!/usr/bin/env bash
# logins to one guest while another burns processor and disk, against undisturbed ones (bench neighbour [ROUNDS])
set -euo pipefail

rounds=${1:-10}
state=$HONEYPOOL_STATE
[[ $rounds =~ ^[0-9]{1,3}$ && $rounds -gt 0 ]] || { echo "bench neighbour: ROUNDS must be a number" >&2; exit 2; }
[[ -r $state/run/ports ]] || { echo "bench neighbour: nothing runs with the state $state; start it with \"honeypool up --detach\"" >&2; exit 1; }
read -r ssh_port _ <"$state/run/ports"

work=$(mktemp -d)
trap 'quiet >/dev/null 2>&1 || true; rm -rf "$work"' EXIT
# shellcheck disable=SC2016 # expanded when the client asks
printf '#!/bin/sh\nprintf "%%s\\n" "$BENCH_PASSWORD"\n' >"$work/askpass"
chmod 700 "$work/askpass"
export SSH_ASKPASS=$work/askpass SSH_ASKPASS_REQUIRE=force BENCH_PASSWORD=bench-$RANDOM$RANDOM

# in_guest SOURCE COMMAND: runs in the guest of a source address
in_guest() {
  timeout 120 ssh -F none -b "$1" -p "$ssh_port" -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR \
    -o PreferredAuthentications=password -o NumberOfPasswordPrompts=1 root@127.0.0.1 "$2" </dev/null
}

# logins FILE: so many of the quiet guest, in milliseconds
logins() {
  local round began
  for ((round = 0; round < rounds; round++)); do
    began=${EPOCHREALTIME/./}
    in_guest 127.0.0.1 true
    echo $(((${EPOCHREALTIME/./} - began) / 1000)) >>"$1"
  done
}

# The burners end by themselves, whatever becomes of this script.
burn() {
  # shellcheck disable=SC2016 # expanded in the guest
  in_guest 127.0.0.2 'for n in 1 2 3 4; do timeout 600 sh -c "yes >/dev/null" >/dev/null 2>&1 & done
    timeout 600 sh -c "while :; do dd if=/dev/zero of=/root/burn bs=1M count=200 conv=fsync; done" >/dev/null 2>&1 &
    sleep 5; echo burning' >/dev/null
}

quiet() { in_guest 127.0.0.2 'pkill yes; pkill dd; pkill -f burn; rm -f /root/burn; true'; }

# middle FILE: the median of the numbers in it
middle() { sort -n "$1" | awk '{v[NR] = $1} END {print NR % 2 ? v[(NR + 1) / 2] : int((v[NR / 2] + v[NR / 2 + 1]) / 2)}'; }

in_guest 127.0.0.1 true
in_guest 127.0.0.2 true
logins "$work/alone"
burn
logins "$work/beside"
alone=$(middle "$work/alone")
beside=$(middle "$work/beside")
printf 'login, median of %d on %d cores: undisturbed %d ms, beside a guest that burns processor and disk %d ms, ratio %d.%02d\n' \
  "$rounds" "$(nproc)" "$alone" "$beside" $((beside / alone)) $((beside * 100 / alone % 100))
