package io.mode4j.format;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.DamagedException;
import io.mode4j.format.Safetensors.Tensor;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Python's pickle machine (protocols 0 to 5): a stack of values, marks in it, and a memo. What is named, called and referred to goes through {@link PickleObjects}; what has no plain value
 * (sets, bytes, instances) is {@link Foreign}. Used once, by one thread.
 */
final class PickleReader {
    private static final int MOST_DIGITS = 18;
    private static final int MOST_CODES = 1 << 24; // each may make an object; thousands of tensors take less than a million

    private final Path file;
    private final ByteBuffer in;
    private final PickleObjects objects;
    private final List<@Nullable Object> stack = new ArrayList<>();
    private final Deque<Integer> marks = new ArrayDeque<>();
    private final Map<Integer, @Nullable Object> memo = new HashMap<>();

    PickleReader(Path file, ByteBuffer pickle, PickleObjects objects) {
        this.file = file;
        this.in = pickle.order(ByteOrder.LITTLE_ENDIAN);
        this.objects = objects;
    }

    /** {@return the pickled value} */
    @Nullable
    Object read() throws IOException {
        try {
            for (int codes = 0; codes < MOST_CODES; codes++) {
                int code = in.get() & 0xFF;
                if (code == '.') {
                    return pop();
                }
                step(code);
            }
            throw new BadInputException(
                    "%s: its pickle holds more than %d values and steps; save the weights apart from the lists beside them"
                            .formatted(file, MOST_CODES));
        } catch (ArithmeticException _) {
            throw damaged("memorised values", "a number beyond 32 bits");
        } catch (BufferUnderflowException _) {
            throw new DamagedException(file, "a whole pickle", "its end after " + in.limit() + " bytes");
        }
    }

    private void step(int code) throws IOException {
        switch (code) {
            case 0x80 -> in.get(); // protocol
            case 0x95 -> in.getLong(); // frame
            case 'N', 0x88, 0x89, 'X', 0x8c, 0x8d, 'T', 'U', 'S', 'V', 'B', 'C', 0x8e, 0x96 -> stack.add(literal(code));
            case 'K', 'M', 'J', 0x8a, 0x8b, 'G', 'I', 'L', 'F' -> stack.add(number(code));
            case '}' -> stack.add(new LinkedHashMap<>());
            case ']' -> stack.add(new ArrayList<>());
            case '(' -> marks.push(stack.size());
            case ')' -> stack.add(List.of());
            case 0x85, 0x86, 0x87 -> stack.add(tuple(taken(stack.size() - (code - 0x84))));
            case 't' -> stack.add(tuple(sinceMark()));
            case 'd' -> dict(sinceMark());
            case 'l' -> stack.add(sinceMark());
            case 0x8f -> stack.add(new Foreign("set"));
            case 0x91 -> {
                sinceMark();
                stack.add(new Foreign("frozenset"));
            }
            case 'a' -> append(taken(stack.size() - 1));
            case 'e' -> append(sinceMark());
            case 0x90 -> {
                sinceMark();
                top();
            }
            case '0' -> popOrMark();
            case '1' -> sinceMark();
            case '2' -> stack.add(top());
            case 's' -> put(taken(stack.size() - 2));
            case 'u' -> put(sinceMark());
            case 'p' -> memo.put(Math.toIntExact(whole(line())), top());
            case 'g' -> recall(Math.toIntExact(whole(line())));
            case 'q' -> memo.put(in.get() & 0xFF, top());
            case 'r' -> memo.put(in.getInt(), top());
            case 0x94 -> memo.put(memo.size(), top());
            case 'h' -> recall(in.get() & 0xFF);
            case 'j' -> recall(in.getInt());
            case 'c' -> stack.add(objects.named(line() + "." + line()));
            case 0x93 -> stack.add(named(taken(stack.size() - 2)));
            case 'Q' -> stack.add(objects.referred(pop()));
            case 'P' -> {
                line();
                stack.add(new Foreign("a reference as text"));
            }
            case 'R', 0x81 -> call(taken(stack.size() - 2));
            case 0x92 -> call(taken(stack.size() - 3).subList(0, 2));
            case 'i' -> stack.add(objects.called(objects.named(line() + "." + line()), sinceMark()));
            case 'o' -> instance(sinceMark());
            case 0x82, 0x83, 0x84 -> stack.add(new Foreign("extension " + extension(code)));
            case 0x97 -> stack.add(new Foreign("buffer"));
            case 0x98 -> top(); // read-only from here on
            case 'b' -> build();
            default -> throw damaged("what torch.save writes", "code 0x%02x at byte %d of the pickle".formatted(code, in.position() - 1));
        }
    }

