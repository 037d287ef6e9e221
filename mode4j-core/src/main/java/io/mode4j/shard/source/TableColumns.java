package io.mode4j.shard.source;

import io.mode4j.artifact.BadInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which columns of a table are read.
 *
 * @param image the pictures, or their paths
 * @param pictures how the pictures are in it
 * @param captions the captions: one or several
 * @param key what names a row; empty: what its picture is called, or its number
 */
record TableColumns(String image, Pictures pictures, List<String> captions, Optional<String> key) {
    private static final List<String> IMAGES = List.of("image", "jpg", "jpeg", "png", "webp", "img", "picture", "photo", "images",
            "image_bytes", "bytes");
    private static final List<String> PATHS = List.of("filepath", "image_path", "img_path", "file_path", "file_name", "filename", "image",
            "img", "path", "file", "image_file", "imagepath", "image_name", "picture", "images");
    private static final List<String> CAPTIONS = List.of("texts", "captions", "caption", "title", "txt", "text", "sentences", "sentence",
            "description", "alt_text", "alt", "raw_text", "sentences_raw", "prompt", "label_text");
    private static final List<String> KEYS = List.of("__key__", "key", "id", "image_id", "uid");
    private static final List<String> ADDRESSES = List.of("url", "image_url", "img_url", "urls");

    private static final String IMAGE = "image";
    private static final String KIND = "pictures";
    private static final String CAPTION = "captions";
    private static final String KEY = "key";
    private static final String BETWEEN = "\n";

    /** How the pictures are in the table. */
    enum Pictures {
        /** A struct of {@code bytes} and {@code path}, as the hub's data sets have it. */
        STRUCT,
        /** Such a struct that has paths and no bytes: the pictures were not packed with it. */
        LINKS,
        /** Their bytes. */
        BYTES,
        /** Paths of files. */
        PATHS;

        /** {@return whether the pictures are in the table} */
        boolean areInside() {
            return this == STRUCT || this == BYTES;
        }
    }

    /**
     * A column of a table.
     *
     * @param type in the words of DuckDB
     */
    record Column(String name, String type) {
        boolean isStruct() {
            return type.startsWith("STRUCT(") && type.contains("bytes BLOB");
        }

        boolean isBytes() {
            return type.equals("BLOB");
        }

        boolean isText() {
            return type.equals("VARCHAR");
        }

        boolean isTexts() {
            return isText() || type.equals("VARCHAR[]");
        }
    }

    /**
     * {@return the columns of a table, as they were named or found}
     *
     * @param file what it is called in messages
     * @param holdsPictures whether the first value of a column, bytes or a struct of them, is a picture
     * @throws BadInputException when there is no such column, or none can be told from the others
     */
    static TableColumns find(Path file, List<Column> columns, SourceOptions options, Predicate<Column> holdsPictures)
            throws BadInputException {
        Column image = image(file, columns, options, holdsPictures);
        Pictures inside = image.isStruct() ? Pictures.STRUCT : Pictures.BYTES;
        Pictures pictures = !image.isStruct() && !image.isBytes() ? Pictures.PATHS
                : inside == Pictures.STRUCT && !holdsPictures.test(image) ? Pictures.LINKS : inside;
        List<String> captions = captions(file, columns, options, image);
        Optional<String> key = !pictures.areInside() ? Optional.empty() : named(columns, KEYS, _ -> true).map(Column::name);
        return new TableColumns(image.name, pictures, captions, key);
    }

    private static Column image(Path file, List<Column> columns, SourceOptions options, Predicate<Column> holdsPictures)
            throws BadInputException {
        if (options.image() != null) {
            Column given = given(file, columns, options.image(), "image-column");
            if (!given.isStruct() && !given.isBytes() && !given.isText()) {
                throw new BadInputException(
                        "%s: column '%s' is of type %s; pictures are bytes, a struct of bytes and path, or paths of files. Name another: option image-column."
                                .formatted(file, given.name, given.type));
            }
            return given;
        }
        List<Column> inside = columns.stream()
                .filter(column -> column.isStruct() || (column.isBytes() && holdsPictures.test(column)))
                .toList();
        Optional<Column> found = inside.size() == 1 ? Optional.of(inside.getFirst()) : named(inside, IMAGES, _ -> true);
        if (inside.size() > 1 && found.isEmpty()) {
            throw new BadInputException("%s: several columns hold pictures: %s. Name one: option image-column."
                    .formatted(file, words(inside)));
        }
        Optional<Column> path = found.or(() -> named(columns, PATHS, Column::isText));
        if (path.isEmpty()) {
            throw new BadInputException(named(columns, ADDRESSES, _ -> true).isPresent() ? addresses(file, columns)
                    : "%s: no column of pictures or of their paths among %s. Name it: option image-column.".formatted(file,
                            words(columns)));
        }
        return path.get();
    }

