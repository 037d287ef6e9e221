package io.mode4j.cli;

import io.mode4j.artifact.LocalPaths;
import java.util.Optional;

/** Arguments that did not reach the program as they were typed, for this JVM reads them in another encoding. Stateless. */
final class Undecoded {
    private Undecoded() {}

    /** {@return what to say of the first of them; empty when all arguments are as they were typed} */
    static Optional<String> in(String... arguments) {
        for (int i = 0; i < arguments.length; i++) {
            if (!LocalPaths.isText(arguments[i])) {
                return Optional.of(
                        "argument %d, '%s', is no text in this JVM's encoding, %s. Start mode4j with its launcher, or with LC_ALL=C.UTF-8 in the environment, and give arguments in UTF-8."
                                .formatted(i + 1, arguments[i], System.getProperty("sun.jnu.encoding")));
            }
        }
        return Optional.empty();
    }
}
