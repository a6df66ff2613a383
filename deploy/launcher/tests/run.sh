#!/usr/bin/env bash
# The launcher's own checks: each a command line and what it must answer. Prints failures, writes "PASSED FAILED" to the
# file named by its argument, and ends with 1 when one failed.
set -uo pipefail
HONEYPOOL_HOME=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
result=${1:-/dev/null}
work=$(mktemp -d -p /var/tmp --suffix=-honeypool-launcher)
trap 'rm -rf --one-file-system "$work"' EXIT
passed=0 failed=0

# expect WHAT STATUS PATTERN COMMAND...: the command ends with STATUS and its output matches the extended expression
expect() {
  local what=$1 status=$2 pattern=$3 output actual
  shift 3
  output=$("$@" 2>&1)
  actual=$?
  if [[ $actual -eq $status ]] && grep -Eq -- "$pattern" <<<"$output"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    printf 'FAILED: %s\n  wanted status %s and /%s/, got status %s and:\n%s\n' "$what" "$status" "$pattern" "$actual" "$output"
  fi
}

honeypool() { "$HONEYPOOL_HOME/honeypool" --state "$work/state" "$@"; }

# part COMMAND...: one of the launcher's functions, in a shell of its own
part() {
  (
    for file in log options processes packages jdk state kernel netns internet libvirt services watch sensor tests; do
      # shellcheck source=/dev/null
      . "$HONEYPOOL_HOME/deploy/launcher/$file.sh"
    done
    # shellcheck source=/dev/null
    . "$HONEYPOOL_HOME/deploy/image/recipe.sh"
    # shellcheck disable=SC2034 # the parts read it
    opt_state=$work/state
    "$@"
  )
}

check_command_line() {
  expect 'help is printed' 0 'honeypool up \[--detach\]' honeypool help
  expect 'the version is printed' 0 '^honeypool [0-9]' honeypool version
  expect 'an unknown command is refused' 2 "unknown command 'frobnicate'" honeypool frobnicate
  expect 'an unknown option is refused' 2 "unknown option '--frobnicate'" honeypool up --frobnicate
  expect 'an option without its value is refused' 2 '--ssh-port needs a value' honeypool up --ssh-port
  expect 'a port out of range is refused' 2 'must be a number from 1 to 65535' honeypool up --ssh-port=70000
  expect 'a word where a number belongs is refused' 2 "not 'many'" honeypool up --guests many
  expect 'a state with a quote is refused' 2 'must not be empty' honeypool up --state "/tmp/it's"
  expect 'a foreign database is named by a JDBC URL' 2 'must begin with jdbc:postgresql:' honeypool up --database-url postgres://x
  expect 'up takes no argument' 2 "takes no argument 'now'" honeypool up now
  expect 'the unit tests know no faults' 2 '--unit and --faults exclude each other' honeypool test --unit --faults
  expect 'fuzzing goes alone' 2 '--fuzz and --unit exclude each other' honeypool test --fuzz 5 --unit
  expect 'fuzzing takes seconds' 2 '--fuzz must be a number from 1' honeypool test --fuzz 0
  expect 'fuzzing takes no word' 2 "takes no argument 'long'" honeypool test --fuzz long
  expect 'fuzz tests are found by class and method' 0 '^io.honeypool.proxy.ssh.SshMessagesFuzzTests beforeLogin$' part list_fuzz_tests "$HONEYPOOL_HOME/proxy-service/src/test/java"
  printf '#7\tNEW    cov: 3 ft: 4\n#21\tDONE   cov: 5 ft: 9 corp: 2/3b\n' >"$work/fuzz.log"
  expect 'a fuzz test is told in figures' 0 '^21 executions, 5 places' part fuzz_figures "$work/fuzz.log"
  expect 'an unknown log is refused' 2 "there is no log 'kernel'" honeypool logs kernel
  expect 'an unknown image command is refused' 2 "unknown image command 'bake'" honeypool image bake
  expect 'a persona of no server is refused' 2 'persona takes' honeypool persona capture
  expect 'a benchmark of what does not run says so' 1 'bench neighbour: nothing runs with the state' honeypool bench neighbour
  expect 'an unknown benchmark is refused' 2 "there is no benchmark '../x'" honeypool bench ../x
  expect 'what the benchmarks share is none' 2 'there is no benchmark' honeypool bench parts/world
  expect 'benchmarks are listed with what they do' 0 '^restore +[a-z]' honeypool bench
  expect 'rounds that are no number are refused' 2 'ROUNDS must be a number' honeypool bench restore many
  expect 'no rounds are refused' 2 'ROUNDS must be a number' honeypool bench restore 0
  expect 'more than rounds is refused' 2 'ROUNDS must be a number' honeypool bench restore 1 2
  expect 'too small a transfer is refused' 2 'must be a number from 10 ' honeypool bench ssh 1
  expect 'too few attempts are refused' 2 'must be a number from 200 ' honeypool bench bruteforce many
  expect 'too little for both ways is refused' 2 'must be a number from 100 ' honeypool bench transfer 1
  expect 'too little for the gateway is refused' 2 'must be a number from 50 ' honeypool bench gateway 1
  expect 'too short a measurement is refused' 2 'must be a number from 5' honeypool bench lease 1
}

