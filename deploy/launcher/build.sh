# shellcheck shell=bash
# Builds the services with the Maven wrapper and puts the jars where their account can read them.

jar_of() { find "$HONEYPOOL_HOME/$1/target" -maxdepth 1 -name "$1-*.jar" ! -name '*-sources.jar' ! -name '*-javadoc.jar' 2>/dev/null | head -n 1; }

# jars_current: both jars exist and no source of theirs is newer. The jars' own times of modification are those of a
# reproducible build, so their times of change count.
jars_current() {
  local module jar
  for module in pool-service proxy-service; do
    jar=$(jar_of "$module")
    [[ -n $jar ]] || return 1
    [[ -z $(cd "$HONEYPOOL_HOME" && find pom.xml "$module/pom.xml" common/pom.xml "$module/src/main" common/src/main -type f -newermc "$jar" -print -quit) ]] || return 1
  done
}

build_services() {
  if jars_current; then
    say 'the services are built and current'
    return 0
  fi
  require_jdk
  install_packages 'the build' "${BUILD_PACKAGES[@]}"
  say "building the services with $JAVA_HOME"
  maven -q -B -ntp -DskipTests package -pl pool-service,proxy-service -am || fail 'the build failed' 'see the lines above'
  jars_current || fail 'the build made no current jars' "look into $HONEYPOOL_HOME/pool-service/target"
}

# maven ARGUMENTS...: what it writes belongs to whom the checkout belongs to
maven() {
  local status=0
  (cd "$HONEYPOOL_HOME" && exec ./mvnw "$@" 8>&-) || status=$?
  give_to_owner
  return "$status"
}

# give_to_owner: what a build, a test or a fuzz test wrote belongs to whom the checkout belongs to
give_to_owner() {
  local owner
  owner=$(stat -c '%u:%g' "$HONEYPOOL_HOME")
  if [[ $owner != 0:0 ]]; then
    chown -R "$owner" "$HONEYPOOL_HOME"/{common,pool-service,proxy-service,system-tests}/target \
      "$HONEYPOOL_HOME/proxy-service/src/test/resources" 2>/dev/null || true
  fi
}

# install_services: copies, so that a later build does not change a running service under its feet; unpacked, because
# the JDK reads plain jars faster than jars in a jar
install_services() {
  local module
  for module in pool-service proxy-service; do install_service "$module"; done
}

# install_service MODULE
install_service() {
  local module=$1 to=$opt_state/lib/$1
  rm -rf "$to.new"
  "$JAVA_HOME/bin/java" -Djarmode=tools -jar "$(jar_of "$module")" extract --destination "$to.new" --application-filename "$module.jar" >/dev/null ||
    fail "the service $module could not be unpacked" "is there room in $opt_state?"
  unpack_native "$to.new"
  chmod -R go=rX "$to.new"
  rm -rf "$to"
  mv "$to.new" "$to"
}

# unpack_native DIRECTORY: what JNA would otherwise unpack at every start, for which a full disk has no room
unpack_native() {
  local jar platform=linux-x86-64
  [[ $(uname -m) != aarch64 ]] || platform=linux-aarch64
  for jar in "$1"/lib/jna-[0-9]*.jar; do
    [[ -e $jar ]] || continue
    mkdir "$1/native"
    (cd "$1" && "$JAVA_HOME/bin/jar" --extract --file "$jar" "com/sun/jna/$platform/libjnidispatch.so" &&
      mv "com/sun/jna/$platform/libjnidispatch.so" native/ && rm -r com) ||
      fail "the native part of $jar could not be unpacked" "is there room in $opt_state?"
  done
}

command_build() {
  [[ $# -eq 0 ]] || usage_error "build takes no argument '$1'"
  build_services
}
