package io.mode4j.serve;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.Optional;
import java.util.Set;

/**
 * Who is answered. Pages of other sites are not, unless they are on the list: a browser would ask with the rights of its user. A server of this machine alone answers to
 * this machine's names only, so that no foreign name can be made to point at it.
 */
final class Door implements Filter {
    private static final HeaderName API_KEY = HeaderNames.create("x-api-key");
    private static final String BEARER = "Bearer ";
    private static final Set<String> LOCAL_NAMES = Set.of("localhost", ServeOptions.LOOPBACK, "[::1]");
    /** What says nothing of models or pictures. */
    private static final Set<String> OPEN = Set.of("/health/live", "/health/ready", "/openapi.json");

    private final ServeOptions options;
    private final Set<String> open;
    private final boolean local;

    /** @param page the paths of the page, which asks for the key itself */
    Door(ServeOptions options, Set<String> page) {
        this.options = options;
        this.open = page;
        this.local = options.host().equals(ServeOptions.LOOPBACK);
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        secure(response);
        String host = request.headers().first(HeaderNames.HOST).orElse("");
        if (local && !LOCAL_NAMES.contains(host.replaceFirst(":[0-9]*$", ""))) {
            throw Problem.forbidden("this server answers to the names localhost and 127.0.0.1 only; --host lets others in");
        }
        Optional<String> origin = request.headers()
                .first(HeaderNames.ORIGIN)
                .filter(site -> !site.replaceFirst("^https?://", "").equals(host));
        origin.ifPresent(site -> let(site, response));
        if (origin.isPresent() && request.prologue().method().equals(Method.OPTIONS)) {
            response.header(HeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST");
            response.header(HeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, "authorization, content-type, x-api-key");
            response.status(204).send();
            return;
        }
        String path = request.path().path();
        if (options.key().isPresent() && !OPEN.contains(path) && !open.contains(path) && !knows(request, options.key().get())) {
            throw Problem.unauthorized();
        }
        chain.proceed();
    }

    private void let(String site, RoutingResponse response) {
        if (!options.origins().contains(site)) {
            throw Problem.forbidden("pages of other sites are not answered; --allow-origin names those that are");
        }
        response.header(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, site);
        response.header(HeaderNames.VARY, "Origin");
    }

    private static boolean knows(RoutingRequest request, AccessKey key) {
        return request.headers()
                .first(HeaderNames.AUTHORIZATION)
                .filter(value -> value.startsWith(BEARER))
                .map(value -> value.substring(BEARER.length()))
                .or(() -> request.headers().first(API_KEY))
                .filter(key::is)
                .isPresent();
    }

    /** As OWASP's cheat sheet on HTTP headers advises. */
    private static void secure(RoutingResponse response) {
        response.header("X-Content-Type-Options", "nosniff");
        response.header("X-Frame-Options", "DENY");
        response.header("Referrer-Policy", "no-referrer");
        response.header("Cross-Origin-Resource-Policy", "same-origin");
        response.header("Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        response.header("Cache-Control", "no-store");
    }
}
