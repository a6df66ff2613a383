#!/bin/sh
# Starts libvirt and then the pool. Guests reach neither this container nor anything behind it: the filter stands before
# the first guest does.
set -eu

bridge=${HONEYPOOL_POOL_NETWORK_BRIDGE:-hpbr0}

nft -f - <<EOF || { echo "pool: no packet filter: the container needs --cap-add NET_ADMIN" >&2; exit 1; }
table inet honeypool
delete table inet honeypool
table inet honeypool {
  chain input {
    type filter hook input priority filter; policy accept;
    iifname "$bridge" ct state established,related accept
    iifname "$bridge" meta nfproto ipv4 udp sport 68 udp dport 67 accept
    iifname "$bridge" drop
  }
  chain forward {
    type filter hook forward priority filter; policy drop;
  }
}
EOF

if [ ! -c /dev/net/tun ]; then
  echo "pool: /dev/net/tun is missing: the container needs --device /dev/net/tun" >&2
  exit 1
fi
if [ -c /dev/kvm ]; then
  chgrp honeypool-qemu /dev/kvm && chmod 660 /dev/kvm || echo "pool: /dev/kvm cannot be opened to guests; they run without it" >&2
fi

install -d -o honeypool -g honeypool -m 0711 /var/lib/honeypool/pool
install -d -o honeypool -g honeypool -m 0750 /var/lib/honeypool/tokens
install -d -o honeypool -g honeypool -m 0700 /var/lib/honeypool/tls
install -m 0644 /opt/honeypool/libvirt/*.conf /etc/libvirt/

# Without the system's D-Bus, libvirt asks neither systemd-machined nor firewalld.
DBUS_SYSTEM_BUS_ADDRESS=unix:path=/nonexistent libvirtd --daemon --config /etc/libvirt/libvirtd.conf

# A password given as a file stays out of the environment that `docker inspect` shows.
if [ -n "${DATABASE_PASSWORD_FILE:-}" ]; then
  SPRING_DATASOURCE_PASSWORD=$(cat "$DATABASE_PASSWORD_FILE")
  export SPRING_DATASOURCE_PASSWORD
fi

exec setpriv --reuid honeypool --regid honeypool --init-groups --no-new-privs --bounding-set=-all --inh-caps=-all \
  java -XX:+UseSerialGC -Xms24m -Xmx256m --enable-native-access=ALL-UNNAMED -jar /opt/honeypool/pool.jar "$@"
