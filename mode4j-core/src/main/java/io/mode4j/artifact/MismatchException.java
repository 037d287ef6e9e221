package io.mode4j.artifact;

import java.io.IOException;
import java.nio.file.Path;

/** A folder holds the work of another configuration or of other inputs; the message names the differences. The folder is as it was. */
public class MismatchException extends IOException {
    private static final long serialVersionUID = 1;

    private final transient Path folder;

    /**
     * @param folder that holds other work
     * @param message what differs
     */
    public MismatchException(Path folder, String message) {
        super(message);
        this.folder = folder;
    }

    /** {@return the folder that holds other work} */
    public Path folder() {
        return folder;
    }
}
