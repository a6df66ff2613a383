package io.honeypool.pool.tls;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Behind Spring Security: whoever gets so far with a name is no stranger. */
@Component
class KnownCallerFilter extends OncePerRequestFilter {

    private final RemoteApi api;

    KnownCallerFilter(RemoteApi api) {
        this.api = api;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getUserPrincipal() != null) {
            api.recognise();
        }
        chain.doFilter(request, response);
    }
}
