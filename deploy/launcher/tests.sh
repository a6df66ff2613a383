# shellcheck shell=bash
# test and bench.

command_test() {
  local status=0 counts shell_passed shell_failed arguments=(-B -ntp --fail-at-end verify)
  [[ $# -eq 0 ]] || usage_error "test takes no argument '$1'"
  [[ $opt_unit == no || $opt_faults == no ]] || usage_error '--unit and --faults exclude each other: faults need guests'
  require_jdk
  rm -rf "$HONEYPOOL_HOME"/{common,pool-service,proxy-service,system-tests}/target/{surefire,failsafe}-reports
  install_packages 'the tests' "${TEST_PACKAGES[@]}" qemu-utils
  counts=$(mktemp)
  "$HONEYPOOL_HOME/deploy/launcher/tests/run.sh" "$counts" || status=1
  read -r shell_passed shell_failed <"$counts" || fail "the launcher's own checks did not end" 'see the lines above'
  rm -f "$counts"
  if [[ $opt_unit == yes ]]; then
    maven "${arguments[@]}" -DskipITs || status=$?
  elif [[ $opt_faults == yes ]]; then
    install_packages 'the attackers' "${CLIENT_PACKAGES[@]}"
    install_service_packages
    maven "${arguments[@]}" -Pguests -pl system-tests -am "-Dhoneypool.test.launcher=$HONEYPOOL_HOME/honeypool" \
      -Dhoneypool.test.faults=true '-Dguests.groups=faults | fault-sample' -Dguests.excluded-groups= \
      -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false '-Dit.test=io/honeypool/system/*IT' -Dfailsafe.failIfNoSpecifiedTests=false || status=$?
  else
    prepare_test_world
    maven "${arguments[@]}" -Pguests "-Dhoneypool.test.launcher=$HONEYPOOL_HOME/honeypool" \
      "-Dhoneypool.test.libvirt-uri=$(libvirt_uri)" "-Dhoneypool.test.image-directory=$opt_state/images/${recipe[name]}" \
      "-Dhoneypool.test.state-directory=$opt_state" "-Dhoneypool.test.network-cidr=$guest_cidr" "-Dhoneypool.test.network-bridge=$BRIDGE" || status=$?
  fi
  print_total
  exit "$status"
}

# prepare_test_world: a libvirt of the tests' own in a temporary state, removed whatever happens
prepare_test_world() {
  install_packages 'the attackers' "${CLIENT_PACKAGES[@]}"
  install_service_packages
  make_accounts
  opt_state=$(mktemp -d -p /var/tmp --suffix=-honeypool-test)
  name_things
  lock_state
  trap finish_test EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  make_state
  prepare_kvm
  build_image_for_state "$DEFAULT_RECIPE"
  : >"$opt_state/logs/libvirtd.log"
  choose_network
  make_namespace
  start_libvirt
}

finish_test() {
  local status=$?
  trap '' INT TERM HUP
  trap - EXIT
  set +e
  stop_all >/dev/null
  rm -rf --one-file-system "$opt_state"
  exit "$status"
}

# print_total: the sum over the reports of all modules, and of the launcher's own checks
print_total() {
  awk -v passed="$shell_passed" -v failed="$shell_failed" '
    match($0, /<testsuite [^>]*>/) {
      suite = substr($0, RSTART, RLENGTH)
      tests = number("tests"); bad = number("errors") + number("failures")
      passed += tests - bad - number("skipped"); failed += bad
    }
    function number(name) { return match(suite, " " name "=\"[0-9]+\"") ? substr(suite, RSTART + length(name) + 3, RLENGTH - length(name) - 4) + 0 : 0 }
    END { printf "tests: %d passed, %d failed\n", passed, failed }' \
    <(find "$HONEYPOOL_HOME"/*/target/{surefire,failsafe}-reports -name 'TEST-*.xml' -exec cat {} + 2>/dev/null | tr '\n' ' ' | sed 's/<testsuite /\n<testsuite /g')
}

command_bench() {
  local bench name=${1:-} shown=no
  if [[ -z $name ]]; then
    for bench in "$HONEYPOOL_HOME"/deploy/bench/*.sh; do
      [[ -e $bench ]] || continue
      printf '%-12s %s\n' "$(basename "$bench" .sh)" "$(sed -n '2s/^# //p' "$bench")"
      shown=yes
    done
    [[ $shown == yes ]] || printf 'there is no benchmark yet\n'
    return
  fi
  bench=$HONEYPOOL_HOME/deploy/bench/$name.sh
  [[ $name =~ ^[a-z0-9-]+$ && -x $bench ]] || usage_error "there is no benchmark '$name'; \"honeypool bench\" lists them"
  shift
  HONEYPOOL_STATE=$opt_state exec "$bench" "$@"
}
