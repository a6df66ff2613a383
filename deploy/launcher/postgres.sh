# shellcheck shell=bash
# PostgreSQL of our own: a cluster under the state, run as the services' account, on 127.0.0.1 and a socket.

# find_postgres: sets postgres_bin to the version the cluster was made with, or to the newest
find_postgres() {
  local version
  if [[ -r $opt_state/postgres/PG_VERSION ]]; then
    version=$(<"$opt_state/postgres/PG_VERSION")
    postgres_bin=/usr/lib/postgresql/$version/bin
    [[ -x $postgres_bin/postgres ]] || fail "the database in $opt_state/postgres is of PostgreSQL $version, which is not installed" "install postgresql-$version, or move the directory away to begin with an empty database"
    return
  fi
  postgres_bin=$(find /usr/lib/postgresql -maxdepth 3 -name postgres -path '*/bin/*' 2>/dev/null | sort -V | tail -1)
  [[ -n $postgres_bin ]] || fail 'PostgreSQL is not installed' 'apt-get install postgresql'
  postgres_bin=$(dirname "$postgres_bin")
}

# choose_postgres_port: the last one if it is free, else the first free one; nobody needs to know it
choose_postgres_port() {
  local port
  { read -r postgres_port <"$opt_state/postgres.port"; } 2>/dev/null || postgres_port=$((15432 + 16#$id % 10000))
  for port in "$postgres_port" $(seq $((postgres_port + 1)) $((postgres_port + 200))); do
    if ! port_taken "$port"; then
      postgres_port=$port
      printf '%s\n' "$port" >"$opt_state/postgres.port"
      return 0
    fi
  done
  fail 'no free port was found for PostgreSQL' "ports $postgres_port to $((postgres_port + 200)) are taken"
}

postgres_password() { cut -d: -f5 "$opt_state/postgres.pgpass"; }

make_cluster() {
  local password new=$opt_state/postgres.new
  [[ ! -e $opt_state/postgres/PG_VERSION ]] || return 0
  say "PostgreSQL: making a database cluster in $opt_state/postgres"
  rm -rf "$new"
  install -d -m 0700 -o "$SERVICE_ACCOUNT" -g "$SERVICE_ACCOUNT" "$new"
  password=$(od -An -tx1 -N16 /dev/urandom | tr -d ' \n')
  (umask 077 && printf '*:*:*:%s:%s\n' "$SERVICE_ACCOUNT" "$password" >"$opt_state/postgres.pgpass")
  chown "$SERVICE_ACCOUNT:" "$opt_state/postgres.pgpass"
  install -m 0600 -o "$SERVICE_ACCOUNT" /dev/null "$runtime/postgres/password"
  printf '%s\n' "$password" >"$runtime/postgres/password"
  as_account "$SERVICE_ACCOUNT" "$postgres_bin/initdb" --pgdata "$new" --username "$SERVICE_ACCOUNT" \
    --auth scram-sha-256 --pwfile "$runtime/postgres/password" --encoding UTF8 --locale C.UTF-8 >"$opt_state/logs/postgres.log" 2>&1 ||
    fail 'PostgreSQL could not make its cluster' "see $opt_state/logs/postgres.log"
  rm "$runtime/postgres/password"
  rmdir "$opt_state/postgres"
  mv "$new" "$opt_state/postgres"
}

# launch_postgres: on the port chosen at the start, because everybody else was told it
launch_postgres() {
  end_orphaned_backends
  (cd / && exec setsid setpriv --reuid "$SERVICE_ACCOUNT" --regid "$SERVICE_ACCOUNT" --init-groups --no-new-privs --bounding-set=-all --inh-caps=-all \
    "$postgres_bin/postgres" -D "$opt_state/postgres" -c listen_addresses=127.0.0.1 -c "port=$postgres_port" \
    -c "unix_socket_directories=$runtime/postgres" -c max_connections=100 -c shared_buffers=64MB \
    8>&- </dev/null >>"$opt_state/logs/postgres.log" 2>&1) &
  record_process postgres $!
}

# end_orphaned_backends: when the server was killed, its children may hold its memory, which keeps a new one from
# starting, and the process id in its lock files may be another's by now. Children are known by their directory.
end_orphaned_backends() {
  local pids
  ! process_id postgres >/dev/null || return 0
  mapfile -t pids < <(backend_ids)
  if [[ ${#pids[@]} -gt 0 ]]; then
    kill -KILL "${pids[@]}" 2>/dev/null || true
    await 10 no_backends || warn "processes of the former PostgreSQL are left: $(backend_ids | tr '\n' ' ')"
  fi
  ! no_backends || rm -f "$opt_state/postgres/postmaster.pid" "$runtime"/postgres/.s.PGSQL.*.lock
}

# Processes come and go meanwhile, which find takes for an error.
backend_ids() { { find /proc -maxdepth 2 -path '/proc/[0-9]*/cwd' -lname "$opt_state/postgres" 2>/dev/null || true; } | cut -d/ -f3; }

no_backends() { [[ -z $(backend_ids) ]]; }

start_postgres() {
  find_postgres
  make_cluster
  choose_postgres_port
  launch_postgres
  if ! await 60 postgres_answers; then
    tail -n 20 "$opt_state/logs/postgres.log" >&2
    fail 'PostgreSQL did not start' "see $opt_state/logs/postgres.log"
  fi
  if [[ -z $(run_psql -d postgres -Atc "select 1 from pg_database where datname = 'honeypool'") ]]; then
    run_psql -d postgres -qc 'create database honeypool'
  fi
  say "PostgreSQL $(<"$opt_state/postgres/PG_VERSION") answers on 127.0.0.1:$postgres_port"
}

# Also looks at the process: a foreign server on the port must not pass for ours.
postgres_answers() { process_id postgres >/dev/null && run_psql -d postgres -Atc 'select 1' >/dev/null 2>&1; }

run_psql() { PGPASSFILE=$opt_state/postgres.pgpass PGCONNECT_TIMEOUT=5 psql -X -h 127.0.0.1 -p "$postgres_port" -U "$SERVICE_ACCOUNT" "$@"; }

psql_line() { printf 'sudo env PGPASSFILE=%s/postgres.pgpass psql -h 127.0.0.1 -p %s -U %s honeypool' "$opt_state" "$(<"$opt_state/postgres.port")" "$SERVICE_ACCOUNT"; }