check_sensors() {
  expect 'a sensor without a name is not enrolled' 2 'sensor enroll takes one name' honeypool sensor enroll
  expect 'nor is one with an odd name' 2 "not 'a b'" honeypool sensor enroll 'a b'
  expect 'an unknown sensor command is refused' 2 'sensor takes enroll NAME' honeypool sensor expel edge
  expect 'joining needs a string' 2 'sensor join takes the string' honeypool sensor join
  # shellcheck disable=SC2016 # expanded by the function's own shell
  expect 'a dash in its place is no option' 0 '^sensor join -$' part eval 'parse_options sensor join -; echo "${arguments[*]}"'
  expect 'where there is no pool nobody is enrolled' 1 'there is no .*/tokens/operator.token' honeypool sensor enroll edge
  expect 'one of two things can be left out' 2 "takes pool or sensor, not 'both'" honeypool up --only both
  expect 'a host is a name or an address' 2 'takes a host name or an address' honeypool up --remote-host 'a b'
  expect 'where sensors come to is told to the pool' 0 '^remote: enabled: true host: pool.example api-port: 8422 gateway: port: 8423$' part eval 'opt_remote_host=pool.example; remote_settings | xargs'
  expect 'where none come nothing is' 0 '^$' part remote_settings
  expect 'the sensor has an account of its own' 0 '^honeypool-sensor honeypool$' part eval '{ account_of sensor; echo; account_of pool; } | xargs'
  # shellcheck disable=SC2016 # expanded by the function's own shell
  expect 'what belongs to another is given to the service, links are not followed' 0 '^daemon root$' part eval 'mkdir -p "$opt_state/given"; ln -sf /etc/hostname "$opt_state/given/link"; touch "$opt_state/given/file"; give_contents daemon "$opt_state/given"; stat -c %U "$opt_state/given/file" /etc/hostname | xargs'
  # shellcheck disable=SC2016
  expect 'settings that a service cannot read are named' 1 'the sensor, which runs as daemon, cannot read .*/etc/sensor.yaml' part eval 'SENSOR_ACCOUNT=daemon; mkdir -p "$opt_state/etc"; chmod 711 "$opt_state/.." "$opt_state"; (umask 077 && touch "$opt_state/etc/sensor.yaml"); check_own_settings sensor'
  # shellcheck disable=SC2016 # expanded by the function's own shell
  expect 'a field of an answer is read' 0 '^honeypool-join:a@b:1/c/d$' part eval 'answer='"'"'{"name":"a","join":"honeypool-join:a@b:1/c/d","expiresAt":"x"}'"'"'; field join'
}

check_internet_option() {
  local ours='guest_cidr=10.99.0.0/24 link_guest=169.254.0.2 host_link=hp-x;'
  expect 'the link to the internet is an interface' 2 "takes the name of a network interface, not 'a b'" honeypool up --internet 'a b'
  expect 'rates are four numbers' 2 "takes four numbers such as 256,400,10,100, not '1,2'" honeypool up --internet-rates 1,2
  expect 'none of them is zero' 2 'takes four numbers' honeypool up --internet-rates 256,0,10,100
  expect 'a link that is not there is refused' 1 'there is no network interface nolink0' part eval 'opt_internet=nolink0; check_internet'
  expect 'without a link nothing goes out' 0 '^$' part eval "$ours outward_chains; outward_rules; host_forwarding; host_translation"
  expect 'with one it goes through that link alone' 0 '^iifname hp-x oifname eth9 ip saddr 169.254.0.2 accept iifname eth9 oifname hp-x ct direction reply ct state established,related accept$' part eval "$ours opt_internet=eth9; host_forwarding | xargs"
  expect 'and at the rates that were given' 0 'limit rate over 7 kbytes/second burst 14 kbytes.*ct count over 5 ' part eval "$ours opt_internet=eth9 opt_internet_rates=7,20,3,5; outward_chains | xargs"
}

