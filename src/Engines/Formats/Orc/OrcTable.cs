using Weir.Engines.DuckDb;
using Weir.Engines.DuckDb.Tables;

namespace Weir.Engines.Formats.Orc;

/// <summary>A file of an <see cref="OrcTable"/>.</summary>
/// <param name="Name">What errors call it.</param>
/// <param name="Places">For each column of the table its place among the file's; -1 where the file has none, so that it is NULL.</param>
/// <param name="Number">The value of the table's column for it.</param>
public sealed record OrcTableFile(OrcFile File, string Name, IReadOnlyList<int> Places, ulong Number);

/// <summary>
/// ORC files of which the wanted columns have the same types, as one source of rows: those columns, and last the file's number. Threads
/// share the stripes. What cannot have a wanted row by the files' statistics is not read.
/// </summary>
/// <param name="numberColumn">The last column's name.</param>
/// <param name="ranges">Rows outside these ranges may be left out; whoever asks still has to filter.</param>
/// <param name="rowColumn">When given, one more column of this name says which row of its file each is, from 0.</param>
public sealed class OrcTable(
    IReadOnlyList<DuckField> columns, string numberColumn, IReadOnlyList<OrcTableFile> files, IReadOnlyList<OrcRange> ranges, string? rowColumn = null) : ITableSource
{
    public IReadOnlyList<DuckField> Columns { get; } =
    [
        .. columns, new(numberColumn, new DuckType(DuckKind.UBigInt)), .. rowColumn is null ? [] : new DuckField[] { new(rowColumn, new DuckType(DuckKind.BigInt)) },
    ];

    public long? RowsEstimate => (long)Math.Ceiling(files.Sum(file => file.File.Rows) * KeptPart);

    /// <summary>By what the planner's number of rows is multiplied, for conditions it knows nothing of.</summary>
    public double KeptPart { get; init; } = 1;

    /// <summary>What has been read so far.</summary>
    public OrcScanCount Read { get; } = new();

    internal IReadOnlyList<OrcTableFile> Files => files;

    /// <summary>Rows are only counted where none is left out.</summary>
    internal IReadOnlyList<OrcRange> Ranges => rowColumn is null ? ranges : [];

    internal int NumberColumn => columns.Count;

    internal int RowColumn => rowColumn is null ? -1 : columns.Count + 1;

    /// <summary>All columns of one file.</summary>
    public static OrcTable Of(OrcFile file, string name) =>
        new(file.Fields, "weir_file", [new(file, name, [.. Enumerable.Range(0, file.Fields.Count)], 0)], []);

    public ITableScan Open(IReadOnlyList<int> columns) => new OrcScan(this, columns);
}

/// <summary>One pass: hands out stripes.</summary>
internal sealed class OrcScan : ITableScan
{
    private readonly OrcTable _table;
    private readonly List<(int File, int Stripe)> _parts = [];
    private int _next = -1;

    public OrcScan(OrcTable table, IReadOnlyList<int> columns)
    {
        (_table, Columns) = (table, columns);
        for (var file = 0; file < table.Files.Count; file++)
        {
            var (orc, places) = (table.Files[file].File, table.Files[file].Places);
            for (var stripe = 0; stripe < orc.Tail.Stripes.Count; stripe++)
            {
                if (orc.Tail.Stripes[stripe].Rows > 0 && OrcPruning.MayHave(orc, stripe, places, table.Ranges))
                {
                    _parts.Add((file, stripe));
                }
            }
        }
    }

    public IReadOnlyList<int> Columns { get; }

    public int ReadersMax => Math.Max(1, _parts.Count);

    public ITableReader OpenReader() => new OrcReader(_table, this);

    public (int File, int Stripe)? Take()
    {
        var next = Interlocked.Increment(ref _next);
        return next < _parts.Count ? _parts[next] : null;
    }

    public void Dispose()
    {
    }
}
