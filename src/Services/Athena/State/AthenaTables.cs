using System.Globalization;
using Weir.Kernel.Identity;
using Weir.Kernel.State;

namespace Weir.Services.Athena.State;

/// <summary>The keyspaces of the service. Every key starts with account and region.</summary>
internal static class AthenaTables
{
    public static StateTable<WorkGroupState> WorkGroups { get; } = new("athena_workgroups", AthenaJson.Default.WorkGroupState);

    public static StateTable<NamedQueryState> NamedQueries { get; } = new("athena_named_queries", AthenaJson.Default.NamedQueryState);

    public static StateTable<PreparedState> Prepared { get; } = new("athena_prepared", AthenaJson.Default.PreparedState);

    public static StateTable<ExecutionState> Executions { get; } = new("athena_executions", AthenaJson.Default.ExecutionState);

    public static StateTable<TokenState> Tokens { get; } = new("athena_tokens", AthenaJson.Default.TokenState);

    /// <summary>By lower-case name.</summary>
    public static StateTable<DataCatalogState> DataCatalogs { get; } = new("athena_catalogs", AthenaJson.Default.DataCatalogState);

    public static StateTable<CapacityState> Capacity { get; } = new("athena_capacity", AthenaJson.Default.CapacityState);

    /// <summary>Statements that write and are not over.</summary>
    public static StateTable<WriteIntent> Writes { get; } = new("athena_writes", AthenaJson.Default.WriteIntent);

    /// <summary>Account, region, workgroup, newest first, id: nothing but the order.</summary>
    public static Keyspace ExecutionOrder { get; } = new("athena_execution_order");

    /// <summary>Account, region, id of what is not over yet.</summary>
    public static Keyspace Unfinished { get; } = new("athena_unfinished");

    public static StateKey Key(CallContext call, string name) => StateKey.Of(call.Account, call.Region, name);

    public static StateKey Key(CallContext call, string first, string second) =>
        StateKey.Of(call.Account, call.Region, first, second);

    public static StateKey Key(ExecutionState execution) => StateKey.Of(execution.Account, execution.Region, execution.Id);

    public static StateKey OrderKey(ExecutionState execution)
    {
        // Counted down, so that the newest comes first.
        var rank = (long.MaxValue - execution.SubmittedAt.UtcTicks).ToString("d19", CultureInfo.InvariantCulture);
        return StateKey.Of(execution.Account, execution.Region, execution.WorkGroup, rank, execution.Id);
    }
}
