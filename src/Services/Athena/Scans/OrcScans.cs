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

    private readonly List<DuckScanName> _names = [];
    private readonly List<OrcTable> _tables = [];
    private long _footerBytes;

    /// <summary>Bytes read so far: footers, and the streams of the columns wanted.</summary>
    public long Bytes => _footerBytes + _tables.Sum(table => table.Read.Bytes);

    /// <summary>The wanted columns as the table declares them, and which file each row is from.</summary>
    public string Relation(
        TableFormat format, IReadOnlyList<ScanFile> files, IReadOnlyList<ScanColumn> tableColumns, IReadOnlyList<ScanColumn> wanted,
        ColumnFilter filter)
    {
        var opened = files.Select((file, at) =>
        {
            var orc = Open(file);
            _footerBytes += orc.FooterBytes;
            var places = wanted.Select(column => format.ByPosition ? Position(orc, tableColumns, column) : orc.Find(column.Name)).ToArray();
            return (Orc: orc, File: file, Places: places, Number: (ulong)at);
        });

        // Files whose columns have the same types are read together.
        var groups = opened.GroupBy(entry => string.Join('\n', entry.Places.Select(place => place < 0 ? "" : entry.Orc.Fields[place].Type.ToString())));
        var parts = groups.Select(group =>
        {
            var members = group.ToArray();
            return Select(members[0].Orc, members[0].File, members[0].Places, wanted, filter,
                [.. members.Select(member => new OrcTableFile(member.Orc, member.File.Address, member.Places, member.Number))]);
        }).ToArray();
        return $"({string.Join(" UNION ALL ", parts)})";
    }

    public void Dispose() => _names.ForEach(name => name.Dispose());

    private string Select(
        OrcFile orc, ScanFile file, int[] places, IReadOnlyList<ScanColumn> wanted, ColumnFilter filter,
        IReadOnlyList<OrcTableFile> files)
    {
        var fields = wanted.Select((column, at) =>
            new DuckField(column.Name, places[at] < 0 ? DeclaredTypes.Of(column) : orc.Fields[places[at]].Type)).ToArray();
        var table = new OrcTable(fields, FileReader.FileIndex, files, OrcRanges.Of(filter, wanted, fields));
        var name = connection.Scans.Add(table);
        _tables.Add(table);
        _names.Add(name);
        var items = fields.Select((field, at) =>
            $"{OrcCasts.To(field, DeclaredTypes.Of(wanted[at]), file.Address)} AS {DuckSql.Name(field.Name)}");
        return $"SELECT {string.Join(", ", items.Append(FileReader.FileIndex))} FROM {name}";
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
