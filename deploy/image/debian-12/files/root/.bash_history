apt update
apt upgrade
reboot
uptime
df -h
systemctl status nginx
nano /etc/nginx/sites-available/backhaus
nginx -t
systemctl reload nginx
tail -n 50 /var/log/nginx/backhaus.error.log
ls -la /var/www/backhaus
chown -R www-data:www-data /var/www/backhaus
adduser deploy
passwd deploy
crontab -l
nano /usr/local/sbin/site-backup
/usr/local/sbin/site-backup
ls -lh /var/backups/site
free -m
top
netstat -tlnp
nano /etc/inetd.conf
ping -c 3 10.20.0.9
cat notes.txt
du -sh /var/log
journalctl --vacuum-size=50M
apt update
apt list --upgradable
apt upgrade
last | head
exit
