using Weir.Engines.DuckDb;
using Weir.Engines.Hudi;
using Weir.Services.Athena.Queries;
using Weir.Services.Athena.Scans;

namespace Weir.Services.Athena.Hudi;

/// <summary>Makes the relation of file slices with logs: base records that no log changed, and what the logs made of the others.</summary>
/// <param name="scans">Gets what must be disposed when the query is over.</param>
internal sealed class HudiMerge(HudiTable table, DuckConnection connection, ICollection<IDisposable> scans, Func<string> workFile, CancellationToken cancellationToken)
{
    private const string KeyColumn = "_hoodie_record_key";

    /// <summary>The wanted columns and <c>weir_file</c>, the slice's place in the list; slices with a base file come first.</summary>
    /// <param name="bases">The relation of base files.</param>
    public string Relation(IReadOnlyList<HudiSlice> slices, IReadOnlyList<ScanColumn> wanted, IReadOnlyList<ScanColumn> declared,
        Func<IReadOnlyList<ScanFile>, IReadOnlyList<ScanColumn>, string> bases)
    {
        var bytes = slices.Sum(slice => slice.Logs.Sum(log => log.Object.Size));
        if (bytes > HudiLimits.LogBytesMax)
        {
            throw QueryFailure.User($"NOT_SUPPORTED: the query reads {bytes} bytes of Hudi logs; at most {HudiLimits.LogBytesMax} are supported: a compaction makes the table readable");
        }

        var based = slices.Where(slice => slice.Base is not null).Select(slice => slice.Base!).ToArray();
        var properties = table.Properties;
        var keys = properties.HasMetaFields ? [new ScanColumn(KeyColumn, "string")] : properties.KeyFields.Select(field => new ScanColumn(field, TypeOf(field, declared))).ToArray();
        if (keys.Length == 0)
        {
            throw QueryFailure.User($"NOT_SUPPORTED: the Hudi table {slices[0].Any.Address} lies in has neither record keys nor key fields");
        }

        var mode = properties.Merging();
        var byTime = mode == MergeMode.EventTime && properties.OrderingFields.Count > 0;
        var orderings = mode == MergeMode.CommitTime ? [] : properties.OrderingFields.Select(field => new ScanColumn(field, TypeOf(field, declared))).ToArray();
        var logs = Logs(slices, wanted, orderings);
        return Join(logs, based.Length == 0 ? null : bases(
            based, [.. wanted.Concat(keys).Concat(byTime ? orderings : []).DistinctBy(column => column.Name.ToLowerInvariant())]), wanted, keys, byTime ? orderings : []);
    }

    private string Logs(IReadOnlyList<HudiSlice> slices, IReadOnlyList<ScanColumn> wanted, ScanColumn[] orderings)
    {
        var columns = wanted.Select(column => new DuckField(column.Name, DeclaredTypes.Of(column))).ToArray();
        var ordered = orderings.Select(column => new DuckField(column.Name, DeclaredTypes.Of(column))).ToArray();
        var reader = new HudiLogReader(table, connection, columns, ordered, workFile, cancellationToken);
        var rows = new List<object?[]>();
        for (var at = 0; at < slices.Count; at++)
        {
            foreach (var (key, record) in reader.Read(slices[at]))
            {
                var ordering = record.Ordering.Length == orderings.Length ? record.Ordering : new object?[orderings.Length];
                rows.Add([.. record.Values ?? new object?[columns.Length], .. ordering.Select(Number), .. ordering.Select(value => value as string), key, record.Values is null, record.IsUnordered, (ulong)at]);
                if (rows.Count > HudiLimits.LogRecordsMax)
                {
                    throw QueryFailure.User($"NOT_SUPPORTED: Hudi logs of more than {HudiLimits.LogRecordsMax} records: a compaction makes the table readable");
                }
            }
        }

        var name = connection.Scans.Add(new HudiLogRows(
            [
                .. columns.Select((column, at) => new DuckField($"v{at}", column.Type)),
                .. orderings.Select((_, at) => new DuckField($"n{at}", new DuckType(DuckKind.Double))),
                .. orderings.Select((_, at) => new DuckField($"s{at}", new DuckType(DuckKind.Varchar))),
                new("weir_key", new DuckType(DuckKind.Varchar)), new("weir_gone", new DuckType(DuckKind.Boolean)),
                new("weir_unordered", new DuckType(DuckKind.Boolean)), new(FileReader.FileIndex, new DuckType(DuckKind.UBigInt)),
            ],
            rows));
        scans.Add(name);
        return name.ToString();
    }

