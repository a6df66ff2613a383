# shellcheck shell=bash
# The pool and the sensor: their settings files, their processes, and how it is known that they serve.
JVM_OPTIONS=(-XX:+UseSerialGC -Xms24m -Xmx256m --enable-native-access=ALL-UNNAMED)
# A sensor may be a small machine: it gives back what a crowd of attackers made it take.
SENSOR_JVM_OPTIONS=(-XX:+UseCompactObjectHeaders -XX:MinHeapFreeRatio=20 -XX:MaxHeapFreeRatio=40 -XX:TrimNativeHeapInterval=10000)

# yaml TEXT: as a single-quoted YAML scalar
yaml() { printf "'%s'" "${1//\'/\'\'}"; }

# write_settings NAME: standard input, readable for the service's account alone (it may hold a password)
write_settings() { write_secret "$(account_of "$1")" "$opt_state/run/$1.yaml"; }

# write_secret ACCOUNT FILE: standard input, readable for that account alone
write_secret() { (umask 077 && cat >"$2.new") && chown "$1:" "$2.new" && mv "$2.new" "$2"; }

database_settings() {
  local username=${HONEYPOOL_DATABASE_USERNAME:-} password=${HONEYPOOL_DATABASE_PASSWORD:-} url=$opt_database_url
  if [[ -z $url ]]; then
    url=jdbc:postgresql://127.0.0.1:$postgres_port/honeypool
    username=$SERVICE_ACCOUNT
    password=$(postgres_password)
  fi
  printf '    url: %s\n' "$(yaml "$url")"
  [[ -z $username ]] || printf '    username: %s\n' "$(yaml "$username")"
  [[ -z $password ]] || printf '    password: %s\n' "$(yaml "$password")"
}

network_settings() {
  [[ -z $opt_libvirt_uri ]] || return 0
  printf '    network:\n      bridge: %s\n      cidr: %s\n      forward: routed\n' "$BRIDGE" "$(yaml "$guest_cidr")"
}

remote_settings() {
  [[ -n $opt_remote_host ]] || return 0
  printf '    remote:\n      enabled: true\n      host: %s\n      api-port: %s\n    gateway:\n      port: %s\n' \
    "$(yaml "$opt_remote_host")" "$((opt_api_port + 2))" "$((opt_api_port + 3))"
}

write_pool_settings() {
  write_settings pool <<EOF
honeypool:
  pool:
    state-directory: $(yaml "$opt_state")
    shutdown: retire
    hypervisor:
      uri: $(yaml "$(libvirt_uri)")
$(network_settings)
$(remote_settings)
    guests:
      ready: $opt_guests
      maximum: $((opt_guests > 3 ? opt_guests * 2 : 6))
spring:
  datasource:
$(database_settings)
server:
  port: $opt_api_port
management:
  server:
    port: $((opt_api_port + 1))
EOF
}

write_sensor_settings() {
  write_settings sensor <<EOF
honeypool:
  sensor:
    state-directory: $(yaml "$opt_state/sensor")
    ssh:
      port: $opt_ssh_port
    telnet:
      port: $opt_telnet_port
    pool:
      url: $(yaml "http://127.0.0.1:$opt_api_port")
      token-file: $(yaml "$opt_state/run/sensor.token")
server:
  port: $((opt_api_port + 10))
EOF
}

# hand_token: the one token that the sensor may have; the others stay out of its reach. Not written anew without need, as
# the disk may be full when the sensor is started again.
hand_token() {
  local from=$opt_state/tokens/sensor.token to=$opt_state/run/sensor.token
  [[ ! -e $from ]] || cmp -s "$from" "$to" || write_secret "$SENSOR_ACCOUNT" "$to" <"$from"
}

