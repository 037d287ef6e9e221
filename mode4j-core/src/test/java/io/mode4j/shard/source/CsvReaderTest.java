package io.mode4j.shard.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.seeds.Draws;
import io.mode4j.seeds.Seeds;
import io.mode4j.shard.bytes.ShardBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvReaderTest {
    @TempDir
    Path temporary;

    private List<List<String>> read(String text, char separator) throws IOException {
        Path file = Files.writeString(temporary.resolve("a.csv"), text);
        List<List<String>> rows = new ArrayList<>();
        try (CsvReader reader = new CsvReader(file, ShardBytes.of(file), separator, 0, Files.size(file))) {
            while (reader.next()) {
                rows.add(cells(reader));
            }
        }
        return rows;
    }

    private static List<String> cells(CsvReader reader) {
        return reader.cells().stream().map(cell -> new String(cell, StandardCharsets.UTF_8)).toList();
    }

    /** As pandas has them: {@code pandas.read_csv(..., dtype=str, keep_default_na=False)}. */
    @Test
    void knownRows() throws IOException {
        assertThat(read("a,b\n1,2\n", ',')).containsExactly(List.of("a", "b"), List.of("1", "2"));
        assertThat(read("a,b\r\n\r\n1,\r\n", ',')).containsExactly(List.of("a", "b"), List.of("1", ""));
        assertThat(read("a\tb\r1\t2", '\t')).containsExactly(List.of("a", "b"), List.of("1", "2"));
        assertThat(read("\"a,\"\"b\"\"\nc\",d\n", ',')).containsExactly(List.of("a,\"b\"\nc", "d"));
        assertThat(read("\"a\"b,c \"d\"\n", ',')).containsExactly(List.of("ab", "c \"d\""));
        assertThat(read("\"\",\"\"\n\n,\n", ',')).containsExactly(List.of("", ""), List.of("", ""));
        assertThat(read("", ',')).isEmpty();
        assertThat(read("\uFEFF\"a\",b\n", ',')).containsExactly(List.of("a", "b"));
        assertThat(read("\uFEFF", ',')).isEmpty();
    }

    @Seeds(60)
    void readsBackWhatIsWrittenAsWholeAndFromAnyRowOn(Draws draws) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        String end = draws.flip() ? "\n" : "\r\n";
        for (int row = draws.between(1, 20); row > 0; row--) {
            List<String> cells = new ArrayList<>();
            for (int cell = 0; cell < 3; cell++) {
                cells.add(draws.text(30).replace("\r", "\n").replaceAll("[\ud800-\udfff]", "?"));
            }
            rows.add(cells);
            text.append(String.join(";", cells.stream().map(cell -> '"' + cell.replace("\"", "\"\"") + '"').toList())).append(end);
        }
        assertThat(read(text.toString(), ';')).isEqualTo(rows);
        Path file = temporary.resolve("a.csv");
        List<Long> starts = new ArrayList<>();
        try (CsvReader reader = new CsvReader(file, ShardBytes.of(file), ';', 0, Files.size(file))) {
            while (reader.next()) {
                starts.add(reader.start());
            }
        }
        int from = draws.between(0, starts.size() - 1);
        try (CsvReader reader = new CsvReader(file, ShardBytes.of(file), ';', starts.get(from), Files.size(file))) {
            assertThat(reader.next()).isTrue();
            assertThat(cells(reader)).isEqualTo(rows.get(from));
        }
    }
}