    private string Join(string logs, string? bases, IReadOnlyList<ScanColumn> wanted, ScanColumn[] keys, ScanColumn[] orderings)
    {
        var values = wanted.Select((column, at) => $"l.v{at} AS {DuckSql.Name(column.Name)}").Append($"l.{FileReader.FileIndex}");
        var alive = $"SELECT {string.Join(", ", values)} FROM {logs} AS l WHERE NOT l.weir_gone";
        if (bases is null)
        {
            return $"({alive})";
        }

        var key = keys is [var only]
            ? $"CAST(b.{DuckSql.Name(only.Name)} AS VARCHAR)"
            : $"concat({string.Join(", ',', ", keys.Select(part => $"{DuckSql.Text(part.Name + ":")}, CAST(b.{DuckSql.Name(part.Name)} AS VARCHAR)"))})";
        var same = $"l.{FileReader.FileIndex} = b.{FileReader.FileIndex} AND l.weir_key = {key}";
        var newer = Newer(orderings);
        var columns = wanted.Select(column => $"b.{DuckSql.Name(column.Name)}").Append($"b.{FileReader.FileIndex}");
        var kept = $"SELECT {string.Join(", ", columns)} FROM {bases} AS b WHERE NOT EXISTS (SELECT 1 FROM {logs} AS l WHERE {same}{(newer is null ? "" : $" AND NOT ({newer})")})";
        return newer is null
            ? $"({kept} UNION ALL {alive})"
            : $"({kept} UNION ALL {alive} AND NOT EXISTS (SELECT 1 FROM {bases} AS b WHERE {same} AND ({newer})))";
    }

    /// <summary>Whether the base record's ordering values are greater than the log's; null when they do not matter.</summary>
    private string? Newer(ScanColumn[] orderings)
    {
        if (orderings.Length == 0)
        {
            return null;
        }

        var terms = new List<string>();
        for (var at = 0; at < orderings.Length; at++)
        {
            var equal = Enumerable.Range(0, at).Select(before => Compared(orderings[before], before, "="));
            terms.Add($"({string.Join(" AND ", equal.Append(Compared(orderings[at], at, ">")))})");
        }

        // Deletes of older versions hold whatever the base file says.
        var deletes = table.Properties.Version >= 8 ? "NOT l.weir_unordered" : "NOT l.weir_gone";
        return $"coalesce({deletes} AND ({string.Join(" OR ", terms)}), false)";
    }

    private static string Compared(ScanColumn column, int at, string comparison)
    {
        var value = $"b.{DuckSql.Name(column.Name)}";
        return DeclaredTypes.Of(column).Kind switch
        {
            DuckKind.Varchar or DuckKind.Blob => $"{value} {comparison} l.s{at}",
            DuckKind.Date => $"date_diff('day', DATE '1970-01-01', {value}) {comparison} l.n{at}",
            DuckKind.Timestamp => $"epoch_us({value}) {comparison} l.n{at}",
            _ => $"CAST({value} AS DOUBLE) {comparison} l.n{at}",
        };
    }

    private static object? Number(object? value) => value switch
    {
        decimal number => (double)number,
        double => value,
        _ => null,
    };

    private string TypeOf(string field, IReadOnlyList<ScanColumn> declared) =>
        declared.FirstOrDefault(column => string.Equals(column.Name, field, StringComparison.OrdinalIgnoreCase))?.HiveType
        ?? throw QueryFailure.User($"NOT_SUPPORTED: the table lacks the column {field}, which Hudi orders or names records by ({table.Properties["hoodie.table.name"]})");
}
