package io.mode4j.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.DamagedException;
import io.mode4j.format.Safetensors.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Damaged files, and files that mean harm: each a clear line, nothing executed, no memory beyond the file's size. */
class HostileTorchFileTest {
    private static final Tensor STORAGE = Tensor.of(new float[]{0, 1, 2, 3, 4, 5}, 6);
    @TempDir
    Path temporary;
    private Path file;

    @BeforeEach
    void name() {
        file = temporary.resolve("evil.pt");
    }

    /** An archive of this pickle (protocol and end are added) and one storage of six floats. */
    private void pickled(String pickle) throws IOException {
        pickled(pickle, STORAGE);
    }

    private void pickled(String pickle, Tensor storage) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[]{(byte) 0x80, 2});
        bytes.writeBytes(pickle.getBytes(StandardCharsets.ISO_8859_1));
        bytes.write('.');
        try (OutputStream out = Files.newOutputStream(file)) {
            TorchArchive.write(out, bytes.toByteArray(), List.of(storage));
        }
    }

    private void refused(Class<? extends IOException> type, String... said) {
        assertThatThrownBy(() -> TorchFile.open(file).close()).isInstanceOf(type).hasMessageContaining("evil.pt").satisfies(failure -> {
            for (String words : said) {
                assertThat(failure).hasMessageContaining(words);
            }
        });
    }

    private static String tensor(String storage, String count, String offset, String sizes, String strides) {
        return "ctorch._utils\n_rebuild_tensor_v2\n((X\7\0\0\0storagectorch\n" + storage + "\nX\1\0\0\0" + "0X\3\0\0\0cpu" + count + "tQ"
                + offset + "(" + sizes + "t(" + strides + "t\u0089ccollections\nOrderedDict\n)RtR";
    }

    /** Python's number of up to 8 bytes, hexadecimal and little endian. */
    private static String number(long value) {
        StringBuilder code = new StringBuilder("\u008a\10");
        for (int i = 0; i < Long.BYTES; i++) {
            code.append((char) (value >>> (8 * i) & 0xFF));
        }
        return code.toString();
    }

    @Test
    void theFixtureItselfIsRead() throws IOException {
        pickled(tensor("FloatStorage", "K\6", "K\0", "K\2K\3", "K\3K\1"));
        try (TorchFile read = TorchFile.open(file)) {
            assertThat(((Tensor) Objects.requireNonNull(read.root())).floats()).containsExactly(0, 1, 2, 3, 4, 5);
        }
    }

    @ParameterizedTest
    @CsvSource({"posix,system", "builtins,eval", "__builtin__,exec", "argparse,Namespace", "numpy.core.multiarray,_reconstruct",
        "torch.nn.modules.linear,Linear"})
    void whateverElseIsNamedIsRefusedByName(String module, String name) throws IOException {
        pickled("c" + module + "\n" + name + "\n(X\4\0\0\0truetR");
        refused(BadInputException.class, module + "." + name, "Save the state dict alone");
        pickled("X" + (char) module.length() + "\0\0\0" + module + "X" + (char) name.length() + "\0\0\0" + name + "\u0093)R");
        refused(BadInputException.class, module + "." + name);
    }

    @Test
    void aNameThatIsNoStringIsNone() throws IOException {
        pickled("]q\0]q\1h\0ah\1\u0093");
        refused(DamagedException.class, "the name of a class");
    }

    @Test
    void otherNumberTypesAreNamed() throws IOException {
        pickled(tensor("ComplexFloatStorage", "K\3", "K\0", "K\3", "K\1"));
        refused(BadInputException.class, "torch.ComplexFloatStorage");
    }

    @Test
    void storagesThatDisagreeWithTheArchive() throws IOException {
        for (String count : List.of("K\5", "K\7", number(1L << 62), number(-6), number(Long.MAX_VALUE))) {
            pickled(tensor("FloatStorage", count, "K\0", "K\2", "K\1"));
            refused(DamagedException.class, "storage '0'", "24 bytes");
        }
        pickled(tensor("LongStorage", "K\6", "K\0", "K\2", "K\1"));
        refused(DamagedException.class, "storage '0'");
    }

    @Test
    void tensorsThatReachBeyondTheirStorage() throws IOException {
        String[][] views = {{"K\1", "K\6", "K\1"}, {"K\0", "K\7", "K\1"}, {"K\0", "K\2K\3", "K\4K\1"}, {number(-1), "K\2", "K\1"},
            {"K\7", "K\0", "K\1"}, {"K\0", number(-2), "K\1"}, {"K\5", "K\3", number(-1)}, {"K\0", "K\2K\3", "K\1"},
            {"K\0", number(1L << 62) + "K\4", "K\1K\1"}, {"K\0", number(Long.MAX_VALUE), number(Long.MAX_VALUE)},
            {"K\0", number(1L << 40), "K\0"}, {"K\0", "K\7", "K\0"}, {number(Long.MAX_VALUE), "K\1", "K\1"}};
        for (String[] view : views) {
            pickled(tensor("FloatStorage", "K\6", view[0], view[1], view[2]));
            refused(DamagedException.class, "tensors inside their storages", "of 6 numbers");
        }
    }

    @Test
    void copiesOfTransposedTensorsAreBounded() throws IOException {
        String million = number(1 << 20);
        String transposed = tensor("FloatStorage", million, "K\0", "M\0\4M\0\4", "K\1M\0\4") + "a";
        Tensor storage = Tensor.of(new float[1 << 20], 1 << 20);
        pickled("]" + transposed.repeat(2), storage);
        try (TorchFile read = TorchFile.open(file)) {
            assertThat((List<?>) read.root()).hasSize(2);
        }
        pickled("]" + transposed.repeat(40), storage);
        refused(DamagedException.class, "each number in one tensor");
    }

    @Test
    void valuesThatHoldThemselves() throws IOException {
        pickled("]q\0h\0a");
        refused(BadInputException.class, "contains itself");
        pickled("}q\0X\1\0\0\0a]q\1h\0as");
        refused(BadInputException.class, "contains itself");
        pickled("]" + "]".repeat(1000) + "a".repeat(1000));
        refused(BadInputException.class, "nested more than");
    }

    @Test
    void aTreeThatDoublesAtEveryLevelIsOneList() throws IOException {
        StringBuilder pickle = new StringBuilder("]q\0");
        for (int i = 0; i < 60; i++) {
            pickle.append("h").append((char) i).append("h").append((char) i).append("\u0086q").append((char) (i + 1));
        }
        pickled(pickle.toString());
        try (TorchFile read = TorchFile.open(file)) {
            assertThat(read.root()).isInstanceOf(List.class);
        }
    }

    @Test
    void oneListMakesNoMoreDictsThanTheFileHolds() throws IOException {
        String pairs = "](" + "X\1\0\0\0aK\1\u0086".repeat(1000) + "eq\0";
        pickled(pairs + "]" + "ccollections\nOrderedDict\nq\1" + "0" + "h\1h\0\u0085Ra".repeat(2000));
        refused(DamagedException.class, "lists that dicts are made of");
    }

    @Test
    void stepsAreCountedAndBytesAreNot() throws IOException {
        pickled("]" + "N0".repeat(1 << 23));
        refused(BadInputException.class, "more than 16777216 values and steps");
        String length = "\0\0\0\2"; // 32 MiB of bytes that nobody needs
        pickled("]B" + length + "x".repeat(1 << 25) + "a");
        try (TorchFile read = TorchFile.open(file)) {
            assertThat((List<?>) read.root()).hasSize(1);
        }
    }

    @Test
    void numbersAsLongAsTheFileAreNames() throws IOException {
        pickled("]I" + "9".repeat(1 << 20) + "\naL" + "9".repeat(1 << 20) + "L\na");
        try (TorchFile read = TorchFile.open(file)) {
            assertThat((List<?>) read.root()).hasSize(2).allMatch(Foreign.class::isInstance);
        }
    }

    @Test
    void objectsThatHoldThemselves() throws IOException {
        pickled("]cevil\nDict\n)Rq\0K\1h\0sa");
        refused(BadInputException.class, "contains itself");
    }

    @Test
    void picklesThatAreNone() throws IOException {
        for (String pickle : List.of("", "h\3", "a", "t", "(s", "(e", "R", "Q", "b", "q\0", "]b", "K\1K\2a", "}(K\1u", "X\377\377\377\177",
                "\u008a\377",
                "i", "o", "(o", "1", "2", "0", "l", "d", "(K\1d", "\u0090", "\u0091", "\u0092", "\u0098", "Ix\n", "Fx\n", "Lx\n", "S'\n",
                "gx\n", "g3\n",
                "p1\n", "K\1p99999999999\n", "\u008b\377\377\377\177", "\u008b\377\377\377\377", "B\377\377\377\377", "C\377",
                "\u008e\377\377\377\377\377\377\377\377", "\u008d\377\377\377\377\377\377\377\177",
                "\u0096\377\377\377\377\377\377\377\377", "T\377\377\377\377", "K\1}b", "ccollections\nOrderedDict\n",
                "ccollections\nOrderedDict\n(K\1tR)R", "(K\1tQ",
                "ctorch._utils\n_rebuild_tensor_v2\n)R",
                "ctorch._utils\n_rebuild_parameter\n)R", "ctorch\nFloatStorage\n)R", "c")) {
            pickled(pickle);
            refused(IOException.class);
        }
    }

    @Test
    void compressedEntriesAndOtherArchives() throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("archive/data.pkl"));
            zip.write(new byte[1 << 20]);
        }
        refused(BadInputException.class, "compressed");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.setMethod(ZipOutputStream.STORED);
            for (String name : List.of("archive/constants.pkl", "archive/data.pkl")) {
                ZipEntry entry = new ZipEntry(name);
                entry.setSize(0);
                entry.setCrc(0);
                zip.putNextEntry(entry);
            }
        }
        refused(BadInputException.class, "TorchScript", "torch.jit.load");
        Files.write(file, new byte[]{(byte) 0x80, 2, (byte) 0x8a, 10, 'l', (byte) 0xfc, (byte) 0x9c});
        refused(BadInputException.class, "PyTorch 1.6");
        Files.write(file, new byte[0]);
        refused(BadInputException.class, "torch.save");
    }

    @Test
    void bigEndianFiles() throws IOException {
        Path golden = NpyTest.golden("python-ordered.pt");
        byte[] bytes = Files.readAllBytes(golden);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("little");
        System.arraycopy("bigbig".getBytes(StandardCharsets.US_ASCII), 0, bytes, at, 6);
        Files.write(file, bytes);
        refused(BadInputException.class, "byte order bigbig");
    }

    /** A cut file never opens; a flipped bit is found by opening or verifying, or lies where nothing is read from. */
    @Test
    void cutAndFlippedFiles() throws IOException {
        byte[] whole = Files.readAllBytes(NpyTest.golden("python.pt"));
        for (int length = 0; length < whole.length; length += 61) {
            Files.write(file, Arrays.copyOf(whole, length));
            refused(IOException.class);
        }
        SplittableRandom random = new SplittableRandom(1);
        int found = 0;
        for (int i = 0; i < 300; i++) {
            byte[] flipped = whole.clone();
            flipped[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, flipped);
            try (TorchFile read = TorchFile.open(file)) {
                read.verify();
            } catch (DamagedException | BadInputException e) {
                assertThat(e).hasMessageContaining("evil.pt");
                found++;
            }
        }
        assertThat(found).isGreaterThan(100);
    }
}
