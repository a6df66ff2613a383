# shellcheck shell=bash
# The way to the internet of guests with egress "limited", where --internet LINK gives one: out of the namespace, and from
# this host through LINK alone, under addresses of ours. Without it the namespace has no route out. A guest's own filter
# says whether it may use it; how fast is said here, for each guest, as libvirt's filters cannot.

# What is no part of the internet, as the guests' own filters have it.
SPECIAL_RANGES='0.0.0.0/8, 10.0.0.0/8, 100.64.0.0/10, 127.0.0.0/8, 169.254.0.0/16, 172.16.0.0/12, 192.0.0.0/24, 192.168.0.0/16, 198.18.0.0/15, 224.0.0.0/3'

# meters: the namespace's counters by guest; a guest that is silent for a minute begins anew
meters() {
  local name
  for name in questions packets sent got starts; do
    printf '  set %s { type ipv4_addr; size 4096; flags dynamic; timeout 1m; }\n' "$name"
  done
  printf '  set asks { type ether_addr; size 4096; flags dynamic; timeout 1m; }\n'
  printf '  set open { type ipv4_addr; size 4096; flags dynamic; }\n'
}

# outward_chains: what guests may send out of the namespace beside answers, and what of it comes back
outward_chains() {
  local kbytes packets starts open
  [[ -n $opt_internet ]] || return 0
  IFS=, read -r kbytes packets starts open <<<"$opt_internet_rates"
  cat <<EOF
  chain outward {
    ip daddr { $SPECIAL_RANGES } drop
    ct state invalid drop
    update @packets { ip saddr limit rate over $packets/second burst $packets packets } drop
    update @sent { ip saddr limit rate over $kbytes kbytes/second burst $((2 * kbytes)) kbytes } drop
    ct state new update @starts { ip saddr limit rate over $starts/second burst $((2 * starts)) packets } drop
    ct state new add @open { ip saddr ct count over $open } drop
    accept
  }
  chain homeward {
    update @got { ip daddr limit rate over $kbytes kbytes/second burst $((2 * kbytes)) kbytes } drop
    accept
  }
EOF
}

# outward_rules: which packets those chains decide about
outward_rules() {
  [[ -n $opt_internet ]] || return 0
  printf '    iifname "%s" oifname "uplink" ip saddr %s goto outward\n' "$BRIDGE" "$guest_cidr"
  printf '    iifname "uplink" oifname "%s" ct direction reply ct state established,related goto homeward\n' "$BRIDGE"
}

# host_forwarding: the same on this host: out through LINK, and back what belongs to it
host_forwarding() {
  [[ -n $opt_internet ]] || return 0
  printf '    iifname "%s" oifname "%s" ip saddr %s accept\n' "$host_link" "$opt_internet" "$link_guest"
  printf '    iifname "%s" oifname "%s" ct direction reply ct state established,related accept\n' "$opt_internet" "$host_link"
}

host_translation() {
  [[ -n $opt_internet ]] || return 0
  printf '  chain postrouting {\n    type nat hook postrouting priority srcnat; policy accept;\n'
  printf '    oifname "%s" ip saddr %s masquerade\n  }\n' "$opt_internet" "$link_guest"
}

forwarding_of() { printf '/proc/sys/net/ipv4/conf/%s/forwarding' "$1"; }

check_internet() {
  [[ -z $opt_internet || -e /sys/class/net/$opt_internet ]] ||
    fail "there is no network interface $opt_internet here" 'name with --internet the one that the default route of this host goes through: ip -4 route show default'
}

# open_internet: the marks come first, so that "down" undoes it whatever happens in between
open_internet() {
  [[ -n $opt_internet ]] || return 0
  say "guests with egress limited reach the internet through $opt_internet"
  in_namespace ip route add default via "$link_host" dev uplink
  printf '%s\n' "$opt_internet" >"$runtime/internet"
  if [[ $(<"$(forwarding_of "$opt_internet")") == 0 ]]; then
    : >"$RUNTIMES/forwarding.$opt_internet"
    echo 1 >"$(forwarding_of "$opt_internet")" || fail "$opt_internet could not be made to forward" 'is /proc/sys writable here?'
  fi
  echo 1 >"$(forwarding_of "$host_link")" || fail "$host_link could not be made to forward" 'is /proc/sys writable here?'
}

# close_internet: LINK forwards as before, unless another state needs it
close_internet() {
  local link
  { [[ -e $runtime/internet ]] && read -r link <"$runtime/internet"; } || return 0
  rm -f "$runtime/internet"
  [[ -e $RUNTIMES/forwarding.$link ]] || return 0
  ! grep -qsx -F -e "$link" "$RUNTIMES"/*/internet || return 0
  [[ ! -e $(forwarding_of "$link") ]] || echo 0 >"$(forwarding_of "$link")" || warn "$link still forwards"
  rm -f "$RUNTIMES/forwarding.$link"
}
