#!/usr/bin/env bash
# logins to one guest while another burns processor and disk, against undisturbed ones (bench neighbour [ROUNDS])
set -euo pipefail
# shellcheck source=deploy/bench/parts/logins.sh
. "$(dirname "$(realpath "${BASH_SOURCE[0]}")")/parts/logins.sh"
rounds=${1:-10}
begin_logins neighbour "$rounds"
password=bench-$RANDOM$RANDOM

# in_guest SOURCE COMMAND: runs in the guest of a source address
in_guest() { run_as_root "$password" 127.0.0.1 "$ssh_port" "$2" -b "$1"; }

# logins FILE: so many of the quiet guest
logins() {
  local round
  for ((round = 0; round < rounds; round++)); do time_login "$1" "$password" 127.0.0.1 "$ssh_port" -b 127.0.0.1; done
}

# The burners end by themselves, whatever becomes of this script.
burn() {
  # shellcheck disable=SC2016 # expanded in the guest
  in_guest 127.0.0.2 'for n in 1 2 3 4; do timeout 600 sh -c "yes >/dev/null" >/dev/null 2>&1 & done
    timeout 600 sh -c "while :; do dd if=/dev/zero of=/root/burn bs=1M count=200 conv=fsync; done" >/dev/null 2>&1 &
    sleep 5; echo burning' >/dev/null
}

finish_logins() { in_guest 127.0.0.2 'pkill yes; pkill dd; pkill -f burn; rm -f /root/burn; true'; }

in_guest 127.0.0.1 true
in_guest 127.0.0.2 true
logins "$work/alone"
burn
logins "$work/beside"
alone=$(middle "$work/alone")
beside=$(middle "$work/beside")
printf 'login, median of %d on %d cores: undisturbed %d ms, beside a guest that burns processor and disk %d ms, ratio %s\n' \
  "$rounds" "$(nproc)" "$alone" "$beside" "$(ratio "$beside" "$alone")"
