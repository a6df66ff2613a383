# shellcheck shell=bash
# What the launcher says: progress with elapsed seconds on standard output, trouble on standard error.
HONEYPOOL_STARTED=${HONEYPOOL_STARTED:-$EPOCHSECONDS}

say() { printf '[%4ds] %s\n' "$((EPOCHSECONDS - HONEYPOOL_STARTED))" "$*"; }

warn() { printf 'honeypool: warning: %s\n' "$*" >&2; }

# complain MESSAGE [WHAT-TO-DO]: says what is wrong and what to do about it
complain() {
  printf 'honeypool: %s\n' "$1" >&2
  [[ -z ${2:-} ]] || printf '  what to do: %s\n' "$2" >&2
}

# fail MESSAGE [WHAT-TO-DO]: the same, then ends with status 1
fail() {
  complain "$@"
  exit 1
}

# usage_error MESSAGE: ends with status 2
usage_error() {
  complain "$1" 'see "honeypool help"'
  exit 2
}

# json_string TEXT: TEXT as a JSON string, quotes included
json_string() {
  local text=$1 out='' char i
  for ((i = 0; i < ${#text}; i++)); do
    char=${text:i:1}
    case $char in
      '"') out+='\"' ;;
      [\\]) out+='\\' ;;
      $'\n') out+='\n' ;;
      [[:cntrl:]])
        printf -v char '\\u%04x' "'$char"
        out+=$char
        ;;
      *) out+=$char ;;
    esac
  done
  printf '"%s"' "$out"
}
