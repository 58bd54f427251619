using System.Collections.Immutable;
using Weir.Contracts;
using Weir.Engines.Sql;
using Weir.Engines.Sql.Syntax;
using Weir.Engines.Sql.Types;
using Weir.Services.Athena.Scans;

namespace Weir.Services.Athena.Queries;

/// <summary>How rows fit into a table that exists: its format, and which query column becomes which of its columns.</summary>
internal static class InsertTarget
{
    public static WriteOptions Options(CatalogTable table)
    {
        if (table.Storage.BucketCount > 0)
        {
            throw QueryFailure.User("NOT_SUPPORTED: INSERT INTO a bucketed table is not supported");
        }

        var format = TableFormat.Of(table, table.Storage);
        var partitions = table.PartitionKeys.Select(key => key.Name.ToLowerInvariant()).ToImmutableArray();
        return format.Kind switch
        {
            FormatKind.Parquet => new()
            {
                Compression = ParquetCodec(table),
                PartitionedBy = partitions,
            },
            FormatKind.Orc => new()
            {
                Format = "ORC",
                Compression = table.Parameters.GetValueOrDefault("orc.compress") ?? table.Parameters.GetValueOrDefault("write.compression"),
                PartitionedBy = partitions,
            },
            FormatKind.Avro => new()
            {
                Format = "AVRO",
                Compression = table.Parameters.GetValueOrDefault("avro.compression") ?? table.Parameters.GetValueOrDefault("write.compression"),
                PartitionedBy = partitions,
            },
            FormatKind.Ion => new() { Format = "ION", Compression = TextCodec(table), Ion = IonRowFile.OptionsOf(format.Settings, table.Storage.Columns), PartitionedBy = partitions },
            FormatKind.Json => new() { Format = "JSON", Compression = TextCodec(table), PartitionedBy = partitions },
            FormatKind.Delimited => new()
            {
                Format = "TEXTFILE",
                Compression = TextCodec(table),
                FieldDelimiter = format.FieldDelimiter,
                ItemDelimiter = format.ItemDelimiter,
                KeyDelimiter = format.KeyDelimiter,
                NullText = format.NullText,
                PartitionedBy = partitions,
            },
            _ => throw QueryFailure.User($"NOT_SUPPORTED: tables with {table.Storage.SerializationLibrary} cannot be inserted into"),
        };
    }

    public static IReadOnlyList<WriteColumn> Columns(
        CatalogTable table, InsertInto insert, IReadOnlyList<(string Name, SqlType Type)> query)
    {
        var all = table.Storage.Columns.Concat(table.PartitionKeys)
            .Select(column => (Name: column.Name.ToLowerInvariant(), Type: SqlTypes.Parse(column.Type), column.Type)).ToArray();
        var named = insert.Columns;
        var targets = named.IsEmpty ? [.. all.Select(column => column.Name)] : named.Select(TableNames.Lower).ToArray();
        var types = targets.Select(target => all.FirstOrDefault(column => column.Name == target).Item2
            ?? throw new SqlException(SqlErrorCode.ColumnNotFound, $"Insert column name does not exist in target table: {target}", insert.At)).ToArray();
        if (targets.GroupBy(target => target).FirstOrDefault(same => same.Count() > 1) is { Key: var twice })
        {
            throw new SqlException(SqlErrorCode.DuplicateColumnName, $"Insert column name is specified more than once: {twice}", insert.At);
        }

        if (types.Length != query.Count || !types.Zip(query).All(pair => Coercion.CanCoerce(pair.Second.Type, pair.First)))
        {
            throw new SqlException(
                SqlErrorCode.TypeMismatch,
                $"Insert query has mismatched column types: Table: [{string.Join<SqlType>(", ", types)}], Query: [{string.Join(", ", query.Select(column => column.Type))}]", insert.At);
        }

        return
        [
            .. all.Select(column =>
            {
                var at = Array.IndexOf(targets, column.Name);
                var declared = DeclaredTypes.Of(new ScanColumn(column.Name, column.Item3));
                return new WriteColumn(column.Name, column.Item2, $"CAST({(at < 0 ? "NULL" : CopyText.Column(at))} AS {declared})");
            }),
        ];
    }

    /// <summary>What a table's properties say of its files; without a word they are written as they are read best by everybody: plain.</summary>
    private static string TextCodec(CatalogTable table) =>
        (table.Parameters.GetValueOrDefault("write.compression") ?? table.Parameters.GetValueOrDefault("compression") ?? "none").ToLowerInvariant() switch
        {
            ("gzip" or "zstd" or "bzip2" or "snappy" or "lz4") and var codec => codec,
            "none" or "uncompressed" => "uncompressed",
            var other => throw QueryFailure.User($"NOT_SUPPORTED: writing with {other} compression is not supported"),
        };

    private static string ParquetCodec(CatalogTable table) =>
        (table.Parameters.GetValueOrDefault("parquet.compression") ?? table.Parameters.GetValueOrDefault("write.compression") ?? "gzip")
        .ToLowerInvariant() switch
        {
            "snappy" => "snappy",
            "zstd" => "zstd",
            "none" or "uncompressed" => "uncompressed",
            _ => "gzip",
        };
}
