using System.Text;
using Weir.Engines.DuckDb;
using Weir.Engines.DuckDb.Tables;

namespace Weir.Engines.Formats.Parquet;

/// <summary>A Parquet file whose footer was read, as columns that can be asked for. Immutable; keeps no file open.</summary>
/// <param name="open">Opens the file; called again for each reader.</param>
public sealed class ParquetFile(Func<IFileBytes> open, ParquetFooter footer)
{
    private readonly IReadOnlyList<ParquetNode> _columns = footer.Schema.Children;

    public ParquetFooter Footer => footer;

    public int ColumnCount => _columns.Count;

    public static ParquetFile Open(Func<IFileBytes> open)
    {
        ArgumentNullException.ThrowIfNull(open);
        using var file = open();
        return new(open, ParquetFooter.Read(file));
    }

    public string Name(int column) => _columns[column].Name;

    /// <summary>The type that a column is read as.</summary>
    /// <param name="declared">What the table calls it; null takes the file's word.</param>
    public DuckType Type(int column, DuckType? declared = null) => Column(column, declared).Type;

    /// <summary>The columns with the ids of their parts, by names of which no two are the same but for case.</summary>
    public IReadOnlyList<ParquetField> Described()
    {
        var names = ParquetColumn.Distinct(_columns.Select(column => column.Name));
        return [.. names.Select((name, at) => ParquetField.Of(name, Column(at, null)))];
    }

    /// <summary>A text that is the same for files of the same schema.</summary>
    public string Signature()
    {
        var text = new StringBuilder();
        footer.Schema.Describe(text);
        return text.ToString();
    }

    /// <summary>The place of a column, whatever its case; -1 where there is none.</summary>
    public int Find(string name)
    {
        for (var at = 0; at < _columns.Count; at++)
        {
            if (string.Equals(_columns[at].Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>Whether the query engine's own reader cannot read a column of the file, or reads it otherwise.</summary>
    public bool IsUnusual(int column, DuckType? declared) => Column(column, declared).Leaves().Any(leaf => ParquetCheck.IsUnusual(leaf, footer));

    /// <summary>Bytes that a column takes in all row groups, as stored.</summary>
    public long Bytes(int column) =>
        Column(column, null).Leaves().Sum(leaf => footer.RowGroups.Sum(group => leaf.Node!.Column < group.Places.Count ? Math.Max(0, group.Places[leaf.Node.Column]?.Bytes ?? 0) : 0));

    /// <summary>Looks at each page of a column in a row group without reading its values: what stands before it, and its checksum where it has one.</summary>
    /// <param name="bytes">The file, opened; any thread may have its own.</param>
    /// <exception cref="FormatException">Something is wrong.</exception>
    public void Check(IFileBytes bytes, int column, int group, CancellationToken cancellationToken)
    {
        foreach (var leaf in _columns[column].Leaves())
        {
            ParquetCheck.Pages(bytes, footer, leaf, footer.RowGroups[group], cancellationToken);
        }
    }

    /// <summary>Whether nobody can look at a column: it is encrypted, or said to be in another file.</summary>
    public bool IsHidden(int column) => _columns[column].Leaves().Any(leaf => footer.RowGroups.Any(group =>
        leaf.Column < group.Places.Count && group.Places[leaf.Column] is { } place && (place.IsEncrypted || place.IsElsewhere)));

    internal ParquetColumn Column(int column, DuckType? declared) => ParquetColumn.Of(_columns[column], declared);

    internal IFileBytes OpenBytes() => open();
}

/// <summary>A file of a <see cref="ParquetTable"/>.</summary>
/// <param name="Name">What errors call it.</param>
/// <param name="Places">For each column of the table its place among the file's; -1 where the file has none, so that it is NULL.</param>
/// <param name="Number">The value of the table's column for it.</param>
/// <param name="Groups">The row groups to read.</param>
public sealed record ParquetTableFile(ParquetFile File, string Name, IReadOnlyList<int> Places, ulong Number, IReadOnlyList<int> Groups);

/// <summary>
/// Parquet files as one source of rows: columns as the files have them, which must be of the same types, and last the file's number.
/// Threads share the row groups.
/// </summary>
/// <param name="declared">What the columns are to be: files are asked for these types.</param>
/// <param name="numberColumn">The name of the column after them, the file's number.</param>
/// <param name="rowColumn">When given, one more column of this name says which row of its file each is, from 0.</param>
public sealed class ParquetTable(
    IReadOnlyList<DuckField> columns, IReadOnlyList<DuckType?> declared, string numberColumn, IReadOnlyList<ParquetTableFile> files, string? rowColumn = null) : ITableSource
{
    public IReadOnlyList<DuckField> Columns { get; } =
    [
        .. columns, new(numberColumn, new DuckType(DuckKind.UBigInt)), .. rowColumn is null ? [] : new DuckField[] { new(rowColumn, new DuckType(DuckKind.BigInt)) },
    ];

    public long? RowsEstimate { get; } = files.Sum(file => file.Groups.Sum(group => Math.Max(0, file.File.Footer.RowGroups[group].Rows)));

    internal IReadOnlyList<ParquetTableFile> Files => files;

    internal IReadOnlyList<DuckType?> Declared => declared;

    internal int NumberColumn => columns.Count;

    internal int RowColumn => rowColumn is null ? -1 : columns.Count + 1;

    /// <summary>All columns of one file.</summary>
    public static ParquetTable Of(ParquetFile file, string name)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new(
            [.. Enumerable.Range(0, file.ColumnCount).Select(at => new DuckField(file.Name(at), file.Type(at)))], new DuckType?[file.ColumnCount], "weir_file",
            [new(file, name, [.. Enumerable.Range(0, file.ColumnCount)], 0, [.. Enumerable.Range(0, file.Footer.RowGroups.Count)])]);
    }

    public ITableScan Open(IReadOnlyList<int> columns) => new ParquetScan(this, columns);
}

/// <summary>One pass: hands out row groups.</summary>
internal sealed class ParquetScan : ITableScan
{
    private readonly ParquetTable _table;
    private readonly List<(int File, int Group)> _parts = [];
    private int _next = -1;

    public ParquetScan(ParquetTable table, IReadOnlyList<int> columns)
    {
        (_table, Columns) = (table, columns);
        for (var file = 0; file < table.Files.Count; file++)
        {
            _parts.AddRange(table.Files[file].Groups.Select(group => (file, group)));
        }
    }

    public IReadOnlyList<int> Columns { get; }

    public int ReadersMax => Math.Max(1, _parts.Count);

    public ITableReader OpenReader() => new ParquetReader(_table, this);

    public (int File, int Group)? Take()
    {
        var next = Interlocked.Increment(ref _next);
        return next < _parts.Count ? _parts[next] : null;
    }

    public void Dispose()
    {
    }
}
