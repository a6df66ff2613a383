package io.honeypool.pool.api.problem;

import io.honeypool.common.lease.ProblemType;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes a problem where no controller is at hand. */
public final class ProblemWriter {

    private ProblemWriter() {}

    /** Writes status, headers and body. */
    public static void write(HttpServletResponse response, HttpStatus status, ProblemType type, String detail)
            throws IOException {
        ProblemDetail problem = Problems.of(status, type, detail);
        ObjectNode body = JsonMapper.shared()
                .createObjectNode()
                .put("type", String.valueOf(problem.getType()))
                .put("title", problem.getTitle())
                .put("status", problem.getStatus())
                .put("detail", problem.getDetail());
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getWriter().write(body.toString());
    }
}
