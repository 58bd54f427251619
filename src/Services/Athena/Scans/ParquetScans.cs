using System.Globalization;
using Weir.Engines.DuckDb;
using Weir.Engines.DuckDb.Tables;
using Weir.Engines.Formats.Parquet;
using Weir.Engines.Sql.Binding;
using Weir.Services.Athena.Queries;

namespace Weir.Services.Athena.Scans;

/// <summary>
/// The relations over Parquet files: those that DuckDB reads as it should are its own, the others ours. Ours looks at everything it
/// reads, so it also gets what is too small for DuckDB's speed to matter.
/// </summary>
/// <param name="scans">Gets what must be disposed when the query is over.</param>
internal sealed class ParquetScans(
    DuckConnection connection, ParquetFooters footers, TableFormat format, IReadOnlyList<ScanColumn> tableColumns, ICollection<IDisposable> scans)
{
    /// <summary>No more rows are looked at; null for all.</summary>
    public long? RowsMax { get; init; }

    /// <summary>The wanted columns as the table declares them, and which file each row is from.</summary>
    public string Relation(
        IReadOnlyList<ScanFile> files, IReadOnlyList<ScanColumn> wanted, ColumnFilter filter, CancellationToken cancellationToken)
    {
        if (wanted.Count == 0)
        {
            // The rows are in the footers.
            return Select([$"file_index AS {FileReader.FileIndex}"], $"read_parquet({DuckSql.List(files.Select(file => file.Path))}{(files.Count > 1 ? ", union_by_name = true" : "")})");
        }

        var declared = wanted.Select(DeclaredTypes.Of).ToArray();
        var opened = files.Select((file, at) => Open(file, at, wanted, cancellationToken)).ToArray();
        var isSmall = RowsMax <= AthenaLimits.OwnParquetRowsMax
            || (opened.Sum(file => file.Parquet.Footer.RowGroups.Sum(group => group.Rows)) <= AthenaLimits.OwnParquetRowsMax
                && opened.Sum(file => file.Places.Sum(place => place < 0 ? 0 : file.Parquet.Bytes(place))) <= AthenaLimits.OwnParquetBytesMax);
        var parts = opened.GroupBy(file => isSmall || Guarded(file.File, () => IsOurs(file, declared, cancellationToken))).SelectMany(group =>
            group.Key ? Ours([.. group], wanted, declared, filter) : Theirs([.. group], opened.Length, wanted, declared, cancellationToken));
        var relation = $"({string.Join(" UNION ALL ", parts)})";
        return RowsMax is { } rows && !isSmall ? string.Create(CultureInfo.InvariantCulture, $"(SELECT * FROM {relation} LIMIT {rows})") : relation;
    }

    private Opened Open(ScanFile file, int at, IReadOnlyList<ScanColumn> wanted, CancellationToken cancellationToken) => Guarded(file, () =>
    {
        cancellationToken.ThrowIfCancellationRequested();
        var parquet = footers.Open(file.Path);
        int[] places = [.. wanted.Select(column => format.ByPosition ? Position(parquet, column) : parquet.Find(column.Name))];
        return new Opened(file, (ulong)at, parquet, places);
    });

    private int Position(ParquetFile file, ScanColumn wanted)
    {
        var at = tableColumns.Index().First(entry => entry.Item.Name == wanted.Name).Index;
        return at < file.ColumnCount ? at : -1;
    }

    /// <summary>Damage that DuckDB would not notice is found here, where looking does not take long.</summary>
    private bool IsOurs(Opened file, DuckType[] declared, CancellationToken cancellationToken)
    {
        var places = file.Places.Index().Where(place => place.Item >= 0).ToArray();
        if (Array.Exists(places, place => file.Parquet.IsUnusual(place.Item, declared[place.Index])))
        {
            return true;
        }

        foreach (var (_, place) in places)
        {
            if (file.Parquet.Bytes(place) <= AthenaLimits.CheckedColumnBytesMax)
            {
                footers.Check(file.File.Path, place, cancellationToken);
            }
        }

        return false;
    }

    /// <summary>Files whose columns have the same types are read together.</summary>
    private IEnumerable<string> Ours(Opened[] files, IReadOnlyList<ScanColumn> wanted, DuckType[] declared, ColumnFilter filter)
    {
        var typed = files.Select(file => (File: file, Types: Guarded(file.File, () => file.Places.Select((place, at) =>
            place < 0 ? declared[at] : file.Parquet.Type(place, declared[at])).ToArray())));
        foreach (var group in typed.GroupBy(file => string.Join('\n', file.Types.Zip(file.File.Places, (type, place) => place < 0 ? "" : $"{type}"))).ToArray())
        {
            var members = group.ToArray();
            var fields = wanted.Select((column, at) => new DuckField(column.Name, members[0].Types[at])).ToArray();
            var first = members[0].File;
            var items = fields.Select((field, at) =>
            {
                var inFile = first.Places[at] < 0 ? field.Name : first.Parquet.Name(first.Places[at]);
                return $"{ParquetCasts.To(field, inFile, declared[at], first.File.Address)} AS {DuckSql.Name(field.Name)}";
            }).ToArray();
            var source = new ParquetTable(fields, declared, FileReader.FileIndex, [.. members.Select(member => new ParquetTableFile(
                member.File.Parquet, member.File.File.Address, member.File.Places, member.File.Number, Groups(member.File, filter)))]);
            var name = connection.Scans.Add(RowsMax is { } rows ? new FirstRows(source, rows) : source);
            scans.Add(name);
            yield return Select(items.Append(FileReader.FileIndex), name.ToString());
        }
    }

    /// <summary>Statistics go by the names in the file: where places decide they may be another column's.</summary>
    private int[] Groups(Opened file, ColumnFilter filter) =>
        [.. file.Parquet.Footer.RowGroups.Index().Where(group => format.ByPosition || ParquetPruning.CanMeet(filter, group.Item)).Select(group => group.Index)];

    private IEnumerable<string> Theirs(
        Opened[] files, int all, IReadOnlyList<ScanColumn> wanted, DuckType[] declared, CancellationToken cancellationToken)
    {
        if (!format.ByPosition)
        {
            return [ByName(files, all, wanted, declared, cancellationToken)];
        }

        // A file's columns are the table's in their order, whatever they are called. Files with the same names are read together.
        return files.Select(file => (File: file, Columns: Columns($"read_parquet({DuckSql.Text(file.File.Path)})", cancellationToken)))
            .GroupBy(file => string.Join('\n', file.Columns.Select(column => $"{column.Name} {column.Type}")), StringComparer.Ordinal)
            .Select(group =>
            {
                var members = group.ToArray();
                var inFiles = members[0].Columns;
                var first = members[0].File;
                var items = wanted.Select((column, at) =>
                {
                    var value = first.Places[at] >= 0
                        ? ParquetCasts.To(inFiles[first.Places[at]], inFiles[first.Places[at]].Name, declared[at], first.File.Address)
                        : $"CAST(NULL AS {declared[at]})";
                    return $"{value} AS {DuckSql.Name(column.Name)}";
                });
                Opened[] opened = [.. members.Select(member => member.File)];
                return Select(items.Append(Number(opened, all)), $"read_parquet({List(opened)})");
            });
    }

    private string ByName(Opened[] files, int all, IReadOnlyList<ScanColumn> wanted, DuckType[] declared, CancellationToken cancellationToken)
    {
        var union = files.Length > 1 ? ", union_by_name = true" : "";
        var source = $"read_parquet({List(files)}{union})";
        var inFiles = Columns(source, cancellationToken);
        if (HasTextAsBinary(inFiles, wanted, declared))
        {
            // The reader then knows text where files call it bytes: faster than decoding value by value, and it can skip by it.
            source = $"read_parquet({List(files)}{union}, binary_as_string = true)";
            inFiles = Columns(source, cancellationToken);
        }

        var items = wanted.Select((column, at) =>
        {
            var found = Find(inFiles, column.Name);
            return found is null
                ? $"CAST(NULL AS {declared[at]}) AS {DuckSql.Name(column.Name)}"
                : $"{ParquetCasts.To(found, found.Name, declared[at], files[0].File.Address)} AS {DuckSql.Name(column.Name)}";
        });
        return Select(items.Append(Number(files, all)), source);
    }

    /// <summary>The reader numbers the files it was given; these are their numbers among all.</summary>
    private static string Number(Opened[] files, int all)
    {
        if (files.Length == all)
        {
            return $"file_index AS {FileReader.FileIndex}";
        }

        var numbers = string.Join(", ", files.Select(file => file.Number.ToString(CultureInfo.InvariantCulture)));
        return $"CAST([{numbers}][CAST(file_index AS BIGINT) + 1] AS UBIGINT) AS {FileReader.FileIndex}";
    }

    private IReadOnlyList<DuckField> Columns(string source, CancellationToken cancellationToken)
    {
        using var result = connection.Query($"SELECT * FROM {source} LIMIT 0", cancellationToken);
        return result.Columns;
    }

    /// <summary>Whether files that do not mark text as such hold columns declared as text, and none declared as bytes.</summary>
    private static bool HasTextAsBinary(IReadOnlyList<DuckField> inFiles, IReadOnlyList<ScanColumn> wanted, DuckType[] declared)
    {
        var pairs = wanted.Select((column, at) => (Found: Find(inFiles, column.Name), Declared: declared[at])).Where(pair => pair.Found is not null).ToArray();
        return Array.Exists(pairs, pair => Has(pair.Found!.Type, DuckKind.Blob) && Has(pair.Declared, DuckKind.Varchar))
            && !Array.Exists(pairs, pair => Has(pair.Declared, DuckKind.Blob));
    }

    private static DuckField? Find(IReadOnlyList<DuckField> inFiles, string name) =>
        inFiles.FirstOrDefault(field => string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase));

    private static bool Has(DuckType type, DuckKind kind) =>
        type.Kind == kind || (type.Element is { } element && Has(element, kind)) || type.Fields.Any(field => Has(field.Type, kind));

    private static T Guarded<T>(ScanFile file, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Engines.Formats.FormatException damage)
        {
            throw QueryFailure.User($"HIVE_BAD_DATA: Malformed Parquet file. {damage.Message} [{file.Address}]");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw QueryFailure.User(
                $"HIVE_CANNOT_OPEN_SPLIT: Error opening Hive split {file.Address} (offset=0, length={file.Object.Size}): {error.GetType().Name}");
        }
    }

    private static string List(Opened[] files) => DuckSql.List(files.Select(file => file.File.Path));

    private static string Select(IEnumerable<string> items, string source) => $"(SELECT {string.Join(", ", items)} FROM {source})";

    private sealed record Opened(ScanFile File, ulong Number, ParquetFile Parquet, int[] Places);
}
