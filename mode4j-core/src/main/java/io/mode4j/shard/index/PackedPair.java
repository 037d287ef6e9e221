package io.mode4j.shard.index;

import io.mode4j.artifact.JsonText;
import io.mode4j.shard.Sample;
import io.mode4j.shard.source.MemberText;
import io.mode4j.shard.source.ShardPicture;
import io.mode4j.shard.tar.ShardWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A pair of any source in a tar, as img2dataset writes it: {@code KEY.jpg}, {@code .png} or {@code .webp}, the bytes as they were; {@code KEY.txt} with its caption; {@code KEY.json} with what else is known of
 * it. Of several captions there is no {@code .txt}, and the JSON has them all under {@code texts}. Stateless.
 */
final class PackedPair {
    private static final String TEXTS = "texts";
    private static final String JSON = "json";

    private PackedPair() {}

    /** Writes it. */
    static void write(ShardWriter tar, String key, Sample sample, ShardPicture picture) throws IOException {
        List<String> captions = sample.captions();
        ObjectNode json = json(picture.members().get(JSON));
        json.remove(TEXTS);
        if (!key.equals(sample.key()) && !json.has("key")) {
            json.put("key", sample.key());
        }
        tar.add(key, extension(sample), picture.image());
        if (captions.size() == 1) {
            tar.add(key, "txt", captions.getFirst().getBytes(StandardCharsets.UTF_8));
        } else {
            captions.forEach(json.putArray(TEXTS)::add);
        }
        if (!json.isEmpty()) {
            tar.add(key, JSON, json.toString().getBytes(StandardCharsets.UTF_8));
        }
        for (Map.Entry<String, byte[]> member : picture.labels().entrySet()) {
            tar.add(key, member.getKey(), member.getValue());
        }
    }

    private static String extension(Sample sample) {
        String kind = sample.mediaType().substring(sample.mediaType().indexOf('/') + 1);
        return kind.equals("jpeg") ? "jpg" : kind;
    }

    /** {@return what is known of the pair}; nothing where it is no object. */
    private static ObjectNode json(byte @Nullable [] member) {
        String text = member == null ? null : MemberText.decode(member);
        if (text != null && !text.isBlank()) {
            try {
                if (JsonText.parse(text) instanceof ObjectNode object) {
                    return object;
                }
            } catch (JacksonException _) {
                // a caption beside it made the pair
            }
        }
        return JsonMapper.shared().createObjectNode();
    }
}
