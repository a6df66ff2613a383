# shellcheck shell=bash
# up and down. One launcher process per state holds the state's lock, starts everything, watches it, and on its way out,
# whatever the reason, stops and removes everything; `up --detach` is the same process in a session of its own.

command_up() {
  [[ $# -eq 0 ]] || usage_error "up takes no argument '$1'"
  name_things
  lock_state || fail "Honeypool is already up with the state $opt_state" "see \"honeypool status --state $opt_state\"; for a second run give another --state and other ports"
  if [[ $opt_detach == yes ]]; then
    exec 8>&-
    detach
  else
    supervise
  fi
}

detach() {
  local child tail status=0 log=$opt_state/logs/launcher.log words=() word
  for word in "${original_arguments[@]}"; do [[ $word == --detach ]] || words+=("$word"); done
  mkdir -p "$opt_state/logs"
  rm -f "$opt_state/run/ready"
  [[ ! -e $log ]] || mv "$log" "$log.1"
  : >"$log"
  setsid "$HONEYPOOL_HOME/honeypool" "${words[@]}" </dev/null >>"$log" 2>&1 &
  child=$!
  trap 'kill -TERM "$child" 2>/dev/null; wait "$child"; exit 130' INT TERM
  tail -n +1 -s 0.2 -f --pid="$child" "$log" &
  tail=$!
  until [[ -e $opt_state/run/ready ]] || ! kill -0 "$child" 2>/dev/null; do
    sleep 0.2 &
    wait $! || true
  done
  if [[ -e $opt_state/run/ready ]] && kill -0 "$child" 2>/dev/null; then
    sleep 0.5
    kill "$tail" 2>/dev/null || true
    disown -a
    exit 0
  fi
  wait "$child" || status=$?
  wait "$tail" 2>/dev/null || true
  exit $((status == 0 ? 1 : status))
}

supervise() {
  record_process launcher $$
  trap 'trap - ERR; complain "unexpected failure at ${BASH_SOURCE[0]##*/}:$LINENO: $BASH_COMMAND"' ERR
  trap finish EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  prepare
  start_all
  tell_how
  : >"$opt_state/run/ready"
  watch_all
}

finish() {
  local status=$?
  trap '' INT TERM HUP
  trap - ERR EXIT
  set +e
  say 'stopping'
  stop_all
  say_what_is_left stopped || status=1
  exit "$status"
}

prepare() {
  # what a launcher that was killed left behind
  stop_all
  check_ports
  check_internet
  install_service_packages
  require_jdk
  if [[ $opt_only == sensor ]]; then
    prepare_sensor
    return 0
  fi
  make_accounts
  make_state
  check_java_reach "$SERVICE_ACCOUNT"
  build_services
  [[ -n $opt_libvirt_uri ]] || prepare_kvm
  ensure_image
  check_ports
}

prepare_sensor() {
  make_account "$SENSOR_ACCOUNT"
  make_sensor_state
  [[ -e $opt_state/sensor/pool.json ]] ||
    fail 'this sensor has joined no pool' 'run "honeypool sensor enroll NAME" on the host of the pool, and "honeypool sensor join STRING" here; see docs/remote-pool.md'
  check_java_reach "$SENSOR_ACCOUNT"
  build_services
}

check_ports() {
  local port ports=()
  [[ $opt_only == pool ]] || ports+=("$opt_ssh_port" "$opt_telnet_port" "$((opt_api_port + 10))")
  [[ $opt_only == sensor ]] || ports+=("$opt_api_port" "$((opt_api_port + 1))")
  [[ -z $opt_remote_host ]] || ports+=("$((opt_api_port + 2))" "$((opt_api_port + 3))")
  for port in "${ports[@]}"; do
    ! port_taken "$port" || fail "port $port is in use" 'choose others with --ssh-port, --telnet-port and --api-port (the two ports N+1 and N+10 after it are the management ports), or stop what listens there: ss -tlnp'
  done
}

start_all() {
  rotate_logs
  printf '%s %s %s\n' "$opt_ssh_port" "$opt_api_port" "$opt_telnet_port" >"$opt_state/run/ports"
  if [[ $opt_only == sensor ]]; then
    install_service proxy-service
    start_sensor
    return 0
  fi
  if [[ -z $opt_libvirt_uri ]]; then
    expedite_kernel
    choose_network
    make_namespace
    start_libvirt
  else
    check_foreign_libvirt
  fi
  postgres_port=''
  [[ -n $opt_database_url ]] || start_postgres
  install_services
  write_pool_settings
  launch pool
  say 'pool started'
  wait_for pool 120 pool_lives 'the pool'
  [[ $opt_only == pool ]] || start_sensor
  say 'guests boot'
  wait_for_guests
}

start_sensor() {
  write_sensor_settings
  launch sensor
  say 'sensor started'
  wait_for sensor 120 sensor_ready 'the sensor'
}

rotate_logs() {
  local name
  for name in pool sensor postgres libvirtd; do
    [[ ! -e $opt_state/logs/$name.log ]] || mv "$opt_state/logs/$name.log" "$opt_state/logs/$name.log.1"
    install -m 0640 /dev/null "$opt_state/logs/$name.log"
  done
}

tell_how() {
  say 'up'
  printf '\n'
  [[ $opt_only == pool ]] || tell_of_sensor
  [[ $opt_only == sensor ]] || tell_of_pool
  printf '  logs:       %s\n' "$opt_state/logs"
  if [[ -t 0 ]]; then printf '\n  Ctrl-C stops all.\n'; fi
}

tell_of_sensor() {
  cat <<EOF
  attackers:  ssh -p $opt_ssh_port root@127.0.0.1       (any password but "root" and "123456"; rules: $opt_state/sensor/userdb.txt)
              telnet 127.0.0.1 $opt_telnet_port            (the same)
  events:     $opt_state/sensor/events/events.jsonl
  metrics:    http://127.0.0.1:$((opt_api_port + 10))/actuator/prometheus (sensor)
EOF
}

tell_of_pool() {
  cat <<EOF
  leases:     curl -H "Authorization: Bearer \$(sudo cat $opt_state/tokens/operator.token)" http://127.0.0.1:$opt_api_port/api/v1/leases
  sessions:   the same with /api/v1/sessions at its end; also credentials, commands, artifacts, recordings
  metrics:    http://127.0.0.1:$((opt_api_port + 1))/actuator/prometheus (pool, with a token)
EOF
  [[ -z $opt_remote_host ]] || printf '  sensors:    honeypool sensor enroll NAME (they come to %s, ports %s and %s)\n' "$opt_remote_host" "$((opt_api_port + 2))" "$((opt_api_port + 3))"
  [[ -n $opt_database_url ]] || printf '  database:   %s\n' "$(psql_line)"
}

# stop_all: idempotent; knows everything by the state's name, not by what this process started
stop_all() {
  rm -f "$opt_state/run/ready"
  stop_process sensor TERM 45
  stop_process pool TERM 90
  stop_libvirt_if_ours
  close_internet
  remove_namespace
  stop_process postgres INT 45
  end_orphaned_backends
  rm -f "$opt_state/run/pool.yaml" "$opt_state/run/sensor.yaml" "$opt_state/run/sensor.token" "$opt_state/run/ports"
  rm -rf "$runtime"
  calm_kernel
  rmdir "$RUNTIMES" 2>/dev/null || true
}

# say_what_is_left WORD: looks rather than trusts; fails when something is there still
say_what_is_left() {
  local left=() name
  for name in libvirt postgres pool sensor; do
    if process_id "$name" >/dev/null; then left+=("the process of $name"); fi
  done
  if namespace_exists; then left+=("the namespace $namespace"); fi
  if [[ -e /sys/class/net/$host_link ]]; then left+=("the link $host_link"); fi
  if command -v nft >/dev/null && nft list table inet "$host_table" >/dev/null 2>&1; then left+=("the filter $host_table"); fi
  if [[ ${#left[@]} -eq 0 ]]; then
    say "$1: no guest, process, namespace or filter of this state is left"
    return 0
  fi
  complain "$1, but there is still $(IFS=,; printf '%s' "${left[*]}")" "see the warnings above; \"honeypool down --state $opt_state\" tries again"
  return 1
}

stop_libvirt_if_ours() {
  local opt_libvirt_uri=''
  [[ ! -S $runtime/libvirt/libvirt-sock ]] || stop_libvirt
  stop_process libvirt KILL 5
}

command_down() {
  local pid
  [[ $# -eq 0 ]] || usage_error "down takes no argument '$1'"
  name_things
  if [[ ! -d $opt_state/run ]]; then
    say "nothing runs with the state $opt_state"
    return 0
  fi
  if ! lock_state; then
    if pid=$(process_id launcher); then
      say "stopping the launcher (process $pid)"
      kill -TERM "$pid" || true
    fi
    await 240 flock --nonblock 8 || fail "another launcher holds the state $opt_state" 'is an image or a start still under way? Try again, or end it by its process id'
  fi
  stop_all
  rm -f "$opt_state/run/launcher.pid"
  say_what_is_left down
}
