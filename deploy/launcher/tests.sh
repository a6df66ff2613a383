# shellcheck shell=bash
# test and bench.

command_test() {
  local status=0 counts shell_passed shell_failed arguments=(-B -ntp --fail-at-end verify)
  [[ $# -eq 0 ]] || usage_error "test takes no argument '$1'"
  require_jdk
  if [[ $opt_suite == fuzz ]]; then
    fuzz "$opt_fuzz"
    return
  fi
  rm -rf "$HONEYPOOL_HOME"/{common,pool-service,proxy-service,system-tests}/target/{surefire,failsafe}-reports
  install_packages 'the tests' "${TEST_PACKAGES[@]}" qemu-utils
  counts=$(mktemp)
  "$HONEYPOOL_HOME/deploy/launcher/tests/run.sh" "$counts" || status=1
  read -r shell_passed shell_failed <"$counts" || fail "the launcher's own checks did not end" 'see the lines above'
  rm -f "$counts"
  case $opt_suite in
    unit) maven "${arguments[@]}" -T 2 -DskipITs || status=$? ;;
    faults)
      system_tests_of 'faults | fault-sample' -Dhoneypool.test.faults=true || status=$?
      sink_outage 300 || status=$?
      ;;
    long) system_tests_of long || status=$? ;;
    isolation) system_tests_of isolation || status=$? ;;
    *)
      prepare_test_world
      service_tests "-Dhoneypool.test.libvirt-uri=$(libvirt_uri)" "-Dhoneypool.test.image-directory=$opt_state/images/${recipe[name]}" \
        "-Dhoneypool.test.state-directory=$opt_state" "-Dhoneypool.test.network-cidr=$guest_cidr" "-Dhoneypool.test.network-bridge=$BRIDGE" || status=$?
      system_tests || status=$?
      ;;
  esac
  print_total
  exit "$status"
}

# service_tests [OPTION...]: those of both services, at the same time: most of either's time is a wait
service_tests() {
  maven "${arguments[@]}" -T 2 -Pguests -pl common,pool-service,proxy-service "$@"
}

# system_tests [OPTION...]: those of the system alone, which time what they see and need the machine for themselves
system_tests() {
  install_packages 'the attackers' "${CLIENT_PACKAGES[@]}"
  install_service_packages
  maven "${arguments[@]}" -Pguests -pl system-tests -am "-Dhoneypool.test.launcher=$HONEYPOOL_HOME/honeypool" "$@" \
    '-Dtest=io/honeypool/system/*Tests' -Dsurefire.failIfNoSpecifiedTests=false '-Dit.test=io/honeypool/system/*IT' -Dfailsafe.failIfNoSpecifiedTests=false
}

# system_tests_of TAGS [OPTION...]: those of the system tests that have one of the tags
system_tests_of() {
  system_tests "-Dguests.groups=$1" -Dguests.excluded-groups= "${@:2}"
}

# sink_outage SECONDS: events to every kind of sink, whose servers are away for so long
sink_outage() {
  maven "${arguments[@]}" -pl proxy-service -am "-Dhoneypool.test.outage=$1" \
    -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=SinkOutageIT -Dfailsafe.failIfNoSpecifiedTests=false
}

# fuzz SECONDS: each fuzz test in turn, for so long; what it finds becomes an input of the test, next to the others
fuzz() {
  local module=$HONEYPOOL_HOME/proxy-service class method work found=0 clean=0 status
  work=$module/target/fuzz
  install_packages 'the build' "${BUILD_PACKAGES[@]}"
  maven -q -B -ntp -DskipTests -pl proxy-service -am test-compile dependency:build-classpath -DincludeScope=test \
    -Dmdep.outputFile=target/fuzz.classpath || fail 'the build failed' 'see the lines above'
  while read -r class method; do
    mkdir -p "$work/$class.$method"
    status=0
    (cd "$module" && exec nice -n 19 "$JAVA_HOME/bin/java" -Xmx1g -XX:+EnableDynamicAgentLoading \
      --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
      "-Dlogback.configurationFile=$module/src/test/resources/fuzz-logback.xml" \
      -cp "target/test-classes:target/classes:$(<target/fuzz.classpath)" com.code_intelligence.jazzer.Jazzer \
      "--target_class=$class" "--target_method=$method" '--instrumentation_includes=io.honeypool.**:org.apache.sshd.**' \
      "$work/$class.$method" "-max_total_time=$1" -max_len=4096 -timeout=20) >"$work/$class.$method.log" 2>&1 8>&- || status=$?
    if [[ $status -eq 0 ]]; then
      clean=$((clean + 1))
      printf '%s.%s: %s\n' "$class" "$method" "$(fuzz_figures "$work/$class.$method.log")"
    else
      found=$((found + 1))
      printf '%s.%s: FOUND something or failed with status %s, see %s\n' "$class" "$method" "$status" "$work/$class.$method.log"
    fi
  done < <(list_fuzz_tests "$module/src/test/java")
  give_to_owner
  printf 'tests: %s passed, %s failed\n' "$clean" "$found"
  [[ $found -eq 0 && $clean -gt 0 ]] || exit 1
}

# list_fuzz_tests DIRECTORY: "CLASS METHOD" of each fuzz test in its sources
list_fuzz_tests() {
  (cd "$1" && grep -rl --include='*.java' '^ *@FuzzTest' . | sort | while read -r file; do
    awk -v class="$(tr / . <<<"${file:2:-5}")" '
      /^ *@FuzzTest/ { found = 1 }
      found && match($0, /void [A-Za-z0-9]+\(/) { print class, substr($0, RSTART + 5, RLENGTH - 6); found = 0 }' "$file"
  done)
}

# fuzz_figures LOG: how often the test ran, and how much of the code that did
fuzz_figures() {
  local last
  last=$(grep -aE '^#[0-9]+.* cov: [0-9]+' "$1" | tail -n 1)
  printf '%s executions, %s places of the code reached' "$(sed -n 's/^#\([0-9]*\).*/\1/p' <<<"$last")" "$(sed -n 's/.* cov: \([0-9]*\).*/\1/p' <<<"$last")"
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
  expedite_kernel
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
