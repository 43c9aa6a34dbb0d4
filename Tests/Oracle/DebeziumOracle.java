import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.connect.transforms.Transformation;

/**
 * Records what Debezium's transformations make of generated change events, as TransformOracle does; see
 * record-debezium.sh. A configuration meets the class's definition first, as in a worker, and then the class itself.
 */
public class DebeziumOracle extends TransformOracle {
    public static void main(String[] args) throws Exception {
        if (Runtime.version().feature() < 19) throw new IllegalStateException("needs Java 19, before which floats had needless digits");
        DebeziumRecords records = new DebeziumRecords();
        new DebeziumOracle().write(Path.of(args[0]), records.records(), new DebeziumCases(records).families());
    }

    @Override
    void configure(Object instance, Map<String, String> config) {
        ((Transformation<?>) instance).config().parse(config);
        super.configure(instance, config);
    }
}
