#!/usr/bin/env bash
# ssh HOST true: through the sensor against straight to the guest, of what runs with this state (bench login [ROUNDS])
set -euo pipefail
# shellcheck source=deploy/bench/parts/logins.sh
. "$(dirname "$(realpath "${BASH_SOURCE[0]}")")/parts/logins.sh"
rounds=${1:-15}
begin_logins login "$rounds"

attacker_password=bench-$RANDOM$RANDOM
run_as_root "$attacker_password" 127.0.0.1 "$ssh_port" true
guest=$(printf 'Authorization: Bearer %s' "$(cat "$state/tokens/viewer.token")" |
  curl -fs -H @- "http://127.0.0.1:$api_port/api/v1/leases?sourceAddress=127.0.0.1" |
  grep -o '"address":"[^"]*"' | head -n 1 | cut -d'"' -f4)
guest_password=$(sed -n 's/.*"account".*"password": *"\([^"]*\)".*/\1/p' "$state"/images/*/image.json | head -n 1)
[[ -n $guest && -n $guest_password ]] || { echo "bench login: no guest was found to compare with" >&2; exit 1; }

# In turns, so that what else the host does meets both alike.
for ((round = 0; round < rounds; round++)); do
  time_login "$work/direct" "$guest_password" "$guest" 22
  time_login "$work/sensor" "$attacker_password" 127.0.0.1 "$ssh_port"
done
direct=$(middle "$work/direct")
sensor=$(middle "$work/sensor")
printf 'login, median of %d: direct %d ms, through the sensor %d ms, ratio %s\n' "$rounds" "$direct" "$sensor" "$(ratio "$sensor" "$direct")"
