# shellcheck shell=bash
# doctor: what this machine lacks, one line each, with the fix. Changes nothing.

# finding ok|warn|fail WHAT [FIX]
finding() {
  printf '%-5s %s\n' "$1" "$2"
  [[ $1 == ok || -z ${3:-} ]] || printf '      fix: %s\n' "$3"
  [[ $1 != fail ]] || doctor_failed=yes
}

command_doctor() {
  [[ $# -eq 0 ]] || usage_error "doctor takes no argument '$1'"
  doctor_failed=no
  name_things
  check_system
  check_packages
  check_kvm
  check_jdk
  check_room
  check_state
  check_free_ports
  [[ $doctor_failed == no ]] || exit 1
}

check_system() {
  local name=unknown version=unknown
  if [[ -r /etc/os-release ]]; then
    # shellcheck source=/dev/null
    read -r name version < <(. /etc/os-release && printf '%s %s\n' "$ID" "${VERSION_ID:-}")
  fi
  case "$name $version" in
    'debian 12' | 'debian 13' | 'ubuntu 24.04') finding ok "system: $name $version, $(dpkg --print-architecture)" ;;
    *) finding warn "system: $name $version was never tried" 'Debian 12 or 13, or Ubuntu 24.04' ;;
  esac
  if command -v unshare >/dev/null && unshare --net --mount true 2>/dev/null; then
    finding ok 'network and mount namespaces can be made'
  else
    finding fail 'namespaces cannot be made' 'run on a host, or in a container with CAP_SYS_ADMIN and CAP_NET_ADMIN'
  fi
}

check_packages() {
  local missing wanted
  mapfile -t wanted < <(service_packages)
  mapfile -t missing < <(missing_packages "${wanted[@]}" "${IMAGE_PACKAGES[@]}" | sort -u)
  if [[ ${#missing[@]} -eq 0 ]]; then
    finding ok "packages: all there ($(virsh --version 2>/dev/null || true) libvirt, $(qemu-img --version | sed -n '1s/.*version \([^ ]*\).*/\1/p') QEMU)"
  else
    finding warn "packages missing: ${missing[*]}" 'honeypool up installs them'
  fi
}

check_kvm() {
  if [[ ! -c /dev/kvm ]]; then
    finding warn 'KVM: no /dev/kvm; guests run on an emulated CPU, several times slower' "switch virtualisation on in the firmware, or nested virtualisation in this machine's host"
  elif kvm_open; then
    finding ok 'KVM: /dev/kvm opens for the guests; whether one really starts under it is found out by the pool'
  else
    finding warn "KVM: /dev/kvm ($(stat -c '%U:%G %a' /dev/kvm)) does not open for $EMULATOR_ACCOUNT" 'honeypool up restores the usual group and mode (kvm, 0660) where it is root alone'
  fi
}

check_jdk() {
  local home
  if home=$(find_jdk); then
    finding ok "JDK $JDK_VERSION: $home"
  elif package_available "openjdk-$JDK_VERSION-jdk-headless"; then
    finding warn "JDK $JDK_VERSION: not installed" 'honeypool up installs it'
  else
    finding fail "JDK $JDK_VERSION: neither here nor in this distribution" "install one, e.g. temurin-$JDK_VERSION-jdk from adoptium.net, and set JAVA_HOME"
  fi
}

check_room() {
  local existing=$opt_state free memory
  while [[ ! -d $existing ]]; do existing=$(dirname "$existing"); done
  free=$(df --output=avail -BM "$existing" | tail -n 1 | tr -dc 0-9)
  if ((free >= 6000)); then finding ok "disk: $free MB free at $existing"; else finding fail "disk: $free MB free at $existing, 6000 are needed" 'make room, or choose another --state DIR'; fi
  memory=$(awk '/^MemAvailable:/ { print int($2 / 1024) }' /proc/meminfo)
  if ((memory >= 900 + 420 * opt_guests)); then finding ok "memory: $memory MB available"; else finding warn "memory: $memory MB available; two services and $opt_guests guests want about $((900 + 420 * opt_guests))" 'fewer guests: --guests 1'; fi
}

check_state() {
  local existing=$opt_state
  while [[ ! -d $existing ]]; do existing=$(dirname "$existing"); done
  if [[ ! -w $existing ]]; then
    finding fail "state: $existing is not writable" 'choose another --state DIR'
  elif getent passwd "$EMULATOR_ACCOUNT" >/dev/null && ! as_account "$EMULATOR_ACCOUNT" test -x "$existing"; then
    finding fail "state: $EMULATOR_ACCOUNT, who runs the guests, cannot reach $existing" "chmod o+x on the directories above, or choose another --state DIR"
  else
    finding ok "state: $opt_state$([[ -d $opt_state ]] || printf ' (will be made)')"
  fi
}

check_free_ports() {
  local port
  if process_id launcher >/dev/null; then
    finding ok 'ports: in use by the run of this state'
    return
  fi
  for port in "$opt_ssh_port" "$opt_telnet_port" "$opt_api_port" "$((opt_api_port + 1))" "$((opt_api_port + 10))"; do
    if port_taken "$port"; then finding fail "port $port is in use" 'choose others with --ssh-port, --telnet-port and --api-port, or stop what listens: ss -tlnp'; else finding ok "port $port is free"; fi
  done
}
