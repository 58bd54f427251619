using Weir.Engines.DuckDb;
using Weir.Engines.DuckDb.Tables;
using Weir.Engines.Formats;
using Weir.Engines.Formats.Orc;
using Weir.Engines.Sql.Binding;
using Weir.Services.Athena.Queries;

namespace Weir.Services.Athena.Scans;

/// <summary>The relations over ORC files of one query. One thread; dispose it when the query is over.</summary>
internal sealed class OrcScans(DuckConnection connection) : IDisposable
{
    /// <summary>Timestamps are rounded to what Athena's TIMESTAMP holds.</summary>
    private static readonly OrcReadOptions Options = new() { TimestampDigits = 3 };

    /// <summary>What tells a row from all others of its partition.</summary>
    private static readonly DuckField[] RowIds =
    [
        new("weir_transaction", new DuckType(DuckKind.BigInt)), new("weir_bucket", new DuckType(DuckKind.Integer)), new("weir_id", new DuckType(DuckKind.BigInt)),
    ];

    private readonly List<DuckScanName> _names = [];
    /// <summary>By what a planner's number of rows is multiplied (<see cref="KeptRows"/>).</summary>
    private double _kept = 1;
    private readonly List<OrcTable> _tables = [];
    private long _footerBytes;

    /// <summary>Bytes read so far: footers, and the streams of the columns wanted.</summary>
    public long Bytes => _footerBytes + _tables.Sum(table => table.Read.Bytes);

    /// <summary>The wanted columns as the table declares them, and which file each row is from.</summary>
    public string Relation(
        TableFormat format, IReadOnlyList<ScanFile> files, IReadOnlyList<ScanColumn> tableColumns, IReadOnlyList<ScanColumn> wanted,
        ColumnFilter filter, long? rowsMax = null, double kept = 1)
    {
        _kept = kept;
        var numbered = files.Select((file, at) => (File: file, Number: (ulong)at)).ToArray();
        if (!format.IsTransactional)
        {
            return $"({string.Join(" UNION ALL ", Parts(format, numbered, tableColumns, wanted, filter, null, rowsMax))})";
        }

        // Row ids repeat from partition to partition: each has its own deletes.
        var numbers = numbered.ToDictionary(entry => entry.File.Object.Key, entry => entry.Number, StringComparer.Ordinal);
        var parts = new List<string>();
        foreach (var partition in files.GroupBy(file => file.Partition))
        {
            var (data, deletes) = AcidFiles.Select(partition);
            parts.AddRange(Parts(
                format, [.. data.Select(file => (file, numbers[file.Object.Key]))], tableColumns, wanted, filter,
                deletes.Count == 0 ? null : Deletes(deletes)));
        }

        return parts.Count > 0 ? $"({string.Join(" UNION ALL ", parts)})" : NoRows(wanted);
    }

    /// <summary>Files whose columns have the same types are read together.</summary>
    private string[] Parts(
        TableFormat format, IEnumerable<(ScanFile File, ulong Number)> files, IReadOnlyList<ScanColumn> tableColumns,
        IReadOnlyList<ScanColumn> wanted, ColumnFilter filter, string? deletes, long? rowsMax = null)
    {
        var rows = 0L;
        var opened = files.TakeWhile(_ => rowsMax is null || rows < rowsMax).Select(entry =>
        {
            var orc = Open(entry.File);
            _footerBytes += orc.FooterBytes;
            rows += orc.Rows;
            if (format.IsTransactional && orc.ChangesRows)
            {
                throw QueryFailure.User(
                    $"NOT_SUPPORTED: {entry.File.Address} is of a transactional table before Hive 3; a major compaction makes it readable");
            }

            int[] places = [.. wanted.Select(column => format.ByPosition ? Position(orc, tableColumns, column) : orc.Find(column.Name))];
            return (Orc: orc, entry.File, Places: places, entry.Number);
        });
        var groups = opened.GroupBy(entry => string.Join('\n', entry.Places.Select(place => place < 0 ? "" : entry.Orc.Fields[place].Type.ToString())));
        return
        [
            .. groups.Select(group =>
            {
                var members = group.ToArray();
                return Select(
                    members[0].Orc, members[0].File, members[0].Places, wanted, filter,
                    [.. members.Select(member => new OrcTableFile(
                        member.Orc, member.File.Address, deletes is null ? member.Places : [.. member.Places, .. member.Orc.RowIdColumns], member.Number))],
                    deletes, rowsMax);
            }),
        ];
    }

