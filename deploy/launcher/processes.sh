# shellcheck shell=bash
# Processes by name: run/NAME.pid holds "PID START-TIME", so that a reused process id is never taken for ours.

# start_time PID: when it started, in ticks since boot (field 22 of /proc/PID/stat); fails when there is none
start_time() {
  local stat
  { stat=$(<"/proc/$1/stat"); } 2>/dev/null || return 1
  stat=${stat##*) }
  # a zombie has ended, whatever its parent does
  [[ ${stat%% *} != Z ]] || return 1
  # shellcheck disable=SC2086 # the fields are wanted one by one
  set -- $stat
  printf '%s' "${20}"
}

# record_process NAME PID: also of one that has ended already, so that its death is seen
record_process() {
  local started
  started=$(start_time "$2") || started=ended
  printf '%s %s\n' "$2" "$started" >"$opt_state/run/$1.pid"
}

# process_id NAME: prints the process id when it still runs; fails otherwise
process_id() {
  local pid started now
  { read -r pid started <"$opt_state/run/$1.pid"; } 2>/dev/null || return 1
  now=$(start_time "$pid") && [[ $now == "$started" ]] || return 1
  printf '%s' "$pid"
}

# stop_process NAME SIGNAL SECONDS: signals it, waits, then kills it
stop_process() {
  local name=$1 pid
  if pid=$(process_id "$name"); then
    kill "-$2" "$pid" 2>/dev/null || true
    if ! await "$3" process_gone "$name"; then
      warn "$name (process $pid) did not stop within $3 s and is killed"
      kill -KILL "$pid" 2>/dev/null || true
      await 5 process_gone "$name" || warn "$name (process $pid) is still there"
    fi
  fi
  rm -f "$opt_state/run/$name.pid"
}

process_gone() { ! process_id "$1" >/dev/null; }

# await SECONDS COMMAND...: until it succeeds; fails after SECONDS
await() {
  local end=$((EPOCHSECONDS + $1))
  shift
  until "$@"; do
    [[ $EPOCHSECONDS -lt $end ]] || return 1
    sleep 0.1
  done
}

port_taken() { [[ -n $(ss -Htln "sport = :$1" 2>/dev/null) ]]; }
