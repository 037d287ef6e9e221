package io.mode4j.format;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.FileKind;
import io.mode4j.format.Safetensors.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** The zip archive of a {@link TorchFile}: its entries as stretches of the mapped file. */
final class TorchArchive {
    private static final String PICKLE = "data.pkl";
    private static final long LONGEST_PICKLE = 1 << 30; // of tensors less than a megabyte; a sampler's order may lie beside them
    private static final int ALIGNMENT = 64; // of storages, as PyTorch writes them
    private static final byte[] ZIP = {'P', 'K', 3, 4};

    private record Entry(MemorySegment data, long crc) {}

    private final Path file;
    private final String folder;
    private final Map<String, Entry> entries;

    private TorchArchive(Path file, String folder, Map<String, Entry> entries) {
        this.file = file;
        this.folder = folder;
        this.entries = entries;
    }

    /** Reads the directory of an archive. */
    static TorchArchive of(Path file, FileChannel channel, MemorySegment whole) throws IOException {
        if (whole.byteSize() < ZIP.length || whole.asSlice(0, ZIP.length).mismatch(MemorySegment.ofArray(ZIP)) >= 0) {
            FileKind.refuseOthers(file, channel, "a file of torch.save");
            throw new BadInputException(file + " is no file that torch.save wrote since PyTorch 1.6 (a zip archive)."
                    + " Load an older one with torch.load and save it again.");
        }
        Map<String, Entry> entries = new LinkedHashMap<>();
        try (ZipFile zip = ZipFile.builder().setSeekableByteChannel(channel).get()) {
            for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                entries.putIfAbsent(entry.getName(), entry(file, entry, whole));
            }
        } catch (DamagedException | BadInputException e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            throw new DamagedException(file, "a zip archive's directory at its end", String.valueOf(e.getMessage()));
        }
        return new TorchArchive(file, folder(file, entries.keySet()), entries);
    }

    private static Entry entry(Path file, ZipArchiveEntry entry, MemorySegment whole) throws IOException {
        if (entry.getMethod() != ZipEntry.STORED) {
            throw new BadInputException("%s: entry '%s' is compressed; torch.save never compresses. Save it again with torch.save."
                    .formatted(file, entry.getName()));
        }
        long from = entry.getDataOffset();
        long size = entry.getSize();
        if (from < 0 || size < 0 || size > whole.byteSize() || from > whole.byteSize() - size) {
            throw new DamagedException(file, "entry '" + entry.getName() + "' inside its " + whole.byteSize() + " bytes",
                    size + " bytes from " + from + " on");
        }
        return new Entry(whole.asSlice(from, size), entry.getCrc());
    }

    /** {@return what stands before the names of all entries} */
    private static String folder(Path file, Set<String> names) throws IOException {
        List<String> pickles = names.stream().filter(name -> name.equals(PICKLE) || name.endsWith("/" + PICKLE)).toList();
        if (pickles.size() != 1) {
            throw new BadInputException(
                    "%s: expected a file of torch.save with one entry %s, found %d in the archive".formatted(file, PICKLE, pickles.size()));
        }
        String folder = pickles.getFirst().substring(0, pickles.getFirst().length() - PICKLE.length());
        if (names.contains(folder + "constants.pkl") || names.stream().anyMatch(name -> name.startsWith(folder + "code/"))) {
            throw new BadInputException(file + " is a TorchScript program, which mode4j does not run. Save its weights alone:"
                    + " torch.save(torch.jit.load(FILE, map_location='cpu').state_dict(), OUT)");
        }
        return folder;
    }

    /** {@return the pickle of the values} */
    ByteBuffer pickle() throws IOException {
        Entry order = entries.get(folder + "byteorder");
        if (order != null) {
            String said = new String(order.data().toArray(ValueLayout.JAVA_BYTE), StandardCharsets.US_ASCII);
            if (!said.equals("little")) {
                throw new BadInputException(file + ": expected little-endian numbers, found byte order " + said);
            }
        }
        MemorySegment pickle = required(PICKLE).data();
        if (pickle.byteSize() > LONGEST_PICKLE) {
            throw new BadInputException("%s: its pickle has %d bytes; mode4j reads at most %d".formatted(file, pickle.byteSize(),
                    LONGEST_PICKLE));
        }
        return pickle.asByteBuffer();
    }

    /** {@return the bytes of a storage} */
    MemorySegment storage(String key) throws DamagedException {
        return required("data/" + key).data();
    }

    private Entry required(String name) throws DamagedException {
        Entry entry = entries.get(folder + name);
        if (entry == null) {
            throw new DamagedException(file, "an entry '" + folder + name + "'", "none");
        }
        return entry;
    }

    /** Checks every entry's CRC-32. */
    void verify() throws DamagedException {
        for (Map.Entry<String, Entry> entry : entries.entrySet()) {
            long found = crc(entry.getValue().data());
            if (found != entry.getValue().crc()) {
                throw new DamagedException(file, "checksum %08x of entry '%s'".formatted(entry.getValue().crc(), entry.getKey()),
                        "%08x".formatted(found));
            }
        }
    }

    /** Writes an archive of a pickle and its storages, numbered from 0. */
    static void write(OutputStream out, byte[] pickle, List<Tensor> storages) throws IOException {
        ZipArchiveOutputStream zip = new ZipArchiveOutputStream(out); // the caller closes the stream below
        put(zip, "archive/data.pkl", MemorySegment.ofArray(pickle));
        put(zip, "archive/byteorder", MemorySegment.ofArray("little".getBytes(StandardCharsets.US_ASCII)));
        for (int i = 0; i < storages.size(); i++) {
            put(zip, "archive/data/" + i, storages.get(i).data());
        }
        put(zip, "archive/version", MemorySegment.ofArray("3\n".getBytes(StandardCharsets.US_ASCII)));
        zip.finish();
    }

    private static void put(ZipArchiveOutputStream zip, String name, MemorySegment data) throws IOException {
        ZipArchiveEntry entry = new ZipArchiveEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(data.byteSize());
        entry.setCompressedSize(data.byteSize());
        entry.setCrc(crc(data));
        entry.setTime(0); // the same values, the same bytes
        entry.setAlignment(ALIGNMENT);
        zip.putArchiveEntry(entry);
        byte[] chunk = new byte[(int) Math.min(data.byteSize(), 1 << 16)];
        for (long at = 0; at < data.byteSize(); at += chunk.length) {
            int length = (int) Math.min(chunk.length, data.byteSize() - at);
            MemorySegment.copy(data, ValueLayout.JAVA_BYTE, at, chunk, 0, length);
            zip.write(chunk, 0, length);
        }
        zip.closeArchiveEntry();
    }

    private static long crc(MemorySegment data) {
        CRC32 crc = new CRC32();
        byte[] chunk = new byte[(int) Math.min(data.byteSize(), 1 << 16)]; // segments of arrays give no bytes as a buffer
        for (long at = 0; at < data.byteSize(); at += chunk.length) {
            int length = (int) Math.min(chunk.length, data.byteSize() - at);
            MemorySegment.copy(data, ValueLayout.JAVA_BYTE, at, chunk, 0, length);
            crc.update(chunk, 0, length);
        }
        return crc.getValue();
    }
}
