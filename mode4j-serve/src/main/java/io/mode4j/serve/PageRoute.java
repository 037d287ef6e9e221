package io.mode4j.serve;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The page and what describes the server: a few files by name, and nothing else of any disk. Immutable. */
final class PageRoute {
    private static final String HTML = "text/html; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";

    /** A file and what it is. */
    @SuppressWarnings("ArrayRecordComponent") // a carrier; compared by nobody
    private record File(String type, byte[] content) {}

    private final Map<String, File> files;

    private PageRoute(Map<String, File> files) {
        this.files = files;
    }

    static PageRoute load() {
        Map<String, File> files = new LinkedHashMap<>();
        files.put("/", file(HTML, "index.html"));
        files.put("/style.css", file("text/css; charset=utf-8", "style.css"));
        files.put("/app.js", file(SCRIPT, "app.js"));
        files.put("/icon.svg", file("image/svg+xml", "icon.svg"));
        files.put("/openapi.json", file("application/json", "openapi.json"));
        return new PageRoute(files);
    }

    private static File file(String type, String name) {
        try (InputStream in = PageRoute.class.getResourceAsStream("page/" + name)) {
            if (in == null) {
                throw new IllegalStateException("page/" + name + " is not on the class path");
            }
            return new File(type, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Set<String> paths() {
        return files.keySet();
    }

    void handle(ServerRequest request, ServerResponse response) {
        File file = files.get(request.path().path());
        if (file == null) {
            throw Problem.notFound("no such file");
        }
        response.header(HeaderNames.CONTENT_TYPE, file.type);
        response.send(file.content);
    }
}
