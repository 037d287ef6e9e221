package io.mode4j.embed;

import io.mode4j.clip.ClipModel;
import io.mode4j.image.Images;
import io.mode4j.image.UndecodableImageException;
import io.mode4j.shard.Sample;
import io.mode4j.shard.index.ShardImages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;

/** The pictures of a shard, as a model sees them. */
record ShardPictures(ShardImages encoded, Images images, ClipModel clip, int shard) {

    /** A vector a picture; zeros where it cannot be decoded. */
    float[][] features(List<Sample> samples) {
        int size = clip.config().vision().imageSize();
        List<byte[]> decoded = samples.parallelStream().map(sample -> decode(sample, size)).toList();
        List<Integer> whole = IntStream.range(0, decoded.size()).filter(i -> decoded.get(i).length > 0).boxed().toList();
        byte[] pixels = new byte[whole.size() * 3 * size * size];
        for (int i = 0; i < whole.size(); i++) {
            System.arraycopy(decoded.get(whole.get(i)), 0, pixels, i * 3 * size * size, 3 * size * size);
        }
        float[][] features = new float[samples.size()][clip.config().embedDim()];
        float[][] found = whole.isEmpty() ? new float[0][] : clip.imageFeatures(pixels, whole.size());
        for (int i = 0; i < found.length; i++) {
            features[whole.get(i)] = found[i];
        }
        return features;
    }

    private byte[] decode(Sample sample, int size) {
        try {
            return images.decode(encoded.read(shard, sample.imageOffset(), sample.imageLength()), size);
        } catch (UndecodableImageException e) {
            return new byte[0]; // counted in the manifest
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
