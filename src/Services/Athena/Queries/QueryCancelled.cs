namespace Weir.Services.Athena.Queries;

/// <summary>The service itself cancels a query, for a reason its execution will say.</summary>
internal sealed class QueryCancelled(string reason) : Exception(reason);
