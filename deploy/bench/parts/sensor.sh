# shellcheck shell=bash
# A sensor of a benchmark's own with the static backend, in front of an OpenSSH server of its own on this machine.
# shellcheck source=deploy/bench/parts/world.sh
. "$HONEYPOOL_HOME/deploy/bench/parts/world.sh"
# shellcheck source=deploy/launcher/services.sh
. "$HONEYPOOL_HOME/deploy/launcher/services.sh"

# begin_sensor_world: what is needed, a state, ports and an account to log in as; all removed at the end
begin_sensor_world() {
  require_jdk
  install_packages 'the benchmark' "${CLIENT_PACKAGES[@]}"
  build_services
  build_clients
  begin_world
  trap end_sensor_world EXIT
  make_accounts
  make_state
  install_services
  direct_port=$((opt_ssh_port + 1))
  account=hpb-$id
  password=bench-$id-$RANDOM$RANDOM
  useradd --create-home --home-dir "$opt_state/home" --shell /bin/sh "$account"
  printf '%s:%s\n' "$account" "$password" | chpasswd --crypt-method SHA512
  # shellcheck disable=SC2016 # expanded when the client asks
  printf '#!/bin/sh\nprintf "%%s\\n" "$BENCH_PASSWORD"\n' >"$opt_state/askpass"
  chmod 700 "$opt_state/askpass"
  export SSH_ASKPASS=$opt_state/askpass SSH_ASKPASS_REQUIRE=force BENCH_PASSWORD=$password
}

# build_clients: the benchmarks' Java; nothing when it is current, as it is while the tests run
build_clients() {
  local built=$HONEYPOOL_HOME/system-tests/target/test-classes/io/honeypool/system/bench/SshBench.class
  if [[ -e $built && -z $(find "$HONEYPOOL_HOME/system-tests/src" -type f -newermc "$built" -print -quit) ]]; then return 0; fi
  say 'building the clients'
  maven -q -B -ntp test-compile -pl system-tests -am || fail 'the clients could not be built' 'see the lines above'
}

# run_java CLASS: a benchmark's own class
run_java() {
  "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx256m -cp "$HONEYPOOL_HOME/system-tests/target/test-classes" "io.honeypool.system.bench.$1"
}

# start_direct: the server, which is what the attacker lands in and what the sensor is compared with
start_direct() {
  local sshd=$opt_state/sshd key
  mkdir -p "$sshd" /run/sshd
  for key in rsa ecdsa ed25519; do ssh-keygen -q -t "$key" -N '' -f "$sshd/$key"; done
  cat >"$sshd/config" <<EOF
Port $direct_port
ListenAddress 127.0.0.1
HostKey $sshd/rsa
HostKey $sshd/ecdsa
HostKey $sshd/ed25519
PidFile none
UsePAM no
KbdInteractiveAuthentication no
UseDNS no
AllowUsers $account
MaxStartups 1000
MaxSessions 100
LogLevel ERROR
PrintMotd no
Subsystem sftp internal-sftp
EOF
  /usr/sbin/sshd -D -f "$sshd/config" -E "$opt_state/logs/sshd.log" 8>&- </dev/null &
  record_process sshd $!
  await 10 port_taken "$direct_port" || fail 'the OpenSSH server did not start' "$(cat "$opt_state/logs/sshd.log")"
}

# start_sensor SETTINGS: as "up" starts it but for its backend; what else is set are YAML lines
start_sensor() {
  install -m 0640 /dev/null "$opt_state/logs/sensor.log"
  { sensor_settings && printf '%s\n' "$1"; } | write_settings sensor
  say 'starting the sensor'
  start_service sensor proxy-service "$opt_state/sensor"
  wait_for sensor 120 sensor_ready 'the sensor'
  sensor=$(process_id sensor)
}

sensor_settings() {
  cat <<EOF
server.port: $((opt_api_port + 10))
honeypool.sensor:
  state-directory: $(yaml "$opt_state/sensor")
  ssh:
    port: $opt_ssh_port
  telnet:
    port: $opt_telnet_port
  backend:
    type: static
    host: 127.0.0.1
    ssh-port: $direct_port
    username: $account
    password: $(yaml "$password")
EOF
}

# heap: what is left on the sensor's heap after a collection, in KiB
heap() { "$JAVA_HOME/bin/jcmd" "$sensor" GC.run >/dev/null && "$JAVA_HOME/bin/jcmd" "$sensor" GC.heap_info | grep -oE 'total [0-9]+K, used [0-9]+' | awk '{ sum += $4 } END { print sum }'; }

# resident: its resident memory, in KiB; fails when it is gone
resident() { awk '$1 == "VmRSS:" { print $2 }' "/proc/$sensor/status"; }

missed=no

# verdict WHAT FIGURE MOST: prints it and remembers when it is too much
verdict() {
  local word=reached
  if (($2 > $3)); then word='NOT reached' missed=yes; fi
  printf 'target    %s: %d (at most %d) %s\n' "$1" "$2" "$3" "$word"
}

# end_sensor_world [STATUS]: ends with it, or with what the benchmark ended with
end_sensor_world() {
  local status=${1:-$?}
  trap '' INT TERM HUP
  trap - EXIT
  set +e
  stop_process sensor TERM 30
  stop_process sshd TERM 5
  if [[ -n ${account:-} ]]; then
    # what a client left running in its session
    for session in $(ps -o pid= -u "$account" 2>/dev/null); do kill -KILL "$session" 2>/dev/null; done
    userdel --force "$account" >/dev/null 2>&1
  fi
  rm -rf --one-file-system "$opt_state" "$runtime"
  exit "$status"
}
