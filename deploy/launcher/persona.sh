# shellcheck shell=bash
# Reads a real SSH server into a persona file for the sensor.

# The file is all that goes to standard output; what the build says goes to standard error.
command_persona() {
  [[ ${1:-} == capture && $# -eq 2 ]] || usage_error 'persona takes "capture HOST:PORT"'
  {
    require_jdk
    build_services
  } >&2
  "$JAVA_HOME/bin/java" "${JVM_OPTIONS[@]}" -Dloader.main=io.honeypool.proxy.ssh.persona.PersonaCapture \
    -cp "$(jar_of proxy-service)" org.springframework.boot.loader.launch.PropertiesLauncher "$2"
}
