package io.mode4j.stores.cloud;

import io.mode4j.stores.Bucket;
import io.mode4j.stores.Patience;
import io.mode4j.stores.StoreProvider;
import java.util.HashMap;
import java.util.Map;

/**
 * {@code abfs://container@account.dfs.core.windows.net/…}: Azure Data Lake Storage. It is asked through the account's blob endpoint, which sees the same files, and where a file is written whole or not at
 * all; through the other a file is there, and empty, before its bytes are.
 */
public class AzureFiles extends StoreProvider {
    private static final String CREDENTIALS = "AZURE_STORAGE_KEY or AZURE_STORAGE_SAS_TOKEN, AZURE_CLIENT_ID with AZURE_TENANT_ID and AZURE_CLIENT_SECRET or AZURE_FEDERATED_TOKEN_FILE, or the identity of the machine";

    /** Found by Java. */
    public AzureFiles() {
        this("abfs");
    }

    AzureFiles(String scheme) {
        super(scheme);
    }

    /** {@code abfss://}, which is the same: all requests are encrypted. */
    public static final class Secure extends AzureFiles {
        /** Found by Java. */
        public Secure() {
            super("abfss");
        }
    }

    @Override
    protected final Bucket open(String authority) {
        return new CloudBucket(address(getScheme(), authority, Surroundings.ofProcess()), Patience.USUAL.timeout());
    }

    static BucketAddress address(String scheme, String authority, Surroundings given) {
        int at = authority.indexOf('@');
        String container = at < 0 ? authority : authority.substring(0, at);
        String host = at < 0 ? "" : authority.substring(at + 1);
        String account = host.isEmpty() ? given.first("azure.account", "AZURE_STORAGE_ACCOUNT").orElse("") : host.split("\\.", 2)[0];
        Map<String, String> settings = new HashMap<>();
        settings.put("container", container);
        settings.put("account_name", account);
        settings.put("endpoint", given.first("azure.endpointUrl", "AZURE_STORAGE_BLOB_ENDPOINT")
                .orElse("https://" + (host.isEmpty() ? account + ".blob.core.windows.net" : host.replaceFirst("\\.dfs\\.", ".blob."))));
        given.first("azure.accountKey", "AZURE_STORAGE_KEY").ifPresent(key -> settings.put("account_key", key));
        given.first("azure.sasToken", "AZURE_STORAGE_SAS_TOKEN").ifPresent(token -> settings.put("sas_token", token));
        return new BucketAddress(scheme + "://" + authority, "azblob", settings, CREDENTIALS);
    }
}
