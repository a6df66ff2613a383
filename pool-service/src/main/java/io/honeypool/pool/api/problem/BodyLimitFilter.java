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
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Reads no body longer than any request of ours can be, whether or not it says its length. */
@Component
class BodyLimitFilter extends OncePerRequestFilter {

    private static final int LONGEST_BODY = 16 * 1024;

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getContentLengthLong() > LONGEST_BODY) {
            ProblemWriter.write(
                    response,
                    HttpStatus.BAD_REQUEST,
                    ProblemType.INVALID_REQUEST,
                    "The body is longer than " + LONGEST_BODY + " bytes.");
            return;
        }
        chain.doFilter(new LimitedRequest(request), response);
    }

    /** A request whose body fails to be read beyond the limit. */
    private static final class LimitedRequest extends HttpServletRequestWrapper {

        LimitedRequest(HttpServletRequest request) {
            super(request);
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new LimitedStream(super.getInputStream());
        }
    }

    /** Counts what is read. */
    private static final class LimitedStream extends ServletInputStream {

        private final ServletInputStream stream;
        private long left = LONGEST_BODY;

        LimitedStream(ServletInputStream stream) {
            this.stream = stream;
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

        private void count(int read) throws IOException {
            left -= read;
            if (left < 0) {
                throw new IOException("the body is longer than " + LONGEST_BODY + " bytes");
            }
        }
    }
}
