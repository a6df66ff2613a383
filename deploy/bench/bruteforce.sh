#!/usr/bin/env bash
# hydra and ncrack from many sources: every password one event, no error, flat memory (bench bruteforce [ATTEMPTS])
set -Eeuo pipefail
HONEYPOOL_HOME=$(cd "$(dirname "$(realpath "${BASH_SOURCE[0]}")")/../.." && pwd)
attempts=${1:-50000}
[[ $# -le 1 && $attempts =~ ^[0-9]{1,6}$ && $((10#$attempts)) -ge 200 ]] || { echo 'bench bruteforce: ATTEMPTS must be a number from 200 to 999999' >&2; exit 2; }
attempts=$((10#$attempts))
# shellcheck source=deploy/bench/parts/sensor.sh
. "$HONEYPOOL_HOME/deploy/bench/parts/sensor.sh"
# Attackers at the same time, each in a network of its own, and what one source tries before the next one comes.
ATTACKERS=4
PER_SOURCE=$((attempts >= 4000 ? 500 : attempts / 8))
HYDRA_TASKS=64
NCRACK_TASKS=8
# What memory may grow by: resident, and live on the heap.
MOST_RESIDENT_KIB=20480
MOST_HEAP_KIB=4096

# unhurried: what would make attackers wait, or send them away, is set aside
unhurried() {
  cat <<'EOF'
  auth.failure-delay: 0s
  admission.exempt: 0.0.0.0/0,::/0
EOF
}

# make_network NUMBER: a namespace with one link to the sensor and addresses to come from
make_network() {
  local space=$namespace-$1 address
  ip netns add "$space"
  ip link add "hb$1-$id" type veth peer name eth0 netns "$space"
  ip address add "$(network "$1").1/24" dev "hb$1-$id"
  ip link set "hb$1-$id" up
  for ((address = 2; address <= 250; address++)); do printf 'address add %s.%d/24 dev eth0\n' "$(network "$1")" "$address"; done |
    ip -netns "$space" -batch -
  ip -netns "$space" link set eth0 up
}

network() { printf '10.87.%d' $((200 + $1)); }

remove_networks() {
  local number
  for ((number = 0; number < ATTACKERS; number++)); do
    ip link delete "hb$number-$id" 2>/dev/null
    ip netns delete "$namespace-$number" 2>/dev/null
  done
}

# attacker NUMBER FIRST LAST: comes from one address after the other, every fifth time with ncrack
attacker() {
  local space=$namespace-$1 to source words tool
  to=$(network "$1").1
  for ((source = $2; source <= $3; source++)); do
    words=$opt_state/work/words-$1-$source
    ip -netns "$space" route replace "$(network "$1").0/24" dev eth0 src "$(network "$1").$((2 + source % 249))"
    tool=hydra
    if (((source + $1) % 5 == 4)); then tool=ncrack; fi
    seq -f "${tool:0:1}$1x${source}x%.0f" "$PER_SOURCE" >"$words"
    (cd "$opt_state/work" && "attack_with_$tool" "$space" "$to" "$words" >"$words.$tool" 2>&1) || true
  done
}

attack_with_hydra() {
  timeout 120 ip netns exec "$1" hydra -I -t "$HYDRA_TASKS" -l admin -P "$3" -s "$opt_ssh_port" "ssh://$2"
}

attack_with_ncrack() {
  timeout 120 ip netns exec "$1" ncrack -T5 -g "CL=$NCRACK_TASKS,to=15m" --user admin -P "$3" "ssh://$2:$opt_ssh_port"
}

# passwords: every password that an event names, as often as it does
passwords() { grep -F '"eventid":"cowrie.login.failed"' "$events" | sed -nE 's/.*"password":"([hn][0-9]+x[0-9]+x[0-9]+)".*/\1/p'; }

count() { grep -cF "\"eventid\":\"$1\"" "$events" || true; }

all_closed() { [[ $(count cowrie.session.connect) -eq $(count cowrie.session.closed) ]]; }

# round FIRST LAST: these sources of each attacker
round() {
  local number pids=()
  for ((number = 0; number < ATTACKERS; number++)); do
    attacker "$number" "$1" "$2" &
    pids+=($!)
  done
  wait "${pids[@]}"
  await 60 all_closed || true
}

begin_sensor_world
trap 'trap - ERR; set +e; remove_networks; end_sensor_world' EXIT
mkdir -p "$opt_state/work"
start_sensor "$(unhurried)"
events=$opt_state/sensor/events/events.jsonl
for ((number = 0; number < ATTACKERS; number++)); do make_network "$number"; done
last=$((attempts / PER_SOURCE / ATTACKERS - 1))

# The first sources warm the sensor up; what memory was before is asked after them.
round 0 0
heap_before=$(heap)
resident_before=$(resident)
began=$EPOCHSECONDS
round 1 "$last"
seconds=$((EPOCHSECONDS - began))
heap_after=$(heap)
resident_after=$(resident)

cd "$opt_state/work"
find . -name 'words-*' ! -name '*[a-z]' -exec cat {} + | sort >tried
passwords | sort >told
printf 'attempts  %d from %d sources (hydra %d, ncrack %d runs); the last %d in %d s, %d a second\n' \
  "$(wc -l <tried)" $(((last + 1) * ATTACKERS)) "$(find . -name '*.hydra' | wc -l)" "$(find . -name '*.ncrack' | wc -l)" \
  $((last * ATTACKERS * PER_SOURCE)) "$seconds" $((last * ATTACKERS * PER_SOURCE / (seconds > 0 ? seconds : 1)))
printf 'sessions  %d opened, %d closed; %d threads\n' "$(count cowrie.session.connect)" "$(count cowrie.session.closed)" "$(find "/proc/$sensor/task" -mindepth 1 -maxdepth 1 | wc -l)"
printf 'memory    heap in use %d KiB before, %d KiB after; resident %d KiB before, %d KiB after\n' "$heap_before" "$heap_after" "$resident_before" "$resident_after"
comm -23 tried <(uniq told) >lost
grep -E ' (WARN|ERROR) |Exception' "$opt_state/logs/sensor.log" >complaints || true
head -n 5 lost complaints
verdict 'passwords tried that no event tells' "$(wc -l <lost)" 0
verdict 'passwords of hydra told more than once' "$(uniq -d told | grep -c '^h' || true)" 0
printf 'ncrack    sends again what a connection was cut off under: %d passwords told more than once\n' "$(uniq -d told | grep -c '^n' || true)"
verdict 'sessions opened and not closed' $(($(count cowrie.session.connect) - $(count cowrie.session.closed))) 0
verdict 'warnings and errors in the log' "$(wc -l <complaints)" 0
verdict 'growth of the heap, KiB' $((heap_after - heap_before)) "$MOST_HEAP_KIB"
verdict 'growth of resident memory, KiB' $((resident_after - resident_before)) "$MOST_RESIDENT_KIB"
[[ $missed == no ]]
