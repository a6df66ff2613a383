#!/usr/bin/env bash
# hydra, ncrack and paramiko from many sources: every try one event, no error, flat memory (bench bruteforce [ATTEMPTS])
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
# When the server has ended all its connections, which is after six tries of each, hydra waits for so many seconds; 32 if
# nobody tells it another number.
HYDRA_WAIT=5
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

# attacker NUMBER FIRST LAST: comes from one address after the other, every fifth time with ncrack and every fifth with
# paramiko, which tells what it sends
attacker() {
  local space=$namespace-$1 to source words tool
  to=$(network "$1").1
  for ((source = $2; source <= $3; source++)); do
    words=$opt_state/work/words-$1-$source
    ip -netns "$space" route replace "$(network "$1").0/24" dev eth0 src "$(network "$1").$((2 + source % 249))"
    tool=hydra
    case $(((source + $1) % 5)) in
      1) tool=paramiko ;;
      4) tool=ncrack ;;
    esac
    seq -f "${tool:0:1}$1x${source}x%.0f" "$PER_SOURCE" >"$words"
    (cd "$opt_state/work" && "attack_with_$tool" "$space" "$to" "$words" >"$words.$tool" 2>&1) || true
  done
}

attack_with_hydra() {
  timeout 120 ip netns exec "$1" hydra -I -w "$HYDRA_WAIT" -t "$HYDRA_TASKS" -l admin -P "$3" -s "$opt_ssh_port" "ssh://$2"
}

attack_with_ncrack() {
  timeout 120 ip netns exec "$1" ncrack -T5 -g "CL=$NCRACK_TASKS,to=15m" --user admin -P "$3" "ssh://$2:$opt_ssh_port"
}

# The distribution's Python, which has the package.
attack_with_paramiko() {
  timeout 120 ip netns exec "$1" /usr/bin/python3 -W ignore "$HONEYPOOL_HOME/deploy/bench/parts/guesses.py" "$2" "$opt_ssh_port" admin "$3"
}

# list_told: session and password of every event that names a password of ours, in the order of the events
list_told() {
  grep -F '"eventid":"cowrie.login.failed"' "$events" |
    awk 'match($0, /"session":"[^"]*"/) { session = substr($0, RSTART + 11, RLENGTH - 12) }
      match($0, /"password":"[hnp][0-9]+x[0-9]+x[0-9]+"/) { print session, substr($0, RSTART + 12, RLENGTH - 13) }'
}

# list_again FILE: of what list_told printed, each password that was told before, and how: "after-end" if the connection
# that it was told in before ended upon it, as a client cannot tell then whether it was tried and sends it again in its
# next connection (so do hydra and ncrack after the last try of each); "twice" if it was told twice in one connection, or
# the connection before went on after it, as no client sends it again then
list_again() {
  awk '{ session[NR] = $1; password[NR] = $2; last[$1] = NR }
    END {
      for (i = 1; i <= NR; i++) {
        before = told[password[i]]
        if (before) print (last[session[before]] == before && session[before] != session[i] ? "after-end" : "twice"), password[i]
        told[password[i]] = i
      }
    }' "$1"
}

count() { grep -cF "\"eventid\":\"$1\"" "$events" || true; }

all_closed() { [[ $(count cowrie.session.connect) -eq $(count cowrie.session.closed) ]]; }

# settled: the sensor's resident memory in KiB, without what it gives back by itself within ten seconds
settled() {
  "$JAVA_HOME/bin/jcmd" "$sensor" System.trim_native_heap >/dev/null
  resident
}

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
trap 'status=$?; trap - ERR; set +e; remove_networks; end_sensor_world "$status"' EXIT
mkdir -p "$opt_state/work"
start_direct
start_sensor "$(unhurried)"
events=$opt_state/sensor/events/events.jsonl
for ((number = 0; number < ATTACKERS; number++)); do make_network "$number"; done
last=$((attempts / PER_SOURCE / ATTACKERS - 1))

# The first sources warm the sensor up; what memory was before is asked after them.
round 0 0
heap_before=$(heap)
resident_before=$(settled)
began=$EPOCHSECONDS
round 1 "$last"
seconds=$((EPOCHSECONDS - began))
heap_after=$(heap)
resident_after=$(settled)

cd "$opt_state/work"
find . -name 'words-*' ! -name '*[a-z]' -exec cat {} + | sort >tried
list_told >told
list_again told >again
printf 'attempts  %d from %d sources (hydra %d, ncrack %d, paramiko %d runs); the last %d in %d s, %d a second\n' \
  "$(wc -l <tried)" $(((last + 1) * ATTACKERS)) "$(find . -name '*.hydra' | wc -l)" "$(find . -name '*.ncrack' | wc -l)" "$(find . -name '*.paramiko' | wc -l)" \
  $((last * ATTACKERS * PER_SOURCE)) "$seconds" $((last * ATTACKERS * PER_SOURCE / (seconds > 0 ? seconds : 1)))
printf 'sessions  %d opened, %d closed; %d threads\n' "$(count cowrie.session.connect)" "$(count cowrie.session.closed)" "$(find "/proc/$sensor/task" -mindepth 1 -maxdepth 1 | wc -l)"
printf 'memory    heap in use %d KiB before, %d KiB after; resident %d KiB before, %d KiB after\n' "$heap_before" "$heap_after" "$resident_before" "$resident_after"
comm -23 tried <(cut -d ' ' -f 2 told | sort -u) >lost
grep '^twice' again >twice || true
diff <(find . -name 'words-*.paramiko' -exec cat {} + | sort) <(cut -d ' ' -f 2 told | grep '^p' | sort) >miscounted || true
grep -E ' (WARN|ERROR) |Exception' "$opt_state/logs/sensor.log" >complaints || true
head -n 5 lost twice miscounted complaints
verdict 'passwords tried that no event tells' "$(wc -l <lost)" 0
verdict 'tries told twice' "$(wc -l <twice)" 0
verdict 'tries of paramiko that are not one event each' "$(grep -c '^[<>]' miscounted || true)" 0
printf 'tries     %d told; sent again after a connection that ended upon them: %d by hydra, %d by ncrack\n' \
  "$(wc -l <told)" "$(grep -c '^after-end h' again || true)" "$(grep -c '^after-end n' again || true)"
verdict 'sessions opened and not closed' $(($(count cowrie.session.connect) - $(count cowrie.session.closed))) 0
verdict 'warnings and errors in the log' "$(wc -l <complaints)" 0
verdict 'growth of the heap, KiB' $((heap_after - heap_before)) "$MOST_HEAP_KIB"
verdict 'growth of resident memory, KiB' $((resident_after - resident_before)) "$MOST_RESIDENT_KIB"
[[ $missed == no ]]