# start_service NAME MODULE DIRECTORY: runs as its own account; secrets are in files, not on the command line
start_service() {
  local name=$1 module=$2 directory=$3 temporary=$runtime/tmp-$1 capabilities=(--inh-caps=-all) bounding=-all own=() account
  account=$(account_of "$name")
  if [[ $name == sensor && ($opt_ssh_port -lt 1024 || $opt_telnet_port -lt 1024) ]]; then
    capabilities=('--inh-caps=-all,+net_bind_service' '--ambient-caps=-all,+net_bind_service')
    bounding=-all,+net_bind_service
  fi
  [[ $name != sensor ]] || own=("${SENSOR_JVM_OPTIONS[@]}")
  [[ ! -e $opt_state/etc/$name.jvm ]] || own+=("@$opt_state/etc/$name.jvm")
  # not on the state's disk, which may be full: the service has to start all the same
  install -d -m 0700 -o "$account" -g "$account" "$temporary"
  (cd "$directory" && exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 HOME="$directory" setsid \
    setpriv --reuid "$account" --regid "$account" --init-groups --no-new-privs --bounding-set "$bounding" "${capabilities[@]}" \
    "$JAVA_HOME/bin/java" "${JVM_OPTIONS[@]}" "-Djava.io.tmpdir=$temporary" "-Djna.boot.library.path=$opt_state/lib/$module/native" "${own[@]}" -jar "$opt_state/lib/$module/$module.jar" \
    "--spring.config.additional-location=file:$opt_state/run/$name.yaml,optional:file:$opt_state/etc/$name.yaml" \
    8>&- </dev/null >>"$opt_state/logs/$name.log" 2>&1) &
  record_process "$name" $!
}

# check_java_reach ACCOUNT
check_java_reach() {
  as_account "$1" test -x "$JAVA_HOME/bin/java" ||
    fail "the account $1 cannot run $JAVA_HOME/bin/java" 'set JAVA_HOME to a JDK outside of home directories, for example below /usr/lib/jvm'
}

log_of() { printf '%s/logs/%s.log' "$opt_state" "${1/#libvirt/libvirtd}"; }

# explain_death NAME: what a service that ended says about it
explain_death() {
  local log
  log=$(log_of "$1")
  complain "$1 has stopped" "see $log"
  if grep -qs 'APPLICATION FAILED TO START' "$log"; then
    sed -n '/APPLICATION FAILED TO START/,$p' "$log" | head -n 40 >&2
  else
    tail -n 30 "$log" >&2
  fi
}

# The tokens are there by then, the sensor's among them.
pool_lives() { curl -fs -o /dev/null --max-time 5 "http://127.0.0.1:$((opt_api_port + 1))/actuator/health/liveness" && [[ -s $opt_state/tokens/sensor.token ]]; }

pool_ready() { curl -fs -o /dev/null --max-time 5 "http://127.0.0.1:$((opt_api_port + 1))/actuator/health/readiness"; }

# guests_ready: how many guests wait for an attacker
guests_ready() {
  printf 'Authorization: Bearer %s' "$(cat "$opt_state/tokens/viewer.token")" |
    curl -fs --max-time 5 -H @- "http://127.0.0.1:$opt_api_port/api/v1/guests?state=READY" | sed -n 's/.*"total":\([0-9]*\).*/\1/p'
}

# wait_for_guests: the first one must come, the rest is waited for as long as it usually takes
wait_for_guests() {
  local count began=$EPOCHSECONDS
  wait_for pool 420 pool_ready 'the first guest'
  until count=$(guests_ready) && ((${count:-0} >= opt_guests)); do
    if ((EPOCHSECONDS - began >= 120)); then
      warn "${count:-0} of $opt_guests guests are ready so far; the rest is being made"
      return 0
    fi
    require_alive
    sleep 0.5
  done
  say "$count guests are ready"
}

sensor_ready() { port_taken "$opt_ssh_port" && port_taken "$opt_telnet_port" && curl -fs -o /dev/null --max-time 5 "http://127.0.0.1:$((opt_api_port + 10))/actuator/health/readiness"; }

# require_alive: ends the start with an explanation when one of what it started has died
require_alive() {
  local name
  for name in libvirt postgres pool sensor; do
    if [[ -e $opt_state/run/$name.pid ]] && ! process_id "$name" >/dev/null; then
      explain_death "$name"
      exit 1
    fi
  done
}

# wait_for NAME SECONDS TEST WHAT: until TEST succeeds; ends the start when a process dies or the time is over
wait_for() {
  local name=$1 seconds=$2 ready=$3 what=$4 began=$EPOCHSECONDS told=$EPOCHSECONDS
  until "$ready"; do
    require_alive
    if ((EPOCHSECONDS - began >= seconds)); then
      tail -n 20 "$opt_state/logs/$name.log" >&2
      fail "the $name is not ready after $seconds s" "see $opt_state/logs/$name.log"
    fi
    if ((EPOCHSECONDS - told >= 10)); then
      say "waiting for $what"
      told=$EPOCHSECONDS
    fi
    sleep 0.3
  done
}
