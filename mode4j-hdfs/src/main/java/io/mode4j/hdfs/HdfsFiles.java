package io.mode4j.hdfs;

import io.mode4j.stores.Bucket;
import io.mode4j.stores.StoreProvider;
import java.io.File;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** {@code hdfs://namenode:8020/…}, or the name of a service of the site's configuration. */
public final class HdfsFiles extends StoreProvider {
    /** Found by Java. */
    public HdfsFiles() {
        super("hdfs");
    }

    @Override
    protected Bucket open(String authority) {
        return new HdfsBucket("hdfs://" + authority, configuration(System.getenv("HADOOP_CONF_DIR")));
    }

    /** What Hadoop finds on the class path, and what its tools find: the site's folder. */
    static Configuration configuration(@Nullable String folder) {
        Configuration configuration = new Configuration();
        for (String name : new String[]{"core-site.xml", "hdfs-site.xml"}) {
            if (folder != null && new File(folder, name).isFile()) {
                configuration.addResource(new Path(new File(folder, name).toURI()));
            }
        }
        return configuration;
    }
}
