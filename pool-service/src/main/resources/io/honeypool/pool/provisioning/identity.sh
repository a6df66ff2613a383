# Arguments: number of the slot, machine id, name server or nothing. POSIX shell; what the guest does not have is passed over.
set -u
slot=$1 machine=$2 resolver=$3
old=$(cat /etc/hostname 2>/dev/null || hostname)
new=$(printf '%s%02d' "${old%%[0-9]*}" "$slot")
printf '%s\n' "$new" >/etc/hostname
hostname "$new" || exit 1
[ ! -w /etc/hosts ] || sed -i "s/\\b$old\\b/$new/g" /etc/hosts
if [ -s /etc/machine-id ]; then
  was=$(cat /etc/machine-id)
  printf '%s\n' "$machine" >/etc/machine-id
  if [ -d "/var/log/journal/$was" ]; then
    systemctl stop systemd-journald.socket systemd-journald-dev-log.socket systemd-journald-audit.socket systemd-journald 2>/dev/null
    rm -rf "/var/log/journal/$was"
    mkdir -p "/var/log/journal/$machine"
    systemctl start systemd-journald.socket systemd-journald-dev-log.socket systemd-journald
  fi
fi
[ -z "$resolver" ] || printf 'nameserver %s\n' "$resolver" >/etc/resolv.conf
for type in ed25519 ecdsa rsa; do
  key=/etc/ssh/ssh_host_${type}_key
  if [ -e "$key" ]; then
    rm -f "$key" "$key.pub"
    ssh-keygen -q -t "$type" -N '' -C "root@$new" -f "$key" || exit 1
  fi
done
server=$(cat /run/sshd.pid 2>/dev/null || cat /var/run/dropbear.pid 2>/dev/null)
[ -z "$server" ] || kill -HUP "$server"
