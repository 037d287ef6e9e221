package io.mode4j.stores.cloud;

import io.mode4j.stores.Bucket;
import io.mode4j.stores.Patience;
import io.mode4j.stores.StoreProvider;
import java.time.Duration;

/** {@code s3-impatient://bucket/…}: as S3, but nothing that fails is waited out. */
public final class ImpatientFiles extends StoreProvider {
    private static final Patience NONE = new Patience(1, Duration.ofMillis(1), Duration.ofSeconds(20));

    /** Found by Java. */
    public ImpatientFiles() {
        super("s3-impatient", NONE);
    }

    @Override
    protected Bucket open(String authority) {
        return new CloudBucket(S3Files.address(authority, Surroundings.ofProcess()), NONE.timeout());
    }
}
