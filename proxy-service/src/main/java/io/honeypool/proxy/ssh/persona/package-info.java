/** What the sensor shows of itself before a login, which is what a real server would show. */
@NullMarked
package io.honeypool.proxy.ssh.persona;

import org.jspecify.annotations.NullMarked;
