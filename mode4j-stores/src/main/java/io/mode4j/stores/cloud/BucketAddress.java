package io.mode4j.stores.cloud;

import java.util.Map;

/**
 * Where a bucket is, as OpenDAL wants to know it. Its text says no settings, which may hold credentials.
 *
 * @param url as users write it
 * @param service OpenDAL's name of it
 * @param settings of that service
 * @param credentials where users can put them, in words
 */
public record BucketAddress(String url, String service, Map<String, String> settings, String credentials) {
    /** Copies the settings. */
    public BucketAddress {
        settings = Map.copyOf(settings);
    }

    @Override
    public String toString() {
        return url;
    }
}
