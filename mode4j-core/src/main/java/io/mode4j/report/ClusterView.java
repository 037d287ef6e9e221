package io.mode4j.report;

import io.mode4j.cluster.Clusters;
import io.mode4j.cluster.measure.CenterMap;
import java.util.List;

/**
 * All that the page of the clusters shows.
 *
 * @param overview numbers and words
 * @param contents what each expert's pairs look like
 * @param clusters the centres
 * @param sizes pairs of each fine cluster, {@code [m]}
 * @param map where each fine centre is drawn
 */
@SuppressWarnings("ArrayRecordComponent") // read by one page; compared by nobody
record ClusterView(ClusterOverview overview, List<ExpertContents> contents, Clusters clusters, long[] sizes, CenterMap map) {}
