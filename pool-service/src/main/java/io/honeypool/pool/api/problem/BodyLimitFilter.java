package io.honeypool.pool.api.problem;

import io.honeypool.common.lease.ProblemType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Reads no body longer than any request of ours can be, whether or not it says its length, and none that takes longer
 * to come than any of ours would.
 */
@Component
class BodyLimitFilter extends OncePerRequestFilter {

    private static final BodyLimits USUAL = BodyLimits.of(16 * 1024, Duration.ofSeconds(5));

    /** Sensors bring many events at once, and a single one may be long; some of them have a slow way. */
    private static final BodyLimits FOR_EVENTS = BodyLimits.of(2 * 1024 * 1024, Duration.ofSeconds(60));

    /** Whoever takes a file says which is too long; a longer one may take longer, if it keeps coming. */
    private static final BodyLimits FOR_FILES = new BodyLimits(Long.MAX_VALUE, Duration.ofSeconds(30), 16 * 1024);

    private static final String EVENTS = "/api/v1/events";
    private static final Pattern FILE = Pattern.compile("/api/v1/(artifacts|recordings)/[^/]+/content");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        BodyLimits limits = limits(request);
        if (request.getContentLengthLong() > limits.bytes()) {
            ProblemWriter.write(
                    response,
                    HttpStatus.BAD_REQUEST,
                    ProblemType.INVALID_REQUEST,
                    "The body is longer than " + limits.bytes() + " bytes.");
            return;
        }
        chain.doFilter(new LimitedRequest(request, limits), response);
    }

    private static BodyLimits limits(HttpServletRequest request) {
        String path = request.getRequestURI();
        if (EVENTS.equals(path)) {
            return FOR_EVENTS;
        }
        return "PUT".equals(request.getMethod()) && FILE.matcher(path).matches() ? FOR_FILES : USUAL;
    }

    /** A request whose body fails to be read beyond the limits. */
    private static final class LimitedRequest extends HttpServletRequestWrapper {

        private final BodyLimits limits;

        LimitedRequest(HttpServletRequest request, BodyLimits limits) {
            super(request);
            this.limits = limits;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new LimitedStream(super.getInputStream(), limits);
        }
    }

    /** Counts what is read; a read that waits is the server's to end. */
    private static final class LimitedStream extends ServletInputStream {

        private final ServletInputStream stream;
        private final long begun = System.nanoTime();
        private final BodyLimits limits;
        private long read;

        LimitedStream(ServletInputStream stream, BodyLimits limits) {
            this.stream = stream;
            this.limits = limits;
        }

        @Override
        public int read() throws IOException {
            int next = stream.read();
            count(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = stream.read(bytes, offset, length);
            count(Math.max(read, 0));
            return read;
        }

        @Override
        public boolean isFinished() {
            return stream.isFinished();
        }

        @Override
        public boolean isReady() {
            return stream.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            stream.setReadListener(listener);
        }

        private void count(int more) throws IOException {
            read += more;
            if (read > limits.bytes()) {
                throw new IOException("the body is longer than " + limits.bytes() + " bytes");
            }
            if (limits.isTooSlow(System.nanoTime() - begun, read)) {
                throw new IOException("the body comes too slowly");
            }
        }
    }
}
