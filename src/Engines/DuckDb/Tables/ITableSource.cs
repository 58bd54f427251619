namespace Weir.Engines.DuckDb.Tables;

/// <summary>
/// Rows that are not DuckDB's: a reader of ours behind <c>weir_scan(id)</c> (<see cref="DuckScans"/>). Statements name the columns
/// they want; <c>*</c> would also give a column of the scan's own, <c>weir_row</c>.
/// </summary>
/// <remarks>
/// An exception thrown by any member ends the query with its message; nothing else of it arrives. One statement may open a source
/// more than once, and from several threads.
/// </remarks>
public interface ITableSource
{
    IReadOnlyList<DuckField> Columns { get; }

    /// <summary>For the planner; null where nobody knows.</summary>
    long? RowsEstimate => null;

    /// <summary>Begins one pass.</summary>
    /// <param name="columns">
    /// Which of <see cref="Columns"/> are read, in the order in which the chunks have them. A negative number is a column that
    /// nobody looks at (a count needs rows, not values): it is not to be written.
    /// </param>
    ITableScan Open(IReadOnlyList<int> columns);
}

/// <summary>One pass over a source, by as many readers as there are threads.</summary>
public interface ITableScan : IDisposable
{
    /// <summary>How many readers can share the work: files, stripes or blocks left to take.</summary>
    int ReadersMax { get; }

    /// <summary>A reader for one thread. Readers of one pass take its parts from each other; together they give each row once.</summary>
    ITableReader OpenReader();
}

/// <summary>Gives rows to one thread.</summary>
public interface ITableReader : IDisposable
{
    /// <summary>Writes the next rows, at most <see cref="DuckChunkWriter.RowsMax"/>; between two calls a query can be cancelled.</summary>
    /// <returns>How many rows; 0 at the end.</returns>
    int Read(DuckChunkWriter chunk);
}
