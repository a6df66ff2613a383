#!/usr/bin/env bash
# bulk through the gateway against a direct connection over a gigabit link, and memory of 2,000 idle tunnels (bench gateway [MEGABYTES])
set -Eeuo pipefail
HONEYPOOL_HOME=$(cd "$(dirname "$(realpath "${BASH_SOURCE[0]}")")/../.." && pwd)
megabytes=${1:-500}
[[ $# -le 1 && $megabytes =~ ^[0-9]{1,5}$ && $((10#$megabytes)) -ge 50 ]] || { echo 'bench gateway: MEGABYTES, for each transfer, must be a number from 50 to 99999' >&2; exit 2; }
# Of the addresses that are set aside for tests of networks (RFC 2544).
POOL_ADDRESS=198.18.95.1
SENSOR_ADDRESS=198.18.95.2
LINK_RATE=1gbit
# shellcheck source=deploy/bench/parts/world.sh
. "$HONEYPOOL_HOME/deploy/bench/parts/world.sh"

# make_link: the sensor's host is a network namespace at the other end of a link
make_link() {
  local device
  sensor_host=hpb-$id
  trap end_link EXIT
  ip netns add "$sensor_host"
  ip link add "$sensor_host" type veth peer name uplink netns "$sensor_host"
  ip addr add "$POOL_ADDRESS/30" dev "$sensor_host"
  ip link set "$sensor_host" up
  ip -n "$sensor_host" addr add "$SENSOR_ADDRESS/30" dev uplink
  ip -n "$sensor_host" link set uplink up
  for device in "tc qdisc add dev $sensor_host" "tc -n $sensor_host qdisc add dev uplink"; do
    $device root tbf rate "$LINK_RATE" burst 256kb latency 20ms || fail 'the link could not be made as slow as it should be' 'does this kernel have sch_tbf?'
  done
}

end_link() {
  local status=$?
  set +e
  [[ -z ${peer:-} ]] || kill "$peer" 2>/dev/null
  ip netns delete "$sensor_host"
  (exit "$status")
  end_world
}

# lease_peer: the benchmark joins as a sensor on another host and leases; a plain server takes the place of the guest,
# as an emulated guest would be slower than any way to it
lease_peer() {
  local token
  "$HONEYPOOL_HOME/honeypool" sensor enroll bench --state "$opt_state" 2>"$opt_state/logs/enroll.log" |
    "$HONEYPOOL_HOME/honeypool" sensor join - --state "$opt_state" >"$opt_state/logs/join.log" 2>&1 ||
    fail 'the benchmark could not join the pool' "$(cat "$opt_state"/logs/{enroll,join}.log)"
  token=$(sed -n 's/.*"token":"\([^"]*\)".*/\1/p' "$opt_state/sensor/pool.json")
  printf 'Authorization: Bearer %s' "$token" |
    curl -fsSk --max-time 20 -H @- -H 'Content-Type: application/json' \
      --data '{"sensorId":"bench","connectionId":"bench-gateway","sourceAddress":"198.18.9.1","protocol":"SSH"}' \
      "https://127.0.0.1:$((opt_api_port + 2))/api/v1/leases" >"$opt_state/grant.json"
  postgres_port=$(<"$opt_state/postgres.port")
  run_psql -q -d honeypool -c "update guest set address = '127.0.0.1', ssh_port = $peer_port where state = 'LEASED'"
}

begin_world
require_jdk
say 'building the clients'
maven -q -B -ntp test-compile -pl system-tests -am || fail 'the clients could not be built' 'see the lines above'
make_link
cat >"$opt_state/etc/pool.yaml" <<'SETTINGS'
honeypool.pool: {guests: {ready: 1, maximum: 1}, lease.connection-deadline: 1h}
SETTINGS
start_world 1 --only pool --remote-host "$POOL_ADDRESS"
peer_port=$((opt_api_port + 4))
export BENCH_PEER_PORT=$peer_port BENCH_GATEWAY_PORT=$((opt_api_port + 3)) BENCH_MEGABYTES=$((10#$megabytes))
export BENCH_CREDENTIALS=$opt_state/sensor/pool.json BENCH_GRANT=$opt_state/grant.json
java=("$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx512m -cp "$HONEYPOOL_HOME/system-tests/target/test-classes:$opt_state/lib/pool-service/lib/*")
"${java[@]}" io.honeypool.system.bench.PlainPeer >"$opt_state/logs/peer.log" 2>&1 &
peer=$!
await 20 port_taken "$peer_port" || fail 'the server did not start' "$(cat "$opt_state/logs/peer.log")"
lease_peer
BENCH_POOL_PID=$(process_id pool)
export BENCH_POOL_PID
printf 'host      %d cores, %s; the sensor, the gateway and the server share them\n' "$(nproc)" "$(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n 1)"
# within the host, where nothing but processors limits either, for comparison alone; then as sensors come
BENCH_HOST=127.0.0.1 BENCH_LINK=none "${java[@]}" io.honeypool.system.bench.GatewayBench
BENCH_HOST=$POOL_ADDRESS BENCH_LINK=$LINK_RATE nsenter --net="/run/netns/$sensor_host" "${java[@]}" io.honeypool.system.bench.GatewayBench
