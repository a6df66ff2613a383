/** What both services check about their settings before they start. */
@NullMarked
package io.honeypool.common.settings;

import org.jspecify.annotations.NullMarked;
