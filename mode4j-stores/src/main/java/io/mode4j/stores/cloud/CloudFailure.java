package io.mode4j.stores.cloud;

import io.mode4j.artifact.BadInputException;
import io.mode4j.stores.PassingException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.opendal.OpenDALException;

/** What OpenDAL's failures mean. Stateless. */
final class CloudFailure {
    private static final int LONGEST = 300;
    private static final Pattern NO_BUCKET = Pattern
            .compile("NoSuchBucket|ContainerNotFound|specified bucket does not exist|InvalidBucketName");
    /** What may be signed. */
    private static final Pattern QUERY = Pattern.compile("\\?[^\\s\"',)]*");
    private static final Pattern STACK = Pattern.compile("Backtrace:.*", Pattern.DOTALL);
    /** How servers say it, how many bytes came, what the network said, and what OpenDAL says itself. */
    private static final Pattern SAID = Pattern.compile("[cC]ode: \"([^\"]+)\", message: \"([^\"]*)\"");
    private static final Pattern STATUS = Pattern.compile("status: (\\d+)");
    private static final Pattern LITTLE = Pattern.compile("expect: (\\d+)\\s+actual: (\\d+)");
    private static final Pattern SOURCE = Pattern.compile("Source:\\s+(.*)", Pattern.DOTALL);
    private static final Pattern OWN = Pattern.compile("=>\\s*(.*?)\\s*Context:", Pattern.DOTALL);

    private CloudFailure() {}

    /** @param answered whether the bucket has ever answered: what fails then may pass, and what fails at the first request is said at once */
    static IOException of(OpenDALException e, BucketAddress address, String key, boolean answered) {
        String said = STACK.matcher(String.valueOf(e.getMessage())).replaceFirst("");
        String object = address.url() + "/" + key;
        if (NO_BUCKET.matcher(said).find()) {
            return new BadInputException("%s: there is no such bucket (%s). Check its name%s, or make it first."
                    .formatted(address.url(), brief(said), address.settings().containsKey("endpoint") ? " and the endpoint" : ""), e);
        }
        boolean credentials = said.contains("loading credential");
        if (credentials && !answered) {
            return new BadInputException("%s: found no credentials (%s). Give them by %s.".formatted(address.url(), brief(said),
                    address.credentials()), e);
        }
        if (said.contains("dns error") && !answered) {
            return new BadInputException("%s: no such host (%s). Check the bucket's name, the endpoint and the network.".formatted(object,
                    brief(said)), e);
        }
        return switch (e.getCode()) {
            case NotFound -> new NoSuchFileException(object);
            case AlreadyExists, ConditionNotMatch -> new FileAlreadyExistsException(object);
            case PermissionDenied -> new BadInputException(
                    "%s: access denied (%s). Ask who owns the bucket for leave to list, read and write there, or use other credentials: %s."
                            .formatted(object, brief(said), address.credentials()),
                    e);
            default -> credentials || said.contains("(temporary)") || LITTLE.matcher(said).find() ? new PassingException(brief(said), e)
                    : new IOException("%s: %s".formatted(object, brief(said)), e);
        };
    }

    /** What may be shown: a line without queries. */
    static String brief(String said) {
        String line = QUERY.matcher(heart(said).strip().replaceAll("\\s+", " ")).replaceAll("?…");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + " …";
    }

    private static String heart(String said) {
        Matcher little = LITTLE.matcher(said);
        if (little.find()) {
            return "expected %s bytes, found %s".formatted(little.group(1), little.group(2));
        }
        Matcher code = SAID.matcher(said);
        if (code.find()) {
            return code.group(2).isEmpty() ? code.group(1) : code.group(1) + ": " + code.group(2);
        }
        Matcher status = STATUS.matcher(said);
        if (status.find()) {
            return "HTTP status " + status.group(1);
        }
        Matcher source = SOURCE.matcher(said);
        if (source.find()) {
            return source.group(1);
        }
        Matcher own = OWN.matcher(said);
        return own.find() ? own.group(1) : said;
    }
}
