# shellcheck shell=bash
# A libvirt of our own: libvirtd inside the guests' network namespace and a mount namespace where its directories are
# the state's. The host's libvirt, if there is one, is neither used nor disturbed.
BRIDGE=hpbr0

libvirt_uri() {
  if [[ -n $opt_libvirt_uri ]]; then
    printf '%s' "$opt_libvirt_uri"
  else
    printf 'qemu+unix:///system?socket=%s/libvirt/libvirt-sock' "$runtime"
  fi
}

write_libvirt_settings() {
  local etc=$opt_state/libvirt/etc
  install -d -m 0755 "$etc" "$opt_state"/libvirt/{lib,cache,log} "$runtime/libvirt"
  cat >"$etc/libvirtd.conf" <<EOF
unix_sock_group = "$SERVICE_ACCOUNT"
unix_sock_rw_perms = "0770"
unix_sock_ro_perms = "0770"
auth_unix_rw = "none"
auth_unix_ro = "none"
listen_tls = 0
listen_tcp = 0
log_outputs = "2:stderr"
max_clients = 60
max_client_requests = 20
EOF
  cat >"$etc/qemu.conf" <<EOF
user = "$EMULATOR_ACCOUNT"
group = "$EMULATOR_ACCOUNT"
dynamic_ownership = 1
remember_owner = 0
stdio_handler = "file"
namespaces = []
cgroup_controllers = []
security_driver = "none"
seccomp_sandbox = 1
max_core = 0
auto_dump_bypass_cache = 0
EOF
  : >"$etc/libvirt.conf"
}

# The script that runs inside both namespaces; binds first, then becomes libvirtd. Without the system's D-Bus, libvirt
# talks neither to systemd-machined nor to firewalld, which would put rules of theirs beside ours.
# shellcheck disable=SC2016 # expanded by the inner shell
LIBVIRT_ENTRY='
set -e
mkdir -p /etc/libvirt /run/libvirt /var/lib/libvirt /var/cache/libvirt /var/log/libvirt
mount --bind "$1/etc" /etc/libvirt
mount --bind "$2" /run/libvirt
mount --bind "$1/lib" /var/lib/libvirt
mount --bind "$1/cache" /var/cache/libvirt
mount --bind "$1/log" /var/log/libvirt
exec libvirtd --config /etc/libvirt/libvirtd.conf --pid-file /run/libvirt/libvirtd.pid'

# launch_libvirt: a restarted one finds the guests that run by what the former one kept in these directories
launch_libvirt() {
  DBUS_SYSTEM_BUS_ADDRESS=unix:path=/nonexistent setsid ip netns exec "$namespace" \
    unshare --mount --propagation private sh -c "$LIBVIRT_ENTRY" libvirt "$opt_state/libvirt" "$runtime/libvirt" \
    8>&- </dev/null >>"$opt_state/logs/libvirtd.log" 2>&1 &
  record_process libvirt $!
}

start_libvirt() {
  write_libvirt_settings
  launch_libvirt
  if ! await 30 libvirt_answers; then
    tail -n 20 "$opt_state/logs/libvirtd.log" >&2
    fail 'libvirt did not start' "see $opt_state/logs/libvirtd.log"
  fi
  say "libvirt $(run_virsh version --daemon | sed -n 's/^Running against daemon: //p') answers"
}

libvirt_answers() { run_virsh uri >/dev/null 2>&1; }

run_virsh() { timeout 60 virsh --quiet --connect "$(libvirt_uri)" "$@"; }

check_foreign_libvirt() {
  as_account "$SERVICE_ACCOUNT" timeout 20 virsh --quiet --connect "$opt_libvirt_uri" uri >/dev/null ||
    fail "libvirt at $opt_libvirt_uri does not answer the account $SERVICE_ACCOUNT" 'is it running, and is the account in the group of its socket?'
}

# remove_guests: what the pool left behind, domains first
remove_guests() {
  local name
  libvirt_answers || return 0
  while read -r name; do
    [[ -z $name ]] || run_virsh destroy "$name" >/dev/null 2>&1 || true
  done < <(run_virsh list --name)
  while read -r name; do
    [[ -z $name ]] || run_virsh net-destroy "$name" >/dev/null 2>&1 || true
  done < <(run_virsh net-list --name)
}

stop_libvirt() {
  remove_guests
  stop_process libvirt TERM 20
}