    private void call(List<?> calleeAndArguments) throws IOException {
        stack.add(objects.called(calleeAndArguments.getFirst(),
                calleeAndArguments.getLast() instanceof List<?> arguments ? arguments : List.of()));
    }

    private void instance(List<@Nullable Object> classAndArguments) throws IOException {
        if (classAndArguments.isEmpty()) {
            throw damaged("a class to make an object of", "none");
        }
        stack.add(objects.called(classAndArguments.getFirst(), classAndArguments.subList(1, classAndArguments.size())));
    }

    private int extension(int code) {
        return switch (code) {
            case 0x82 -> in.get() & 0xFF;
            case 0x83 -> in.getShort() & 0xFFFF;
            default -> in.getInt();
        };
    }

    private void popOrMark() throws IOException {
        if (!marks.isEmpty() && marks.peek() == stack.size()) {
            marks.pop();
        } else {
            pop();
        }
    }

    private Object named(List<@Nullable Object> parts) throws IOException {
        if (!(parts.getFirst() instanceof String module && parts.getLast() instanceof String name)) {
            throw damaged("the name of a class", PlainValues.kind(parts.getFirst()));
        }
        return objects.named(module + "." + name);
    }

    private @Nullable Object literal(int code) throws IOException {
        return switch (code) {
            case 0x88 -> true;
            case 0x89 -> false;
            case 'X' -> text(Integer.toUnsignedLong(in.getInt()));
            case 'T' -> {
                long length = Integer.toUnsignedLong(in.getInt());
                yield objects.keepsBytes() ? bytes("str", length) : text(length);
            }
            case 0x8c, 'U' -> text(in.get() & 0xFF);
            case 0x8d -> text(in.getLong());
            case 'S' -> quoted(line());
            case 'V' -> line();
            case 'B' -> bytes("bytes", Integer.toUnsignedLong(in.getInt()));
            case 'C' -> bytes("bytes", in.get() & 0xFF);
            case 0x8e -> bytes("bytes", in.getLong());
            case 0x96 -> bytes("bytearray", in.getLong());
            default -> null;
        };
    }

    private Object number(int code) throws IOException {
        return switch (code) {
            case 'K' -> (long) (in.get() & 0xFF);
            case 'M' -> (long) (in.getShort() & 0xFFFF);
            case 'J' -> (long) in.getInt();
            case 0x8a -> wholeOf(in.get() & 0xFF);
            case 0x8b -> wholeOf(Integer.toUnsignedLong(in.getInt()));
            case 'G' -> Double.longBitsToDouble(Long.reverseBytes(in.getLong())); // the one big-endian number of a pickle
            case 'F' -> fraction(line());
            default -> written(line());
        };
    }

    /** A whole number as digits, which protocol 0 writes; of booleans too. */
    private Object written(String line) throws IOException {
        if (line.equals("00") || line.equals("01")) {
            return line.equals("01");
        }
        String digits = line.endsWith("L") ? line.substring(0, line.length() - 1) : line;
        return digits.length() > MOST_DIGITS ? new Foreign("int") : whole(digits);
    }

