package io.mode4j.stores.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is made of a URL and of what the process was given. */
class BucketAddressTest {
    private static Surroundings variables(String... pairs) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            all.put(pairs[i], pairs[i + 1]);
        }
        return new Surroundings(all::get, _ -> null);
    }

    @Test
    void ofAmazonTheBucketIsInTheHostsNameAndTheRestIsItsOwnChains() {
        BucketAddress address = S3Files.address("photos", variables("AWS_DEFAULT_REGION", "eu-west-1", "AWS_ACCESS_KEY_ID", "key"));
        assertThat(address.service()).isEqualTo("s3");
        assertThat(address.settings()).isEqualTo(Map.of("bucket", "photos", "region", "eu-west-1", "enable_virtual_host_style", "true"));
        assertThat(S3Files.address("with.dots", variables()).settings()).isEqualTo(Map.of("bucket", "with.dots"));
    }

    @Test
    void otherServersAreAskedByPath() {
        assertThat(S3Files.address("photos", variables("AWS_ENDPOINT_URL", "http://minio:9000")).settings())
                .isEqualTo(Map.of("bucket", "photos", "endpoint", "http://minio:9000", "region", "us-east-1"));
        assertThat(
                S3Files.address("photos", variables("AWS_ENDPOINT_URL", "http://a", "AWS_ENDPOINT_URL_S3", "http://b", "AWS_REGION", "x"))
                        .settings())
                .isEqualTo(Map.of("bucket", "photos", "endpoint", "http://b", "region", "x"));
    }

    @Test
    void propertiesOfJavaWin() {
        Surroundings both = new Surroundings(name -> name.equals("AWS_REGION") ? "variable" : null,
                name -> Map.of("aws.region", "property", "aws.secretAccessKey", "SECRET").get(name));
        BucketAddress address = S3Files.address("photos", both);
        assertThat(address.settings()).containsEntry("region", "property").containsEntry("secret_access_key", "SECRET");
        assertThat(address).as("in a message").hasToString("s3://photos");
    }

    @Test
    void ofGoogleNoneButAnEmulatorIsAskedWithoutCredentials() {
        BucketAddress address = GoogleFiles.address("photos", variables());
        assertThat(address.service()).isEqualTo("gcs");
        assertThat(address.url()).isEqualTo("gs://photos");
        assertThat(address.settings()).isEqualTo(Map.of("bucket", "photos"));
        assertThat(GoogleFiles.address("photos", variables("STORAGE_EMULATOR_HOST", "localhost:4443")).settings())
                .containsEntry("endpoint", "http://localhost:4443")
                .containsEntry("allow_anonymous", "true");
    }

    @Test
    void ofAzureTheBlobEndpointIsAsked() {
        BucketAddress address = AzureFiles.address("abfss", "data@lake.dfs.core.windows.net",
                variables("AZURE_STORAGE_KEY", "SECRET", "AZURE_STORAGE_SAS_TOKEN", "SIGNED"));
        assertThat(address.service()).isEqualTo("azblob");
        assertThat(address.settings()).isEqualTo(Map.of("container", "data", "account_name", "lake", "endpoint",
                "https://lake.blob.core.windows.net", "account_key", "SECRET", "sas_token", "SIGNED"));
        assertThat(address).hasToString("abfss://data@lake.dfs.core.windows.net");
        assertThat(AzureFiles.address("abfs", "data", variables("AZURE_STORAGE_ACCOUNT", "lake")).settings())
                .isEqualTo(Map.of("container", "data", "account_name", "lake", "endpoint", "https://lake.blob.core.windows.net"));
    }
}
