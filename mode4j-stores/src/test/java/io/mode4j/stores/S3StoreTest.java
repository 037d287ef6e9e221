package io.mode4j.stores;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.Places;
import io.mode4j.artifact.Store;
import io.mode4j.artifact.StoreContract;

class S3StoreTest extends StoreContract {
    private final String bucket = S3Server.bucket();

    @Override
    protected Store store(String name) throws BadInputException {
        return Store.of(Places.path(bucket + "/runs/" + name));
    }
}
