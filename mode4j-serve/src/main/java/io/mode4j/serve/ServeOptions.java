package io.mode4j.serve;

import io.mode4j.search.SearchEffort;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How a server is to be reached, and by whom. Immutable.
 *
 * @param host       the address that it listens on; {@value #LOOPBACK} for this machine alone
 * @param port       0 for any that is free
 * @param key        what clients must know; nothing where everybody is answered
 * @param index      the index of pictures to search; nothing where only the model is served
 * @param urlHosts   hosts from which pictures are fetched; none: no URL is ever fetched
 * @param origins    other sites whose pages may ask this server
 * @param accessLog  whether each request is a line on standard output
 * @param limits     what a request may ask for
 * @param effort     how hard the index tries
 */
public record ServeOptions(String host, int port, Optional<AccessKey> key, Optional<Path> index, List<String> urlHosts,
        List<String> origins,
        boolean accessLog, Limits limits, SearchEffort effort) {

    /** This machine alone. */
    public static final String LOOPBACK = "127.0.0.1";
    /** Where no option says. */
    public static final int PORT = 8080;

    /** Copies the lists. */
    public ServeOptions {
        urlHosts = List.copyOf(urlHosts);
        origins = List.copyOf(origins);
    }

    /** This machine alone, everybody on it, the model alone. */
    public static ServeOptions defaults() {
        return new ServeOptions(LOOPBACK, PORT, Optional.empty(), Optional.empty(), List.of(), List.of(), true, Limits.standard(),
                SearchEffort.standard());
    }

    /** The same at another address. */
    public ServeOptions withHost(String address) {
        return new ServeOptions(address, port, key, index, urlHosts, origins, accessLog, limits, effort);
    }

    /** The same on another port. */
    public ServeOptions withPort(int number) {
        if (number < 0 || number > 65_535) {
            throw new IllegalArgumentException("option port expects a number from 0 to 65535, found " + number);
        }
        return new ServeOptions(host, number, key, index, urlHosts, origins, accessLog, limits, effort);
    }

    /** The same for those who know a key. */
    public ServeOptions withKey(AccessKey known) {
        return new ServeOptions(host, port, Optional.of(known), index, urlHosts, origins, accessLog, limits, effort);
    }

    /** The same with an index to search. */
    public ServeOptions withIndex(Path folder) {
        return new ServeOptions(host, port, key, Optional.of(folder), urlHosts, origins, accessLog, limits, effort);
    }

    /** The same with hosts from which pictures may be fetched. */
    public ServeOptions withUrlHosts(List<String> hosts) {
        return new ServeOptions(host, port, key, index, hosts, origins, accessLog, limits, effort);
    }

    /** The same with other sites whose pages may ask. */
    public ServeOptions withOrigins(List<String> sites) {
        return new ServeOptions(host, port, key, index, urlHosts, sites, accessLog, limits, effort);
    }

    /** The same with or without a line a request. */
    public ServeOptions withAccessLog(boolean lines) {
        return new ServeOptions(host, port, key, index, urlHosts, origins, lines, limits, effort);
    }

    /** The same with other limits. */
    public ServeOptions withLimits(Limits other) {
        return new ServeOptions(host, port, key, index, urlHosts, origins, accessLog, other, effort);
    }

    /** The same where the index tries as hard as that. */
    public ServeOptions withEffort(SearchEffort other) {
        return new ServeOptions(host, port, key, index, urlHosts, origins, accessLog, limits, other);
    }
}
