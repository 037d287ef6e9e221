package io.mode4j.growth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.MismatchException;
import io.mode4j.artifact.UnsyncedFileLayer;
import io.mode4j.cluster.AssignStage;
import io.mode4j.cluster.Assignments;
import io.mode4j.cluster.ClusterOptions;
import io.mode4j.cluster.ClusterStage;
import io.mode4j.cluster.Clusters;
import io.mode4j.cluster.ExtendStage;
import io.mode4j.embed.EmbedStage;
import io.mode4j.embed.TrigramEncoder;
import io.mode4j.progress.Progress;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.shard.Sample;
import io.mode4j.shard.index.Holdout;
import io.mode4j.shard.index.IndexOptions;
import io.mode4j.shard.index.IndexStage;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.shard.source.ShardFixtures;
import io.mode4j.shard.source.ShardSet;
import io.mode4j.train.SampleChoice.ExpertShare;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 400 pairs of animals and tools are known; then others arrive. */
class ArrivalTest {
    private static final int DIM = 64;
    private static final CaptionChoice FIRST = new CaptionChoice(CaptionChoice.Mode.FIRST, 0);
    private static final ClusterOptions CLUSTERING = ClusterOptions.defaults().withFine(4).withCoarse(2);

    private final FileLayer files = new UnsyncedFileLayer();
    @TempDir
    private Path folder;
    private List<String> heldOut = List.of();

    @BeforeEach
    void known() throws IOException {
        ShardFixtures tar = ShardFixtures.tar();
        for (int i = 0; i < 400; i++) {
            tar.member(i + ".png", ShardFixtures.png(1 + i % 20, i * 17))
                    .member(i + ".txt", "a %s number %d".formatted(i % 2 == 0 ? "cat" : "hammer", number(i)));
        }
        tar.write(folder.resolve("old/00000.tar"));
        stages(folder.resolve("old"), folder.resolve("run"), new Holdout(0.02, 1));
        new ClusterStage(files, Progress.silent(), CLUSTERING).run(folder.resolve("run/embeddings"), folder.resolve("run/clusters"));
        assign("run", "run/clusters", "run/assignments");
        heldOut = SampleIndex.open(folder.resolve("run/index"))
                .heldOut()
                .stream()
                .map(pair -> pair.sample().captions().getFirst())
                .toList();
        assertThat(heldOut).hasSize(8);
    }

    /** Different ones, whose digits are spread alike wherever one begins. */
    private static int number(int i) {
        return i * 7 % 1000;
    }

    private void stages(Path shards, Path run, Holdout holdout) throws IOException {
        new IndexStage(files, Progress.silent(), new IndexOptions(0.5, 2).withHoldout(holdout)).run(ShardSet.of(List.of(shards.toString())),
                run.resolve("index"));
        try (TrigramEncoder encoder = new TrigramEncoder(DIM)) {
            new EmbedStage(files, Progress.silent(), encoder, FIRST).run(run.resolve("index"), run.resolve("embeddings"));
        }
    }

    private void assign(String run, String clusters, String to) throws IOException {
        new AssignStage(files, Progress.silent(), 2).run(folder.resolve(run).resolve("embeddings"), folder.resolve(clusters),
                folder.resolve(to));
    }

    private Arrival look(List<String> captions, String... retired) throws IOException {
        ShardFixtures tar = ShardFixtures.tar();
        for (int i = 0; i < captions.size(); i++) {
            tar.member(i + ".png", ShardFixtures.png(30, i)).member(i + ".txt", captions.get(i));
        }
        tar.write(folder.resolve("new/00000.tar"));
        stages(folder.resolve("new"), folder.resolve("arrival"), Holdout.NONE);
        assign("arrival", "run/clusters", "arrival/before");
        return new Arrival(
                List.of(new Arrival.Known(SampleIndex.open(folder.resolve("run/index")),
                        Assignments.open(folder.resolve("run/assignments")))),
                Clusters.read(folder.resolve("run/clusters")), SampleIndex.open(folder.resolve("arrival/index")),
                Assignments.open(folder.resolve("arrival/before")), Set.of(retired), FIRST, Progress.silent());
    }

