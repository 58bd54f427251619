using Weir.Engines.DuckDb;
using Weir.Engines.Formats.Parquet;
using Weir.Engines.Formats.Scans;
using Weir.Engines.Sql.Binding;
using Weir.Services.Athena.Scans;

namespace Weir.Services.Athena.Iceberg;

/// <summary>A held Parquet file.</summary>
/// <param name="Address">What errors call it.</param>
internal readonly record struct LakeFile(string Path, string Address);

/// <summary>
/// Parquet files of tables whose columns are found by ids or by names of their own. Which reader takes a file is decided as for any other
/// table: ours takes what DuckDB cannot read or reads otherwise, and what is small. One thread, one query.
/// </summary>
internal sealed class LakeParquet(TableScanner scanner, CancellationToken cancellationToken)
{
    private readonly FooterReader _theirs = new(scanner.Connection);
    private readonly HashSet<string> _ours = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<FileField>> _described = new(StringComparer.Ordinal);

    /// <summary>For each file, in order, a text that is the same for files of one schema that one reader takes.</summary>
    /// <param name="read">Which of a file's columns will be read, from the file's number and its columns.</param>
    public IReadOnlyList<string> Signatures(IReadOnlyList<LakeFile> files, Func<int, IReadOnlyList<FileField>, IEnumerable<FileField>> read)
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        var looked = files.Select((file, at) =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            var parquet = scanner.Parquet(file.Path, file.Address);
            var text = parquet.Signature();
            var signature = known.TryGetValue(text, out var same) ? same : known[text] = text;
            var fields = Described(file, parquet, signature);
            var names = read(at, fields).Select(field => field.Name).ToHashSet(StringComparer.Ordinal);
            return (Parquet: parquet, Signature: signature, Places: (int[])[.. fields.Index().Where(field => names.Contains(field.Item.Name)).Select(field => field.Index)]);
        }).ToArray();
        var isSmall = looked.Sum(file => file.Parquet.Footer.RowGroups.Sum(group => group.Rows)) <= AthenaLimits.OwnParquetRowsMax
            && looked.Sum(file => file.Places.Sum(file.Parquet.Bytes)) <= AthenaLimits.OwnParquetBytesMax;
        return [.. looked.Select((file, at) =>
        {
            var isOurs = ParquetChecks.Guarded(
                files[at].Address, () => file.Parquet.Footer.LacksRows || (file.Places.Length > 0 && (isSmall || file.Places.Any(place => file.Parquet.IsUnusual(place, null)))));
            if (isOurs)
            {
                _ours.Add(files[at].Path);
            }

            return isOurs ? $"ours\n{file.Signature}" : file.Signature;
        })];
    }

    /// <summary>The columns of a file as its reader gives them.</summary>
    public IReadOnlyList<FileField> Fields(LakeFile file)
    {
        if (!_ours.Contains(file.Path))
        {
            return _theirs.Fields(file.Path, cancellationToken);
        }

        var parquet = scanner.Parquet(file.Path, file.Address);
        return Described(file, parquet, parquet.Signature());
    }

    /// <summary>Rows of files that have the same signature.</summary>
    /// <param name="columns">The columns that will be read, by their names in the files; null for all, none where rows are only counted.</param>
    /// <param name="filter">What all wanted rows meet, by names in the files in lower case.</param>
    public RowSource Rows(IReadOnlyList<LakeFile> files, IReadOnlyCollection<string>? columns, ColumnFilter filter)
    {
        if (!_ours.Contains(files[0].Path))
        {
            var paths = files.Select(file => file.Path).ToArray();
            scanner.CheckParquet(paths, columns, filter, cancellationToken);
            return new($"read_parquet({DuckSql.List(paths)})", "file_index", "file_row_number");
        }

        var (all, places) = (Fields(files[0]), new List<int>());
        places.AddRange(Enumerable.Range(0, all.Count).Where(at => columns is null || columns.Contains(all[at].Name)));
        var table = new ParquetTable(
            [.. places.Select(at => new DuckField(all[at].Name, all[at].Type))], new DuckType?[places.Count], FileTableSource.FileColumn,
            [.. files.Select((file, at) =>
            {
                var parquet = scanner.Parquet(file.Path, file.Address);
                int[] groups = [.. parquet.Footer.RowGroups.Index().Where(group => ParquetPruning.CanMeet(filter, group.Item)).Select(group => group.Index)];
                return new ParquetTableFile(parquet, file.Address, places, (ulong)at, groups);
            })],
            FileTableSource.RowColumn);
        return new(scanner.Add(table), FileTableSource.FileColumn, FileTableSource.RowColumn);
    }

    private IReadOnlyList<FileField> Described(LakeFile file, ParquetFile parquet, string signature)
    {
        if (!_described.TryGetValue(signature, out var fields))
        {
            _described[signature] = fields = ParquetChecks.Guarded(file.Address, () => (FileField[])[.. parquet.Described().Select(Of)]);
        }

        return fields;
    }

    private static FileField Of(ParquetField field) => new(field.Id, field.Name, field.Type, [.. field.Parts.Select(Of)]);
}
