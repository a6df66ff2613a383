package io.honeypool.pool.api.problem;

import io.honeypool.common.lease.ProblemType;
import org.springframework.http.HttpStatus;

/** A request that is understood and cannot be done. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final HttpStatus status;
    private final ProblemType type;

    private ProblemException(HttpStatus status, ProblemType type, String detail) {
        super(detail);
        this.status = status;
        this.type = type;
    }

    /** There is no such thing. */
    public static ProblemException notFound(String detail) {
        return new ProblemException(HttpStatus.NOT_FOUND, ProblemType.NOT_FOUND, detail);
    }

    /** The state of things does not allow it. */
    public static ProblemException conflict(String detail) {
        return new ProblemException(HttpStatus.CONFLICT, ProblemType.CONFLICT, detail);
    }

    /** The caller is known and may do it for itself, but not for another. */
    public static ProblemException forbidden(String detail) {
        return new ProblemException(HttpStatus.FORBIDDEN, ProblemType.FORBIDDEN, detail);
    }

    /** No guest is free. */
    public static ProblemException exhausted(String detail) {
        return new ProblemException(HttpStatus.SERVICE_UNAVAILABLE, ProblemType.POOL_EXHAUSTED, detail);
    }

    /** The source's network has all the guests it may have. */
    public static ProblemException networkLimit(String detail) {
        return new ProblemException(HttpStatus.SERVICE_UNAVAILABLE, ProblemType.NETWORK_LIMIT, detail);
    }

    /** It is on the host of another pool service. */
    public static ProblemException otherOwner(String detail) {
        return new ProblemException(HttpStatus.CONFLICT, ProblemType.OTHER_OWNER, detail);
    }

    /** As much of it is under way as may be. */
    public static ProblemException busy(String detail) {
        return new ProblemException(HttpStatus.SERVICE_UNAVAILABLE, ProblemType.BUSY, detail);
    }

    /** The disk has no room for it. */
    public static ProblemException noRoom(String detail) {
        return new ProblemException(HttpStatus.INSUFFICIENT_STORAGE, ProblemType.NO_ROOM, detail);
    }

    /** What was announced did not come in time. */
    public static ProblemException timeout(String detail) {
        return new ProblemException(HttpStatus.REQUEST_TIMEOUT, ProblemType.INVALID_REQUEST, detail);
    }

    /** It is larger than one may be. */
    public static ProblemException tooLarge(String detail) {
        return new ProblemException(HttpStatus.CONTENT_TOO_LARGE, ProblemType.INVALID_REQUEST, detail);
    }

    /** It is not what it says it is. */
    public static ProblemException unprocessable(String detail) {
        return new ProblemException(HttpStatus.UNPROCESSABLE_CONTENT, ProblemType.INVALID_REQUEST, detail);
    }

    HttpStatus status() {
        return status;
    }

    ProblemType type() {
        return type;
    }
}
