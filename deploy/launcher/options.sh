# shellcheck shell=bash
# The command line: options may stand before or after the command; what is left lands in the list arguments.
opt_state=/var/lib/honeypool
opt_ssh_port=2222
opt_telnet_port=2223
opt_api_port=8420
opt_guests=2
opt_database_url=''
opt_libvirt_uri=''
opt_detach=no
opt_json=no
opt_follow=no
opt_suite=''
opt_fuzz=60
opt_force=no
opt_leave_kernel=no
opt_recipe=''
opt_name=''
opt_descriptor=''
opt_only=''
opt_remote_host=''
opt_internet=''
opt_internet_rates=256,400,10,100
opt_recordings=''
opt_speed=1
opt_max_idle=''
arguments=()

show_help() {
  cat <<'EOF'
Honeypool: every attacker gets a real virtual machine.

  honeypool up [--detach]      install what is missing, build, start, say how to connect; Ctrl-C stops all
  honeypool down               stop and remove everything, also what a killed launcher left behind
  honeypool status [--json]    what runs, on which ports (exit 3: nothing runs)
  honeypool logs [pool|sensor|postgres|libvirt|launcher] [-f]
  honeypool doctor             check this machine and name the fix
  honeypool build              build the services
  honeypool test [--unit | --faults | --long | --isolation | --fuzz [SECONDS]]
                               install what the tests need and run them all (--unit: only the quick ones; --faults: the
                               whole fault suite instead, which kills, stops and breaks what it can, in under 50 minutes;
                               --long: what proves itself only by number: 100 attackers one after the other in 12 guests,
                               50,000 logins, 5 GB both ways; about 30 minutes; --isolation: what a guest gets out under every egress
                               policy, as a table; --fuzz: look for bytes that break what
                               reads attackers' ones, 60 s or so many for each)
  honeypool bench [NAME]       run a benchmark; without a name: list them
  honeypool image build [--recipe FILE] [--force]
  honeypool image import FILE [--name NAME] [--descriptor FILE.json]
  honeypool image list
  honeypool sensor enroll NAME | list | revoke NAME
                               on the pool's host: let a sensor on another host join, see all of them, end one
  honeypool sensor join STRING on the sensor's host: join with what "enroll" printed (-: read it from standard input)
  honeypool play ID [--speed N] [--max-idle SECONDS] [--recordings DIR]
                               show a recording in this terminal as the attacker saw it; the sensor's, or those in DIR
  honeypool persona capture HOST:PORT
                               read a real SSH server into a persona file for the sensor, on standard output
  honeypool help | version

  --state DIR          everything Honeypool keeps (default /var/lib/honeypool)
  --ssh-port N         where attackers arrive by SSH (default 2222)
  --telnet-port N      and by Telnet (default 2223)
  --api-port N         the pool's REST API on 127.0.0.1 (default 8420); N+1 is the pool's, N+10 the sensor's
                       management port
  --guests N           guests kept ready (default 2)
  --only pool|sensor   start just that with "up"; the other is on another host
  --remote-host HOST   let sensors on other hosts reach this pool as HOST, a name or an address: the API over TLS on
                       port N+2 of --api-port, the gateway to guests on N+3
  --internet LINK      let guests with egress "limited" reach the internet through this network interface
  --internet-rates KILOBYTES,PACKETS,STARTS,OPEN
                       what each of them may: kilobytes a second each way, packets sent and connections begun a second,
                       connections open (default 256,400,10,100)
  --database-url URL   a PostgreSQL of your own: jdbc:postgresql://HOST/DATABASE; the account comes from
                       HONEYPOOL_DATABASE_USERNAME and HONEYPOOL_DATABASE_PASSWORD
  --libvirt-uri URI    a libvirt of your own instead of a private one in a network namespace
  --leave-kernel       do not have the kernel expedite RCU grace periods while guests run, for a machine with real-time
                       work; a restored guest is then ready about 0.4 s later

Two runs side by side need different states and ports.
EOF
}

show_version() {
  local version
  version=$(sed -n '/<artifactId>honeypool<\/artifactId>/{n;s/.*<version>\(.*\)<\/version>.*/\1/p}' "$HONEYPOOL_HOME/pom.xml")
  printf 'honeypool %s\n' "$version"
}

# option_value NAME COUNT VALUE: VALUE, or an end with status 2 when the command line stops before it
require_value() { [[ $2 -ge 2 ]] || usage_error "the option $1 needs a value"; }

# number NAME VALUE LOW HIGH
require_number() {
  [[ $2 =~ ^[0-9]{1,6}$ && $((10#$2)) -ge $3 && $((10#$2)) -le $4 ]] || usage_error "$1 must be a number from $3 to $4, not '$2'"
}

# require_decimal NAME VALUE
require_decimal() {
  [[ $2 =~ ^[0-9]{1,6}(\.[0-9]{1,3})?$ && $2 =~ [1-9] ]] || usage_error "$1 must be a number over 0, not '$2'"
}

parse_options() {
  while [[ $# -gt 0 ]]; do
    case $1 in
      --*=*)
        set -- "${1%%=*}" "${1#*=}" "${@:2}"
        continue
        ;;
      --state | --ssh-port | --telnet-port | --api-port | --guests | --database-url | --libvirt-uri | --recipe | --name | --descriptor | --only | --remote-host | --internet | --internet-rates | --recordings | --speed | --max-idle)
        require_value "$1" $#
        store_option "$1" "$2"
        shift
        ;;
      --detach) opt_detach=yes ;;
      --json) opt_json=yes ;;
      --unit | --faults | --long | --isolation | --fuzz)
        [[ -z $opt_suite || $opt_suite == "${1#--}" ]] || usage_error "--$opt_suite and $1 exclude each other"
        opt_suite=${1#--}
        if [[ $opt_suite == fuzz && ${2:-} =~ ^[0-9] ]]; then
          require_number "$1" "$2" 1 100000 && opt_fuzz=$((10#$2))
          shift
        fi
        ;;
      --force) opt_force=yes ;;
      --leave-kernel) opt_leave_kernel=yes ;;
      -f | --follow) opt_follow=yes ;;
      -h | --help) arguments=(help) && return ;;
      --version) arguments=(version) && return ;;
      -?*) usage_error "unknown option '$1'" ;;
      *) arguments+=("$1") ;;
    esac
    shift
  done
}

