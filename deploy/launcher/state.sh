# shellcheck shell=bash
# The state directory, the accounts, and the names that follow from the state's path. The sensor, which strangers talk
# to, has one of its own: it reads neither tokens nor the database nor libvirt's socket.
SERVICE_ACCOUNT=honeypool
SENSOR_ACCOUNT=honeypool-sensor
EMULATOR_ACCOUNT=honeypool-qemu
RUNTIMES=/run/honeypool

# Short because it is part of interface names (15 characters) and socket paths (107).
state_id() { printf '%s' "$opt_state" | sha256sum | cut -c1-6; }

name_things() {
  id=$(state_id)
  namespace=hp-$id
  host_link=hp-$id
  host_table=honeypool_$id
  runtime=$RUNTIMES/$id
}

# Debian's libvirtd refuses to start without its own default account, even where its settings name another.
make_accounts() {
  make_account "$SERVICE_ACCOUNT"
  make_account "$SENSOR_ACCOUNT"
  make_account "$EMULATOR_ACCOUNT"
  [[ -n $opt_libvirt_uri ]] || make_account libvirt-qemu
}

make_account() {
  getent group "$1" >/dev/null || groupadd --system "$1"
  getent passwd "$1" >/dev/null || useradd --system --gid "$1" --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin "$1"
}

# account_of SERVICE
account_of() { if [[ $1 == sensor ]]; then printf '%s' "$SENSOR_ACCOUNT"; else printf '%s' "$SERVICE_ACCOUNT"; fi; }

# The part of the state that a sensor needs.
make_sensor_state() {
  { mkdir -p "$opt_state" 2>/dev/null && [[ -w $opt_state ]]; } ||
    fail "the state directory $opt_state cannot be written" 'choose another with --state DIR, or make it writable'
  chmod 0711 "$opt_state"
  install -d -m 0755 "$opt_state/lib" "$opt_state/etc" "$opt_state/run"
  install -d -m 0750 "$opt_state/logs"
  install -d -m 0700 -o "$SENSOR_ACCOUNT" -g "$SENSOR_ACCOUNT" "$opt_state/sensor"
  give_contents "$SENSOR_ACCOUNT" "$opt_state/sensor"
  check_own_settings sensor
}

make_state() {
  local own=(-o "$SERVICE_ACCOUNT" -g "$SERVICE_ACCOUNT") parent
  make_sensor_state
  install -d -m 0755 "$opt_state/images"
  install -d -m 0711 "${own[@]}" "$opt_state/pool" "$opt_state/pool/overlays"
  install -d -m 0700 "${own[@]}" "$opt_state/postgres" "$opt_state/tokens" "$opt_state/tls"
  give_contents "$SERVICE_ACCOUNT" "$opt_state/postgres" "$opt_state/tokens" "$opt_state/tls"
  check_own_settings pool
  install -d -m 0755 "$opt_state/libvirt"
  install -d -m 0755 "$RUNTIMES" "$runtime"
  install -d -m 0750 "${own[@]}" "$runtime/postgres"
  printf '%s\n' "$opt_state" >"$runtime/state"
  for parent in "$opt_state/images" "$opt_state/pool/overlays"; do
    as_account "$EMULATOR_ACCOUNT" test -x "$parent" ||
      fail "QEMU, which runs as $EMULATOR_ACCOUNT, cannot reach $parent" "give others the right to pass (chmod o+x) on the directories above $opt_state, or choose another --state DIR"
  done
}

# give_contents ACCOUNT DIRECTORY...: what belongs to somebody else there, because it was restored from a backup or is of
# a version whose services had one account. Links are not followed.
give_contents() {
  local account=$1
  shift
  find "$@" ! -user "$account" -exec chown -h "$account:$account" {} +
}

# check_own_settings SERVICE: the operator's own files must be readable for its account; what is read only later is not
# noticed then
check_own_settings() {
  local file account
  account=$(account_of "$1")
  for file in "$opt_state/etc/$1.yaml" "$opt_state/etc/$1.jvm"; do
    [[ ! -e $file ]] || as_account "$account" test -r "$file" ||
      fail "the $1, which runs as $account, cannot read $file" "chown root:$account $file; chmod 0640 $file"
  done
}

# as_account NAME COMMAND...: runs it as that account, without any privilege to come back
as_account() {
  local account=$1
  shift
  (cd / && exec setpriv --reuid "$account" --regid "$account" --init-groups --no-new-privs --bounding-set=-all --inh-caps=-all -- "$@")
}

# lock_state: one launcher per state; children must not inherit the lock (they are started with 8>&-)
lock_state() {
  mkdir -p "$opt_state/run" 2>/dev/null || fail "the state directory $opt_state cannot be made" 'choose another with --state DIR'
  exec 8>"$opt_state/run/lock"
  flock --nonblock 8
}
