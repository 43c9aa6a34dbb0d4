import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;

/** The shapes of records that have an edge of their own. */
final class TransformShapes {
    static Map<String, Schema> schemas() {
        Map<String, Schema> shapes = new LinkedHashMap<>();
        for (int kind = 0; kind < 4; kind++) {
            SchemaBuilder all = SchemaBuilder.struct().name("all" + kind).version(kind);
            String[] names = {"a", "b", "c", "id", "amount", "ratio", "flag", "name", "payload", "decimal", "date", "time", "ts"};
            SchemaBuilder[] builders = primitives();
            Object[] defaults = {(byte) 1, (short) -2, 3, 4L, 1.5f, -0.0, true, "default", new byte[] {1, 2}, new BigDecimal("1.50"),
                Date.toLogical(Date.SCHEMA, 1), Time.toLogical(Time.SCHEMA, 2), new java.util.Date(3)};
            for (int i = 0; i < builders.length; i++) {
                if (kind % 2 == 1) builders[i].optional();
                if (kind >= 2) builders[i].defaultValue(defaults[i]);
                all.field(names[i], builders[i].build());
            }
            shapes.put("all types " + kind, all.build());
        }
        for (SchemaBuilder builder : primitives()) shapes.put("bare " + builder.type() + builder.name(), builder.build());
        for (SchemaBuilder builder : primitives()) shapes.put("bare optional " + builder.type() + builder.name(), builder.optional().doc("d").build());
        shapes.put("bare default", SchemaBuilder.int32().optional().defaultValue(7).build());
        shapes.put("array", SchemaBuilder.array(Schema.OPTIONAL_INT32_SCHEMA).build());
        shapes.put("map", SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT64_SCHEMA).build());
        shapes.put("empty", SchemaBuilder.struct().build());
        shapes.put("optional empty", SchemaBuilder.struct().optional().name("Empty").build());

