package io.honeypool.pool.hypervisor.libvirt;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.libvirt.jna.ConnectionPointer;

/**
 * What libvirt has to define things after a look at its schemas, which libvirt-java does not offer; libvirt's names.
 */
@SuppressWarnings("checkstyle:MethodName")
interface JudgeLibrary extends Library {

    /** The library. */
    JudgeLibrary LIBRARY = Native.load("virt", JudgeLibrary.class, Map.of(Library.OPTION_STRING_ENCODING, "UTF-8"));

    /** Has a document compared with libvirt's schema (VIR_DOMAIN_DEFINE_VALIDATE and its likes). */
    int VALIDATE = 1;

    @Nullable Pointer virDomainDefineXMLFlags(ConnectionPointer connection, String document, int flags);

    @Nullable Pointer virDomainLookupByName(ConnectionPointer connection, String name);

    int virDomainUndefine(Pointer domain);

    int virDomainFree(Pointer domain);

    @Nullable Pointer virNetworkDefineXMLFlags(ConnectionPointer connection, String document, int flags);

    @Nullable Pointer virNetworkLookupByName(ConnectionPointer connection, String name);

    int virNetworkUndefine(Pointer network);

    int virNetworkFree(Pointer network);

    @Nullable Pointer virNWFilterDefineXMLFlags(ConnectionPointer connection, String document, int flags);

    @Nullable Pointer virNWFilterLookupByName(ConnectionPointer connection, String name);

    int virNWFilterUndefine(Pointer filter);

    int virNWFilterFree(Pointer filter);

    /** Why the last call of this thread failed. */
    @Nullable String virGetLastErrorMessage();
}
