# shellcheck shell=bash
# The command line: options may stand before or after the command; what is left lands in the list arguments.
opt_state=/var/lib/honeypool
opt_ssh_port=2222
opt_telnet_port=''
opt_api_port=8420
opt_guests=2
opt_database_url=''
opt_libvirt_uri=''
opt_detach=no
opt_json=no
opt_follow=no
opt_unit=no
opt_faults=no
opt_force=no
opt_recipe=''
opt_name=''
opt_descriptor=''
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
  honeypool test [--unit | --faults]
                               install what the tests need and run them all (--unit: only the quick ones; --faults: the
                               whole fault suite instead, which kills, stops and breaks what it can, in about 40 minutes)
  honeypool bench [NAME]       run a benchmark; without a name: list them
  honeypool image build [--recipe FILE] [--force]
  honeypool image import FILE [--name NAME] [--descriptor FILE.json]
  honeypool image list
  honeypool persona capture HOST:PORT
                               read a real SSH server into a persona file for the sensor, on standard output
  honeypool help | version

  --state DIR          everything Honeypool keeps (default /var/lib/honeypool)
  --ssh-port N         where attackers arrive by SSH (default 2222)
  --telnet-port N      and by Telnet (default 2223)
  --api-port N         the pool's REST API on 127.0.0.1 (default 8420); N+1 is the pool's, N+10 the sensor's
                       management port
  --guests N           guests kept ready (default 2)
  --database-url URL   a PostgreSQL of your own: jdbc:postgresql://HOST/DATABASE; the account comes from
                       HONEYPOOL_DATABASE_USERNAME and HONEYPOOL_DATABASE_PASSWORD
  --libvirt-uri URI    a libvirt of your own instead of a private one in a network namespace

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

parse_options() {
  while [[ $# -gt 0 ]]; do
    case $1 in
      --*=*)
        set -- "${1%%=*}" "${1#*=}" "${@:2}"
        continue
        ;;
      --state | --ssh-port | --telnet-port | --api-port | --guests | --database-url | --libvirt-uri | --recipe | --name | --descriptor)
        require_value "$1" $#
        store_option "$1" "$2"
        shift
        ;;
      --detach) opt_detach=yes ;;
      --json) opt_json=yes ;;
      --unit) opt_unit=yes ;;
      --faults) opt_faults=yes ;;
      --force) opt_force=yes ;;
      -f | --follow) opt_follow=yes ;;
      -h | --help) arguments=(help) && return ;;
      --version) arguments=(version) && return ;;
      -*) usage_error "unknown option '$1'" ;;
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
