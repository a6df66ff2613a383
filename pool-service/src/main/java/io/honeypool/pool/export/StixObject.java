package io.honeypool.pool.export;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** The STIX 2.1 objects that evidence is told in; names and order are the specification's. Times are text. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"type", "spec_version", "id"})
@JsonNaming(SnakeCaseStrategy.class)
sealed interface StixObject {

    /** Its identifier, which begins with its type. */
    String id();

    /** What it is. */
    @JsonProperty("type")
    default String type() {
        return id().substring(0, id().indexOf("--"));
    }

    /** Which STIX it is. */
    @JsonProperty("spec_version")
    default String specVersion() {
        return "2.1";
    }

    /** Who tells. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Identity(String id, String created, String modified, String name, String identityClass)
            implements StixObject {}

    /** What was seen in a session. */
    @JsonNaming(SnakeCaseStrategy.class)
    record ObservedData(
            String id,
            String createdByRef,
            String created,
            String modified,
            String firstObserved,
            String lastObserved,
            int numberObserved,
            List<String> objectRefs)
            implements StixObject {

        public ObservedData {
            objectRefs = List.copyOf(objectRefs);
        }
    }

    /** An address, of either family. */
    record Address(String id, String value) implements StixObject {}

    /** A connection. */
    @JsonNaming(SnakeCaseStrategy.class)
    record NetworkTraffic(
            String id,
            String start,
            @Nullable String end,
            boolean isActive,
            String srcRef,
            @Nullable Integer srcPort,
            @Nullable Integer dstPort,
            List<String> protocols)
            implements StixObject {

        public NetworkTraffic {
            protocols = List.copyOf(protocols);
        }
    }

    /** A login that was tried. */
    @JsonNaming(SnakeCaseStrategy.class)
    record UserAccount(
            String id, String accountLogin, @Nullable String credential, String accountType) implements StixObject {}

    /** A command line. */
    @JsonNaming(SnakeCaseStrategy.class)
    record ProcessObject(String id, String createdTime, String commandLine) implements StixObject {}

    /** A file that was moved. */
    @JsonNaming(SnakeCaseStrategy.class)
    record FileObject(
            String id,
            Map<String, String> hashes,
            @Nullable Long size,
            @Nullable String name,
            @Nullable String mimeType)
            implements StixObject {

        public FileObject {
            hashes = Map.copyOf(hashes);
        }
    }
}
