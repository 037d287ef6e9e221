package io.mode4j.shard.source;

import io.mode4j.artifact.Fingerprints;
import io.mode4j.artifact.Store;
import io.mode4j.shard.KeyEnd;
import io.mode4j.shard.MemberName;
import io.mode4j.shard.Members;
import io.mode4j.shard.TxtLines;
import io.mode4j.shard.bytes.ShardBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Pictures in files of their own, with {@code .txt} and {@code .json} beside them, in and below a folder; a shard is a stretch of them. Names pair by the rules of tars. Stateless.
 */
final class FolderShards implements ShardReader {
    /** The path that the stretch begins with, in a shard's part; absent in the first. */
    static final String FROM = "from";
    /** The path that the next stretch begins with; absent in the last. */
    static final String TO = "to";

    private static final int SAMPLED = 16;

    /** {@return the shards of a folder: at least so many keys each, but for the last} */
    static List<Shard> split(Path folder, int keys) throws IOException {
        List<String> starts = new ArrayList<>(List.of(""));
        String[] last = {""};
        int[] count = {0};
        FolderWalk.each(folder, (path, _, _) -> {
            String key = key(path);
            if (!key.equals(last[0])) {
                last[0] = key;
                if (count[0]++ == keys) {
                    starts.add(path);
                    count[0] = 1;
                }
            }
        });
        List<Shard> shards = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            SortedMap<String, String> part = new TreeMap<>();
            if (i > 0) {
                part.put(FROM, starts.get(i));
            }
            if (i + 1 < starts.size()) {
                part.put(TO, starts.get(i + 1));
            }
            shards.add(new Shard("", ShardFormat.FILES, folder.toString(), part));
        }
        return shards;
    }

    /** All that one sample can have has this in common, wherever its key ends. */
    private static String key(String path) {
        int dot = path.indexOf('.', path.lastIndexOf('/') + 1);
        return dot < 0 ? path : path.substring(0, dot);
    }

    private static List<Member> members(Shard shard) throws IOException {
        List<Member> members = new ArrayList<>();
        FolderWalk.each(shard.path(), shard.part().getOrDefault(FROM, ""), shard.part().get(TO),
                (path, file, size) -> members.add(new Member(path, file, size)));
        return members;
    }

    private record Member(String path, Path file, long size) {}

    /** By the files' names and sizes, and the content of a few of them. */
    @Override
    public String fingerprint(Shard shard) throws IOException {
        List<Member> members = members(shard);
        List<String> parts = new ArrayList<>();
        members.forEach(member -> parts.add(member.path + " " + member.size));
        for (int i = 0; i < Math.min(SAMPLED, members.size()); i++) {
            parts.add(Fingerprints.sampled(members.get((int) ((long) members.size() * i / SAMPLED) % members.size()).file));
        }
        return Fingerprints.ofText(parts.toArray(String[]::new));
    }

    @Override
    public ShardScan scan(Shard shard, TxtLines lines, KeyEnd keyEnd) throws IOException {
        List<Member> members = members(shard);
        try (Members walk = new Walk(members)) {
            return ShardScan.of(walk, lines, keyEnd).withFiles(pictures(members));
        }
    }

    private static List<ListedFile> pictures(List<Member> members) {
        return members.stream().filter(FolderShards::isPicture).map(member -> new ListedFile(member.path, member.size)).toList();
    }

    private static boolean isPicture(Member member) {
        int dot = member.path.lastIndexOf('.');
        return MemberName.mediaType(member.path.substring(dot + 1).toLowerCase(Locale.ROOT)) != null;
    }

    @Override
    public ShardBytes bytes(Shard shard, Store index) throws IOException {
        return new FilesBytes(shard.path(), ListedFile.read(index, shard.name()));
    }

    @Override
    public Map<String, Long> pictures(Shard shard, KeyEnd keyEnd, TxtLines lines, Wanted encoded,
            ShardPicture.Consumer consumer) throws IOException {
        List<Member> members = members(shard);
        try (Members walk = new Walk(members); ShardBytes bytes = new FilesBytes(shard.path(), pictures(members))) {
            return ShardPicture.read(walk, bytes, keyEnd, lines, encoded, consumer);
        }
    }

    /** The files as members, whose pictures lie one after another. */
    private static final class Walk implements Members {
        private final List<Member> members;
        private int next;
        private long offset;
        private long behind;

        Walk(List<Member> members) {
            this.members = members;
        }

        @Override
        public boolean next() {
            offset = behind;
            if (next == members.size()) {
                return false;
            }
            Member member = members.get(next++);
            behind += isPicture(member) ? member.size : 0;
            return true;
        }

        @Override
        public String name() {
            return members.get(next - 1).path;
        }

        @Override
        public long offset() {
            return offset;
        }

        @Override
        public long length() {
            return members.get(next - 1).size;
        }

        @Override
        public FilePlace place() {
            return new FilePlace(members.get(next - 1).file, 0);
        }

        @Override
        public byte[] content() throws IOException {
            return Files.readAllBytes(members.get(next - 1).file);
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
