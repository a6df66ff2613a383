package io.honeypool.pool.hypervisor.libvirt;

import io.honeypool.pool.hypervisor.HypervisorException;
import io.honeypool.pool.hypervisor.HypervisorFault;
import io.honeypool.pool.hypervisor.HypervisorUnavailable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.libvirt.Connect;
import org.libvirt.Error.ErrorNumber;
import org.libvirt.LibvirtException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes libvirt calls on a few platform threads: a native call would pin a virtual thread to its carrier, and libvirt
 * keeps its last error per OS thread. A call is waited for even by an interrupted thread, so that nobody goes on while
 * it is still under way; libvirt's keepalive bounds the wait. Looking has threads and a connection of its own: libvirtd
 * takes but a few calls of a connection at a time (max_client_requests), so no number of slow starts keeps the pool
 * from seeing what is there. What waits for one domain's QEMU is no look.
 */
final class LibvirtCalls implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LibvirtCalls.class);
    private static final int DOING = 16;
    private static final int LOOKING = 2;
    private static final int CLOSE_PATIENCE_SECONDS = 30;

    private final LibvirtConnection doingOn;
    private final LibvirtConnection lookingOn;
    private final ExecutorService doing = threads("libvirt-", DOING);
    private final ExecutorService looking = threads("libvirt-look-", LOOKING);

    LibvirtCalls(LibvirtConnection doingOn, LibvirtConnection lookingOn) {
        this.doingOn = doingOn;
        this.lookingOn = lookingOn;
    }

    /** Something to do with a connection. */
    @FunctionalInterface
    interface Call<T> {
        T on(Connect connect) throws LibvirtException;
    }

    /** Something to do with a connection that has no result. */
    @FunctionalInterface
    interface VoidCall {
        void on(Connect connect) throws LibvirtException;
    }

    /**
     * Makes a call that may take long.
     *
     * @param purpose what for, as in "libvirt could not ..."
     */
    <T> T call(String purpose, Call<T> call) {
        return call(doing, doingOn, purpose, call);
    }

    /** Makes a call that only looks, and returns soon. */
    <T> T look(String purpose, Call<T> call) {
        return call(looking, lookingOn, purpose, call);
    }

    /** Makes a call that has no result. */
    void run(String purpose, VoidCall call) {
        boolean done = call(purpose, connect -> {
            call.on(connect);
            return true;
        });
        assert done;
    }

    private static <T> T call(ExecutorService threads, LibvirtConnection connection, String purpose, Call<T> call) {
        try {
            return CompletableFuture.supplyAsync(() -> make(connection, purpose, call), threads)
                    .join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof HypervisorException expected) {
                throw expected;
            }
            throw failed;
        }
    }

    private static ExecutorService threads(String name, int count) {
        return Executors.newFixedThreadPool(
                count, Thread.ofPlatform().daemon().name(name, 1).factory());
    }

    private static <T> T make(LibvirtConnection connection, String purpose, Call<T> call) {
        Connect connect = connection.open();
        try {
            return call.on(connect);
        } catch (LibvirtException failed) {
            if (connection.isBroken(connect)) {
                throw new HypervisorUnavailable("the connection broke while libvirt should " + purpose, failed);
            }
            throw new HypervisorFault("libvirt could not " + purpose + ": " + failed.getMessage(), failed);
        }
    }

    /** Whether libvirt said that what it was asked about is not there. */
    static boolean isAbsent(LibvirtException failure) {
        ErrorNumber code =
                failure.getError() == null ? null : failure.getError().getCode();
        return code == ErrorNumber.VIR_ERR_NO_DOMAIN
                || code == ErrorNumber.VIR_ERR_NO_NETWORK
                || code == ErrorNumber.VIR_ERR_NO_NWFILTER;
    }

    /** Lets the calls under way end, because the connections are gone from under them afterwards. */
    @Override
    public void close() {
        doing.shutdown();
        looking.shutdown();
        try {
            if (!doing.awaitTermination(CLOSE_PATIENCE_SECONDS, TimeUnit.SECONDS)
                    || !looking.awaitTermination(CLOSE_PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                log.warn("libvirt calls are still under way; the connections are left open");
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        doingOn.close();
        lookingOn.close();
    }
}
