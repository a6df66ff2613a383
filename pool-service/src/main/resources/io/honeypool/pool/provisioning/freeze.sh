# The SSH server is stopped, and something waits for the hardware clock to leap, as it does when the guest is restored
# from here: the hardware clock goes on with the host's, the guest's own stays where it was. Then the guest sets its
# clock, and its SSH server answers again. So whoever gets an answer finds the clock right.
[ -n "$server" ] && [ -r /sys/class/rtc/rtc0/since_epoch ] && command -v bash >/dev/null || exit 1
sync
echo 3 >/proc/sys/vm/drop_caches
cat >/run/.clock <<'WAIT'
exec 9<> <(:)
sleep 1
read -r server <"$1"
kill -STOP "$server"
: >/run/.clock.waits
while read -r hardware </sys/class/rtc/rtc0/since_epoch; ((hardware - EPOCHSECONDS < 2)); do read -r -t 0.05 -u 9; done
date -s "@$hardware.5" >/dev/null
kill -CONT "$server"
rm -f /run/.clock /run/.clock.waits
[ ! -w /var/log/auth.log ] || sed -i '/sshd/d' /var/log/auth.log
WAIT
pidfile=/run/sshd.pid
[ -s "$pidfile" ] || pidfile=/var/run/dropbear.pid
setsid bash /run/.clock "$pidfile" </dev/null >/dev/null 2>&1 &
