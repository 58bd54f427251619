using Weir.Engines.DuckDb;
using Weir.Engines.Formats;
using Weir.Engines.Formats.Avro;
using Weir.Engines.Formats.Parquet;
using Weir.Engines.Hudi;
using Weir.Engines.Hudi.Logs;
using Weir.Services.Athena.Queries;
using Weir.Services.Athena.Scans;

namespace Weir.Services.Athena.Hudi;

/// <summary>Reads what a file slice's logs make of each key.</summary>
/// <param name="columns">What a record's values are: the wanted columns in the engine's types.</param>
/// <param name="workFile">A path for what must lie in a file of its own while it is read.</param>
internal sealed class HudiLogReader(
    HudiTable table, DuckConnection connection, IReadOnlyList<DuckField> columns, IReadOnlyList<DuckField> orderings, Func<string> workFile, CancellationToken cancellationToken)
{
    private const string RecordKey = "_hoodie_record_key";
    private const string IsDeleted = "_hoodie_is_deleted";
    private const string Operation = "Op";

    private readonly MergeMode _mode = table.Properties.Merging();

    public IReadOnlyDictionary<string, MergedRecord> Read(HudiSlice slice)
    {
        var merger = new LogMerger(_mode);
        var at = slice.Logs[0].Address;
        try
        {
            foreach (var block in LogBlocks.Counting(Blocks(slice, address => at = address), table.Timeline))
            {
                cancellationToken.ThrowIfCancellationRequested();
                switch (block.Kind)
                {
                    case LogBlockKind.Avro:
                        Avro(block, merger);
                        break;
                    case LogBlockKind.Parquet:
                        Parquet(block, merger, at);
                        break;
                    case LogBlockKind.Delete:
                        foreach (var (key, ordering) in BlockContents.Deletes(block))
                        {
                            merger.Delete(key, OrderingValue.Of(ordering));
                        }

                        break;
                }
            }
        }
        catch (HudiException error)
        {
            throw HudiErrors.Of(error, at);
        }
        catch (Engines.Formats.FormatException error)
        {
            throw QueryFailure.User($"HIVE_BAD_DATA: {error.Message} [{at}]");
        }

        return merger.Records;
    }

    private static IEnumerable<LogBlock> Blocks(HudiSlice slice, Action<string> reading)
    {
        foreach (var log in slice.Logs)
        {
            reading(log.Address);
            using var file = new DiskBytes(log.Path);
            foreach (var block in LogFileReader.Read(file))
            {
                yield return block;
            }
        }
    }

    private void Avro(LogBlock block, LogMerger merger)
    {
        var datums = new AvroDatums(AvroSchema.Parse(block[LogHeader.Schema] ?? throw new Engines.Formats.FormatException("a block of records has no schema")));
        var places = Places(datums, columns);
        var ordering = Places(datums, orderings);
        var key = datums.Find(RecordKey);
        var deleted = datums.Find(IsDeleted);
        var operation = table.Properties.HasOperations ? datums.Find(Operation) : -1;
        var keys = table.Properties.KeyFields.Select(datums.Find).ToArray();
        foreach (var bytes in BlockContents.Records(block))
        {
            var record = datums.Read(bytes.Span);
            var name = key >= 0 && record[key] is string text ? text : Key([.. keys.Select(at => at < 0 ? null : record[at])]);
            var isGone = (deleted >= 0 && record[deleted] is true) || (operation >= 0 && record[operation] is "D");
            merger.Put(
                name,
                isGone ? null : [.. places.Select((at, column) => at < 0 ? null : datums.Convert(at, columns[column].Type, record[at]))],
                [.. ordering.Select((at, column) => at < 0 ? null : OrderingValue.Of(datums.Convert(at, orderings[column].Type, record[at])))]);
        }
    }

    private static int[] Places(AvroDatums datums, IReadOnlyList<DuckField> wanted) => [.. wanted.Select(column =>
        datums.Find(column.Name) is >= 0 and var at
            ? datums.Fits(at, column.Type) ? at : throw new Engines.Formats.FormatException($"column {column.Name} of the log cannot be read as {column.Type}")
            : -1)];

    private void Parquet(LogBlock block, LogMerger merger, string address)
    {
        var path = workFile();
        using (var file = DiskBytes.Create(path))
        {
            file.Write(block.Content.Span);
        }

        Check(path);
        var source = $"read_parquet({DuckSql.Text(path)})";
        IReadOnlyList<DuckField> found;
        using (var shape = connection.Query($"SELECT * FROM {source} LIMIT 0", cancellationToken))
        {
            found = shape.Columns;
        }

        var hasKey = found.Any(field => field.Name == RecordKey);
        var keys = hasKey ? [RecordKey] : table.Properties.KeyFields;
        var items = columns.Concat(orderings).Select(column => Item(found, column, address))
            .Concat(keys.Select(key => $"CAST({DuckSql.Name(key)} AS VARCHAR)"))
            .Append(found.Any(field => field.Name == IsDeleted) ? $"coalesce({DuckSql.Name(IsDeleted)}, false)" : "false")
            .Append(table.Properties.HasOperations && found.Any(field => field.Name == Operation) ? $"coalesce({DuckSql.Name(Operation)} = 'D', false)" : "false");
        using var rows = connection.Query($"SELECT {string.Join(", ", items)} FROM {source}", cancellationToken);
        var (orderAt, keyAt, goneAt) = (columns.Count, columns.Count + orderings.Count, columns.Count + orderings.Count + keys.Count);
        while (rows.NextChunk() is { } chunk)
        {
            for (var row = 0; row < chunk.RowCount; row++)
            {
                var values = new object?[goneAt + 2];
                for (var column = 0; column < values.Length; column++)
                {
                    values[column] = chunk[column].Read(row);
                }

                var isGone = values[goneAt] is true || values[goneAt + 1] is true;
                merger.Put(
                    hasKey ? (string?)values[keyAt] ?? "" : Key(values[keyAt..goneAt]),
                    isGone ? null : values[..columns.Count],
                    [.. values[orderAt..keyAt].Select(OrderingValue.Of)]);
            }
        }
    }

    /// <summary>Finds the damage that the engine would not notice.</summary>
    private void Check(string path)
    {
        var parquet = ParquetFile.Open(() => new DiskBytes(path));
        using var bytes = new DiskBytes(path);
        for (var at = 0; at < parquet.Footer.RowGroups.Count * parquet.ColumnCount; at++)
        {
            parquet.Check(bytes, at % parquet.ColumnCount, at / parquet.ColumnCount, cancellationToken);
        }
    }

    private static string Item(IReadOnlyList<DuckField> found, DuckField column, string address) =>
        found.FirstOrDefault(field => string.Equals(field.Name, column.Name, StringComparison.OrdinalIgnoreCase)) is { } field
            ? ParquetCasts.To(field, field.Name, column.Type, address)
            : $"CAST(NULL AS {column.Type})";

    /// <summary>A key of a table whose records do not carry theirs: the value, or the names and values of several.</summary>
    private string Key(object?[] values) => values.Length == 1
        ? Text(values[0])
        : string.Join(',', table.Properties.KeyFields.Zip(values, (name, value) => $"{name}:{Text(value)}"));

    private static string Text(object? value) => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "";
}
