# shellcheck shell=bash
# The guests' world: a network namespace without a route out (internet.sh has the exception), reached from this host over
# one veth pair. Names and
# addresses follow from the state; what is chosen is kept in STATE/network.

# choose_network: keeps what the state used last when nobody else has it now
choose_network() {
  local try digest
  if [[ -r $opt_state/network ]]; then
    read -r guest_cidr link_host link_guest <"$opt_state/network"
    network_free && return 0
  fi
  for try in {0..50}; do
    digest=$(printf '%s %s' "$opt_state" "$try" | sha256sum)
    guest_cidr=10.$((96 + 16#${digest:0:2} % 120)).$((16#${digest:2:2})).0/24
    link_host=169.254.$((16#${digest:4:2} % 160)).$((16#${digest:6:2} / 4 * 4 + 1))
    link_guest=${link_host%.*}.$((${link_host##*.} + 1))
    if network_free; then
      printf '%s %s %s\n' "$guest_cidr" "$link_host" "$link_guest" >"$opt_state/network.new"
      mv "$opt_state/network.new" "$opt_state/network"
      return 0
    fi
  done
  fail 'no free address range was found for the guests' 'see "ip route": most of 10.96.0.0/11 to 10.215.0.0/16 is in use here'
}

network_free() {
  local net
  for net in "$guest_cidr" "$link_host/30"; do
    [[ -z $(ip -4 route show table all to match "${net%/*}" | grep -v '^default' || true) ]] || return 1
    [[ -z $(ip -4 route show table all to root "$net" || true) ]] || return 1
  done
}

make_namespace() {
  say "guests live in the network namespace $namespace ($guest_cidr), without a route out"
  modprobe -q -a veth bridge nf_tables 2>/dev/null || true
  ip netns add "$namespace" || fail 'a network namespace could not be made' 'run as root, on a host or in a container with CAP_SYS_ADMIN and CAP_NET_ADMIN'
  ip link add "$host_link" type veth peer name uplink netns "$namespace"
  block_host
  in_namespace sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1 2>/dev/null || true
  in_namespace sysctl -qw net.ipv4.ip_forward=1 || fail 'forwarding could not be enabled inside the namespace' 'is /proc/sys writable here?'
  in_namespace ip link set lo up
  in_namespace ip addr add "$link_guest/30" dev uplink
  in_namespace ip link set uplink up
  filter_namespace
  sysctl -qw "net.ipv6.conf.$host_link.disable_ipv6=1" 2>/dev/null || true
  ip addr add "$link_host/30" dev "$host_link"
  ip link set "$host_link" up
  ip route add "$guest_cidr" via "$link_guest" dev "$host_link"
  open_internet
}

# in_namespace COMMAND...
in_namespace() { ip netns exec "$namespace" "$@"; }

# Only this host opens connections, and only to the login ports; guests get DHCP, names and answers, nothing else. A name
# server is there only if a profile has egress dns, and a guest's own filter says whether it may ask it.
filter_namespace() {
  in_namespace nft -f - <<EOF || fail 'the packet filter of the namespace could not be loaded' 'does this kernel have nf_tables? See "nft list ruleset"'
table inet honeypool {
$(meters)
$(outward_chains)
  chain input {
    type filter hook input priority filter; policy drop;
    iif "lo" accept
    iifname "$BRIDGE" udp dport 67 update @asks { ether saddr limit rate over 10/second burst 20 packets } drop
    iifname "$BRIDGE" udp dport 53 update @questions { ip saddr limit rate over 20/second burst 40 packets } drop
    ct state established,related accept
    iifname "$BRIDGE" meta nfproto ipv4 udp sport 68 udp dport 67 accept
    iifname "$BRIDGE" ip daddr ${guest_cidr%.*}.1 udp dport 53 accept
  }
  chain forward {
    type filter hook forward priority filter; policy drop;
    iifname "uplink" oifname "$BRIDGE" ip saddr $link_host ip daddr $guest_cidr tcp dport { 22, 23 } ct state new,established accept
    iifname "$BRIDGE" oifname "uplink" ct direction reply ct state established accept
$(outward_rules)
  }
  chain postrouting {
    type nat hook postrouting priority srcnat; policy accept;
    oifname "$BRIDGE" ip saddr $link_host masquerade
    oifname "uplink" ip saddr $guest_cidr masquerade
  }
}
EOF
}

# On this side nothing that comes from the guests' namespace is taken but answers, and nothing is forwarded but by
# --internet.
block_host() {
  nft -f - <<EOF || fail 'the packet filter of this host could not be loaded' 'does this kernel have nf_tables? See "nft list ruleset"'
table inet $host_table {
  chain input {
    type filter hook input priority filter - 10; policy accept;
    iifname "$host_link" ct state established,related accept
    iifname "$host_link" drop
  }
  chain forward {
    type filter hook forward priority filter - 10; policy accept;
$(host_forwarding)
    iifname "$host_link" drop
    oifname "$host_link" drop
  }
$(host_translation)
}
EOF
}

namespace_exists() { [[ -e /run/netns/$namespace ]]; }

# remove_namespace: whoever still runs in it is ended first; deleting one end of the veth pair deletes both
remove_namespace() {
  local pids
  if namespace_exists; then
    mapfile -t pids < <(ip netns pids "$namespace" 2>/dev/null || true)
    if [[ ${#pids[@]} -gt 0 ]]; then
      kill -TERM "${pids[@]}" 2>/dev/null || true
      if ! await 5 namespace_empty; then
        mapfile -t pids < <(ip netns pids "$namespace" 2>/dev/null || true)
        kill -KILL "${pids[@]}" 2>/dev/null || true
        await 5 namespace_empty || warn "processes are left in the namespace $namespace: $(ip netns pids "$namespace" | tr '\n' ' ')"
      fi
    fi
    ip netns delete "$namespace" || warn "the namespace $namespace could not be deleted"
  fi
  if [[ -e /sys/class/net/$host_link ]]; then ip link delete "$host_link" 2>/dev/null || true; fi
  if command -v nft >/dev/null && nft list table inet "$host_table" >/dev/null 2>&1; then nft delete table inet "$host_table"; fi
}

namespace_empty() { [[ -z $(ip netns pids "$namespace" 2>/dev/null) ]]; }