    private long whole(String digits) throws IOException {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException _) {
            throw damaged("a whole number", "'" + digits + "'");
        }
    }

    private double fraction(String text) throws IOException {
        try {
            return switch (text) {
                case "nan" -> Double.NaN;
                case "inf" -> Double.POSITIVE_INFINITY;
                case "-inf" -> Double.NEGATIVE_INFINITY;
                default -> Double.parseDouble(text);
            };
        } catch (NumberFormatException _) {
            throw damaged("a number", "'" + text + "'");
        }
    }

    /** A whole number of so many bytes, little endian; one of more than 64 bits is no value of any use here. */
    private Object wholeOf(long length) throws IOException {
        byte[] bytes = next(length);
        for (int i = 0; i < bytes.length / 2; i++) {
            byte swapped = bytes[i];
            bytes[i] = bytes[bytes.length - 1 - i];
            bytes[bytes.length - 1 - i] = swapped;
        }
        BigInteger number = bytes.length == 0 ? BigInteger.ZERO : new BigInteger(bytes);
        return number.bitLength() >= Long.SIZE ? new Foreign("int") : (Object) number.longValue();
    }

    /** A string as Python prints it; its escapes stay. */
    private String quoted(String line) throws IOException {
        if (line.length() < 2) {
            throw damaged("a string in quotes", "'" + line + "'");
        }
        return line.substring(1, line.length() - 1);
    }

    private Object bytes(String kind, long length) throws IOException {
        demandInside(length);
        ByteBuffer bytes = in.slice(in.position(), (int) length);
        in.position(in.position() + (int) length);
        return objects.keepsBytes() ? bytes : new Foreign(kind);
    }

    private byte[] next(long length) throws IOException {
        demandInside(length);
        byte[] bytes = new byte[(int) length];
        in.get(bytes);
        return bytes;
    }

    private void demandInside(long length) throws IOException {
        if (length < 0 || length > in.remaining()) {
            throw damaged("a value inside the pickle", Long.toUnsignedString(length) + " bytes");
        }
    }

    private String text(long length) throws IOException {
        return new String(next(length), StandardCharsets.UTF_8);
    }

    private String line() {
        StringBuilder line = new StringBuilder();
        for (byte b = in.get(); b != '\n'; b = in.get()) {
            line.append((char) (b & 0xFF));
        }
        return line.toString();
    }

    private static List<@Nullable Object> tuple(List<@Nullable Object> values) {
        return Collections.unmodifiableList(values);
    }

    private void append(List<@Nullable Object> values) throws IOException {
        if (top() instanceof Foreign) {
            return;
        }
        if (!(top() instanceof ArrayList<?> list)) {
            throw damaged("a list to add to", PlainValues.kind(top()));
        }
        add(list, values);
    }

    @SuppressWarnings("unchecked") // every list on the stack that can change was made here
    private static void add(List<?> list, List<@Nullable Object> values) {
        ((List<@Nullable Object>) list).addAll(values);
    }

    private void dict(List<@Nullable Object> keysAndValues) throws IOException {
        stack.add(new LinkedHashMap<>());
        put(keysAndValues);
    }

    @SuppressWarnings("unchecked") // every map on the stack was made here
    private void put(List<@Nullable Object> keysAndValues) throws IOException {
        Object target = top();
        if (!(target instanceof Map<?, ?> || target instanceof Foreign) || keysAndValues.size() % 2 != 0) {
            throw damaged("keys and values for a dict", keysAndValues.size() + " values for " + PlainValues.kind(target));
        }
        for (int i = 0; i < keysAndValues.size(); i += 2) {
            Object key = key(keysAndValues.get(i));
            if (target instanceof Foreign foreign) {
                foreign.put(key, keysAndValues.get(i + 1));
            } else {
                ((Map<Object, @Nullable Object>) target).put(key, keysAndValues.get(i + 1));
            }
        }
    }

    /** A key of another kind is as good as any other of them: nobody asks for it, and a list that holds itself has no hash code. */
    private static Object key(@Nullable Object key) {
        if (key instanceof ByteBuffer bytes) {
            return StandardCharsets.ISO_8859_1.decode(bytes.duplicate()).toString();
        }
        return key instanceof String || key instanceof Long || key instanceof Boolean || key instanceof Double
                ? key
                : new Foreign("a key that is " + PlainValues.kind(key));
    }

    /** Attributes, which say nothing of the weights; a state dict's ({@code _metadata}) tell layers' versions. */
    private void build() throws IOException {
        Object state = pop();
        if (objects.built(top(), state)) {
            return;
        }
        if (!(top() instanceof Map<?, ?> || top() instanceof Tensor || top() instanceof Foreign)) {
            throw damaged("attributes of objects alone", "those of " + PlainValues.kind(top()));
        }
    }

    private void recall(int number) throws IOException {
        if (!memo.containsKey(number)) {
            throw damaged("memorised values", "number " + number + ", which is none");
        }
        stack.add(memo.get(number));
    }

    private List<@Nullable Object> sinceMark() throws IOException {
        Integer mark = marks.poll();
        if (mark == null) {
            throw damaged("a mark on the stack", "none");
        }
        return taken(mark);
    }

    private List<@Nullable Object> taken(int from) throws IOException {
        if (from < 0 || from > stack.size()) {
            throw damaged("more values on the stack", stack.size() + " at byte " + (in.position() - 1) + " of the pickle");
        }
        List<@Nullable Object> tail = stack.subList(from, stack.size());
        List<@Nullable Object> values = new ArrayList<>(tail);
        tail.clear();
        return values;
    }

    private @Nullable Object pop() throws IOException {
        return taken(stack.size() - 1).getFirst();
    }

    private @Nullable Object top() throws IOException {
        if (stack.isEmpty()) {
            throw damaged("a value on the stack", "none");
        }
        return stack.getLast();
    }

    private DamagedException damaged(String expected, String found) {
        return new DamagedException(file, expected, found);
    }
}