    private static String addresses(Path file, List<Column> columns) {
        return "%s has addresses of pictures and no pictures (columns %s). Download them with img2dataset first; if it has, give the folder it wrote to: its tars, or its folders of pictures, lie beside such a file."
                .formatted(file, words(columns));
    }

    private static List<String> captions(Path file, List<Column> columns, SourceOptions options, Column image) throws BadInputException {
        if (!options.captions().isEmpty()) {
            for (String name : options.captions()) {
                Column given = given(file, columns, name, "caption-columns");
                if (!given.isTexts()) {
                    throw new BadInputException(
                            "%s: column '%s' is of type %s; captions are texts or lists of texts. Name another: option caption-columns."
                                    .formatted(file, given.name, given.type));
                }
            }
            return options.captions();
        }
        List<Column> texts = columns.stream().filter(column -> column.isTexts() && !column.equals(image)).toList();
        Optional<Column> found = named(texts, CAPTIONS, _ -> true);
        List<Column> others = texts.stream()
                .filter(column -> !among(column, KEYS) && !among(column, ADDRESSES) && !among(column, PATHS))
                .toList();
        if (found.isEmpty() && others.size() == 1) {
            found = Optional.of(others.getFirst());
        }
        return List.of(found.orElseThrow(() -> new BadInputException(
                "%s: no column of captions could be told among %s. Name it: option caption-columns.".formatted(file,
                        words(columns)))).name);
    }

    private static Column given(Path file, List<Column> columns, String name, String option) throws BadInputException {
        Optional<Column> given = columns.stream().filter(column -> column.name.equals(name)).findFirst();
        return given.orElseThrow(() -> new BadInputException(
                "%s: no column '%s'; it has %s. Name one of these: option %s.".formatted(file, name, words(columns), option)));
    }

    /** {@return the column of the first of some names that there is one of} */
    private static Optional<Column> named(List<Column> columns, List<String> names, Predicate<Column> wanted) {
        return names.stream()
                .flatMap(name -> columns.stream().filter(column -> column.name.toLowerCase(Locale.ROOT).equals(name)))
                .filter(wanted)
                .findFirst();
    }

    private static boolean among(Column column, List<String> names) {
        return names.contains(column.name.toLowerCase(Locale.ROOT));
    }

    private static String words(List<Column> columns) {
        return columns.isEmpty() ? "none" : columns.stream().map(Column::name).collect(Collectors.joining(", "));
    }

    /** {@return this, as a shard's part has it} */
    SortedMap<String, String> part() {
        SortedMap<String, String> part = new TreeMap<>();
        part.put(IMAGE, image);
        part.put(KIND, pictures.name().toLowerCase(Locale.ROOT));
        part.put(CAPTION, String.join(BETWEEN, captions));
        key.ifPresent(name -> part.put(KEY, name));
        return part;
    }

    /** {@return what a shard's part says} */
    static TableColumns of(Shard shard) {
        SortedMap<String, String> part = shard.part();
        return new TableColumns(part.getOrDefault(IMAGE, ""), Pictures.valueOf(part.getOrDefault(KIND, "").toUpperCase(Locale.ROOT)),
                Arrays.asList(part.getOrDefault(CAPTION, "").split(BETWEEN)), Optional.ofNullable(part.get(KEY)));
    }

    /** {@return whether a column is read as picture or caption} */
    boolean reads(String column) {
        return column.equals(image) || captions.contains(column);
    }

    /** {@return this in words, for people} */
    String words() {
        List<String> said = new ArrayList<>();
        said.add((!pictures.areInside() ? "paths of pictures in column " : "pictures in column ") + image);
        said.add((captions.size() == 1 ? "captions in column " : "captions in columns ") + String.join(", ", captions));
        key.ifPresent(name -> said.add("keys in column " + name));
        return String.join(", ", said);
    }
}
