using Weir.Engines.Discovery.Files;
using Weir.Engines.Discovery.Types;
using Weir.Engines.DuckDb;
using Weir.Kernel.Core;

namespace Weir.Services.Glue.Crawling;

/// <summary>The schema in a Parquet file's footer, as the query engine reads it. Safe from any thread.</summary>
internal sealed class ParquetSchemas(WeirSettings settings, TimeProvider clock) : IDisposable
{
    private readonly DuckInstances _instances = new(
        new()
        {
            Threads = 1,
            MemoryBytesMax = 256L << 20,
            Directories = [Path.Combine(Path.GetFullPath(settings.DataDirectory), "objects")],
        },
        GlueLimits.CrawlsAtOnce,
        clock);

    /// <param name="path">A local file of a leased object.</param>
    public async ValueTask<FileSchema> ReadAsync(string path, long bytes, CancellationToken cancellationToken)
    {
        using var lease = await _instances.RentAsync(cancellationToken);
        try
        {
            var source = $"read_parquet({DuckSql.Text(path)})";
            using var result = lease.Connection.Query($"SELECT * FROM {source} LIMIT 0", cancellationToken);
            var columns = result.Columns.Select(column => new FoundColumn(column.Name.ToLowerInvariant(), TypeOf(column.Type), $"{column.Type} in the file"))
                .ToList();
            result.Dispose();
            using var rows = lease.Connection.Query(
                $"SELECT num_rows::BIGINT FROM parquet_file_metadata({DuckSql.Text(path)})", cancellationToken);
            var count = rows.NextChunk() is { RowCount: > 0 } chunk ? chunk[0].Values<long>()[0] : 0;
            return new()
            {
                Format = FileFormat.Parquet,
                Classification = "parquet",
                Columns = columns,
                Records = count,
                RecordBytes = bytes,
                Reasons = ["Parquet, by its first bytes; columns by its footer"],
            };
        }
        catch (DuckException error)
        {
            return FileSchema.Unknown($"a Parquet file that cannot be read: {error.Message.Replace(path, "the file", StringComparison.Ordinal)}");
        }
    }

    /// <summary>All rows of a metadata file as JSON objects of those of the columns named that it has.</summary>
    public async ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> RowsAsync(string path, IReadOnlyList<string> columns, CancellationToken cancellationToken)
    {
        using var lease = await _instances.RentAsync(cancellationToken);
        try
        {
            return [.. ParquetJson.Read(lease.Connection, path, columns, cancellationToken)];
        }
        catch (DuckException error)
        {
            throw new CrawlFailure($"A checkpoint cannot be read: {error.Message.Replace(path, "the file", StringComparison.Ordinal)}");
        }
    }

    public void Dispose() => _instances.Dispose();

    internal static HiveType TypeOf(DuckType type) => type.Kind switch
    {
        DuckKind.Boolean => HiveType.Boolean,
        DuckKind.TinyInt => new(TypeKind.TinyInt),
        DuckKind.SmallInt or DuckKind.UTinyInt => new(TypeKind.SmallInt),
        DuckKind.Integer or DuckKind.USmallInt => HiveType.Int,
        DuckKind.BigInt or DuckKind.UInteger => HiveType.BigInt,
        DuckKind.UBigInt => HiveType.Decimal(20, 0),
        DuckKind.HugeInt or DuckKind.UHugeInt => HiveType.Decimal(38, 0),
        DuckKind.Float => new(TypeKind.Float),
        DuckKind.Double => HiveType.Double,
        DuckKind.Decimal => HiveType.Decimal(type.Width, type.Scale),
        DuckKind.Date => HiveType.Date,
        DuckKind.Timestamp or DuckKind.TimestampSeconds or DuckKind.TimestampMillis or DuckKind.TimestampNanos or DuckKind.TimestampTz
            or DuckKind.TimestampTzNanos => HiveType.Timestamp,
        DuckKind.Blob => HiveType.Binary,
        DuckKind.List or DuckKind.Array => HiveType.ArrayOf(TypeOf(type.Element!)),
        DuckKind.Map => HiveType.MapOf(TypeOf(type.Fields[0].Type), TypeOf(type.Fields[1].Type)),
        DuckKind.Struct => HiveType.StructOf([.. type.Fields.Select(field => new HiveField(field.Name.ToLowerInvariant(), TypeOf(field.Type)))]),
        _ => HiveType.String,
    };
}
