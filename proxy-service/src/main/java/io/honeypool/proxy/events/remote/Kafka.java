package io.honeypool.proxy.events.remote;

import io.honeypool.proxy.events.EventSettings;
import io.honeypool.proxy.events.EventTransport;
import io.honeypool.proxy.events.RejectedEventsException;
import io.honeypool.proxy.events.RemoteSinkException;
import io.honeypool.proxy.events.SpooledEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import tools.jackson.databind.json.JsonMapper;

/**
 * Puts events into a topic of Kafka: the key is the source address, so that events of a session keep their order, and a
 * header has the id. A batch is taken when every broker that has to has all of it. For one thread.
 */
final class Kafka implements EventTransport {

    private static final String ID = "id";
    private static final Duration BLOCK = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final Map<String, Object> properties;
    private final String topic;
    private @Nullable Producer<String, byte[]> producer;

    private Kafka(Map<String, Object> properties, String topic) {
        this.properties = properties;
        this.topic = topic;
    }

    /**
     * Reads what is set. Brokers are looked for with the first event.
     *
     * @throws RemoteSinkException if it cannot be used
     */
    static Kafka of(EventSettings.Kafka settings) {
        return new Kafka(KafkaProperties.of(settings, (int) BLOCK.toMillis()), settings.topic());
    }

    @Override
    public String name() {
        return "kafka";
    }

    /**
     * {@inheritDoc}
     *
     * <p>A producer that failed is let go with all that it still had: what it sent after a gap would come before what
     * is sent again.
     */
    @Override
    public void send(List<SpooledEvent> batch) throws IOException, RejectedEventsException {
        boolean taken = false;
        try {
            expectTaken(offer(open(), batch));
            taken = true;
        } catch (ExecutionException e) {
            throw failure(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("Kafka did not acknowledge within " + ANSWER.toSeconds() + " s", e);
        } catch (InterruptedException | InterruptException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (KafkaException e) {
            throw failure(e);
        } finally {
            if (!taken) {
                letGo(Duration.ZERO);
            }
        }
    }

    private List<Future<?>> offer(Producer<String, byte[]> open, List<SpooledEvent> batch)
            throws ExecutionException, InterruptedException {
        List<Future<?>> answers = new ArrayList<>(batch.size());
        for (SpooledEvent event : batch) {
            Future<?> answer = open.send(message(event));
            if (answer.isDone()) {
                // mostly a failure, which the next one would wait for as long
                answer.get();
            }
            answers.add(answer);
        }
        return answers;
    }

    private static void expectTaken(List<Future<?>> answers)
            throws ExecutionException, InterruptedException, TimeoutException {
        long end = System.nanoTime() + ANSWER.toNanos();
        for (Future<?> answer : answers) {
            answer.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
    }

    private ProducerRecord<String, byte[]> message(SpooledEvent event) {
        String source =
                JsonMapper.shared().readTree(event.json()).path("src_ip").asString("");
        ProducerRecord<String, byte[]> message =
                new ProducerRecord<>(topic, source, event.json().getBytes(StandardCharsets.UTF_8));
        message.headers().add(ID, event.id().toString().getBytes(StandardCharsets.US_ASCII));
        return message;
    }

    private static IOException failure(Throwable cause) throws RejectedEventsException {
        if (cause instanceof RecordTooLargeException) {
            throw new RejectedEventsException("Kafka calls it too large: " + cause.getMessage());
        }
        Throwable first = NestedExceptionUtils.getRootCause(cause);
        String reason = first == null ? "" : ": " + first.getMessage();
        return new IOException("Kafka takes no events: " + cause.getMessage() + reason, cause);
    }

    private Producer<String, byte[]> open() {
        Producer<String, byte[]> open = producer;
        if (open == null) {
            open = new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
            producer = open;
        }
        return open;
    }

    private void letGo(Duration within) {
        Producer<String, byte[]> open = producer;
        producer = null;
        if (open != null) {
            try {
                open.close(within);
            } catch (KafkaException interrupted) {
                // is what was wanted
            }
        }
    }

    @Override
    public void close() {
        letGo(LAST_WORDS);
    }
}
