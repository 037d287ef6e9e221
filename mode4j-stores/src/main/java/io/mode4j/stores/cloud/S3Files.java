package io.mode4j.stores.cloud;

import io.mode4j.stores.Bucket;
import io.mode4j.stores.Patience;
import io.mode4j.stores.StoreProvider;
import java.util.HashMap;
import java.util.Map;

/** {@code s3://bucket/…}: Amazon S3, and whatever speaks like it at {@code AWS_ENDPOINT_URL}. */
public final class S3Files extends StoreProvider {
    private static final String CREDENTIALS = "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, AWS_PROFILE and ~/.aws/credentials, or the role of the instance";

    /** Found by Java. */
    public S3Files() {
        super("s3");
    }

    @Override
    protected Bucket open(String authority) {
        return new CloudBucket(address(authority, Surroundings.ofProcess()), Patience.USUAL.timeout());
    }

    static BucketAddress address(String bucket, Surroundings given) {
        Map<String, String> settings = new HashMap<>();
        settings.put("bucket", bucket);
        given.first("aws.endpointUrl", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL").ifPresent(endpoint -> settings.put("endpoint", endpoint));
        given.first("aws.region", "AWS_REGION", "AWS_DEFAULT_REGION").ifPresent(region -> settings.put("region", region));
        if (settings.containsKey("endpoint")) {
            settings.putIfAbsent("region", "us-east-1"); // servers that speak like S3 mostly have none
        } else if (!bucket.contains(".")) {
            settings.put("enable_virtual_host_style", "true");
        }
        given.first("aws.accessKeyId").ifPresent(key -> settings.put("access_key_id", key));
        given.first("aws.secretAccessKey").ifPresent(key -> settings.put("secret_access_key", key));
        given.first("aws.sessionToken").ifPresent(token -> settings.put("session_token", token));
        return new BucketAddress("s3://" + bucket, "s3", settings, CREDENTIALS);
    }
}
