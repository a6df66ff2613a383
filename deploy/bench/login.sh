#!/usr/bin/env bash
# ssh HOST true: through the sensor against straight to the guest, of what runs with this state (bench login [ROUNDS])
set -euo pipefail

rounds=${1:-15}
state=$HONEYPOOL_STATE
[[ $rounds =~ ^[0-9]{1,4}$ && $rounds -gt 0 ]] || { echo "bench login: ROUNDS must be a number" >&2; exit 2; }
[[ -r $state/run/ports ]] || { echo "bench login: nothing runs with the state $state; start it with \"honeypool up --detach\"" >&2; exit 1; }
read -r ssh_port api_port <"$state/run/ports"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# shellcheck disable=SC2016 # expanded when the client asks
printf '#!/bin/sh\nprintf "%%s\\n" "$BENCH_PASSWORD"\n' >"$work/askpass"
chmod 700 "$work/askpass"
export SSH_ASKPASS=$work/askpass SSH_ASKPASS_REQUIRE=force

# login PASSWORD HOST PORT: one login, in milliseconds
login() {
  local began=${EPOCHREALTIME/./}
  BENCH_PASSWORD=$1 ssh -F none -p "$3" -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR \
    -o PreferredAuthentications=password -o NumberOfPasswordPrompts=1 "root@$2" true </dev/null
  echo $(((${EPOCHREALTIME/./} - began) / 1000))
}

# middle FILE: the median of the numbers in it
middle() { sort -n "$1" | awk '{v[NR] = $1} END {print NR % 2 ? v[(NR + 1) / 2] : int((v[NR / 2] + v[NR / 2 + 1]) / 2)}'; }

attacker_password=bench-$RANDOM$RANDOM
login "$attacker_password" 127.0.0.1 "$ssh_port" >/dev/null
guest=$(printf 'Authorization: Bearer %s' "$(cat "$state/tokens/viewer.token")" |
  curl -fs -H @- "http://127.0.0.1:$api_port/api/v1/leases?sourceAddress=127.0.0.1" |
  grep -o '"address":"[^"]*"' | head -n 1 | cut -d'"' -f4)
guest_password=$(sed -n 's/.*"account".*"password": *"\([^"]*\)".*/\1/p' "$state"/images/*/image.json | head -n 1)
[[ -n $guest && -n $guest_password ]] || { echo "bench login: no guest was found to compare with" >&2; exit 1; }

# In turns, so that what else the host does meets both alike.
for ((round = 0; round < rounds; round++)); do
  login "$guest_password" "$guest" 22 >>"$work/direct"
  login "$attacker_password" 127.0.0.1 "$ssh_port" >>"$work/sensor"
done
direct=$(middle "$work/direct")
sensor=$(middle "$work/sensor")
printf 'login, median of %d: direct %d ms, through the sensor %d ms, ratio %d.%02d\n' \
  "$rounds" "$direct" "$sensor" $((sensor / direct)) $((sensor * 100 / direct % 100))
