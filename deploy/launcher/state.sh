# shellcheck shell=bash
# The state directory, the two accounts, and the names that follow from the state's path.
SERVICE_ACCOUNT=honeypool
EMULATOR_ACCOUNT=honeypool-qemu

# Short because it is part of interface names (15 characters) and socket paths (107).
state_id() { printf '%s' "$opt_state" | sha256sum | cut -c1-6; }

name_things() {
  id=$(state_id)
  namespace=hp-$id
  host_link=hp-$id
  host_table=honeypool_$id
  runtime=/run/honeypool/$id
}

# Debian's libvirtd refuses to start without its own default account, even where its settings name another.
make_accounts() {
  local name
  for name in "$SERVICE_ACCOUNT" "$EMULATOR_ACCOUNT" libvirt-qemu; do
    [[ $name != libvirt-qemu || -z $opt_libvirt_uri ]] || continue
    getent group "$name" >/dev/null || groupadd --system "$name"
    getent passwd "$name" >/dev/null ||
      useradd --system --gid "$name" --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin "$name"
  done
}

make_state() {
  local own=(-o "$SERVICE_ACCOUNT" -g "$SERVICE_ACCOUNT") parent
  { mkdir -p "$opt_state" 2>/dev/null && [[ -w $opt_state ]]; } ||
    fail "the state directory $opt_state cannot be written" 'choose another with --state DIR, or make it writable'
  chmod 0711 "$opt_state"
  install -d -m 0755 "$opt_state/images" "$opt_state/lib" "$opt_state/etc" "$opt_state/run"
  install -d -m 0750 -o root -g "$SERVICE_ACCOUNT" "$opt_state/logs"
  install -d -m 0711 "${own[@]}" "$opt_state/pool" "$opt_state/pool/overlays"
  install -d -m 0700 "${own[@]}" "$opt_state/postgres" "$opt_state/tokens" "$opt_state/sensor"
  install -d -m 0755 "$opt_state/libvirt"
  install -d -m 0755 /run/honeypool "$runtime"
  install -d -m 0750 "${own[@]}" "$runtime/postgres"
  printf '%s\n' "$opt_state" >"$runtime/state"
  for parent in "$opt_state/images" "$opt_state/pool/overlays"; do
    as_account "$EMULATOR_ACCOUNT" test -x "$parent" ||
      fail "QEMU, which runs as $EMULATOR_ACCOUNT, cannot reach $parent" "give others the right to pass (chmod o+x) on the directories above $opt_state, or choose another --state DIR"
  done
}

# as_account NAME COMMAND...: runs it as that account, without any privilege to come back
as_account() {
  local account=$1
  shift
  (cd / && exec setpriv --reuid "$account" --regid "$account" --init-groups --no-new-privs --inh-caps=-all -- "$@")
}

# lock_state: one launcher per state; children must not inherit the lock (they are started with 8>&-)
lock_state() {
  mkdir -p "$opt_state/run" 2>/dev/null || fail "the state directory $opt_state cannot be made" 'choose another with --state DIR'
  exec 8>"$opt_state/run/lock"
  flock --nonblock 8
}
