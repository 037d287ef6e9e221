package io.mode4j.icons;

import io.mode4j.artifact.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.TreeSet;
import java.util.jar.JarFile;

/** The icon sets of the webjar {@code org.webjars.npm:iconify__json} on the class path. Immutable and thread-safe. */
final class Iconify {
    private static final String COORDINATES = "META-INF/maven/org.webjars.npm/iconify__json/pom.properties";
    private final String version;
    private final String folder;

    /** @throws BadInputException if the webjar is not on the class path */
    Iconify() throws IOException {
        var properties = new Properties();
        try (InputStream in = Iconify.class.getClassLoader().getResourceAsStream(COORDINATES)) {
            if (in == null) {
                throw new BadInputException(
                        "The icon sets are not on the class path: expected the jar org.webjars.npm:iconify__json there. Build mode4j again.");
            }
            properties.load(in);
        }
        version = properties.getProperty("version");
        folder = "META-INF/resources/webjars/iconify__json/" + version + "/json/";
    }

    /** The webjar's version. */
    String version() {
        return version;
    }

    /** The prefixes of all sets, sorted. */
    List<String> names() throws IOException {
        URL any = Iconify.class.getClassLoader().getResource(folder + "noto.json");
        if (any == null || !(any.openConnection() instanceof JarURLConnection connection)) {
            throw new BadInputException(
                    "The icon sets' jar (iconify__json " + version + ") cannot be listed: found " + any + ". Build mode4j again.");
        }
        var names = new TreeSet<String>();
        // Not closed: the class loader may share the connection's cached jar.
        JarFile jar = connection.getJarFile();
        jar.stream()
                .map(entry -> entry.getName())
                .filter(name -> name.startsWith(folder) && name.endsWith(".json"))
                .forEach(name -> names.add(name.substring(folder.length(), name.length() - ".json".length())));
        return List.copyOf(names);
    }

    /**
     * Opens a set's JSON.
     *
     * @throws BadInputException for an unknown set, naming the nearest known ones
     */
    InputStream open(String prefix) throws IOException {
        InputStream in = prefix.isBlank() ? null : Iconify.class.getClassLoader().getResourceAsStream(folder + prefix + ".json");
        if (in == null) {
            throw new BadInputException(
                    "There is no icon set '" + prefix + "' among the " + names().size() + " sets of iconify__json " + version
                            + ". Nearest: " + String.join(", ", nearest(prefix)) + ".");
        }
        return in;
    }

    private List<String> nearest(String prefix) throws IOException {
        String wanted = prefix.toLowerCase(Locale.ROOT);
        var names = new ArrayList<>(names());
        names.sort(Comparator.comparingInt((String name) -> distance(wanted, name)));
        return names.subList(0, 3);
    }

    /** Levenshtein's edit distance. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
