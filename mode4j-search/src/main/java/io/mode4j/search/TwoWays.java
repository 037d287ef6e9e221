package io.mode4j.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mode4j.artifact.LocalPaths;
import io.mode4j.artifact.Places;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Two ways to something outside of an index: one holds when the index is moved alone, the other when it is moved together with it.
 *
 * @param path     absolute, or a URL
 * @param relative seen from the index, with {@code /}; null when both have no folder in common
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TwoWays(String path, @Nullable String relative) {
    /** {@return the ways to a place from an index's folder} */
    public static TwoWays of(String place, Path folder) {
        Path path = Places.known(place);
        if (!Places.isLocal(path)) {
            return new TwoWays(place, null);
        }
        Path absolute = path.toAbsolutePath().normalize();
        return new TwoWays(absolute.toString(), LocalPaths.seenFrom(folder, absolute));
    }

    /** {@return the places that they lead to, the likelier first} */
    List<String> places(Path folder) {
        return relative == null ? List.of(path)
                : Stream.of(folder.toAbsolutePath().resolve(relative).normalize().toString(), path).distinct().toList();
    }

    /** {@return whether nothing is where it was} */
    boolean isGone() {
        return !Files.exists(Places.known(path));
    }
}
