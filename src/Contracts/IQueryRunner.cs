using Weir.Kernel.Identity;

namespace Weir.Contracts;

/// <summary>Asks Athena's engine about tables of the catalog, without a query execution or a result object. Authorized for the caller.</summary>
public interface IQueryRunner
{
    /// <summary>Rows of a SELECT whose columns are all of type varchar; null is NULL. Throws a <c>ServiceException</c> with the engine's message.</summary>
    /// <param name="rowsMax">More rows than this fail the query.</param>
    ValueTask<IReadOnlyList<IReadOnlyList<string?>>> RunAsync(
        CallContext call, string database, string sql, int rowsMax, CancellationToken cancellationToken);
}
