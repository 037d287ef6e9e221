package io.mode4j.format;

import io.mode4j.artifact.DamagedException;
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
 * Python's pickle machine (protocols 2 to 5), as far as {@code torch.save} uses it: a stack of values, marks in it, and a memo. What is named,
 * called and referred to goes through {@link TorchObjects}. Used once, by one thread.
 */
final class PickleReader {
    private final Path file;
    private final ByteBuffer in;
    private final TorchObjects objects;
    private final List<@Nullable Object> stack = new ArrayList<>();
    private final Deque<Integer> marks = new ArrayDeque<>();
    private final Map<Integer, @Nullable Object> memo = new HashMap<>();

    PickleReader(Path file, ByteBuffer pickle, TorchObjects objects) {
        this.file = file;
        this.in = pickle.order(ByteOrder.LITTLE_ENDIAN);
        this.objects = objects;
    }

    /** {@return the pickled value} */
    @Nullable
    Object read() throws IOException {
        try {
            while (true) {
                int code = in.get() & 0xFF;
                if (code == '.') {
                    return pop();
                }
                step(code);
            }
        } catch (BufferUnderflowException _) {
            throw new DamagedException(file, "a whole pickle", "its end after " + in.limit() + " bytes");
        }
    }

    private void step(int code) throws IOException {
        switch (code) {
            case 0x80 -> in.get(); // protocol
            case 0x95 -> in.getLong(); // frame
            case 'N', 0x88, 0x89, 'K', 'M', 'J', 0x8a, 'G', 'X', 0x8c -> stack.add(literal(code));
            case '}' -> stack.add(new LinkedHashMap<>());
            case ']' -> stack.add(new ArrayList<>());
            case '(' -> marks.push(stack.size());
            case ')' -> stack.add(List.of());
            case 0x85, 0x86, 0x87 -> stack.add(tuple(taken(stack.size() - (code - 0x84))));
            case 't' -> stack.add(tuple(sinceMark()));
            case 'a' -> append(taken(stack.size() - 1));
            case 'e' -> append(sinceMark());
            case 's' -> put(taken(stack.size() - 2));
            case 'u' -> put(sinceMark());
            case 'q' -> memo.put(in.get() & 0xFF, top());
            case 'r' -> memo.put(in.getInt(), top());
            case 0x94 -> memo.put(memo.size(), top());
            case 'h' -> recall(in.get() & 0xFF);
            case 'j' -> recall(in.getInt());
            case 'c' -> stack.add(objects.named(line() + "." + line()));
            case 0x93 -> stack.add(named(taken(stack.size() - 2)));
            case 'Q' -> stack.add(objects.referred(pop()));
            case 'R' -> {
                List<?> call = taken(stack.size() - 2);
                stack.add(objects.called(call.getFirst(), call.getLast() instanceof List<?> arguments ? arguments : List.of()));
            }
            case 'b' -> build();
            default -> throw damaged("what torch.save writes", "code 0x%02x at byte %d of the pickle".formatted(code, in.position() - 1));
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
            case 'K' -> (long) (in.get() & 0xFF);
            case 'M' -> (long) (in.getShort() & 0xFFFF);
            case 'J' -> (long) in.getInt();
            case 0x8a -> number(in.get() & 0xFF);
            case 'G' -> Double.longBitsToDouble(Long.reverseBytes(in.getLong())); // the one big-endian number of a pickle
            case 'X' -> text(in.getInt());
            case 0x8c -> text(in.get() & 0xFF);
            default -> null;
        };
    }

    private long number(int length) throws IOException {
        byte[] bytes = new byte[length];
        in.get(bytes);
        for (int i = 0; i < length / 2; i++) {
            byte swapped = bytes[i];
            bytes[i] = bytes[length - 1 - i];
            bytes[length - 1 - i] = swapped;
        }
        BigInteger number = length == 0 ? BigInteger.ZERO : new BigInteger(bytes);
        if (number.bitLength() >= Long.SIZE) {
            throw damaged("whole numbers of 64 bits", "one of " + number.bitLength());
        }
        return number.longValue();
    }

    private String text(int length) throws IOException {
        if (length < 0 || length > in.remaining()) {
            throw damaged("a string inside the pickle", Integer.toUnsignedString(length) + " bytes");
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
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

    @SuppressWarnings("unchecked") // every list on the stack that can change was made here
    private void append(List<@Nullable Object> values) throws IOException {
        if (!(top() instanceof ArrayList<?> list)) {
            throw damaged("a list to add to", PlainValues.kind(top()));
        }
        ((List<@Nullable Object>) list).addAll(values);
    }

    @SuppressWarnings("unchecked") // every map on the stack was made here
    private void put(List<@Nullable Object> keysAndValues) throws IOException {
        if (!(top() instanceof Map<?, ?> map) || keysAndValues.size() % 2 != 0) {
            throw damaged("keys and values for a dict", keysAndValues.size() + " values for " + PlainValues.kind(top()));
        }
        for (int i = 0; i < keysAndValues.size(); i += 2) {
            Object key = keysAndValues.get(i);
            if (!(key instanceof String || key instanceof Long || key instanceof Boolean || key instanceof Double)) {
                throw damaged("dict keys that are strings or numbers", PlainValues.kind(key));
            }
            ((Map<Object, @Nullable Object>) map).put(key, keysAndValues.get(i + 1));
        }
    }

    /** Attributes of a state dict ({@code _metadata}), which tell layers' versions; nothing else has any. */
    private void build() throws IOException {
        pop();
        if (!(top() instanceof Map<?, ?>)) {
            throw damaged("attributes of dicts alone", "those of " + PlainValues.kind(top()));
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
