package io.cleanroom.examples.reading;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.flight.BackpressureStrategy;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightEndpoint;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightServer;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.Result;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.flight.sql.NoOpFlightSqlProducer;
import org.apache.arrow.flight.sql.impl.FlightSql;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A Flight SQL server that answers every statement with the same rows. They are either in its memory as Arrow batches, so
 * that nothing that a real server would have to do stands between them and the client, or the result of a query of DuckDB.
 */
@SuppressWarnings("try") // close() may be interrupted, which ends this program
public final class FlightRows extends NoOpFlightSqlProducer {
    private static final int BATCH = 16_384;
    private static final String[] LABELS = {"a", "b", "c", "d", "e", "f", "g", "h"};

    private final BufferAllocator allocator = new RootAllocator();
    private final Optional<FlightQuery> query;
    private final Schema schema;
    private final List<ArrowRecordBatch> batches = new ArrayList<>();

    private FlightRows(int rows, Optional<FlightQuery> query) {
        this.query = query;
        ArrowType[] types = {
            new ArrowType.Int(64, true),
            new ArrowType.Int(64, true),
            new ArrowType.Utf8(),
            new ArrowType.Utf8(),
            new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE),
            new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE),
            new ArrowType.Date(DateUnit.DAY),
            new ArrowType.Timestamp(TimeUnit.MICROSECOND, null)
        };
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < types.length; i++) {
            fields.add(new Field(LABELS[i], FieldType.nullable(types[i]), null));
        }
        schema = new Schema(fields);
        for (int from = 0; query.isEmpty() && from < rows; from += BATCH) {
            batches.add(batch(from, Math.min(rows, from + BATCH)));
        }
    }

    private ArrowRecordBatch batch(int from, int to) {
        try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator)) {
            for (int n = from; n < to; n++) {
                int row = n - from;
                ((BigIntVector) root.getVector(0)).setSafe(row, n);
                ((BigIntVector) root.getVector(1)).setSafe(row, n * 1000L);
                ((VarCharVector) root.getVector(2)).setSafe(row, text("name " + n % 1000));
                ((VarCharVector) root.getVector(3)).setSafe(row, text("region " + n % 50));
                ((Float8Vector) root.getVector(4)).setSafe(row, n * 0.5);
                ((Float8Vector) root.getVector(5)).setSafe(row, n / 3.0);
                ((DateDayVector) root.getVector(6)).setSafe(row, 20_000 + n % 365);
                ((TimeStampMicroVector) root.getVector(7)).setSafe(row, 1_750_000_000_000_000L + n * 1_000_000L);
            }
            root.setRowCount(to - from);
            return new VectorUnloader(root).getRecordBatch();
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The arguments: the number of rows, and a query if they are to come from one. Prints its port and serves until it is killed. */
    public static void main(String[] args) throws IOException, InterruptedException, SQLException {
        Optional<FlightQuery> query = args.length > 1 ? Optional.of(new FlightQuery(args[1])) : Optional.empty();
        FlightRows rows = new FlightRows(Integer.parseInt(args[0]), query);
        try (FlightServer server = FlightServer.builder(rows.allocator, Location.forGrpcInsecure("127.0.0.1", 0), rows)
                .build()
                .start()) {
            System.out.println("port " + server.getPort());
            server.awaitTermination();
        }
    }

    @Override
    public void createPreparedStatement(
            FlightSql.ActionCreatePreparedStatementRequest request,
            CallContext context,
            StreamListener<Result> listener) {
        Message prepared = FlightSql.ActionCreatePreparedStatementResult.newBuilder()
                .setDatasetSchema(ByteString.copyFrom(serialized()))
                .setPreparedStatementHandle(ByteString.copyFromUtf8("rows"))
                .build();
        listener.onNext(new Result(Any.pack(prepared).toByteArray()));
        listener.onCompleted();
    }

    private ByteBuffer serialized() {
        try {
            java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
            MessageSerializer.serialize(new WriteChannel(java.nio.channels.Channels.newChannel(out)), schema);
            return ByteBuffer.wrap(out.toByteArray());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void closePreparedStatement(
            FlightSql.ActionClosePreparedStatementRequest request,
            CallContext context,
            StreamListener<Result> listener) {
        listener.onCompleted();
    }

    @Override
    public FlightInfo getFlightInfoPreparedStatement(
            FlightSql.CommandPreparedStatementQuery command, CallContext context, FlightDescriptor descriptor) {
        query.ifPresent(FlightQuery::run);
        Ticket ticket = new Ticket(Any.pack(command).toByteArray());
        return new FlightInfo(schema, descriptor, List.of(new FlightEndpoint(ticket)), -1, -1);
    }

    @Override
    public void getStreamPreparedStatement(
            FlightSql.CommandPreparedStatementQuery command, CallContext context, ServerStreamListener listener) {
        BackpressureStrategy backpressure = new BackpressureStrategy.CallbackBackpressureStrategy();
        backpressure.register(listener);
        // On a thread of its own: the news that the client is ready comes on the one that called.
        Thread sender = new Thread(() -> send(listener, backpressure), "send");
        sender.setDaemon(true);
        sender.start();
    }

    private void send(ServerStreamListener listener, BackpressureStrategy backpressure) {
        if (query.isPresent()) {
            query.get().send(listener, backpressure, allocator);
            return;
        }
        try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator)) {
            VectorLoader loader = new VectorLoader(root);
            listener.start(root);
            for (ArrowRecordBatch batch : batches) {
                if (backpressure.waitForListener(60_000) != BackpressureStrategy.WaitResult.READY) {
                    return;
                }
                loader.load(batch);
                listener.putNext();
            }
            listener.completed();
        }
    }
}
