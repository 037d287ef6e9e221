package io.mode4j.artifact;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A store as an object store is: keys and bytes, no folders, no renaming, no paths; local files are copies. The bytes are this process's, by the store's name, so that a
 * store that was sent through serialization finds them.
 *
 * @param bucket names it
 * @param copies path of a folder for local copies
 */
public record KeyedStore(String bucket, String copies) implements Store {
    private static final Map<String, byte[]> OBJECTS = new ConcurrentHashMap<>();

    private String key(String name) {
        return bucket + "/" + name;
    }

    private byte[] object(String name) throws NoSuchFileException {
        byte[] object = OBJECTS.get(key(name));
        if (object == null) {
            throw new NoSuchFileException(key(name));
        }
        return object;
    }

    @Override
    public SortedSet<String> names() {
        SortedSet<String> names = new TreeSet<>();
        OBJECTS.keySet().stream().filter(key -> key.startsWith(key(""))).map(key -> key.substring(key("").length())).forEach(names::add);
        return names;
    }

    @Override
    public boolean has(String name) {
        return OBJECTS.containsKey(key(name));
    }

    @Override
    public byte[] read(String name, long from, int length) throws IOException {
        byte[] object = object(name);
        int begin = (int) Math.min(from, object.length);
        return Arrays.copyOfRange(object, begin, Math.min(object.length, begin + length));
    }

    @Override
    public void write(String name, FileLayer.Content content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        content.to(bytes);
        OBJECTS.put(key(name), bytes.toByteArray());
    }

    @Override
    public boolean writeNew(String name, String content) {
        return OBJECTS.putIfAbsent(key(name), content.getBytes(StandardCharsets.UTF_8)) == null;
    }

    @Override
    public void delete(String name) {
        OBJECTS.remove(key(name));
    }

    @Override
    public Path local(String name) throws IOException {
        Path copy = Files.createDirectories(Path.of(copies, key(name)).resolve("copy")).resolve(Path.of(name).getFileName());
        return Files.write(copy, object(name));
    }

    @Override
    public Path place(String name) {
        return Path.of("keyed", bucket, name);
    }
}
