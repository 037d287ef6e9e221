package io.mode4j.clip;

/** What becomes a vector: a text or a picture. */
public sealed interface VectorInput {

    /**
     * A text.
     *
     * @param text as it was written
     */
    record Text(String text) implements VectorInput {}

    /** A picture. */
    final class Picture implements VectorInput {
        private final byte[] file;

        /** @param file a whole JPEG, PNG or WebP file; not copied */
        public Picture(byte[] file) {
            this.file = file;
        }

        /** {@return the file, not copied} */
        public byte[] file() {
            return file;
        }
    }
}