check_nothing_runs() {
  expect 'down without a run is no error' 0 'nothing runs' honeypool down
  expect 'status without a run says so' 3 'nothing runs' honeypool status
  expect 'status without a run is JSON all the same' 3 '^\{"state":.*"running":false,"ready":false,.*\}$' honeypool status --json
  expect 'the log of nothing is an error' 1 'yet' honeypool logs pool
}

check_processes() {
  mkdir -p "$work/state/run"
  sleep 600 &
  local pid=$!
  expect 'a recorded process is found' 0 "^$pid\$" part eval "record_process x $pid; process_id x"
  expect 'a process id of another start is not taken for it' 1 '' part eval "printf '%s 1\n' $pid >\"\$opt_state/run/x.pid\"; process_id x"
  expect 'and is not killed' 0 '' part eval "stop_process x TERM 1; kill -0 $pid"
  expect 'a recorded process is stopped' 0 '' part eval "record_process x $pid; stop_process x TERM 5; ! kill -0 $pid 2>/dev/null || [[ \$(ps -o stat= -p $pid) == Z* ]]"
  expect 'text becomes a JSON string' 0 '^"a\\"b\\\\c\\nd\\u0001"$' part json_string $'a"b\\c\nd\x01'
  expect 'the state names what belongs to it' 0 '^[0-9a-f]{6}$' part state_id
}

check_restarts() {
  # shellcheck disable=SC2016 # expanded by the function's own shell
  expect 'a service that dies again and again is started ever later' 0 '^0 2 4 8 16 32 60 60$' part eval 'for n in 1 2 3 4 5 6 7 80; do restart_pause $n; echo; done | xargs'
  # shellcheck disable=SC2016
  local launching='launch() { sleep 600 >/dev/null 2>&1 & record_process "$1" $!; }; launch pool; first=$(process_id pool); kill -KILL "$first"; await 5 process_gone pool;'
  # shellcheck disable=SC2016
  expect 'a service that was killed is started again' 0 'pool is started again \(process [0-9]+\)' part eval "$launching"' keep_running pool; stop_process pool KILL 5'
  # shellcheck disable=SC2016
  expect 'and how it ended is said, and where to look' 0 'pool \(process [0-9]+\) was killed by signal 9 and is started again at once; see .*/logs/pool.log' part eval "$launching"' keep_running pool; stop_process pool KILL 5'
  # shellcheck disable=SC2016
  expect 'one that dies again at once waits' 1 'started again in 2 s' part eval "$launching"' keep_running pool; kill -KILL "$(process_id pool)"; await 5 process_gone pool; keep_running pool; process_id pool'
  # shellcheck disable=SC2016
  expect 'one that ran for minutes is started at once' 0 'again at once' part eval "$launching"' restart_deaths[pool]=5 restart_since[pool]=$((EPOCHSECONDS - 200)); keep_running pool; stop_process pool KILL 5'
}

check_kernel() {
  local ours
  mkdir -p "$work/runtimes"
  # shellcheck disable=SC2016 # expanded by the function's own shell
  ours="RUNTIMES=$work/runtimes; RCU_SWITCH=$work/switch;"' show() { cat "$RCU_SWITCH"; }; echo 0 >"$RCU_SWITCH"; '
  expect 'grace periods are expedited, and back as they were' 0 '^1 0$' part eval "$ours"'{ expedite_kernel >/dev/null; show; calm_kernel; show; } | xargs'
  expect 'they are left alone on request' 0 '^0 0$' part eval "$ours"'opt_leave_kernel=yes; { expedite_kernel; show; calm_kernel; show; } | xargs'
  # shellcheck disable=SC2016
  expect 'what the operator expedited stays so' 0 '^1 1$' part eval "$ours"'echo 1 >"$RCU_SWITCH"; { expedite_kernel; show; calm_kernel; show; } | xargs'
  # shellcheck disable=SC2016
  expect 'they stay so for another Honeypool' 0 '^1 0$' part eval "$ours"'expedite_kernel >/dev/null; mkdir -p "$RUNTIMES/other/libvirt"; { calm_kernel; show; rm -r "$RUNTIMES/other"; calm_kernel; show; } | xargs'
  # shellcheck disable=SC2016
  expect 'a kernel without the switch is no error' 0 '^$' part eval "$ours"'RCU_SWITCH=$RUNTIMES/none; expedite_kernel; calm_kernel'
}

