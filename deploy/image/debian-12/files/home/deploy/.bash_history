cd /var/www/backhaus
ls -la
nano index.html
exit