store_option() {
  case $1 in
    --state)
      [[ -n $2 && $2 != *[$'\n\t "\'\\,:#']* ]] || usage_error "the state directory must not be empty or hold blanks, quotes, commas, colons, hashes or backslashes"
      opt_state=$(realpath -m "$2")
      ;;
    --ssh-port) require_number "$1" "$2" 1 65535 && opt_ssh_port=$2 ;;
    --telnet-port) require_number "$1" "$2" 1 65535 && opt_telnet_port=$2 ;;
    --api-port) require_number "$1" "$2" 1 65525 && opt_api_port=$2 ;;
    --guests) require_number "$1" "$2" 1 200 && opt_guests=$2 ;;
    --database-url)
      [[ $2 == jdbc:postgresql:* ]] || usage_error "--database-url must begin with jdbc:postgresql:"
      opt_database_url=$2
      ;;
    --libvirt-uri) opt_libvirt_uri=$2 ;;
    --only)
      [[ $2 == pool || $2 == sensor ]] || usage_error "--only takes pool or sensor, not '$2'"
      opt_only=$2
      ;;
    --remote-host)
      [[ $2 =~ ^[A-Za-z0-9.:-]{1,253}$ ]] || usage_error "--remote-host takes a host name or an address, not '$2'"
      opt_remote_host=$2
      ;;
    --internet)
      [[ $2 =~ ^[A-Za-z0-9._-]{1,15}$ ]] || usage_error "--internet takes the name of a network interface, not '$2'"
      opt_internet=$2
      ;;
    --internet-rates)
      [[ $2 =~ ^[1-9][0-9]{0,5}(,[1-9][0-9]{0,5}){3}$ ]] || usage_error "--internet-rates takes four numbers such as $opt_internet_rates, not '$2'"
      opt_internet_rates=$2
      ;;
    --recordings) opt_recordings=$2 ;;
    --speed)
      require_decimal "$1" "$2"
      opt_speed=$2
      ;;
    --max-idle)
      require_decimal "$1" "$2"
      opt_max_idle=$2
      ;;
    --recipe) opt_recipe=$2 ;;
    --name) opt_name=$2 ;;
    --descriptor) opt_descriptor=$2 ;;
  esac
}

# become_root ARGUMENTS...: runs the launcher again through sudo where that is needed and there
become_root() {
  [[ $EUID -ne 0 ]] || return 0
  if command -v sudo >/dev/null; then
    exec sudo --preserve-env=JAVA_HOME,HONEYPOOL_DATABASE_USERNAME,HONEYPOOL_DATABASE_PASSWORD -- "$HONEYPOOL_HOME/honeypool" "$@"
  fi
  fail 'this must run as root, and there is no sudo here' 'run it as root'
}