check_recipes() {
  cp -r "$HONEYPOOL_HOME"/deploy/image/debian-12* "$work/"
  expect 'the default recipe is sound' 0 '^web01$' part eval "read_recipe '$work/debian-12.recipe'; echo \${recipe[hostname]}"
  expect 'the same recipe has the same hash elsewhere' 0 "^$(part recipe_hash "$HONEYPOOL_HOME/deploy/image/debian-12.recipe")\$" part recipe_hash "$work/debian-12.recipe"
  printf 'x\n' >>"$work/debian-12/files/etc/motd"
  expect 'a changed file changes the hash' 1 '' part eval "[[ \$(recipe_hash '$work/debian-12.recipe') == \$(recipe_hash '$HONEYPOOL_HOME/deploy/image/debian-12.recipe') ]]"
  printf 'telnetd busybox\n' >>"$work/debian-12.recipe"
  expect 'a recipe may name another Telnet server' 0 '^busybox$' part eval "read_recipe '$work/debian-12.recipe'; echo \${recipe[telnetd]}"
  printf 'telnetd netkit\n' >>"$work/debian-12.recipe"
  expect 'but not any' 1 'must be inetutils or busybox' part eval "read_recipe '$work/debian-12.recipe'"
  sed -i '/^telnetd/d' "$work/debian-12.recipe"
  printf 'colour blue\n' >>"$work/debian-12.recipe"
  expect 'an unknown setting of a recipe is refused' 1 "unknown setting 'colour'" honeypool image build --recipe "$work/debian-12.recipe"
  expect 'a missing recipe is refused' 1 'there is no recipe' honeypool image build --recipe "$work/none.recipe"
}

check_import() {
  printf '{"account":{"username":"root","password":"a\\"b"},"memoryMiB":300}\n' >"$work/own.json"
  head -c 65536 /dev/zero >"$work/own.qcow2"
  expect 'a file that is no qcow2 is refused' 1 'is not a qcow2 file' honeypool image import "$work/own.qcow2"
  qemu-img create -q -f qcow2 -F raw -b /etc/hostname "$work/hostile.qcow2" 1M
  expect 'a qcow2 on a file of this host is refused' 1 'lies on another file' honeypool image import "$work/hostile.qcow2" --descriptor "$work/own.json"
  qemu-img create -q -f qcow2 -o data_file="$work/data.raw" "$work/external.qcow2" 1M
  expect 'a qcow2 with an external data file is refused' 1 'keeps its data in another file' honeypool image import "$work/external.qcow2" --descriptor "$work/own.json"
  qemu-img create -q -f qcow2 "$work/own.qcow2" 1M
  expect 'an import without a descriptor is refused' 1 'there is no descriptor' honeypool image import "$work/own.qcow2" --descriptor "$work/none.json"
  printf '{"account":{"username":"root","password":"x"},"colour":1}\n' >"$work/odd.json"
  expect 'an unknown field of a descriptor is refused' 1 'unknown field "colour"' honeypool image import "$work/own.qcow2" --descriptor "$work/odd.json"
  expect 'a sound qcow2 is imported' 0 'image mine: in' honeypool image import "$work/own.qcow2" --name mine
  expect 'its descriptor keeps the password as it was written' 0 '"password": "a\\"b"' cat "$work/state/images/mine/image.json"
  expect 'and is not for everybody' 0 '^640$' stat -c %a "$work/state/images/mine/image.json"
  expect 'it is listed' 0 '^mine ' honeypool image list
  expect 'a name that leaves the directory is refused' 1 "cannot be an image's name" honeypool image import "$work/own.qcow2" --name ../x
}

check_command_line
check_sensors
check_internet_option
check_nothing_runs
check_processes
check_restarts
check_kernel
check_recipes
check_import
# check_units: where systemd is installed, running or not
check_units() {
  local unit
  command -v systemd-analyze >/dev/null || return 0
  for unit in "$HONEYPOOL_HOME"/deploy/systemd/*.service; do
    expect "the unit ${unit##*/} leaves little to its service" 0 'Overall exposure level' systemd-analyze security --offline=true --no-pager --threshold=20 "$unit"
  done
}

check_units
expect 'shellcheck finds nothing' 0 '^$' shellcheck -x -a -P "$HONEYPOOL_HOME" "$HONEYPOOL_HOME/honeypool" "$HONEYPOOL_HOME/deploy/image/build.sh" "${BASH_SOURCE[0]}"
expect 'nor in the benchmarks' 0 '^$' shellcheck -x -P "$HONEYPOOL_HOME" "$HONEYPOOL_HOME"/deploy/bench/*.sh
printf '%s %s\n' "$passed" "$failed" >"$result"
printf 'launcher: %s passed, %s failed\n' "$passed" "$failed"
[[ $failed -eq 0 ]]
