/** HDFS, through Hadoop's own client: with the site's configuration, its high availability and its Kerberos. */
@NullMarked
package io.mode4j.hdfs;

import org.jspecify.annotations.NullMarked;
