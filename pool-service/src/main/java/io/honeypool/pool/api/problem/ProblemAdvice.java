package io.honeypool.pool.api.problem;

import io.honeypool.common.lease.ProblemType;
import io.honeypool.pool.evidence.WrongPositionException;
import io.honeypool.pool.hypervisor.HypervisorUnavailable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.orm.jpa.JpaSystemException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;

/** Turns whatever a controller, or the way to it, throws into a problem with one of our types. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);
    private static final String RETRY_AFTER_SECONDS = "5";

    @ExceptionHandler
    ResponseEntity<ProblemDetail> invalid(InvalidRequestException invalid) {
        return answer(HttpStatus.BAD_REQUEST, ProblemType.INVALID_REQUEST, String.valueOf(invalid.getMessage()));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> mismatch(MethodArgumentTypeMismatchException mismatch) {
        return answer(
                HttpStatus.BAD_REQUEST,
                ProblemType.INVALID_REQUEST,
                "The value of " + mismatch.getName() + " cannot be read.");
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> problem(ProblemException problem) {
        return answer(problem.status(), problem.type(), String.valueOf(problem.getMessage()));
    }

    @ExceptionHandler({
        CannotCreateTransactionException.class,
        DataAccessResourceFailureException.class,
        TransientDataAccessException.class,
        JpaSystemException.class,
        HypervisorUnavailable.class
    })
    ResponseEntity<ProblemDetail> unavailable(Exception failure) {
        log.warn("A request could not be served: {}", failure.toString());
        return answer(
                HttpStatus.SERVICE_UNAVAILABLE,
                ProblemType.UNAVAILABLE,
                "The pool cannot reach its database or its hypervisor; its log says more.");
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> wrongPosition(WrongPositionException wrong) {
        return answer(
                HttpStatus.BAD_REQUEST,
                ProblemType.INVALID_REQUEST,
                "after must be what next was on the page before, of the same list.");
    }

    /** An answer would be added to what was sent already. */
    @ExceptionHandler
    void cut(CutDownloadException cut) {
        throw cut;
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> tooLong(QueryTimeoutException slow) {
        log.warn("A question took too long: {}", slow.toString());
        return answer(
                HttpStatus.SERVICE_UNAVAILABLE,
                ProblemType.UNAVAILABLE,
                "The database took too long to answer; ask for less, such as a shorter time.");
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> fault(Exception fault) {
        log.error("A request failed", fault);
        return answer(HttpStatus.INTERNAL_SERVER_ERROR, ProblemType.INTERNAL, "The pool failed; its log says more.");
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException unreadable,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        String detail = "The body cannot be read"
                + (unreadable.getCause() instanceof JacksonException json ? ": " + where(json) : ".");
        return handleExceptionInternal(
                unreadable, Problems.of(status, ProblemType.INVALID_REQUEST, detail), headers, status, request);
    }

    /** Sets our types on the problems that Spring itself makes. */
    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception failure, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String detail = body instanceof ProblemDetail given && given.getDetail() != null ? given.getDetail() : "";
        ProblemDetail problem = Problems.of(status, Problems.typeOf(status), detail);
        return super.handleExceptionInternal(failure, problem, headers, status, request);
    }

    /** Names the place only: Jackson's own message would repeat what was sent. */
    private static String where(JacksonException json) {
        StringBuilder path = new StringBuilder();
        json.getPath().forEach(reference -> path.append('/').append(printable(reference.getPropertyName())));
        String at = path.isEmpty() ? "it is not the JSON that is wanted" : "see " + path;
        return at + ".";
    }

    private static String printable(@Nullable String name) {
        return name == null
                ? "*"
                : name.substring(0, Math.min(64, name.length())).replaceAll("[^ -~]", "?");
    }

    private static ResponseEntity<ProblemDetail> answer(HttpStatus status, ProblemType type, String detail) {
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(status);
        if (status == HttpStatus.SERVICE_UNAVAILABLE) {
            answer.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return answer.body(Problems.of(status, type, detail));
    }
}
