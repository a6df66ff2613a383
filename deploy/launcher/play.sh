# shellcheck shell=bash
# Plays a recording of the sensor in the terminal.

# What the attacker saw is all that goes to standard output; what the build says goes to standard error.
command_play() {
  [[ $# -eq 1 ]] || usage_error 'play takes one name of a recording, as in 0123456789ab-0'
  [[ $1 =~ ^[0-9a-f]{12}-[0-9]{1,10}$ ]] || usage_error "a recording is called like 0123456789ab-0, not '$1'"
  {
    require_jdk
    [[ -f $opt_state/lib/proxy-service/proxy-service.jar ]] || build_services
  } >&2
  local jar=$opt_state/lib/proxy-service/proxy-service.jar main=io.honeypool.proxy.recording.Playback
  local arguments=("${opt_recordings:-$opt_state/sensor/recordings}" "$1" "$opt_speed" "$opt_max_idle")
  if [[ -f $jar ]]; then
    "$JAVA_HOME/bin/java" "${JVM_OPTIONS[@]}" -cp "$jar" "$main" "${arguments[@]}"
  else
    "$JAVA_HOME/bin/java" "${JVM_OPTIONS[@]}" -Dloader.main="$main" \
      -cp "$(jar_of proxy-service)" org.springframework.boot.loader.launch.PropertiesLauncher "${arguments[@]}"
  fi
}