    /// <summary>The ids of deleted rows.</summary>
    private string Deletes(IEnumerable<ScanFile> files)
    {
        var members = files.Select(file =>
        {
            var orc = Open(file);
            _footerBytes += orc.FooterBytes;
            return new OrcTableFile(orc, file.Address, orc.RowIdColumns, 0);
        }).ToArray();
        return Add(new OrcTable(RowIds, FileReader.FileIndex, members, []));
    }

    private static string NoRows(IEnumerable<ScanColumn> wanted)
    {
        var items = wanted.Select(column => $"CAST(NULL AS {DeclaredTypes.Of(column)}) AS {DuckSql.Name(column.Name)}");
        return $"(SELECT {string.Join(", ", items.Append($"CAST(0 AS UBIGINT) AS {FileReader.FileIndex}"))} WHERE false)";
    }

    public void Dispose() => _names.ForEach(name => name.Dispose());

    private string Select(
        OrcFile orc, ScanFile file, int[] places, IReadOnlyList<ScanColumn> wanted, ColumnFilter filter, IReadOnlyList<OrcTableFile> files,
        string? deletes, long? rowsMax)
    {
        var fields = wanted.Select((column, at) =>
            new DuckField(column.Name, places[at] < 0 ? DeclaredTypes.Of(column) : orc.Fields[places[at]].Type)).ToArray();
        DuckField[] all = deletes is null ? fields : [.. fields, .. RowIds];
        var name = Add(new OrcTable(all, FileReader.FileIndex, files, OrcRanges.Of(filter, wanted, fields)) { KeptPart = _kept }, rowsMax);
        var items = fields.Select((field, at) =>
            $"{OrcCasts.To(field, DeclaredTypes.Of(wanted[at]), file.Address)} AS {DuckSql.Name(field.Name)}");
        var select = $"SELECT {string.Join(", ", items.Append(FileReader.FileIndex))} FROM {name} AS d";
        return deletes is null
            ? select
            : $"{select} WHERE NOT EXISTS (SELECT 1 FROM {deletes} AS x WHERE {string.Join(" AND ", RowIds.Select(id => $"x.{id.Name} = d.{id.Name}"))})";
    }

    private string Add(OrcTable table, long? rowsMax = null)
    {
        var name = connection.Scans.Add(rowsMax is { } rows ? new FirstRows(table, rows) : table);
        _tables.Add(table);
        _names.Add(name);
        return name.ToString();
    }

    private static int Position(OrcFile orc, IReadOnlyList<ScanColumn> tableColumns, ScanColumn wanted)
    {
        var at = tableColumns.Index().First(entry => entry.Item.Name == wanted.Name).Index;
        return at < orc.RowColumns ? at : -1;
    }

    private static OrcFile Open(ScanFile file)
    {
        try
        {
            return OrcFile.Open(() => new DiskBytes(file.Path), Options);
        }
        catch (Engines.Formats.FormatException damage)
        {
            throw QueryFailure.User($"HIVE_BAD_DATA: Malformed ORC file. {damage.Message} [{file.Address}]");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw QueryFailure.User(
                $"HIVE_CANNOT_OPEN_SPLIT: Error opening Hive split {file.Address} (offset=0, length={file.Object.Size}): {error.GetType().Name}");
        }
    }
}
