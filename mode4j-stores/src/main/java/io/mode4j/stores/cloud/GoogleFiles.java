package io.mode4j.stores.cloud;

import io.mode4j.stores.Bucket;
import io.mode4j.stores.Patience;
import io.mode4j.stores.StoreProvider;
import java.util.HashMap;
import java.util.Map;

/** {@code gs://bucket/…}: Google Cloud Storage. */
public final class GoogleFiles extends StoreProvider {
    private static final String CREDENTIALS = "GOOGLE_APPLICATION_CREDENTIALS, what 'gcloud auth application-default login' wrote, or the service account of the machine";

    /** Found by Java. */
    public GoogleFiles() {
        super("gs");
    }

    @Override
    protected Bucket open(String authority) {
        return new CloudBucket(address(authority, Surroundings.ofProcess()), Patience.USUAL.timeout());
    }

    static BucketAddress address(String bucket, Surroundings given) {
        Map<String, String> settings = new HashMap<>();
        settings.put("bucket", bucket);
        given.first("google.endpointUrl", "STORAGE_EMULATOR_HOST").ifPresent(host -> {
            settings.put("endpoint", host.contains("://") ? host : "http://" + host);
            settings.put("allow_anonymous", "true"); // an emulator asks nobody who they are
            settings.put("disable_vm_metadata", "true");
            settings.put("disable_config_load", "true");
        });
        return new BucketAddress("gs://" + bucket, "gcs", settings, CREDENTIALS);
    }
}
