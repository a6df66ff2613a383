# shellcheck shell=bash
# Keeps running what was started. What dies later is started again: at once the first time, then after a pause that
# doubles up to a minute, until it has run for some minutes (or for as many seconds as the environment says).
RESTART_PAUSE_MOST=60
RESTART_FORGOTTEN_AFTER=${HONEYPOOL_RESTART_FORGOTTEN_AFTER:-180}
declare -A restart_deaths=() restart_since=() restart_due=()

watch_all() {
  local name
  while :; do
    # trouble here, such as a full disk, must not end what serves
    for name in libvirt postgres pool sensor; do keep_running "$name" || true; done
    sleep 1 &
    # what bash itself would say of a child that was killed is said better below
    wait $! 2>/dev/null || true
  done
}

# keep_running NAME: notices that it died, and starts it again when its pause is over
keep_running() {
  local name=$1
  if [[ -n ${restart_due[$name]:-} ]]; then
    ((EPOCHSECONDS < restart_due[$name])) || start_again "$name"
  elif [[ -e $opt_state/run/$name.pid ]] && ! process_id "$name" >/dev/null; then
    plan_restart "$name"
    ((EPOCHSECONDS < restart_due[$name])) || start_again "$name"
  fi
}

plan_restart() {
  local name=$1 ending pause when='at once'
  how_it_ended "$name"
  ((EPOCHSECONDS - ${restart_since[$name]:-0} < RESTART_FORGOTTEN_AFTER)) || restart_deaths[$name]=0
  restart_deaths[$name]=$((${restart_deaths[$name]:-0} + 1))
  pause=$(restart_pause "${restart_deaths[$name]}")
  [[ $pause -eq 0 ]] || when="in $pause s"
  restart_due[$name]=$((EPOCHSECONDS + pause))
  warn "$name $ending and is started again $when; see $(log_of "$name")"
}

# how_it_ended NAME: sets ending to words for it. Not in a subshell: only its parent learns its status.
how_it_ended() {
  local pid status=0
  ending=ended
  read -r pid _ <"$opt_state/run/$1.pid" || return 0
  wait "$pid" 2>/dev/null || status=$?
  if ((status == 127)); then
    ending="(process $pid) ended"
  elif ((status > 128)); then
    ending="(process $pid) was killed by signal $((status - 128))"
  else
    ending="(process $pid) ended with status $status"
  fi
}

# restart_pause DEATHS: seconds before it is started again
restart_pause() {
  local pause=$(($1 < 2 ? 0 : $1 > 7 ? RESTART_PAUSE_MOST : 1 << ($1 - 1)))
  printf '%s' "$((pause > RESTART_PAUSE_MOST ? RESTART_PAUSE_MOST : pause))"
}

# start_again NAME: whether it then runs is seen by the next look
start_again() {
  restart_due[$1]=''
  restart_since[$1]=$EPOCHSECONDS
  launch "$1"
  say "$1 is started again (process $(process_id "$1" || printf none))"
}

launch() {
  case $1 in
    libvirt) launch_libvirt ;;
    postgres) launch_postgres ;;
    pool) start_service pool pool-service "$opt_state/pool" ;;
    sensor)
      hand_token || warn "the sensor could not be given its token"
      start_service sensor proxy-service "$opt_state/sensor"
      ;;
  esac
}
