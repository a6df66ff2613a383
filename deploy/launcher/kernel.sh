# shellcheck shell=bash
# The kernel's RCU grace periods. Every rule of a guest's filter waits for one, some 12 ms each; expedited ones take less
# than 1 ms (kernel documentation, kernel-parameters: rcupdate.rcu_expedited). The switch is the whole machine's, so it is
# turned back when the last Honeypool on it has gone.
RCU_SWITCH=/sys/kernel/rcu_expedited

# expedite_kernel: the mark comes first, so that "down" turns the switch back whatever happens in between
expedite_kernel() {
  local was
  [[ $opt_leave_kernel == no && -w $RCU_SWITCH ]] || return 0
  { read -r was <"$RCU_SWITCH" && [[ $was == 0 ]]; } || return 0
  : >"$RUNTIMES/rcu-expedited"
  if { echo 1 >"$RCU_SWITCH"; } 2>/dev/null; then
    say "expedited RCU grace periods are on while Honeypool runs ($RCU_SWITCH); --leave-kernel leaves them off"
  else
    rm -f "$RUNTIMES/rcu-expedited"
  fi
}

# calm_kernel: nothing while another state is up, or where nothing was changed
calm_kernel() {
  [[ -e $RUNTIMES/rcu-expedited ]] || return 0
  ! compgen -G "$RUNTIMES/*/libvirt" >/dev/null || return 0
  { echo 0 >"$RCU_SWITCH"; } 2>/dev/null || warn "$RCU_SWITCH could not be set back to 0"
  rm -f "$RUNTIMES/rcu-expedited"
}
