# shellcheck shell=bash
# What the launcher needs from apt: says what is missing and installs only that.

package_installed() { [[ $(dpkg-query -W -f='${db:Status-Abbrev}' "$1" 2>/dev/null) == ii* ]]; }

# A candidate is what apt would install now; a name that apt only knows from elsewhere has none.
package_available() { grep -q '^  Candidate: [^(]' <<<"$(apt-cache policy "$1" 2>/dev/null)"; }

service_packages() {
  local emulator='qemu-system-x86'
  [[ $(dpkg --print-architecture) != arm64 ]] || emulator='qemu-system-arm qemu-efi-aarch64'
  [[ -n $opt_libvirt_uri ]] || printf '%s\n' libvirt-daemon libvirt-daemon-driver-qemu dnsmasq-base nftables iptables ebtables
  # shellcheck disable=SC2086 # two words on arm64
  printf '%s\n' libvirt0 libvirt-clients $emulator qemu-utils iproute2 ca-certificates curl util-linux procps
  [[ -n $opt_database_url ]] || printf '%s\n' postgresql-common postgresql
}

# Drivers that newer releases put into packages of their own; asked for only where they exist.
split_packages() {
  [[ -n $opt_libvirt_uri ]] || printf '%s\n' libvirt-daemon-driver-network libvirt-daemon-driver-nwfilter libvirt-daemon-common
}

IMAGE_PACKAGES=(mmdebstrap debian-archive-keyring qemu-utils e2fsprogs cpio xz-utils zstd)
TEST_PACKAGES=(openssh-client shellcheck)
# What attacks in the tests with guests and in benchmarks, the server that it is compared with, and one that gets events.
CLIENT_PACKAGES=(openssh-client openssh-server rsync sshfs putty-tools dropbear-bin python3-paramiko python3-asyncssh curl ssh-audit nmap hydra ncrack
  xauth inetutils-telnet inetutils-telnetd busybox-static python3 asciinema tcpdump tcpflow-nox unzip rsyslog rsyslog-openssl)
# What a host needs that has a sensor and no pool.
SENSOR_PACKAGES=(ca-certificates curl iproute2 util-linux procps)
# What the Maven wrapper fetches Maven with.
BUILD_PACKAGES=(ca-certificates curl)

missing_packages() {
  local package
  for package in "$@"; do package_installed "$package" || printf '%s\n' "$package"; done
}

# install_packages PURPOSE PACKAGE...
install_packages() {
  local purpose=$1 missing package apt_keep=
  shift
  mapfile -t missing < <(missing_packages "$@")
  [[ ${#missing[@]} -gt 0 ]] || return 0
  command -v apt-get >/dev/null || fail "$purpose needs ${missing[*]}, and there is no apt here" 'use Debian 12 or 13 or Ubuntu 24.04, or install them yourself'
  say "installing for $purpose: ${missing[*]}"
  for package in "${missing[@]}"; do
    if ! package_available "$package"; then
      apt_get update || fail 'apt-get update failed' 'look at the lines above; a proxy or a mirror may be out of reach'
      break
    fi
  done
  if [[ " ${missing[*]} " == *' postgresql '* ]]; then
    install_postgresql
    mapfile -t missing < <(missing_packages "${missing[@]}")
    [[ ${#missing[@]} -gt 0 ]] || return 0
  fi
  if [[ " ${missing[*]} " == *' openssh-server '* ]]; then install_server openssh-server ssh; fi
  if [[ " ${missing[*]} " == *' rsyslog '* ]]; then
    # It takes the place of any other; only the one that the Telnet server brought may go.
    package_installed inetutils-syslogd || apt_keep=--no-remove
    install_server rsyslog rsyslog
    apt_keep=
  fi
  if [[ " ${missing[*]} " == *' inetutils-telnetd '* ]]; then install_server inetutils-telnetd inetutils-inetd inetutils-syslogd; fi
  install_now "${missing[@]}"
}

install_now() {
  local options=(--yes --no-install-recommends)
  [[ -z ${apt_keep:-} ]] || options+=("$apt_keep")
  apt_get install "${options[@]}" "$@" && return 0
  apt_get update && apt_get install "${options[@]}" "$@" && return 0
  fail "apt-get could not install $*" 'look at the lines above; "apt-get install" of the same names shows more'
}

# The distribution's package makes and starts a cluster of its own unless it is told not to; ours is under the state.
install_postgresql() {
  local directory=/etc/postgresql-common/createcluster.d
  package_installed postgresql-common || install_now postgresql-common
  mkdir -p "$directory"
  printf 'create_main_cluster = false\n' >"$directory/00-honeypool.conf"
  install_now postgresql
  rm -f "$directory/00-honeypool.conf"
}

# install_server PACKAGE SERVICE...: the distribution's package would listen at once and after every boot; what is tested
# starts its own server.
install_server() {
  local package=$1 service policy=/usr/sbin/policy-rc.d made=no
  shift
  if [[ ! -e $policy ]]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 0755 "$policy"
    made=yes
  fi
  install_now "$package"
  [[ $made == no ]] || rm -f "$policy"
  for service in "$@"; do update-rc.d "$service" disable >/dev/null 2>&1 || true; done
}

apt_get() { DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=120 "$@" >/dev/null; }

install_service_packages() {
  local package wanted
  if [[ $opt_only == sensor ]]; then
    install_packages 'the sensor' "${SENSOR_PACKAGES[@]}"
    return 0
  fi
  package_installed libvirt0 || package_available libvirt0 || apt_get update || true
  mapfile -t wanted < <(service_packages)
  while read -r package; do
    ! package_available "$package" || wanted+=("$package")
  done < <(split_packages)
  install_packages 'the services' "${wanted[@]}"
}
