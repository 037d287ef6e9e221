package io.mode4j.artifact;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Failures to write, in words: which file, why, and what to look at. Stateless. */
final class WriteFailure {
    private WriteFailure() {}

    static IOException of(String what, Path path, IOException cause) {
        if (!Places.isLocal(path)) {
            return cause; // stores say it themselves
        }
        String reason = switch (cause) {
            case AccessDeniedException _ -> "permission denied";
            case FileAlreadyExistsException e -> e.getFile() + " is in the way and is not a folder";
            case NoSuchFileException _ -> "no such file or folder";
            case FileSystemException e when e.getReason() != null -> e.getReason();
            default -> String.valueOf(cause.getMessage());
        };
        return new IOException("Cannot " + what + " " + path + ": " + reason + ". Check the path, its permissions and the free space.",
                cause);
    }

    /** Names the target in the failure of a write: "no space left on device" alone says nothing. */
    static final class NamingStream extends FilterOutputStream {
        private final Path target;

        NamingStream(OutputStream out, Path target) {
            super(out);
            this.target = target;
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                out.write(bytes, from, length);
            } catch (IOException e) {
                throw of("write", target, e);
            }
        }
    }
}
