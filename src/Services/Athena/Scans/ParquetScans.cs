using System.Globalization;
using Weir.Engines.DuckDb;
using Weir.Engines.DuckDb.Tables;
using Weir.Engines.Formats.Parquet;
using Weir.Engines.Sql.Binding;

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
            return Counted(files, filter, cancellationToken);
        }

        var declared = wanted.Select(DeclaredTypes.Of).ToArray();
        var opened = files.Select((file, at) => Open(file, at, wanted, cancellationToken)).ToArray();
        var isSmall = RowsMax <= AthenaLimits.OwnParquetRowsMax
            || (opened.Sum(file => file.Parquet.Footer.RowGroups.Sum(group => group.Rows)) <= AthenaLimits.OwnParquetRowsMax
                && opened.Sum(file => file.Places.Sum(place => place < 0 ? 0 : file.Parquet.Bytes(place))) <= AthenaLimits.OwnParquetBytesMax);
        var parts = opened.GroupBy(file => isSmall || Guarded(file.File, () => IsUnusual(file, declared))).SelectMany(group =>
            group.Key ? Ours([.. group], wanted, declared, filter) : Theirs([.. group], opened.Length, wanted, declared, filter, cancellationToken));
        var relation = $"({string.Join(" UNION ALL ", parts)})";
        return RowsMax is { } rows && !isSmall ? string.Create(CultureInfo.InvariantCulture, $"(SELECT * FROM {relation} LIMIT {rows})") : relation;
    }

    /// <summary>The rows are in the footers; where a footer says that there are none the engine would believe it.</summary>
    private string Counted(IReadOnlyList<ScanFile> files, ColumnFilter filter, CancellationToken cancellationToken)
    {
        ParquetChecks.LookAtCounted(footers, [.. files.Select(file => (file.Path, file.Address, file.Object.Size))], cancellationToken);
        var opened = files.Select((file, at) => Open(file, at, [], cancellationToken)).ToArray();
        var parts = opened.GroupBy(file => file.Parquet.Footer.LacksRows).SelectMany(group => group.Key
            ? Ours([.. group], [], [], filter)
            : [Select([Number([.. group], opened.Length)], $"read_parquet({List([.. group])}{(group.Count() > 1 ? ", union_by_name = true" : "")})")]).ToArray();
        return parts is [var only] ? only : $"({string.Join(" UNION ALL ", parts)})";
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

    private static bool IsUnusual(Opened file, DuckType[] declared) =>
        file.Parquet.Footer.LacksRows || file.Places.Index().Any(place => place.Item >= 0 && file.Parquet.IsUnusual(place.Item, declared[place.Index]));

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
        [.. file.Parquet.Footer.RowGroups.Index().Where(group => MayMatter(group.Item, filter)).Select(group => group.Index)];

    private bool MayMatter(ParquetRowGroup group, ColumnFilter filter) => format.ByPosition || ParquetPruning.CanMeet(filter, group);

    private IEnumerable<string> Theirs(
        Opened[] files, int all, IReadOnlyList<ScanColumn> wanted, DuckType[] declared, ColumnFilter filter, CancellationToken cancellationToken)
    {
        ParquetChecks.Look(
            footers,
            [.. files.Select(file => new ParquetLook(
                file.File.Path, file.File.Address, [.. file.Places.Where(place => place >= 0).Distinct()], group => MayMatter(group, filter)))],
            cancellationToken);
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

    private static T Guarded<T>(ScanFile file, Func<T> work) => ParquetChecks.Guarded(file.Address, work);

    private static string List(Opened[] files) => DuckSql.List(files.Select(file => file.File.Path));

    private static string Select(IEnumerable<string> items, string source) => $"(SELECT {string.Join(", ", items)} FROM {source})";

    private sealed record Opened(ScanFile File, ulong Number, ParquetFile Parquet, int[] Places);
}
