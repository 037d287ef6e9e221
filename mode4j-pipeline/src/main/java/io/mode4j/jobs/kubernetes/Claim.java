package io.mode4j.jobs.kubernetes;

/**
 * A persistent volume claim that pods mount.
 *
 * @param name of the claim
 * @param path where it is mounted, absolute
 */
public record Claim(String name, String path) {

    /** Checks both. */
    public Claim {
        if (!name.matches("[a-z0-9]([-a-z0-9.]*[a-z0-9])?") || !path.startsWith("/")) {
            throw new IllegalArgumentException("expected NAME:/PATH, as data:/shared/data, found '%s:%s'".formatted(name, path));
        }
    }

    /**
     * Reads {@code NAME:/PATH}.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Claim parse(String text) {
        String[] parts = text.split(":", 2);
        return new Claim(parts[0], parts.length == 2 ? parts[1] : "");
    }

    /** Whether a file or folder of this path is on it. */
    boolean holds(String file) {
        String folder = path.endsWith("/") ? path : path + "/";
        return (file + "/").startsWith(folder);
    }
}
