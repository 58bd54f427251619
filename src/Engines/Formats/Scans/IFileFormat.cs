using Weir.Engines.DuckDb.Tables;

namespace Weir.Engines.Formats.Scans;

/// <summary>One format, told what columns a table has. Safe from any thread; its readers are not.</summary>
public interface IFileFormat
{
    /// <summary>Whether readers can start anywhere in the file, each keeping to the rows that begin in its range.</summary>
    bool CanSplit(DataFile file);

    /// <summary>Opens a range of a file.</summary>
    /// <param name="columns">The table's columns to write, in the order of the writers that <see cref="IRowReader.Read"/> gets.</param>
    IRowReader Open(DataFile file, long start, long end, IReadOnlyList<int> columns);
}

/// <summary>Reads the rows of one range of one file.</summary>
public interface IRowReader : IDisposable
{
    /// <summary>Writes at most so many rows, from row 0 of the writers on; 0 at the end.</summary>
    int Read(Span<DuckColumnWriter> columns, int rowsMax);
}
