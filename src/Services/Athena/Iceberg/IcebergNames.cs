using System.Globalization;
using Weir.Contracts;
using Weir.Engines.Iceberg.Changes;
using Weir.Engines.Iceberg.Metadata;
using Weir.Engines.Iceberg.Partitioning;
using Weir.Engines.Sql;
using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Types;
using Weir.Services.Athena.Queries;
using Weir.Services.Athena.Scans;

namespace Weir.Services.Athena.Iceberg;

/// <summary>Iceberg tables as one statement names them: now, as they were, and the tables about them (<c>t$files</c>).</summary>
/// <remarks>All mentions of a table in a statement read the same snapshot. Called on a thread that may block.</remarks>
internal sealed class IcebergNames(IcebergTables tables, TableScanner scanner, CancellationToken cancellationToken)
{
    private readonly Dictionary<string, LoadedTable> _loaded = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SqlTable> _found = new(StringComparer.Ordinal);

    /// <summary>The name without the part that asks for a table about it, and that part.</summary>
    public static (string Table, string? About) Split(string name)
    {
        var dollar = name.IndexOf('$', StringComparison.Ordinal);
        return dollar > 0 && dollar < name.Length - 1 ? (name[..dollar], name[(dollar + 1)..]) : (name, null);
    }

    public SqlTable Find(SqlTableName name, CatalogTable entry, SqlTableVersion? version)
    {
        var key = $"{name}@{version?.Text}";
        if (_found.TryGetValue(key, out var known))
        {
            return known;
        }

        var source = Source(name, entry, version);
        var split = source.Table.Metadata.Spec.Fields.Where(part => part.Transform.Kind != TransformKind.Void).Select(part => part.SourceId).ToHashSet();
        var columns = source.Schema.Fields.Select(field =>
            new SqlColumn(field.Name.ToLowerInvariant(), ColumnTypes.Sql(field.Type)) { PrunesFiles = split.Contains(field.Id) });
        columns = columns.Concat(FileColumns.OfFilesInPartitions);
        if (version is null)
        {
            columns = columns.Append(new(IcebergSource.FileColumn, SqlType.BigInt) { IsHidden = true })
                .Append(new(IcebergSource.PositionColumn, SqlType.BigInt) { IsHidden = true });
        }

        return _found[key] = new() { Name = name, Columns = [.. columns], Handle = source };
    }

    /// <summary>Null when there is no such table about a table.</summary>
    public SqlTable? FindAbout(SqlTableName name, CatalogTable entry, string about, SqlTableVersion? version)
    {
        if (MetadataTable.Of(about, Source(name, entry, version)) is not { } table)
        {
            return null;
        }

        return new() { Name = name, Columns = [.. table.Columns.Select(column => new SqlColumn(column.Name, column.Type))], Handle = table };
    }

    private IcebergSource Source(SqlTableName name, CatalogTable entry, SqlTableVersion? version)
    {
        var place = $"{entry.Database}.{entry.Name}";
        if (!_loaded.TryGetValue(place, out var loaded))
        {
            _loaded[place] = loaded = tables.LoadAsync(scanner.Call, entry, cancellationToken).AsTask().GetAwaiter().GetResult();
        }

        var metadata = loaded.Metadata;
        if (version is null)
        {
            return new(entry, loaded, metadata.CurrentSnapshot, metadata.Schema);
        }

        var snapshot = version.IsTime ? AtTime(name, metadata, version)
            : version.Type.IsInteger ? Numbered(metadata, version)
            : Referenced(metadata, version);
        return new(entry, loaded, snapshot, metadata.SchemaOf(snapshot));
    }

    private Snapshot AtTime(SqlTableName name, TableMetadata metadata, SqlTableVersion version)
    {
        var instant = version.Type.Kind == SqlTypeKind.TimestampZoned ? $"struct_extract({version.Text}, 't')" : $"CAST({version.Text} AS TIMESTAMPTZ)";
        using var result = scanner.Connection.Query($"SELECT epoch_us({instant})", cancellationToken);
        var chunk = result.NextChunk();
        if (chunk is null || !chunk[0].IsValid(0))
        {
            throw new SqlException(SqlErrorCode.InvalidArguments, "Pointer value cannot be NULL", version.At);
        }

        // Snapshots are dated in milliseconds: one of the same millisecond counts as before.
        var millis = (long)Math.Floor(chunk[0].Values<long>()[0] / 1000m);
        return metadata.AsOf(millis) ?? throw QueryFailure.User(
            $"INVALID_ARGUMENTS: No version history table {name.Schema}.\"{name.Table}\" at or before {Instant(millis)}");
    }

    /// <summary>As the ISO has it: fractions of a second only where there are any.</summary>
    private static string Instant(long millis)
    {
        var time = DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(millis, DateTimeOffset.MinValue.ToUnixTimeMilliseconds(), DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));
        return time.ToString(time.Millisecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
    }

    private Snapshot Numbered(TableMetadata metadata, SqlTableVersion version)
    {
        var id = long.Parse(Constant(version), CultureInfo.InvariantCulture);
        return metadata.SnapshotOf(id) ?? throw QueryFailure.User($"INVALID_ARGUMENTS: Iceberg snapshot ID does not exists: {id}");
    }

    private Snapshot Referenced(TableMetadata metadata, SqlTableVersion version)
    {
        var name = Constant(version);
        return metadata.Refs.TryGetValue(name, out var reference) && metadata.SnapshotOf(reference.SnapshotId) is { } snapshot
            ? snapshot
            : throw QueryFailure.User($"INVALID_ARGUMENTS: Cannot find snapshot with reference name: {name}");
    }

    private string Constant(SqlTableVersion version)
    {
        using var result = scanner.Connection.Query($"SELECT CAST({version.Text} AS VARCHAR)", cancellationToken);
        return result.NextChunk() is { } chunk && chunk[0].IsValid(0)
            ? chunk[0].Text(0)
            : throw new SqlException(SqlErrorCode.InvalidArguments, "Pointer value cannot be NULL", version.At);
    }
}
