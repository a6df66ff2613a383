# The SSH server is stopped, and something waits for the hardware clock to leap, as it does when the guest is restored
# from here: the hardware clock goes on with the host's, the guest's own stays where it was. Then the guest sets its
# clock, and its SSH server answers again. So whoever gets an answer finds the clock right.
#
# What can be done before is, as a restored guest is waited for. Its memory is read at every restore: caches are emptied
# and free memory is filled with zeros, which take no room. What it needs to answer is read again, so that it is there.
# The waiting shell leaves no file.
[ -n "$server" ] && [ -r /sys/class/rtc/rtc0/since_epoch ] && command -v bash >/dev/null || exit 1
sync
echo 3 >/proc/sys/vm/drop_caches
free=$(sed -n 's/^MemFree: *\([0-9]*\) kB/\1/p' /proc/meminfo)
dd if=/dev/zero of=/dev/null bs="$((free / 10 * 9))k" count=1 2>/dev/null
for file in $(sed -n 's/.* \(\/[^ ]*\)$/\1/p' "/proc/$server/maps" | sort -u); do
  [ ! -f "$file" ] || cat "$file"
done >/dev/null
program=$(readlink "/proc/$server/exe")
[ "${program##*/}" != sshd ] || "$program" -t
date >/dev/null
cat >/run/.clock <<'WAIT'
exec 9<> <(:)
rm -f "$0"
sleep 1
read -r server <"$1"
[ ! -w /var/log/auth.log ] || sed -i '/sshd/d' /var/log/auth.log
kill -STOP "$server"
while read -r hardware </sys/class/rtc/rtc0/since_epoch; ((hardware - EPOCHSECONDS < 2)); do read -r -t 0.02 -u 9; done
date -s "@$hardware.5" >/dev/null
kill -CONT "$server"
WAIT
pidfile=/run/sshd.pid
[ -s "$pidfile" ] || pidfile=/var/run/dropbear.pid
setsid bash /run/.clock "$pidfile" </dev/null >/dev/null 2>&1 &
