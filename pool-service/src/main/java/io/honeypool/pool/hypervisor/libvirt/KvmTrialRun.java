package io.honeypool.pool.hypervisor.libvirt;

import io.honeypool.pool.hypervisor.HypervisorFault;
import io.honeypool.pool.hypervisor.HypervisorUnavailable;
import io.honeypool.pool.hypervisor.KvmTrial;
import io.honeypool.pool.hypervisor.KvmVerdict;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.libvirt.event.StoppedDetail;

/** Runs a trial of KVM. The domain dies with the connection, so that not even a crash of ours leaves it behind. */
final class KvmTrialRun {

    private static final int AUTODESTROY = 2;

    private final LibvirtCalls calls;
    private final DomainEvents events;
    private final TrialDocument documents;

    KvmTrialRun(LibvirtCalls calls, DomainEvents events, TrialDocument documents) {
        this.documents = documents;
        this.calls = calls;
        this.events = events;
    }

    KvmVerdict of(KvmTrial trial) {
        UUID id = UUID.randomUUID();
        CompletableFuture<StoppedDetail> stopped = events.watch(id);
        try {
            String document = documents.of(trial, id).toString();
            calls.run(
                    "start a guest under KVM",
                    connect -> connect.domainCreateXML(document, AUTODESTROY).free());
            return verdict(await(stopped, trial.patience()), trial.patience());
        } catch (HypervisorFault refused) {
            return new KvmVerdict.Fails(String.valueOf(refused.getMessage()), false);
        } finally {
            events.forget(id);
            calls.run("destroy the trial guest", connect -> LibvirtHypervisor.destroy(connect, id));
        }
    }

    /** How the guest ended; FAILED stands for "not at all". */
    private static StoppedDetail await(CompletableFuture<StoppedDetail> stopped, Duration patience) {
        try {
            return stopped.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException hangs) {
            return StoppedDetail.FAILED;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new HypervisorUnavailable("the trial of KVM was interrupted", stopping);
        }
    }

    private static KvmVerdict verdict(StoppedDetail end, Duration patience) {
        return switch (end) {
            case SHUTDOWN -> new KvmVerdict.Works();
            case FAILED ->
                new KvmVerdict.Fails(
                        "a trial guest did not get through its start within " + patience.toSeconds() + " s", true);
            default -> new KvmVerdict.Fails("a trial guest ended as " + end, true);
        };
    }
}
