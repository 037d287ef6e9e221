package io.mode4j.cli;

import io.mode4j.artifact.CacheFolder;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Places;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Where what is fetched or unpacked is kept, and how much of it. */
final class CacheFlags {
    @Option(names = "--cache", paramLabel = "DIR", converter = LocalConverter.class, description = "A folder on a local disk that keeps what is fetched from stores, or unpacked to be read, as pictures inside Parquet; several processes may share it. Default: mode4j in the user's folder for caches (XDG_CACHE_HOME)")
    @Nullable
    Path folder;

    @Option(names = "--cache-size", paramLabel = "SIZE", converter = SizeConverter.class, description = "How much is kept there, in bytes, or as 500MB, 20GB, 1TB; the least recently used goes first. Default: 20GB")
    @Nullable
    Long size;

    /** From now on this process uses it. */
    void use() {
        if (folder != null || size != null) {
            CacheFolder.use(new CacheFolder(new FileLayer(), folder == null ? CacheFolder.standardFolder() : folder,
                    size == null ? CacheFolder.STANDARD_SIZE : size));
        }
    }

    /** A store's folder would be as slow as what it keeps. */
    static final class LocalConverter implements ITypeConverter<Path> {
        @Override
        public Path convert(String text) {
            if (Places.isUrl(text)) {
                throw new TypeConversionException("expected a folder on a local disk, found a URL");
            }
            return Path.of(text);
        }
    }

    /** Sizes with units of 1024. */
    static final class SizeConverter implements ITypeConverter<Long> {
        private static final Pattern SIZE = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?) ?([KMGT]?)I?B?");
        private static final Map<String, Integer> SHIFTS = Map.of("", 0, "K", 10, "M", 20, "G", 30, "T", 40);

        @Override
        public Long convert(String text) {
            Matcher size = SIZE.matcher(text.toUpperCase(Locale.ROOT));
            if (!size.matches()) {
                throw new TypeConversionException("expected a size such as 500MB, 20GB or 1TB, found '" + text + "'");
            }
            return (long) (Double.parseDouble(size.group(1)) * (1L << SHIFTS.getOrDefault(size.group(2), 0)));
        }
    }
}
