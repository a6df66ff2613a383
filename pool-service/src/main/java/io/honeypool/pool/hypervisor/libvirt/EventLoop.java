package io.honeypool.pool.hypervisor.libvirt;

import io.honeypool.pool.hypervisor.HypervisorUnavailable;
import org.libvirt.Connect;
import org.libvirt.Library;
import org.libvirt.LibvirtException;
import org.libvirt.jna.Libvirt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * libvirt's event loop, one per process: it has to be there before the first connection is, and to run for as long as
 * there are any, or neither events nor keepalives work (libvirt.org/html/libvirt-libvirt-event.html).
 */
final class EventLoop {

    /** Keeps libvirt from printing errors to stderr: they arrive as exceptions. Held here, as native code does not. */
    static final Libvirt.VirErrorCallback SILENCE = (data, error) -> {};

    private static final Logger log = LoggerFactory.getLogger(EventLoop.class);
    private static boolean started;

    private EventLoop() {}

    /** Starts it, the first time. */
    static synchronized void start() {
        if (started) {
            return;
        }
        try {
            Connect.setErrorCallback(SILENCE);
            Library.initEventLoop();
        } catch (LibvirtException refused) {
            throw new HypervisorUnavailable("libvirt's event loop cannot be set up", refused);
        } catch (UnsatisfiedLinkError missing) {
            throw new HypervisorUnavailable(
                    "libvirt's client library (libvirt.so.0, package libvirt0) is missing", missing);
        }
        Thread.ofPlatform().daemon().name("libvirt-events").start(EventLoop::run);
        started = true;
    }

    private static void run() {
        while (true) {
            try {
                Library.runEventLoop();
            } catch (LibvirtException failed) {
                log.warn("libvirt's event loop failed and is run again: {}", failed.toString());
            } catch (InterruptedException end) {
                return;
            }
        }
    }
}
