import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;

/** Prints the batches that Kafka's Java client writes, a line each: name, tab, hexadecimal digits; see record-batches.sh. */
public class BatchOracle {
    public static void main(String[] args) {
        for (CompressionType codec : CompressionType.values()) {
            print("java " + codec.name, batch(codec, TimestampType.CREATE_TIME, -1, (short) -1, -1, false));
        }
        print("java log append time", batch(CompressionType.LZ4, TimestampType.LOG_APPEND_TIME, -1, (short) -1, -1, false));
        print("java transactional", batch(CompressionType.NONE, TimestampType.CREATE_TIME, 4711, (short) 3, 17, true));
        for (ControlRecordType type : new ControlRecordType[] {ControlRecordType.COMMIT, ControlRecordType.ABORT}) {
            print("java " + type.name().toLowerCase(), MemoryRecords.withEndTransactionMarker(
                0, 1_700_000_000_000L, 0, 4711, (short) 3, new EndTransactionMarker(type, 0)));
        }
    }

    static MemoryRecords batch(
            CompressionType codec, TimestampType type, long producerId, short epoch, int sequence, boolean transactional) {
        var builder = MemoryRecords.builder(
            ByteBuffer.allocate(1024), RecordBatch.MAGIC_VALUE_V2, Compression.of(codec).build(), type, 0, 1_800_000_000_000L,
            producerId, epoch, sequence, transactional, -1);
        for (int i = 0; i < 100; i++) {
            Header[] headers = i % 3 != 0 ? new Header[0]
                : new Header[] {new RecordHeader("trace", bytes("" + i)), new RecordHeader("empty", null)};
            builder.append(1_700_000_000_000L + 10 * i - 25 * (i % 2), i % 7 == 6 ? null : bytes("key-" + i),
                i % 11 == 10 ? null : bytes(("value-" + i + " ").repeat(20)), headers);
        }
        return builder.build();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static void print(String name, MemoryRecords records) {
        byte[] bytes = new byte[records.sizeInBytes()];
        records.buffer().duplicate().get(bytes);
        System.out.println(name + "\t" + HexFormat.of().formatHex(bytes));
    }
}
