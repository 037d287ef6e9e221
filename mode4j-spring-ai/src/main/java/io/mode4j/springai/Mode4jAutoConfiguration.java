package io.mode4j.springai;

import io.mode4j.clip.VectorSpace;
import java.io.IOException;
import org.springframework.ai.embedding.DocumentEmbeddingModel;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.model.SpringAIModelProperties;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * Opens what {@code mode4j.run} or {@code mode4j.model} names, and closes it with the context. Where another library's embedding model is there too,
 * {@code spring.ai.model.embedding=mode4j} and {@code spring.ai.model.embedding.multimodal=mode4j} choose, as for all of Spring AI's.
 */
@AutoConfiguration
@Conditional(Mode4jAutoConfiguration.OnPlace.class)
@EnableConfigurationProperties(Mode4jProperties.class)
public class Mode4jAutoConfiguration {
    private static final String MODE4J = "mode4j";

    /** Does nothing by itself. */
    public Mode4jAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    VectorSpace mode4jVectorSpace(Mode4jProperties properties) throws IOException {
        return properties.open();
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty(name = SpringAIModelProperties.EMBEDDING_MODEL, havingValue = MODE4J, matchIfMissing = true)
    EmbeddingModel mode4jEmbeddingModel(Mode4jProperties properties, VectorSpace space) {
        return new Mode4jEmbeddingModel(properties.name(), space);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty(name = SpringAIModelProperties.MULTI_MODAL_EMBEDDING_MODEL, havingValue = MODE4J, matchIfMissing = true)
    DocumentEmbeddingModel mode4jDocumentEmbeddingModel(Mode4jProperties properties, VectorSpace space) {
        return new Mode4jDocumentEmbeddingModel(properties.name(), space);
    }

    /** That something is named to open. */
    static final class OnPlace extends AnyNestedCondition {

        OnPlace() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @ConditionalOnProperty("mode4j.run")
        static final class OnRun {}

        @ConditionalOnProperty("mode4j.model")
        static final class OnModel {}
    }
}
