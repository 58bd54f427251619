namespace Weir.Engines.Hudi.Logs;

/// <summary>What the logs of a file slice make of one key.</summary>
/// <param name="Values">The record; null when it is deleted.</param>
/// <param name="Ordering">In the forms of <see cref="OrderingValue"/>.</param>
/// <param name="IsUnordered">A delete without an ordering value: it holds over whatever came before.</param>
public sealed record MergedRecord(object?[]? Values, object?[] Ordering, bool IsUnordered);

/// <summary>Folds the records and deletes of a file slice's logs, oldest first, into one for each key.</summary>
public sealed class LogMerger(MergeMode mode)
{
    private readonly Dictionary<string, MergedRecord> _records = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, MergedRecord> Records => _records;

    /// <param name="values">Null when the record says itself that it deletes.</param>
    public void Put(string key, object?[]? values, object?[] ordering)
    {
        // What comes after a delete is taken whatever its ordering value, as long as the delete had none.
        if (_records.TryGetValue(key, out var known) && mode != MergeMode.CommitTime && !known.IsUnordered && OrderingValue.Compare(known.Ordering, ordering) > 0)
        {
            return;
        }

        Set(key, new(values, ordering, IsUnordered: false));
    }

    /// <param name="ordering">Null or zero where the delete has none.</param>
    public void Delete(string key, object? ordering)
    {
        var isUnordered = ordering is null or 0m or 0.0;
        if (!isUnordered && mode != MergeMode.CommitTime && _records.TryGetValue(key, out var known) && OrderingValue.Compare(known.Ordering, [ordering]) > 0)
        {
            return;
        }

        Set(key, new(null, [ordering], isUnordered));
    }

    private void Set(string key, MergedRecord record)
    {
        _records[key] = record;
        if (_records.Count > HudiLimits.LogRecordsMax)
        {
            throw HudiException.NotSupported($"logs of more than {HudiLimits.LogRecordsMax} records: a compaction makes the table readable");
        }
    }
}
