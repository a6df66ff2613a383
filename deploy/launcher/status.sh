# shellcheck shell=bash
# status and logs.

is_ready() { [[ -e $opt_state/run/ready ]] && process_id launcher >/dev/null; }

# read_ports: sets ssh_port, api_port and telnet_port to those of the run; empty when nothing runs
read_ports() { { read -r ssh_port api_port telnet_port <"$opt_state/run/ports"; } 2>/dev/null || ssh_port='' api_port='' telnet_port=''; }

guest_names() { if [[ -S $runtime/libvirt/libvirt-sock ]]; then run_virsh list --name 2>/dev/null | sed '/^$/d' || true; fi; }

command_status() {
  local name running=no
  [[ $# -eq 0 ]] || usage_error "status takes no argument '$1'"
  name_things
  for name in launcher libvirt postgres pool sensor; do
    if process_id "$name" >/dev/null; then running=yes; fi
  done
  if [[ $opt_json == yes ]]; then status_json "$running"; else status_text "$running"; fi
  [[ $running == yes ]] || exit 3
}

status_text() {
  local name pid ssh_port api_port telnet_port
  if [[ $1 == no ]]; then
    printf 'nothing runs with the state %s\n' "$opt_state"
    return
  fi
  read_ports
  if is_ready; then name=up; else name='not up: starting, stopping, or left behind by a launcher that was killed'; fi
  printf '%-10s %s (%s)\n' state "$opt_state" "$name"
  for name in launcher libvirt postgres pool sensor; do
    if pid=$(process_id "$name"); then pid="process $pid"; else pid='not running'; fi
    printf '%-10s %s\n' "$name" "$pid"
  done
  printf '%-10s %s\n' guests "$(guest_names | tr '\n' ' ')"
  if [[ -n $ssh_port && -e $opt_state/run/sensor.pid ]]; then
    printf '%-10s ssh -p %s root@127.0.0.1\n' ssh "$ssh_port"
    printf '%-10s telnet 127.0.0.1 %s\n' telnet "$telnet_port"
  fi
  if [[ -n $api_port && -e $opt_state/run/pool.pid ]]; then
    printf '%-10s http://127.0.0.1:%s/api/v1 (tokens: %s/tokens)\n' api "$api_port" "$opt_state"
  fi
  if process_id postgres >/dev/null; then printf '%-10s %s\n' database "$(psql_line)"; fi
  printf '%-10s %s/sensor/events/events.jsonl\n' events "$opt_state"
  printf '%-10s %s/logs\n' logs "$opt_state"
}

# boolean COMMAND...: true or false, as JSON
boolean() { if "$@" >/dev/null; then printf true; else printf false; fi; }

# member NAME VALUE: a member with a string, after others
member() { printf ',%s:%s' "$(json_string "$1")" "$(json_string "$2")"; }

status_json() {
  local name pid separator='' ssh_port api_port telnet_port
  read_ports
  printf '{"state":%s' "$(json_string "$opt_state")"
  member id "$id"
  printf ',"running":%s,"ready":%s' "$(boolean test "$1" = yes)" "$(boolean is_ready)"
  printf ',"ports":{"ssh":%s,"telnet":%s,"api":%s' "${ssh_port:-null}" "${telnet_port:-null}" "${api_port:-null}"
  if [[ -n $api_port ]]; then
    printf ',"poolManagement":%s,"sensorManagement":%s},"services":{' "$((api_port + 1))" "$((api_port + 10))"
  else
    printf ',"poolManagement":null,"sensorManagement":null},"services":{'
  fi
  for name in launcher libvirt postgres pool sensor; do
    pid=$(process_id "$name" || true)
    printf '%s"%s":{"running":%s,"pid":%s}' "$separator" "$name" "$(boolean test -n "$pid")" "${pid:-null}"
    separator=,
  done
  printf '},"guests":['
  separator=''
  while read -r name; do
    printf '%s%s' "$separator" "$(json_string "$name")"
    separator=,
  done < <(guest_names)
  printf ']'
  member libvirtUri "$(libvirt_uri)"
  member namespace "$namespace"
  member database "$(if process_id postgres >/dev/null; then psql_line; fi)"
  member events "$opt_state/sensor/events/events.jsonl"
  member tokens "$opt_state/tokens"
  member logs "$opt_state/logs"
  printf '}\n'
}

command_logs() {
  local name files=() options=(-n 100)
  [[ $opt_follow == no ]] || options+=(-F)
  [[ $# -gt 0 ]] || set -- pool sensor postgres libvirt launcher
  for name in "$@"; do
    case $name in
      libvirt) files+=("$opt_state/logs/libvirtd.log") ;;
      pool | sensor | postgres | launcher) files+=("$opt_state/logs/$name.log") ;;
      *) usage_error "there is no log '$name': pool, sensor, postgres, libvirt or launcher" ;;
    esac
  done
  for name in "${files[@]}"; do
    [[ -e $name ]] || [[ $opt_follow == yes ]] || [[ ${#files[@]} -gt 1 ]] || fail "there is no $name yet" 'honeypool up makes it'
  done
  tail "${options[@]}" "${files[@]}" 2>/dev/null || true
}
