using Weir.Engines.Formats;
using Weir.Engines.Formats.Parquet;
using Weir.Services.Athena.Queries;

namespace Weir.Services.Athena.Scans;

/// <summary>A file to look through.</summary>
/// <param name="Address">What errors call it.</param>
/// <param name="Columns">Places of columns in the file.</param>
/// <param name="Groups">Which row groups will be read.</param>
internal sealed record ParquetLook(string Path, string Address, IReadOnlyList<int> Columns, Func<ParquetRowGroup, bool> Groups);

/// <summary>
/// Finds the damage that DuckDB would not notice before it reads a file: page headers that contradict the footer, and wrong checksums.
/// Only pages that have a checksum are read. Row groups are looked through by all processors, with a small buffer each, and once:
/// an object's file never changes.
/// </summary>
internal static class ParquetChecks
{
    /// <exception cref="QueryFailure">A file is damaged: the first one in the list, whatever thread met it first.</exception>
    public static void Look(ParquetFooters footers, IReadOnlyList<ParquetLook> files, CancellationToken cancellationToken)
    {
        var work = new List<(ParquetLook File, ParquetFile Parquet, (int Group, int Column) Chunk)>();
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var parquet = Guarded(file.Address, () => footers.Open(file.Path));
            var chunks = parquet.Footer.RowGroups.Index().Where(group => file.Groups(group.Item)).SelectMany(group => file.Columns.Select(column => (group.Index, column)));
            work.AddRange(Guarded(file.Address, () => footers.Unchecked(file.Path, chunks)).Select(chunk => (file, parquet, chunk)));
        }

        QueryFailure? failure = null;
        var first = int.MaxValue;
        var gate = new Lock();
        Parallel.For(
            0, work.Count, new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount },
            () => new Opened(), (at, state, opened) =>
            {
                var (file, parquet, chunk) = work[at];
                try
                {
                    Guarded(file.Address, () => parquet.Check(opened.Of(file.Path), chunk.Column, chunk.Group, cancellationToken));
                    footers.Remember(file.Path, chunk);
                }
                catch (QueryFailure damage)
                {
                    // What stands before it in the list is still looked at: the first damage is named, however threads run.
                    state.Break();
                    lock (gate)
                    {
                        (failure, first) = at < first ? (damage, at) : (failure, first);
                    }
                }

                return opened;
            }, opened => opened.Dispose());
        if (failure is not null)
        {
            throw failure;
        }
    }

    /// <summary>All columns that can be looked at, of files whose rows are only counted: up to some size, since a count needs no more than footers.</summary>
    public static void LookAtCounted(ParquetFooters footers, IReadOnlyList<(string Path, string Address, long Bytes)> files, CancellationToken cancellationToken)
    {
        var looks = files.Select(file =>
        {
            var parquet = Guarded(file.Address, () => footers.Open(file.Path));
            return new ParquetLook(file.Path, file.Address, [.. Enumerable.Range(0, parquet.ColumnCount).Where(column => !parquet.IsHidden(column))], _ => true);
        }).ToArray();
        if (files.Sum(file => file.Bytes) <= AthenaLimits.CountCheckedBytesMax)
        {
            Look(footers, looks, cancellationToken);
        }
    }

    /// <summary>What is wrong with a file becomes the query's failure, which names it.</summary>
    public static T Guarded<T>(string address, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception damage) when (damage is Engines.Formats.FormatException or IndexOutOfRangeException or ArgumentException or OverflowException)
        {
            throw QueryFailure.User($"HIVE_BAD_DATA: Malformed Parquet file. {damage.Message} [{address}]");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw QueryFailure.User($"HIVE_CANNOT_OPEN_SPLIT: Error opening Hive split {address}: {error.GetType().Name}");
        }
    }

    private static void Guarded(string address, Action work) => Guarded(address, () =>
    {
        work();
        return true;
    });

    /// <summary>One thread's file.</summary>
    private sealed class Opened : IDisposable
    {
        private DiskBytes? _file;
        private string _path = "";

        public DiskBytes Of(string path)
        {
            if (_file is null || _path != path)
            {
                _file?.Dispose();
                _file = null;
                (_file, _path) = (new(path), path);
            }

            return _file;
        }

        public void Dispose() => _file?.Dispose();
    }
}
