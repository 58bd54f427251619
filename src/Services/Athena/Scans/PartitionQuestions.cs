using System.Globalization;
using Weir.Contracts;
using Weir.Engines.DuckDb;
using Weir.Engines.Sql.Binding;

namespace Weir.Services.Athena.Scans;

/// <summary>Asks DuckDB which partitions a condition keeps, thousands of them at a time.</summary>
internal sealed class PartitionQuestions(TableScanner scanner, PartitionPredicate predicate)
{
    private const string NullValue = "__HIVE_DEFAULT_PARTITION__";

    /// <summary>Partitions of one question.</summary>
    private const int Batch = 16_384;

    /// <summary>One of so many partitions is found by itself sooner than among all.</summary>
    private const int FewOf = 4;

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly List<IReadOnlyList<string>> _kept = [];
    private string? _table;
    private bool _isGuarded;

    /// <summary>Whether each partition that was kept is kept for certain, and not in doubt; known when all were looked at.</summary>
    public bool AreSure { get; private set; } = true;

    /// <summary>What tells which partitions are kept, and if few of many are, those; null for all.</summary>
    /// <param name="list">Lists the partitions that its argument, asked of each one's values, holds for: gone over once where the engine must be asked.</param>
    public (Func<IReadOnlyList<string>, bool>? Keep, IReadOnlyList<IReadOnlyList<string>>? Few) Kept(
        Func<Func<IReadOnlyList<string>, bool>, IEnumerable<CatalogPartition>> list, CancellationToken cancellationToken)
    {
        if (!predicate.HasQuestion)
        {
            return (predicate.KeepsAll ? null : Keeps, null);
        }

        var (open, count) = (new List<IReadOnlyList<string>>(), 0);
        foreach (var _ in list(Collect))
        {
        }

        Ask(open, cancellationToken);
        return (values => _names.Contains(Name(values)), _kept.Count * FewOf > count ? null : _kept);

        bool Collect(IReadOnlyList<string> values)
        {
            count++;
            if (Keeps(values))
            {
                open.Add([.. values]);
                if (open.Count == Batch)
                {
                    Ask(open, cancellationToken);
                    open.Clear();
                }
            }

            return false;
        }
    }

    /// <summary>What tells which of some partitions are kept; null for all.</summary>
    public Func<IReadOnlyList<string>, bool>? Kept(IEnumerable<IReadOnlyList<string>> partitions, CancellationToken cancellationToken)
    {
        if (!predicate.HasQuestion)
        {
            return predicate.KeepsAll ? null : Keeps;
        }

        foreach (var chunk in partitions.Where(Keeps).Chunk(Batch))
        {
            Ask(chunk, cancellationToken);
        }

        return values => _names.Contains(Name(values));
    }

    private static string Name(IReadOnlyList<string> values) => string.Join('\u0001', values);

    private bool Keeps(IReadOnlyList<string> values)
    {
        var decided = predicate.Decide(values);
        AreSure &= decided is not null;
        return decided is not false;
    }

    private void Ask(IReadOnlyList<IReadOnlyList<string>> partitions, CancellationToken cancellationToken)
    {
        if (partitions.Count == 0)
        {
            return;
        }

        Fill(partitions, cancellationToken);
        if (!_isGuarded)
        {
            try
            {
                Read(partitions, cancellationToken);
                return;
            }
            catch (DuckException error) when (!error.IsFatal && error.Kind != DuckErrorKind.Interrupt)
            {
                // A value that the condition fails for: the query is to say so, if it gets to that partition's rows.
                (_isGuarded, AreSure) = (true, false);
            }
        }

        try
        {
            Read(partitions, cancellationToken);
        }
        catch (DuckException error) when (!error.IsFatal && error.Kind != DuckErrorKind.Interrupt)
        {
            Keep(partitions);
        }
    }

    private void Read(IReadOnlyList<IReadOnlyList<string>> partitions, CancellationToken cancellationToken)
    {
        var found = new List<int>();
        using var rows = scanner.Connection.Query(predicate.Question(_table!, _isGuarded), cancellationToken);
        while (rows.NextChunk() is { } chunk)
        {
            foreach (var at in chunk[0].Values<int>())
            {
                found.Add(at);
            }
        }

        found.Sort();
        Keep(found.Select(at => partitions[at]));
    }

    private void Keep(IEnumerable<IReadOnlyList<string>> partitions)
    {
        foreach (var values in partitions)
        {
            if (_names.Add(Name(values)))
            {
                _kept.Add(values);
            }
        }
    }

    private void Fill(IReadOnlyList<IReadOnlyList<string>> partitions, CancellationToken cancellationToken)
    {
        var keys = partitions[0].Count;
        var columns = string.Concat(Enumerable.Range(0, keys).Select(key => string.Create(CultureInfo.InvariantCulture, $", p{key} VARCHAR")));
        if (_table is null)
        {
            _table = scanner.NewTable("weir_keys", $"place INTEGER{columns}");
        }
        else
        {
            scanner.Connection.Execute($"DELETE FROM {_table}", cancellationToken);
        }

        using var rows = scanner.Connection.Append(_table);
        var row = new object?[keys + 1];
        for (var at = 0; at < partitions.Count; at++)
        {
            row[0] = at;
            for (var key = 0; key < keys; key++)
            {
                row[key + 1] = partitions[at][key] == NullValue ? null : partitions[at][key];
            }

            rows.Append(row);
        }

        rows.Complete();
    }
}
