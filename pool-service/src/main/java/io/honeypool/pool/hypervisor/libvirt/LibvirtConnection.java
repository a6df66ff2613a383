package io.honeypool.pool.hypervisor.libvirt;

import io.honeypool.pool.hypervisor.HypervisorUnavailable;
import org.jspecify.annotations.Nullable;
import org.libvirt.Connect;
import org.libvirt.LibvirtException;
import org.libvirt.event.LifecycleListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to libvirt: opened when it is first needed and again after it broke. A libvirtd that was restarted, or
 * does not answer its keepalive any more, breaks it. Thread-safe.
 */
final class LibvirtConnection {

    private static final Logger log = LoggerFactory.getLogger(LibvirtConnection.class);
    private static final int KEEPALIVE_SECONDS = 5;
    private static final int KEEPALIVE_COUNT = 4;

    private final String uri;
    private final LifecycleListener listener;
    private @Nullable Connect current;
    private boolean closed;

    LibvirtConnection(String uri, LifecycleListener listener) {
        this.uri = uri;
        this.listener = listener;
    }

    /**
     * The connection, opened if need be.
     *
     * @throws HypervisorUnavailable if it cannot be
     */
    synchronized Connect open() {
        Connect known = current;
        if (known != null && !isBroken(known)) {
            return known;
        }
        if (closed) {
            throw new HypervisorUnavailable("the connection is closed", null);
        }
        discard();
        Connect fresh = connect();
        if (known != null) {
            log.info("Connected to libvirt again");
        }
        current = fresh;
        return fresh;
    }

    /** Whether nothing can be asked of a connection any more. */
    boolean isBroken(Connect connect) {
        try {
            return !connect.isAlive();
        } catch (LibvirtException broken) {
            return true;
        }
    }

    synchronized void close() {
        closed = true;
        discard();
    }

    private Connect connect() {
        EventLoop.start();
        Connect connect = null;
        try {
            connect = new FilterBindings(uri);
            connect.setConnectionErrorCallback(EventLoop.SILENCE);
            connect.setKeepAlive(KEEPALIVE_SECONDS, KEEPALIVE_COUNT);
            connect.addLifecycleListener(listener);
            return connect;
        } catch (LibvirtException refused) {
            release(connect);
            throw new HypervisorUnavailable(String.valueOf(refused.getMessage()), refused);
        }
    }

    private void discard() {
        release(current);
        current = null;
    }

    /**
     * Takes the listener off before closing. A registered one keeps libvirt's connection alive, and with it the address
     * of a callback that the JVM frees with the closed object: the next event would end the process.
     */
    private void release(@Nullable Connect connect) {
        if (connect == null) {
            return;
        }
        try {
            connect.removeLifecycleListener(listener);
        } catch (LibvirtException alreadyBroken) {
            log.debug("Taking the listener off a libvirt connection failed", alreadyBroken);
        }
        try {
            connect.close();
        } catch (LibvirtException alreadyBroken) {
            log.debug("Closing a libvirt connection failed", alreadyBroken);
        }
    }
}
