package io.mode4j.artifact;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Texts that say where something lies: a path of this machine, or a URL such as {@code s3://bucket/run}. Whatever module brings a file system for a URL's scheme, as Java's own service has it
 * ({@link FileSystemProvider}), is found on the class path: the rest of the program knows paths only. Stateless.
 */
public final class Places {
    private static final Pattern URL = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+)://([^/]*)(.*)", Pattern.DOTALL);
    /** What a query looks like, which a {@code ?} that stands for any letter does not. */
    private static final Pattern QUERY = Pattern.compile("\\?[A-Za-z0-9_.~%-]+=");
    /** Schemes that name a container and an account: {@code container@account}. */
    private static final Set<String> CONTAINERS = Set.of("abfs", "abfss");
    private static final Map<String, FileSystemProvider> KNOWN = new ConcurrentHashMap<>();

    private Places() {}

    /** {@return whether the text is a URL}, whether or not it can be used */
    public static boolean isUrl(String text) {
        return URL.matcher(text).matches();
    }

    /** {@return how long the beginning of a URL is that says no more than which bucket; 0 for the text of a path} */
    public static int root(String text) {
        Matcher url = URL.matcher(text);
        return url.matches() ? Math.min(text.length(), url.end(2) + 1) : 0;
    }

    /**
     * {@return the path of a text}
     *
     * @throws BadInputException if it is a URL that says more than a place (then what it says is not repeated), or one of a kind that no module knows
     */
    public static Path path(String text) throws BadInputException {
        Matcher url = URL.matcher(text);
        if (!url.matches()) {
            return Path.of(text);
        }
        String scheme = url.group(1).toLowerCase(Locale.ROOT);
        refuseSecrets(scheme, url.group(2), url.group(3));
        if (url.group(2).isEmpty()) {
            throw new BadInputException("%s names no bucket. Write %s://BUCKET/PATH.".formatted(text, scheme));
        }
        FileSystemProvider provider = provider(scheme).orElseThrow(() -> new BadInputException(
                "%s: expected a path%s, found a URL of %s://, which nothing on the class path can read. Copy what is there first."
                        .formatted(text, schemes().isEmpty() ? "" : " or a URL of " + String.join(", ", schemes()), scheme)));
        try {
            return provider.getPath(new URI(scheme, url.group(2), url.group(3), null, null));
        } catch (URISyntaxException e) {
            throw new BadInputException("%s is no URL: %s".formatted(text, e.getReason()), e);
        }
    }

    /** {@return the path of a text that was one before} */
    public static Path known(String text) {
        try {
            return path(text);
        } catch (BadInputException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return whether a path is of this machine's own file systems} */
    public static boolean isLocal(Path path) {
        return path.getFileSystem().equals(FileSystems.getDefault());
    }

    /**
     * {@return the path, if it is of this machine, or else a copy}
     *
     * @see RemotePath#onDisk
     */
    public static Path onDisk(Path path) throws IOException {
        return path instanceof RemotePath remote ? remote.onDisk() : path;
    }

    /** {@return the paths, as {@link #onDisk(Path)}, in their order}; many are fetched at once */
    public static List<Path> onDisk(List<Path> paths) throws IOException {
        if (paths.stream().allMatch(Places::isLocal)) {
            return paths;
        }
        try {
            return paths.parallelStream().map(Places::copied).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Path copied(Path path) {
        try {
            return onDisk(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void refuseSecrets(String scheme, String authority, String rest) throws BadInputException {
        int at = authority.lastIndexOf('@');
        boolean container = CONTAINERS.contains(scheme) && authority.indexOf('@') == at && authority.indexOf(':') < 0;
        if (at >= 0 && !container) {
            throw new BadInputException(
                    "%s://…@%s%s has credentials in it, which would be recorded and shown. Leave out what stands before the @, and give credentials as the store's own tools take them: docs/stores.md lists how."
                            .formatted(scheme, authority.substring(at + 1), withoutQuery(rest)));
        }
        if (QUERY.matcher(rest).find()) {
            throw new BadInputException(
                    "%s://%s%s?… has a query, as signed URLs have, which would be recorded and shown. Leave out the ? and what follows, and give credentials as the store's own tools take them: docs/stores.md lists how."
                            .formatted(scheme, authority, withoutQuery(rest)));
        }
    }

    private static String withoutQuery(String rest) {
        Matcher query = QUERY.matcher(rest);
        return query.find() ? rest.substring(0, query.start()) : rest;
    }

    private static Optional<FileSystemProvider> provider(String scheme) {
        if (!KNOWN.containsKey(scheme)) {
            for (FileSystemProvider provider : ServiceLoader.load(FileSystemProvider.class, Places.class.getClassLoader())) {
                if (!provider.getClass().getPackageName().startsWith("jdk.")) { // archives, and Java's own classes
                    KNOWN.putIfAbsent(provider.getScheme(), provider);
                }
            }
        }
        return Optional.ofNullable(KNOWN.get(scheme));
    }

    private static Set<String> schemes() {
        Set<String> schemes = new TreeSet<>();
        KNOWN.keySet().forEach(scheme -> schemes.add(scheme + "://"));
        return schemes;
    }
}
