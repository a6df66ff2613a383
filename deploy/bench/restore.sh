#!/usr/bin/env bash
# from a guest's row to READY, booted against restored, where the time goes, and that the filter came first (bench restore [ROUNDS])
set -Eeuo pipefail
HONEYPOOL_HOME=$(cd "$(dirname "$(realpath "${BASH_SOURCE[0]}")")/../.." && pwd)
rounds=${1:-10}
[[ $# -le 1 && $rounds =~ ^[0-9]{1,3}$ && $((10#$rounds)) -gt 0 ]] || { echo 'bench restore: ROUNDS must be a number from 1 to 999' >&2; exit 2; }
rounds=$((10#$rounds))
# shellcheck source=deploy/bench/parts/world.sh
. "$HONEYPOOL_HOME/deploy/bench/parts/world.sh"
# The target: restore is so many times faster, and takes so many milliseconds at most.
LEAST_RATIO=8
MOST_MILLIS=1800
# A guest goes on with its start after it answers: the next is started once the host is this idle, or after 60 s.
IDLE_PERCENT=15

# listen: has libvirt write down every program that it runs, and QEMU's word when a domain begins to run
listen() {
  local admin="libvirtd+unix:///system?socket=$runtime/libvirt/libvirt-admin-sock"
  trace=$opt_state/libvirt/log/programs.log
  if ! virt-admin -c "$admin" daemon-log-filters '1:util.command' || ! virt-admin -c "$admin" daemon-log-outputs '1:file:/var/log/libvirt/programs.log'; then
    fail 'libvirt could not be told to write down what it runs' 'see the lines above'
  fi
  stdbuf -oL virsh --connect "qemu+unix:///system?socket=$runtime/libvirt/libvirt-sock" qemu-monitor-event --loop --event RESUME >"$opt_state/resumes" 2>&1 &
  record_process resumes $!
}

# ready_guest PROFILE [NOT-THIS]: the id of its READY guest; fails when there is none
ready_guest() {
  api GET 'guests?state=READY' | sed 's/},{/}\n{/g' | grep "\"profile\":\"$1\"" | sed -nE 's/.*"guestId":"([^"]*)".*/\1/p' | grep -vxF "${2:-none}" | head -n 1
}

ready_again() { ready_guest "$1" "$2" >/dev/null 2>&1; }

# host_busy: how much of the processors was in use for a second, in percent
host_busy() {
  { head -n 1 /proc/stat && sleep 1 && head -n 1 /proc/stat; } |
    awk '{ idle[NR] = $5 + $6; for (i = 2; i <= 9; i++) all[NR] += $i } END { printf "%d\n", 100 - 100 * (idle[2] - idle[1]) / (all[2] - all[1]) }'
}

settle() {
  local end=$((EPOCHSECONDS + 60)) busy
  until busy=$(host_busy) && ((busy <= IDLE_PERCENT)) || ((EPOCHSECONDS >= end)); do :; done
  printf '%s\n' "$busy" >>"$work/busy"
}

# field NAME JSON
field() { sed -nE "s/.*\"$1\":\"([^\"]*)\".*/\1/p" <<<"$2"; }

millis() { date -d "${1%:}" +%s%3N; }

# measure PROFILE WAY: has the READY guest of a profile replaced, and takes apart how the next one started
measure() {
  local profile=$1 way=$2 old new guest offset created ready name resumes
  settle
  old=$(ready_guest "$profile")
  offset=$(stat -c %s "$trace")
  resumes=$(wc -l <"$opt_state/resumes")
  api POST "guests/$old/retire" >/dev/null
  await 180 ready_again "$profile" "$old" || fail "no guest of the profile $profile got READY" "$(tail -n 5 "$opt_state/logs/pool.log")"
  new=$(ready_guest "$profile" "$old")
  guest=$(api GET "guests/$new")
  name=$(field name "$guest")
  created=$(millis "$(field createdAt "$guest")")
  ready=$(millis "$(field readyAt "$guest")")
  grep -qE "Guest $name is READY after [0-9]+ ms, $way " < <(tail -n 1 < <(grep "Guest $name is READY" "$opt_state/logs/pool.log")) ||
    fail "the guest $name did not start as $way" "$(grep "$name" "$opt_state/logs/pool.log" | tail -n 3)"
  tail -c "+$((offset + 1))" "$trace" | grep 'About to run' >"$work/programs"
  tail -n "+$((resumes + 1))" "$opt_state/resumes" | grep "for domain '$name'" >"$work/resume" || fail "$name was not seen to begin to run" "$(tail -n 3 "$opt_state/resumes")"
  take_apart "$profile" "$name" "$created" "$ready"
}

# take_apart PROFILE NAME CREATED READY: fails unless the whole filter was there before there was a QEMU
take_apart() {
  local tap first qemu running times
  tap=$(sed -nE 's/.* -A PREROUTING -i ([^ ]+) -j libvirt-J-.*/\1/p' "$work/programs" | tail -n 1)
  times=$(awk -v tap="$tap" -v name="$2" '
    $0 ~ "/ebtables .*" tap "( |$)" {
      if (qemu) late = 1
      if (!first) first = $1 " " $2
      if ($0 ~ "-A PREROUTING -i " tap " -j libvirt-J-" tap "$") in_hook = 1
      if ($0 ~ "-A POSTROUTING -o " tap " -j libvirt-P-" tap "$") out_hook = 1
      if ($0 ~ "-A libvirt-J-" tap " -j DROP$") in_drop = 1
      if ($0 ~ "-A libvirt-P-" tap " -j DROP$") out_drop = 1
    }
    $0 ~ "/qemu-system.* guest=" name "," { qemu = $1 " " $2; qemus++; paused = $0 ~ / -S / }
    END {
      if (tap != "" && in_hook && out_hook && in_drop && out_drop && qemus == 1 && paused && !late) print first "\t" qemu
    }' "$work/programs")
  [[ -n $times && $(wc -l <"$work/resume") -eq 1 ]] || {
    cp "$work/programs" /var/tmp/honeypool-bench-programs.log
    fail "it could not be shown that the filter of $2 was in force before it ran" 'what libvirt ran is in /var/tmp/honeypool-bench-programs.log'
  }
  check_kernel "$tap" "$2"
  first=$(millis "${times%$'\t'*}")
  qemu=$(millis "${times#*$'\t'}")
  running=$(sed -nE 's/^event RESUME at ([0-9]+)\.([0-9]{3}).*/\1\2/p' "$work/resume")
  ((qemu <= running)) || fail "$2 ran before its QEMU was started" 'did a clock leap?'
  printf '%d %d %d %d %d %d\n' $(($4 - $3)) $((first - $3)) $((qemu - first)) $((running - qemu)) $(($4 - running)) \
    "$(grep -cE "tables .*$tap( |\$)" "$work/programs")" >>"$work/$1"
}

# check_kernel TAP NAME: what is in the kernel now, as libvirt has put nothing there since
check_kernel() {
  local rules
  rules=$(ip netns exec "$namespace" ebtables -t nat -L)
  if ! grep -q -- "-i $1 -j libvirt-I-$1" <<<"$rules" || ! grep -q -- "-o $1 -j libvirt-O-$1" <<<"$rules" ||
    [[ $(sed -n "/chain: libvirt-[IO]-$1,/,/^\$/p" <<<"$rules" | grep -c -- '^-j DROP') -ne 2 ]]; then
    fail "the filter of $2 is not in the kernel" "$rules"
  fi
}

# column NUMBER FILE: median, least and most of a column
column() {
  awk -v c="$1" '{ print $c }' "$2" | sort -n |
    awk '{ v[NR] = $1 } END { printf "%d %d %d\n", NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2, v[1], v[NR] }'
}

# tell PROFILE WORD: prints what was measured, and leaves the median in the variable named by the profile
tell() {
  local middle least most parts=() number
  read -r middle least most < <(column 1 "$work/$1")
  printf -v "median_$1" '%d' "$middle"
  for number in 2 3 4 5 6; do parts+=("$(column "$number" "$work/$1" | cut -d' ' -f1)"); done
  printf '%-9s median %6d ms   min %6d ms   max %6d ms   of %d\n' "$2" "$middle" "$least" "$most" "$rounds"
  printf '          of it: overlay and preparation %d ms, network filter %d ms (%d programs), QEMU and memory %d ms, guest until it answers %d ms\n' \
    "${parts[0]}" "${parts[1]}" "${parts[4]}" "${parts[2]}" "${parts[3]}"
}

begin_world
work=$opt_state/bench
mkdir -p "$work"
cat >"$opt_state/etc/pool.yaml" <<'SETTINGS'
honeypool.pool:
  guests: {ready: 1, maximum: 1}
  profiles:
    booted: {start: cold}
    restored: {start: restore}
  default-profile: restored
SETTINGS
start_world 2
for profile in booted restored; do
  await 300 ready_guest "$profile" >/dev/null || fail "no guest of the profile $profile got READY" "$(tail -n 5 "$opt_state/logs/pool.log")"
done
listen
# In turns, so that what else the host does meets both alike. The first of each does not count: the service is warm then.
measure booted BOOTED
measure restored RESTORED
rm "$work"/{booted,restored,busy}
for ((round = 1; round <= rounds; round++)); do
  measure booted BOOTED
  measure restored RESTORED
  say "round $round of $rounds: booted in $(tail -n 1 "$work/booted" | cut -d' ' -f1) ms, restored in $(tail -n 1 "$work/restored" | cut -d' ' -f1) ms"
done
median_booted=0 median_restored=0
tell booted 'boot'
tell restored 'restore'
read -r busy _ busiest < <(column 1 "$work/busy")
printf 'saved memory: %d MB of the disk\n' $(($(du -sk "$opt_state"/pool/slots/*/memory | cut -f1 | sort -n | tail -n 1) / 1024))
printf 'isolation: for each of the %d starts, libvirt had run every command of the filter before it started QEMU (paused), none after, and the filter was in the kernel\n' $((2 * rounds))
printf 'host before the starts: median %d %% busy, most %d %% (a READY guest of the other kind idles meanwhile)\n' "$busy" "$busiest"
printf 'ratio: restore is %d.%02d times faster\n' $((median_booted / median_restored)) $((median_booted * 100 / median_restored % 100))
if ((median_booted >= LEAST_RATIO * median_restored && median_restored <= MOST_MILLIS)); then verdict=reached; else verdict='NOT reached'; fi
printf 'target (at least %d times faster, at most %d ms): %s\n' "$LEAST_RATIO" "$MOST_MILLIS" "$verdict"
