package io.honeypool.pool.hypervisor.libvirt;

import com.sun.jna.Pointer;
import io.honeypool.pool.hypervisor.HypervisorFault;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Has libvirt judge documents: it compares them with its schemas and its drivers' abilities when it defines a thing,
 * and with QEMU's when it writes a command line. Nothing is started, and what was defined is undefined at once. What a
 * process that was killed in between left defined goes before the next judgement of that name.
 */
final class LibvirtJudge {

    private static final JudgeLibrary VIRT = JudgeLibrary.LIBRARY;
    private static final String QEMU_COMMAND_LINE = "qemu-argv";

    private final LibvirtCalls calls;

    LibvirtJudge(LibvirtCalls calls) {
        this.calls = calls;
    }

    /** What there is to do with one kind of thing. */
    private record Kind(
            String noun,
            Function<FilterBindings, @Nullable Pointer> find,
            Function<FilterBindings, @Nullable Pointer> define,
            ToIntFunction<Pointer> undefine,
            ToIntFunction<Pointer> free) {}

    void domain(String name, String document) {
        judge(new Kind(
                "domain",
                connect -> VIRT.virDomainLookupByName(connect.pointer(), name),
                connect -> VIRT.virDomainDefineXMLFlags(connect.pointer(), document, JudgeLibrary.VALIDATE),
                VIRT::virDomainUndefine,
                VIRT::virDomainFree));
        calls.run("take the domain", connect -> {
            String commandLine = connect.domainXMLToNative(QEMU_COMMAND_LINE, document, 0);
            assert !commandLine.isEmpty();
        });
    }

    void network(String name, String document) {
        judge(new Kind(
                "network",
                connect -> VIRT.virNetworkLookupByName(connect.pointer(), name),
                connect -> VIRT.virNetworkDefineXMLFlags(connect.pointer(), document, JudgeLibrary.VALIDATE),
                VIRT::virNetworkUndefine,
                VIRT::virNetworkFree));
    }

    void filter(String name, String document) {
        judge(new Kind(
                "network filter",
                connect -> VIRT.virNWFilterLookupByName(connect.pointer(), name),
                connect -> VIRT.virNWFilterDefineXMLFlags(connect.pointer(), document, JudgeLibrary.VALIDATE),
                VIRT::virNWFilterUndefine,
                VIRT::virNWFilterFree));
    }

    private void judge(Kind kind) {
        calls.run("take the " + kind.noun(), connect -> {
            FilterBindings own = (FilterBindings) connect;
            Optional.ofNullable(kind.find().apply(own)).ifPresent(left -> undefine(kind, left));
            Pointer defined = kind.define().apply(own);
            if (defined == null) {
                throw new HypervisorFault("libvirt does not take the " + kind.noun() + ": " + reason(), null);
            }
            undefine(kind, defined);
        });
    }

    private static void undefine(Kind kind, Pointer thing) {
        int refused = kind.undefine().applyAsInt(thing);
        String reason = refused == 0 ? "" : reason();
        int kept = kind.free().applyAsInt(thing);
        if (refused != 0 || kept != 0) {
            throw new HypervisorFault("libvirt keeps the " + kind.noun() + " that it judged: " + reason, null);
        }
    }

    private static String reason() {
        String message = VIRT.virGetLastErrorMessage();
        return message == null ? "no reason given" : message;
    }
}
