using System.Collections.Immutable;
using Weir.Contracts;
using Weir.Engines.Sql;
using Weir.Engines.Sql.Syntax;
using Weir.Engines.Sql.Types;
using Weir.Services.Athena.Domain;

namespace Weir.Services.Athena.Queries;

/// <summary>The table that a CREATE TABLE AS makes.</summary>
internal static class NewTables
{
    public static CatalogTable Of(
        StatementContext context, string? comment, string database, string name, WriteOptions options, S3Address location,
        IReadOnlyList<WriteColumn> written)
    {
        var columns = written.Select(column => new CatalogColumn(column.Name, column.Type.ToHive())).ToArray();
        var storage = StorageFormats.Of(
            options.Format, [.. columns.Where(column => !options.PartitionedBy.Contains(column.Name))], location.ToString());
        if (options.Format == "TEXTFILE")
        {
            var serde = new Dictionary<string, string>
            {
                ["field.delim"] = options.FieldDelimiter,
                ["serialization.format"] = options.FieldDelimiter,
            };
            if (options.NullText is { } text)
            {
                serde["serialization.null.format"] = text;
            }

            storage = storage with { SerdeParameters = serde };
        }

        if (options.Ion is { IsText: true })
        {
            // Rows inserted later are written alike.
            storage = storage with { SerdeParameters = new Dictionary<string, string>(storage.SerdeParameters) { ["ion.encoding"] = "TEXT" } };
        }

        storage = storage with { BucketColumns = options.BucketedBy, BucketCount = options.BucketCount };
        var parameters = new Dictionary<string, string> { ["EXTERNAL"] = "TRUE", ["has_encrypted_data"] = "false" };
        if (options.Format == "PARQUET")
        {
            parameters["parquet.compression"] = options.Codec.ToUpperInvariant();
        }
        else if (options.Format == "ORC")
        {
            parameters["orc.compress"] = options.Codec == "uncompressed" ? "NONE" : options.Codec.ToUpperInvariant();
        }
        else
        {
            parameters["write.compression"] = options.Codec == "uncompressed" ? "NONE" : options.Codec.ToUpperInvariant();
        }

        return new()
        {
            Database = database,
            Name = name,
            Description = comment,
            Owner = context.Call.Account,
            TableType = "EXTERNAL_TABLE",
            Storage = storage,
            PartitionKeys = [.. columns.Where(column => options.PartitionedBy.Contains(column.Name))],
            Parameters = parameters,
        };
    }

    /// <summary>All columns under their names; those partitioned by must be the last, in that order.</summary>
    public static List<WriteColumn> Columns(
        IReadOnlyList<(string Name, SqlType Type)> columns, ImmutableArray<Identifier> names, WriteOptions options, SourcePosition statement)
    {
        if (!names.IsEmpty && names.Length != columns.Count)
        {
            throw new SqlException(
                SqlErrorCode.MismatchedColumnAliases, $"Column alias list has {names.Length} entries but relation has {columns.Count} columns", names[0].At);
        }

        var named = columns.Select((column, at) => new WriteColumn(
            names.IsEmpty ? column.Name.ToLowerInvariant() : TableNames.Lower(names[at]), column.Type, CopyText.Column(at))).ToList();
        for (var at = 0; at < named.Count; at++)
        {
            RequireStorable(named[at].Name, named[at].Type, at, statement);
            if (named[at].Name.StartsWith("_col", StringComparison.Ordinal))
            {
                throw new SqlException(SqlErrorCode.MissingColumnName, $"Column name not specified at position {at + 1}", statement);
            }

            if (named.FindIndex(column => column.Name == named[at].Name) < at)
            {
                throw new SqlException(
                SqlErrorCode.DuplicateColumnName, $"Column name '{named[at].Name}' specified more than once", names.IsEmpty ? statement : names[at].At);
            }
        }

        var last = named.TakeLast(options.PartitionedBy.Length).Select(column => column.Name);
        if (!last.SequenceEqual(options.PartitionedBy) || (options.PartitionedBy.Length > 0 && options.PartitionedBy.Length == named.Count))
        {
            throw QueryFailure.User(
                $"HIVE_COLUMN_ORDER_MISMATCH: Partition keys must be the last columns in the table and in the same order as the table properties: [{string.Join(", ", options.PartitionedBy)}]");
        }

        foreach (var bucket in options.BucketedBy)
        {
            if (named.TrueForAll(column => column.Name != bucket) || options.PartitionedBy.Contains(bucket))
            {
                throw QueryFailure.User($"INVALID_TABLE_PROPERTY: Bucketing columns [{bucket}] not present in schema");
            }
        }

        return named;
    }

    /// <summary>Digits of a timestamp past its point; fewer are zeros, more would be lost.</summary>
    private const int HiveDigits = 3;

    private static void RequireStorable(string name, SqlType type, int at, SourcePosition statement)
    {
        if (type.Kind == SqlTypeKind.Unknown)
        {
            throw new SqlException(
                SqlErrorCode.ColumnTypeUnknown, name.StartsWith("_col", StringComparison.Ordinal) ? $"Column type is unknown at position {at + 1}" : $"Column type is unknown: {name}", statement);
        }

        if (type.Kind is SqlTypeKind.TimestampZoned or SqlTypeKind.Time or SqlTypeKind.TimeZoned or SqlTypeKind.IntervalDay
            or SqlTypeKind.IntervalYear or SqlTypeKind.Uuid or SqlTypeKind.Json)
        {
            throw QueryFailure.User($"NOT_SUPPORTED: Unsupported Hive type: {type} (column {name})");
        }

        if (type is { Kind: SqlTypeKind.Timestamp, Precision: > HiveDigits })
        {
            throw QueryFailure.User($"NOT_SUPPORTED: Incorrect timestamp precision for {type}; the configured precision is MILLISECONDS; column name: {name}");
        }

        if (type.IsStructural)
        {
            foreach (var field in type.Fields)
            {
                RequireStorable(name, field.Type, at, statement);
            }
        }
    }
}
