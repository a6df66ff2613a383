ls
sudo -i
df -h
tail /var/log/nginx/backhaus.access.log
sudo systemctl restart nginx
exit