    private static List<String> some(String what, int from, int count) {
        List<String> some = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            some.add(what.formatted(number(i)));
        }
        return some;
    }

    @Test
    void moreOfTheSameIsNothingNew() throws IOException {
        List<String> captions = new ArrayList<>(some("a cat number %d", 400, 100));
        captions.addAll(some("a hammer number %d", 400, 100));
        Novelty novelty = look(captions).novelty();
        assertThat(novelty.known()).isEqualTo(392);
        assertThat(novelty.arrived()).isEqualTo(200);
        assertThat(novelty.share()).isLessThan(0.02);
        assertThat(novelty.stability()).isLessThan(0.1);
        assertThat(novelty.advice()).isEqualTo(Advice.NOTHING);
    }

    @Test
    void aKindThatNobodyKnowsIsUnprecedented() throws IOException {
        List<String> captions = new ArrayList<>(some("a cat number %d", 400, 60));
        captions.addAll(some("quixotic zephyr ballooning over %d vineyards", 0, 140));
        Arrival arrived = look(captions);
        Novelty novelty = arrived.novelty();
        BitSet vineyards = new BitSet();
        SampleIndex index = SampleIndex.open(folder.resolve("arrival/index"));
        List<Sample> samples = index.read(0);
        for (int row = 0; row < samples.size(); row++) {
            vineyards.set(row, samples.get(row).captions().getFirst().contains("zephyr"));
        }
        BitSet found = (BitSet) arrived.unprecedented(0).clone();
        found.and(vineyards);
        assertThat(found).isEqualTo(vineyards);
        assertThat(novelty.unprecedented()).isBetween(140L, 143L);
        assertThat(novelty.advice()).isEqualTo(Advice.NEW_EXPERT);
        assertThat(novelty.words()).contains("zephyr", "vineyards").doesNotContain("cat");
        assertThat(novelty.examples()).hasSize(10).allMatch(caption -> caption.contains("zephyr"));
        assertThat(novelty.clusters().stream().mapToLong(Novelty.Cluster::unprecedented).sum()).isEqualTo(novelty.unprecedented());
    }

    @Test
    void whatIsHeldOutIsLeftOut() throws IOException {
        List<String> captions = new ArrayList<>(some("a cat number %d", 400, 120));
        captions.addAll(heldOut.subList(0, 3));
        Arrival arrived = look(captions);
        assertThat(arrived.novelty().leftOut()).isEqualTo(3);
        assertThat(arrived.kept(0).cardinality()).isEqualTo(120);
    }

    @Test
    void aFewPairsSayNothing() throws IOException {
        assertThat(look(some("quixotic zephyr %d", 0, 20)).novelty().advice()).isEqualTo(Advice.TOO_FEW);
    }

    @Test
    void moreCentresLeaveTheKnownOnesAsTheyAre() throws IOException {
        List<String> captions = new ArrayList<>(some("a cat number %d", 400, 60));
        captions.addAll(some("quixotic zephyr ballooning over %d vineyards", 0, 200));
        Arrival arrived = look(captions);
        new ExtendStage(files, Progress.silent(), CLUSTERING).run(folder.resolve("run/clusters"), 392, folder.resolve("arrival/embeddings"),
                arrived::unprecedented, folder.resolve("arrival/clusters"));
        Clusters old = Clusters.read(folder.resolve("run/clusters"));
        Clusters all = Clusters.read(folder.resolve("arrival/clusters"));
        assertThat(all.experts()).isEqualTo(3);
        assertThat(all.fine().count()).isEqualTo(old.fine().count() + 2); // 200 of 392 pairs, which have four
        assertThat(all.fine().values()).startsWith(old.fine().values());
        assertThat(all.coarse().values()).startsWith(old.coarse().values());
        assertThat(all.fineToCoarse()).startsWith(old.fineToCoarse()).endsWith(2, 2);
        assign("arrival", "arrival/clusters", "arrival/assignments");
        List<Integer> sizes = ((List<?>) Manifest.read(folder.resolve("arrival/assignments"))
                .summary()
                .getOrDefault("coarse_sizes", List.of())).stream()
                .map(Integer.class::cast)
                .toList();
        assertThat(sizes.get(2)).isEqualTo(200);
    }

    @Test
    void anExpertGoesOnWithAsMuchOfWhatItKnows() throws IOException {
        List<String> captions = new ArrayList<>(some("a cat number %d", 400, 60));
        captions.add(heldOut.getFirst());
        Arrival arrived = look(captions);
        Clusters clusters = Clusters.read(folder.resolve("run/clusters"));
        int cats = clusters.fineToCoarse()[Assignments.open(folder.resolve("arrival/before")).read("00000")[0]];
        SampleIndex old = SampleIndex.open(folder.resolve("run/index"));
        ExpertData data = new ExpertData(files, List.of(part("", "run/index", "run/assignments", Set.of())), clusters.fineToCoarse(),
                new ExpertShare(cats, 0, 7), new TreeSet<>());
        Manifest _ = data.update(new ExpertData.Part("arrivals-1-", SampleIndex.open(folder.resolve("arrival/index")),
                folder.resolve("arrival/before"), arrived::kept), 0.5, folder.resolve("arrival/training/expert"));
        SampleIndex joined = SampleIndex.open(folder.resolve("arrival/training/expert"));
        assertThat(joined.name(0)).isEqualTo("00000");
        assertThat(joined.name(1)).isEqualTo("arrivals-1-00000");
        assertThat(joined.rows(1)).isEqualTo(60);
        assertThat(joined.rows(0)).isBetween(40, 80); // 60, by chance
        assertThat(joined.read(0)).allMatch(sample -> sample.captions().getFirst().contains("cat")).isSubsetOf(old.read(0));
        assertThat(joined.allRows()).isEqualTo(392 + 61);
        assertThat(joined.packed()).hasValue(data.share().describe());
        long[] numbers = LongStream.concat(LongStream.of(joined.rowNumbers(0)), LongStream.of(joined.rowNumbers(1))).toArray();
        assertThat(numbers).doesNotHaveDuplicates();
        assertThat(LongStream.of(joined.rowNumbers(1)).min().orElseThrow()).isGreaterThanOrEqualTo(392);
        assertThat(joined.shard(1).path()).isEqualTo(folder.resolve("new/00000.tar"));
    }

    private ExpertData.Part part(String prefix, String index, String assignments, Set<String> retired) throws IOException {
        return new ExpertData.Part(prefix, SampleIndex.open(folder.resolve(index)), folder.resolve(assignments),
                KeptRows.of(folder.resolve(index), folder.resolve("run/index"), retired, 2));
    }

    @Test
    void whatIsRetiredIsNotNewEither() throws IOException {
        List<String> captions = new ArrayList<>(some("a cat number %d", 400, 119));
        captions.addAll(some("quixotic zephyr ballooning over %d vineyards", 0, 30));
        Arrival arrived = look(captions, "3", "121", "no-such");
        assertThat(arrived.novelty().leftOut()).isEqualTo(2);
        assertThat(arrived.kept(0)).isEqualTo(without(149, 3, 121));
        assertThat(arrived.novelty().unprecedented()).isBetween(29L, 31L);
        assertThat(arrived.unprecedented(0).get(121)).isFalse();
        assertThat(arrived.unprecedented(0).get(122)).isTrue();
    }

    private static BitSet without(int rows, int... some) {
        BitSet kept = new BitSet();
        kept.set(0, rows);
        IntStream.of(some).forEach(kept::clear);
        return kept;
    }

    @Test
    void anExpertThatBeginsAgainHasAllOfItsPairsButThoseRetired() throws IOException {
        List<String> captions = new ArrayList<>(some("a cat number %d", 400, 60));
        captions.addAll(heldOut.subList(0, 2));
        look(captions);
        Clusters clusters = Clusters.read(folder.resolve("run/clusters"));
        int cats = clusters.fineToCoarse()[Assignments.open(folder.resolve("arrival/before")).read("00000")[0]];
        List<Sample> known = SampleIndex.open(folder.resolve("run/index")).read(0);
        List<Sample> retired = known.stream().filter(sample -> sample.captions().getFirst().contains("cat")).toList().subList(0, 3);
        SortedSet<String> keys = new TreeSet<>(retired.stream().map(Sample::key).toList()); // pairs that arrived have these keys, too
        ExpertData data = new ExpertData(files, List.of(part("", "run/index", "run/assignments", keys),
                part("arrivals-1-", "arrival/index", "arrival/before", keys)), clusters.fineToCoarse(), new ExpertShare(cats, 0, 7), keys);
        Manifest made = data.all(folder.resolve("arrival/training/expert"));
        SampleIndex joined = SampleIndex.open(folder.resolve("arrival/training/expert"));
        assertThat(joined.read(0)).isEqualTo(known.stream()
                .filter(sample -> sample.captions().getFirst().contains("cat") && !retired.contains(sample))
                .toList());
        assertThat(joined.read(1)).isEqualTo(SampleIndex.open(folder.resolve("arrival/index"))
                .read(0)
                .stream()
                .filter(sample -> Integer.parseInt(sample.key()) < 60 && !keys.contains(sample.key()))
                .toList());
        assertThat(joined.rows(1)).isLessThan(60);
        assertThat(made.recipe().configuration()).containsKey("retired keys");
        ExpertData more = new ExpertData(files, data.known(), data.fineToCoarse(), data.share(), new TreeSet<>(Set.of("0")));
        assertThatThrownBy(() -> more.all(folder.resolve("arrival/training/expert"))).isInstanceOf(MismatchException.class)
                .hasMessageContaining("retired keys was");
    }
}
