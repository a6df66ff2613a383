# shellcheck shell=bash
# Logins with the client of the host to a Honeypool that runs already, for benchmarks of them.

# begin_logins NAME ROUNDS: checks the arguments of a benchmark; sets state, ssh_port, api_port, work (removed at the end)
begin_logins() {
  state=$HONEYPOOL_STATE
  [[ $2 =~ ^[0-9]{1,4}$ && $2 -gt 0 ]] || { echo "bench $1: ROUNDS must be a number" >&2; exit 2; }
  [[ -r $state/run/ports ]] || { echo "bench $1: nothing runs with the state $state; start it with \"honeypool up --detach\"" >&2; exit 1; }
  # shellcheck disable=SC2034 # for the benchmark
  read -r ssh_port api_port _ <"$state/run/ports"
  work=$(mktemp -d)
  trap 'finish_logins >/dev/null 2>&1 || true; rm -rf "$work"' EXIT
  # shellcheck disable=SC2016 # expanded when the client asks
  printf '#!/bin/sh\nprintf "%%s\\n" "$BENCH_PASSWORD"\n' >"$work/askpass"
  chmod 700 "$work/askpass"
  export SSH_ASKPASS=$work/askpass SSH_ASKPASS_REQUIRE=force
}

# finish_logins: what a benchmark has to put in order at its end
finish_logins() { :; }

# run_as_root PASSWORD HOST PORT COMMAND [SSH OPTION...]: one login, one command
run_as_root() {
  BENCH_PASSWORD=$1 timeout 120 ssh -F none -p "$3" -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR \
    -o PreferredAuthentications=password -o NumberOfPasswordPrompts=1 "${@:5}" "root@$2" "$4" </dev/null
}

# time_login FILE PASSWORD HOST PORT [SSH OPTION...]: adds how long a login with "true" takes, in milliseconds
time_login() {
  local began=${EPOCHREALTIME/./}
  run_as_root "$2" "$3" "$4" true "${@:5}"
  echo $(((${EPOCHREALTIME/./} - began) / 1000)) >>"$1"
}

# middle FILE: the median of the numbers in it
middle() { sort -n "$1" | awk '{v[NR] = $1} END {print NR % 2 ? v[(NR + 1) / 2] : int((v[NR / 2] + v[NR / 2 + 1]) / 2)}'; }

# ratio A B: in hundredths
ratio() { printf '%d.%02d' $(($1 / $2)) $(($1 * 100 / $2 % 100)); }
