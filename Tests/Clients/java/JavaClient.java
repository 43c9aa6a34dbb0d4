import java.time.Duration;
import java.util.*;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.*;

/** Apache Kafka's own clients against the broker: JavaClient SCENARIO ADDRESS. */
public class JavaClient {
    private static String address;

    public static void main(String[] arguments) throws Exception {
        address = arguments[1];
        switch (arguments[0]) {
            case "records" -> records();
            case "groups" -> groups();
            case "transactions" -> transactions();
            case "admin" -> admin();
            default -> throw new IllegalArgumentException(arguments[0]);
        }
        System.out.println("done " + arguments[0]);
        System.exit(0);
    }

    private static void equal(String what, Object found, Object expected) {
        if (!Objects.equals(found, expected)) {
            System.out.println("wrong " + what + ": " + found + " instead of " + expected);
            System.exit(1);
        }
        System.out.println("ok " + what);
    }

    private static void eventually(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) equal(what, "not within a minute", "");
        }
    }

    private static Map<String, Object> settings(Object... more) {
        Map<String, Object> settings = new HashMap<>(Map.of("bootstrap.servers", address));
        for (int i = 0; i < more.length; i += 2) settings.put((String) more[i], more[i + 1]);
        return settings;
    }

    private static KafkaProducer<String, String> producer(Object... more) {
        return new KafkaProducer<>(settings(more), new StringSerializer(), new StringSerializer());
    }

    private static KafkaConsumer<String, String> consumer(Object... more) {
        Map<String, Object> settings = settings("auto.offset.reset", "earliest", "enable.auto.commit", "false");
        settings.putAll(settings(more));
        return new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
    }

    private static String create(String name, int partitions) throws Exception {
        String topic = name + "-" + UUID.randomUUID();
        try (Admin admin = Admin.create(settings())) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
        }
        return topic;
    }

    private static List<ConsumerRecord<String, String>> read(Consumer<String, String> consumer, int count) {
        List<ConsumerRecord<String, String>> all = new ArrayList<>();
        eventually(count + " records", () -> {
            consumer.poll(Duration.ofMillis(100)).forEach(all::add);
            return all.size() >= count;
        });
        return all;
    }

    private static List<String> values(String topic, int count, String isolation) {
        try (var consumer = consumer("isolation.level", isolation)) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            return read(consumer, count).stream().map(ConsumerRecord::value).toList();
        }
    }

    private static void records() throws Exception {
        String topic = create("records", 1);
        for (String codec : List.of("none", "gzip", "snappy", "lz4", "zstd")) {
            try (var producer = producer("compression.type", codec, "linger.ms", "20")) {
                for (int i = 0; i < 200; i++) producer.send(new ProducerRecord<>(topic, codec + " " + "x".repeat(100)));
            }
        }
        equal("all codecs", values(topic, 1000, "read_committed").size(), 1000);

        String shapes = create("shapes", 1);
        TopicPartition partition = new TopicPartition(shapes, 0);
        try (var producer = producer()) {
            var headers = List.<org.apache.kafka.common.header.Header>of(
                new RecordHeader("a", new byte[] {1}), new RecordHeader("a", (byte[]) null));
            producer.send(new ProducerRecord<>(shapes, 0, 1000L, "k", null, headers)).get();
            producer.send(new ProducerRecord<>(shapes, 0, 2000L, null, "v")).get();
        }
        try (var consumer = consumer()) {
            consumer.assign(List.of(partition));
            var all = read(consumer, 2);
            equal("keys", Arrays.asList(all.get(0).key(), all.get(1).key()), Arrays.asList("k", null));
            equal("values", Arrays.asList(all.get(0).value(), all.get(1).value()), Arrays.asList(null, "v"));
            equal("timestamps", List.of(all.get(0).timestamp(), all.get(1).timestamp()), List.of(1000L, 2000L));
            equal("headers", all.get(0).headers().toArray().length, 2);
            equal("by timestamp", consumer.offsetsForTimes(Map.of(partition, 1500L)).get(partition).offset(), 1L);
            equal("end", consumer.endOffsets(List.of(partition)), Map.of(partition, 2L));
        }
    }

    private static void groups() throws Exception {
        for (Class<?> assignor : List.of(RangeAssignor.class, CooperativeStickyAssignor.class)) {
            String topic = create("groups", 4);
            try (var producer = producer()) {
                for (int i = 0; i < 400; i++) producer.send(new ProducerRecord<>(topic, i % 4, null, "" + i));
            }
            Object[] settings = {
                "group.id", topic, "partition.assignment.strategy", assignor.getName(), "session.timeout.ms", "6000",
                "heartbeat.interval.ms", "200"};
            var members = new ArrayList<>(List.of(consumer(settings), consumer(settings)));
            Set<String> values = new HashSet<>();
            Runnable poll = () -> {
                for (var member : members) {
                    member.poll(Duration.ofMillis(20)).forEach(record -> values.add(record.value()));
                    member.commitAsync();
                }
            };
            for (var member : members) member.subscribe(List.of(topic));
            eventually("both have two", () -> {
                poll.run();
                return members.stream().allMatch(member -> member.assignment().size() == 2);
            });
            Set<TopicPartition> partitions = new HashSet<>();
            for (int i = 0; i < 4; i++) partitions.add(new TopicPartition(topic, i));
            try (var looker = consumer("group.id", topic)) {
                eventually("all is read and committed", () -> {
                    poll.run();
                    var offsets = looker.committed(partitions).values();
                    return values.size() == 400 && offsets.stream().allMatch(o -> o != null && o.offset() == 100);
                });
            }
            members.remove(1).close();
            eventually("the first has all", () -> {
                poll.run();
                return members.get(0).assignment().size() == 4;
            });
            members.get(0).close();
            try (var producer = producer()) {
                producer.send(new ProducerRecord<>(topic, 0, null, "later")).get();
            }
            try (var after = consumer(settings)) {
                after.subscribe(List.of(topic));
                equal(assignor.getSimpleName() + ": a new member goes on", read(after, 1).get(0).value(), "later");
            }
        }
    }

    private static void transactions() throws Exception {
        String topic = create("transactions", 1), source = create("source", 1);
        TopicPartition partition = new TopicPartition(source, 0);
        try (var producer = producer("transactional.id", topic); var member = consumer("group.id", topic)) {
            try (var plain = producer()) {
                plain.send(new ProducerRecord<>(source, "input")).get();
            }
            member.subscribe(List.of(source));
            read(member, 1);
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, "aborted")).get();
            producer.sendOffsetsToTransaction(Map.of(partition, new OffsetAndMetadata(3)), member.groupMetadata());
            producer.abortTransaction();
            equal("no offset of an aborted one", member.committed(Set.of(partition)).get(partition), null);
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, "committed")).get();
            producer.sendOffsetsToTransaction(Map.of(partition, new OffsetAndMetadata(1)), member.groupMetadata());
            producer.commitTransaction();
            equal("offset", member.committed(Set.of(partition)).get(partition).offset(), 1L);
            equal("read_committed", values(topic, 1, "read_committed"), List.of("committed"));
            equal("read_uncommitted", values(topic, 2, "read_uncommitted"), List.of("aborted", "committed"));

            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, "of one that is fenced")).get();
            try (var second = producer("transactional.id", topic)) {
                second.initTransactions();
                boolean fenced = false;
                try {
                    producer.commitTransaction();
                } catch (ProducerFencedException exception) {
                    fenced = true;
                }
                equal("the first is fenced", fenced, true);
                second.beginTransaction();
                second.send(new ProducerRecord<>(topic, "of the second"));
                second.commitTransaction();
            }
            try (Admin admin = Admin.create(settings())) {
                equal("listed", admin.describeTransactions(List.of(topic)).description(topic).get().state(),
                    TransactionState.COMPLETE_COMMIT);
            }
            equal("only the second's is there", values(topic, 2, "read_committed"), List.of("committed", "of the second"));
        }
    }

    private static void admin() throws Exception {
        String topic = create("admin", 2);
        TopicPartition partition = new TopicPartition(topic, 0);
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = Admin.create(settings()); var producer = producer()) {
            equal("cluster", admin.describeCluster().nodes().get().size(), 1);
            equal("topic", admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions().size(), 2);
            admin.incrementalAlterConfigs(Map.of(resource, List.of(new AlterConfigOp(
                new ConfigEntry("cleanup.policy", "compact"), AlterConfigOp.OpType.SET)))).all().get();
            equal("cleanup.policy", admin.describeConfigs(List.of(resource)).all().get().get(resource)
                .get("cleanup.policy").value(), "compact");
            admin.incrementalAlterConfigs(Map.of(resource, List.of(new AlterConfigOp(
                new ConfigEntry("cleanup.policy", ""), AlterConfigOp.OpType.DELETE)))).all().get();
            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(3))).all().get();
            for (int i = 0; i < 10; i++) producer.send(new ProducerRecord<>(topic, 0, 1000L + i, null, "" + i)).get();
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(4))).all().get();
            for (var spec : Map.of(OffsetSpec.earliest(), 4L, OffsetSpec.latest(), 10L, OffsetSpec.forTimestamp(1006), 6L,
                    OffsetSpec.maxTimestamp(), 9L).entrySet()) {
                equal(spec.getKey().getClass().getSimpleName(), admin.listOffsets(Map.of(partition, spec.getKey()))
                    .partitionResult(partition).get().offset(), spec.getValue());
            }
            try (var member = consumer("group.id", topic, "client.id", "me")) {
                member.subscribe(List.of(topic));
                eventually("assigned", () -> {
                    member.poll(Duration.ofMillis(50));
                    return member.assignment().size() == 3;
                });
                var group = admin.describeConsumerGroups(List.of(topic)).all().get().get(topic);
                equal("group", group.members().iterator().next().clientId(), "me");
                member.commitSync(Map.of(partition, new OffsetAndMetadata(5)));
            }
            equal("listed", admin.listGroups().all().get().stream().anyMatch(g -> g.groupId().equals(topic)), true);
            admin.alterConsumerGroupOffsets(topic, Map.of(partition, new OffsetAndMetadata(6))).all().get();
            equal("offset", admin.listConsumerGroupOffsets(topic).partitionsToOffsetAndMetadata().get()
                .get(partition).offset(), 6L);
            admin.deleteConsumerGroupOffsets(topic, Set.of(partition)).all().get();
            admin.deleteConsumerGroups(List.of(topic)).all().get();
            equal("producers", admin.describeProducers(List.of(partition)).partitionResult(partition).get()
                .activeProducers().size(), 1);
            admin.deleteTopics(List.of(topic)).all().get();
            try {
                admin.describeTopics(List.of(topic)).allTopicNames().get();
                equal("the topic", "there", "gone");
            } catch (ExecutionException exception) {
                equal("gone", exception.getCause().getClass().getSimpleName(), "UnknownTopicOrPartitionException");
            }
        }
    }
}
