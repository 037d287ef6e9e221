package io.mode4j.artifact;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import tools.jackson.core.JacksonException;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON that people read and that carries its own checksum: the first field, {@code sha256}, is the SHA-256 of the whole file with those 64
 * digits replaced by zeros. Stateless.
 */
final class SealedJson {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String FIELD = "sha256";
    private static final String PREFIX = "{\n  \"" + FIELD + "\" : \"";

    private SealedJson() {}

    static void write(Store store, String name, Object value) throws IOException {
        ObjectNode tree = JSON.createObjectNode().put(FIELD, "0".repeat(Seal.DIGITS));
        tree.setAll((ObjectNode) JSON.valueToTree(value));
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
        byte[] bytes = (JSON.writer().with(printer).writeValueAsString(tree) + "\n").getBytes(StandardCharsets.UTF_8);
        store.write(name, out -> out.write(Seal.put(bytes, PREFIX, hash(bytes))));
    }

    /**
     * {@return the file's content, without the checksum}
     *
     * @throws DamagedException when it is not what was written
     */
    static ObjectNode read(Store store, String name) throws IOException {
        byte[] bytes = store.read(name);
        Path file = store.place(name);
        if (!Seal.has(bytes, PREFIX)) {
            throw new DamagedException(file, "JSON that begins with its sha256", bytes.length == 0 ? "an empty file" : "other bytes");
        }
        Seal.check(file, Seal.get(bytes, PREFIX), hash(Seal.put(bytes, PREFIX, "0".repeat(Seal.DIGITS))));
        try {
            JsonNode tree = JSON.readTree(new String(bytes, StandardCharsets.UTF_8));
            return ((ObjectNode) tree).without(FIELD);
        } catch (JacksonException e) {
            throw new DamagedException(file, "JSON", e.getOriginalMessage());
        }
    }

    private static String hash(byte[] bytes) {
        MessageDigest digest = Fingerprints.sha256();
        digest.update(bytes);
        return Fingerprints.hex(digest);
    }
}
