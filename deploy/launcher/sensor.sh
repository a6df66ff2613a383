# shellcheck shell=bash
# Sensors on other hosts: enrolled, listed and revoked on the pool's host, joined on their own. No token stands on a
# command line of a program; the string that a person gives to join is good for once and an hour.

command_sensor() {
  local action=${1:-}
  case $action in
    enroll | revoke) [[ $# -eq 2 ]] || usage_error "sensor $action takes one name" ;;
    list) [[ $# -eq 1 ]] || usage_error 'sensor list takes nothing more' ;;
    join) [[ $# -eq 2 ]] || usage_error 'sensor join takes the string that "sensor enroll" printed, or - to read it from standard input' ;;
    *) usage_error 'sensor takes enroll NAME, list, revoke NAME or join STRING' ;;
  esac
  shift
  "sensor_$action" "$@"
}

# pool_call METHOD PATH [BODY]: sets answer to the body and status to the status
pool_call() {
  local method=$1 path=$2 body=${3:-} token=$opt_state/tokens/operator.token options=()
  [[ -r $token ]] || fail "there is no $token" 'is this the host of the pool, and --state its state? The pool makes it at its first start'
  [[ -z $body ]] || options=(-H 'Content-Type: application/json' --data-binary "$body")
  answer=$(printf 'Authorization: Bearer %s' "$(cat "$token")" |
    curl -sS --max-time 20 -X "$method" -H @- "${options[@]}" -w '\n%{http_code}' "http://127.0.0.1:$(pool_port)$path") ||
    fail 'the pool does not answer' "start it (honeypool up), or say where it is with --state and --api-port"
  status=${answer##*$'\n'}
  answer=${answer%$'\n'*}
}

# pool_port: where the pool of the state listens; what was asked for if none runs
pool_port() {
  local ssh_port api_port
  read_ports
  printf '%s' "${api_port:-$opt_api_port}"
}

# field NAME: of the JSON object in answer, if it is a string
field() { sed -n "s/.*\"$1\":\"\\([^\"]*\\)\".*/\\1/p" <<<"$answer"; }

refused() { fail "the pool refused it: $(field detail)" 'see docs/remote-pool.md'; }

require_sensor_name() {
  [[ $1 =~ ^[A-Za-z0-9._-]{1,48}$ ]] || usage_error "the name of a sensor has 1 to 48 letters, digits, '.', '_', '-', not '$1'"
}

sensor_enroll() {
  require_sensor_name "$1"
  pool_call POST /api/v1/sensors "{\"name\":\"$1\"}"
  [[ $status == 201 ]] || refused
  printf '%s\n' "$(field join)"
  say "good for one sensor until $(field expiresAt): on its host, run \"honeypool sensor join\" with this string" >&2
}

sensor_list() {
  local line since
  pool_call GET /api/v1/sensors
  [[ $status == 200 ]] || refused
  printf '%-24s %-9s %-12s %s\n' NAME STATE CONNECTIONS SINCE
  [[ $answer != '[]' ]] || return 0
  while read -r line; do
    answer=$line since=enrolledAt
    case $(field state) in
      JOINED) since=joinedAt ;;
      REVOKED) since=revokedAt ;;
    esac
    printf '%-24s %-9s %-12s %s\n' "$(field name)" "$(field state)" \
      "$(sed -n 's/.*"connections":\([0-9]*\).*/\1/p' <<<"$line")" "$(field "$since")"
  done <<<"${answer//\},\{/$'}\n{'}"
}

sensor_revoke() {
  require_sensor_name "$1"
  pool_call DELETE "/api/v1/sensors/$1"
  case $status in
    204) say "$1 is revoked: its token is refused from now on and its tunnels end" ;;
    404) fail "there is no sensor $1" 'see "honeypool sensor list"' ;;
    *) refused ;;
  esac
}

sensor_join() {
  local string=$1
  [[ $string != - ]] || IFS= read -r string || true
  {
    install_packages 'the sensor' "${SENSOR_PACKAGES[@]}"
    require_jdk
    make_account "$SENSOR_ACCOUNT"
    make_sensor_state
    build_services
    install_service proxy-service
  } >&2
  printf '%s\n' "$string" | as_account "$SENSOR_ACCOUNT" "$JAVA_HOME/bin/java" "${JVM_OPTIONS[@]}" \
    -cp "$opt_state/lib/proxy-service/proxy-service.jar" io.honeypool.proxy.lease.SensorJoin "$opt_state/sensor/pool.json" ||
    fail 'the sensor has not joined' 'see the line above'
  say 'start it with "honeypool up --only sensor"; one that runs takes it up when it is started again'
}
