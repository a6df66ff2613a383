#!/usr/bin/env bash
# the pool's REST API under 50 clients: leases a second, how long each call takes, where the time goes (bench lease [SECONDS])
set -Eeuo pipefail
HONEYPOOL_HOME=$(cd "$(dirname "$(realpath "${BASH_SOURCE[0]}")")/../.." && pwd)
seconds=${1:-20}
[[ $# -le 1 && $seconds =~ ^[0-9]{1,3}$ && $((10#$seconds)) -ge 5 ]] || { echo 'bench lease: SECONDS, for each of four measurements, must be a number from 5 to 999' >&2; exit 2; }
# shellcheck source=deploy/bench/parts/world.sh
. "$HONEYPOOL_HOME/deploy/bench/parts/world.sh"

# prepare_database: the cluster that "up" will start, with the server's own statistics of statements
prepare_database() {
  install_service_packages
  make_accounts
  make_state
  find_postgres
  make_cluster
  cat >>"$opt_state/postgres/postgresql.conf" <<'SETTINGS'
shared_preload_libraries = 'pg_stat_statements'
pg_stat_statements.track_planning = on
SETTINGS
}

begin_world
require_jdk
say 'building the clients'
maven -q -B -ntp test-compile -pl system-tests -am || fail 'the clients could not be built' 'see the lines above'
prepare_database
cat >"$opt_state/etc/pool.yaml" <<'SETTINGS'
honeypool.pool.guests: {ready: 1, maximum: 1}
SETTINGS
start_world 1
pool=$(process_id pool)
postgres=$(process_id postgres)
BENCH_API=http://127.0.0.1:$opt_api_port BENCH_MANAGEMENT=http://127.0.0.1:$((opt_api_port + 1)) BENCH_TOKENS=$opt_state/tokens \
  BENCH_DATABASE=jdbc:postgresql://127.0.0.1:$(<"$opt_state/postgres.port")/honeypool BENCH_DATABASE_USERNAME=$SERVICE_ACCOUNT \
  BENCH_DATABASE_PASSWORD=$(postgres_password) BENCH_POOL_PID=$pool BENCH_POSTGRES_PID=$postgres BENCH_SECONDS=$((10#$seconds)) \
  "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx256m -cp "$HONEYPOOL_HOME/system-tests/target/test-classes:$HONEYPOOL_HOME/common/target/classes:$opt_state/lib/pool-service/lib/*" \
  io.honeypool.system.bench.LeaseBench
