/** The command lines that attackers type at shells, read along from what they send and what the shell shows. */
@NullMarked
package io.honeypool.proxy.commands;

import org.jspecify.annotations.NullMarked;
