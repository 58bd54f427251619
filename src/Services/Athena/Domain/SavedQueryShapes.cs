using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Services.Athena.Model;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Domain;

/// <summary>Named queries and prepared statements as the API shows them.</summary>
internal static class SavedQueryShapes
{
    public static NamedQuery Write(NamedQueryState query) => new()
    {
        NamedQueryId = query.Id,
        Name = query.Name,
        Description = query.Description,
        Database = query.Database,
        QueryString = query.Query,
        WorkGroup = query.WorkGroup,
    };

    public static PreparedStatement Write(PreparedState statement) => new()
    {
        StatementName = statement.Name,
        WorkGroupName = statement.WorkGroup,
        QueryStatement = statement.Query,
        Description = statement.Description,
        LastModifiedTime = statement.ModifiedAt,
    };

    public static NamedQueryState RequireNamed(IStateReader state, CallContext call, string id) =>
        AthenaTables.NamedQueries.Find(state, AthenaTables.Key(call, id)) ?? throw AthenaErrors.NamedQueryNotFound(id);

    /// <summary>The workgroup that decides who may touch a named query; primary when there is no such query.</summary>
    public static string ArnOfNamed(IStateStore store, CallContext call, string id) => AthenaArns.WorkGroup(
        call, store.Read(state => AthenaTables.NamedQueries.Find(state, AthenaTables.Key(call, id)))?.WorkGroup);

    public static PreparedState RequirePrepared(IStateReader state, CallContext call, string workGroup, string name) =>
        AthenaTables.Prepared.Find(state, AthenaTables.Key(call, workGroup, name)) ?? throw AthenaErrors.PreparedNotFound(name, workGroup);

    /// <summary>Whether a workgroup has as many prepared statements as it may, and the one at this key is none of them.</summary>
    public static bool IsFull(IStateReader state, StateKey key, CallContext call, string workGroup) =>
        AthenaTables.Prepared.Find(state, key) is null
        && AthenaTables.Prepared.Scan(state, StateKey.Prefix(call.Account, call.Region, workGroup)).Take(AthenaLimits.PreparedMax).Count() == AthenaLimits.PreparedMax;

    public static void RequireText(string query)
    {
        if (query.Length == 0 || System.Text.Encoding.UTF8.GetByteCount(query) > AthenaLimits.QueryBytesMax)
        {
            throw AthenaErrors.InvalidInput($"Query string must have 1 to {AthenaLimits.QueryBytesMax} bytes");
        }
    }
}