        Schema point = SchemaBuilder.struct().name("Point").version(2).doc("a point").field("a", Schema.INT32_SCHEMA).field("b", Schema.OPTIONAL_STRING_SCHEMA).build();
        Schema optionalPoint = SchemaBuilder.struct().optional().name("Point").field("a", SchemaBuilder.int32().optional().defaultValue(9).build())
            .field("b", Schema.OPTIONAL_STRING_SCHEMA).build();
        shapes.put("nested", SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).field("nested", point).field("c", optionalPoint).build());
        shapes.put("containers", SchemaBuilder.struct().name("Containers")
            .field("items", SchemaBuilder.array(point).build()).field("attrs", SchemaBuilder.map(Schema.STRING_SCHEMA, point).optional().build())
            .field("a", SchemaBuilder.array(SchemaBuilder.array(Schema.INT8_SCHEMA).build()).optional().build())
            .field("b", SchemaBuilder.map(Schema.INT32_SCHEMA, Schema.OPTIONAL_STRING_SCHEMA).build())
            .field("c", SchemaBuilder.array(Schema.STRING_SCHEMA).defaultValue(List.of("x", "y")).build())
            .field("d", SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA).optional().defaultValue(Map.of("k", 1)).build()).build());
        Schema deep = SchemaBuilder.struct().field("a", Schema.OPTIONAL_STRING_SCHEMA).field("id", Schema.INT32_SCHEMA).build();
        for (int i = 0; i < 6; i++) {
            SchemaBuilder level = SchemaBuilder.struct().name("Level" + i);
            if (i % 2 == 0) level.optional();
            deep = level.field("nested", deep).field("a", Schema.OPTIONAL_INT64_SCHEMA).build();
        }
        shapes.put("deep", SchemaBuilder.struct().field("nested", deep).build());
        shapes.put("dotted", SchemaBuilder.struct().field("a.b", Schema.STRING_SCHEMA)
            .field("a", SchemaBuilder.struct().field("b", Schema.INT32_SCHEMA).field("b.c", Schema.OPTIONAL_BOOLEAN_SCHEMA)
                .field("back`tick", Schema.OPTIONAL_INT64_SCHEMA).build())
            .field("`", Schema.OPTIONAL_STRING_SCHEMA).field(".", Schema.OPTIONAL_STRING_SCHEMA).build());
        shapes.put("clash", SchemaBuilder.struct().field("a.b", Schema.STRING_SCHEMA)
            .field("a", SchemaBuilder.struct().optional().field("b", Schema.INT32_SCHEMA).build()).build());
        shapes.put("unicode", SchemaBuilder.struct().name("日本").field("日本", Schema.STRING_SCHEMA).field("naïve", Schema.OPTIONAL_INT32_SCHEMA)
            .field("😀", SchemaBuilder.struct().field("é", Schema.INT64_SCHEMA).build()).build());
        shapes.put("decorated", SchemaBuilder.struct().name("Decorated").version(7).doc("documented").parameter("z", "1").parameter("a", "2")
            .field("name", SchemaBuilder.string().doc("a name").name("Name").version(3).parameter("k", "v").build())
            .field("flag", SchemaBuilder.bool().optional().defaultValue(false).doc("a flag").build()).build());
        shapes.put("decimals", SchemaBuilder.struct().field("a", Decimal.schema(0)).field("b", Decimal.schema(2)).field("c", Decimal.schema(-3))
            .field("amount", Decimal.builder(38).optional().build()).build());
        shapes.put("wide", wide());
        return shapes;
    }

    private static SchemaBuilder[] primitives() {
        return new SchemaBuilder[] {SchemaBuilder.int8(), SchemaBuilder.int16(), SchemaBuilder.int32(), SchemaBuilder.int64(), SchemaBuilder.float32(),
            SchemaBuilder.float64(), SchemaBuilder.bool(), SchemaBuilder.string(), SchemaBuilder.bytes(), Decimal.builder(2), Date.builder(), Time.builder(),
            Timestamp.builder()};
    }

    private static Schema wide() {
        SchemaBuilder builder = SchemaBuilder.struct();
        for (int i = 0; i < 40; i++) builder.field("f" + i, i % 3 == 0 ? Schema.OPTIONAL_STRING_SCHEMA : Schema.INT32_SCHEMA);
        return builder.build();
    }

    /** Values without a schema. */
    static Map<String, List<Object>> schemaless() {
        Map<String, List<Object>> shapes = new LinkedHashMap<>();
        Map<String, Object> mixed = new LinkedHashMap<>();
        Object[] values = {(byte) -1, (short) 2, 3, 4L, 1.5f, 2.5, true, "text", new byte[] {0, (byte) 255}, new BigDecimal("12.345"),
            new java.util.Date(1577934245006L), null, ByteBuffer.wrap(new byte[] {7})};
        String[] names = {"a", "b", "c", "id", "amount", "ratio", "flag", "name", "payload", "decimal", "ts", "nothing", "buffer"};
        for (int i = 0; i < names.length; i++) mixed.put(names[i], values[i]);
        Map<String, Object> containing = new LinkedHashMap<>();
        containing.put("nested", new LinkedHashMap<>(Map.of("a", 1)));
        containing.put("items", new ArrayList<>(Arrays.asList(1, "two", null, Map.of("a", 3L))));
        containing.put("attrs", new LinkedHashMap<>());
        containing.put("", "no name");
        shapes.put("mixed", List.of(mixed, containing, new LinkedHashMap<>()));
        Map<String, Object> deep = new LinkedHashMap<>(Map.of("id", 1));
        for (int i = 0; i < 6; i++) {
            Map<String, Object> level = new LinkedHashMap<>();
            level.put("nested", deep);
            level.put("a", (long) i);
            deep = level;
        }
        shapes.put("deep map", List.of(deep));
        Map<String, Object> dotted = new LinkedHashMap<>();
        dotted.put("a.b", "dotted");
        Map<String, Object> inner = new LinkedHashMap<>();
        inner.put("b", 5);
        inner.put("b.c", true);
        inner.put("back`tick", 1L);
        dotted.put("a", inner);
        dotted.put("`", "tick");
        shapes.put("dotted map", List.of(dotted));
        // Java's order of a HashMap: names whose hashes collide, and more entries than the first table has room for.
        Map<String, Object> many = new LinkedHashMap<>();
        for (String name : List.of("Aa", "BB", "AaAa", "BBBB", "AaBB", "BBAa", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu")) many.put(name, many.size());
        for (int i = 0; i < 30; i++) many.put("f" + i, "v" + i);
        shapes.put("many", List.of(many));
        Map<Object, Object> odd = new HashMap<>();
        odd.put(1, "integer key");
        odd.put("a", "string key");
        shapes.put("odd keys", List.of(odd));
        List<Object> bare = new ArrayList<>(Arrays.asList(values));
        bare.removeIf(java.util.Objects::isNull);
        bare.addAll(List.of(List.of(1, 2), Long.MAX_VALUE, Double.NaN, "42", "2020-01-02"));
        shapes.put("bare values", bare);
        return shapes;
    }
}
