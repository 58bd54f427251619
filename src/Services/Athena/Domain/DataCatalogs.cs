using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Domain;

/// <summary>Finds and checks data catalogs. <c>AwsDataCatalog</c>, the account's Glue catalog, is there before anybody made one.</summary>
internal sealed partial class DataCatalogs(IStateStore store)
{
    private const string CatalogId = "catalog-id";

    private static readonly DataCatalogState Own = new() { Name = AthenaArns.DefaultCatalog, Type = DataCatalogState.Glue };

    public DataCatalogState Require(CallContext call, string name) => store.Read(state => Require(state, call, name));

    public static DataCatalogState Require(IStateReader state, CallContext call, string name) =>
        Find(state, call, name) ?? throw AthenaErrors.CatalogNotFound(name);

    public static DataCatalogState? Find(IStateReader state, CallContext call, string name) =>
        IsOwn(name) ? Own : AthenaTables.DataCatalogs.Find(state, AthenaTables.Key(call, name.ToLowerInvariant()));

    public IReadOnlyList<DataCatalogState> List(CallContext call) => store.Read(state => AthenaTables.DataCatalogs
        .Scan(state, StateKey.Prefix(call.Account, call.Region))
        .Select(entry => entry.Value)
        .Append(Own)
        .OrderBy(catalog => catalog.Name, StringComparer.Ordinal)
        .ToArray());

    /// <summary>Whether a name means the account's Glue catalog: its own, or one registered for it.</summary>
    public bool IsGlue(CallContext call, string name) =>
        IsOwn(name) || store.Read(state => Find(state, call, name)) is { Type: DataCatalogState.Glue } found && IsOfAccount(call, found);

    /// <summary>Refuses catalogs that are not there, and by name those that nothing here can ask.</summary>
    public void RequireGlue(CallContext call, string name)
    {
        var found = Require(call, name);
        if (found.Type != DataCatalogState.Glue || !IsOfAccount(call, found))
        {
            throw AthenaErrors.InvalidInput($"NOT_SUPPORTED: data catalog {found.Name} of type {found.Type} cannot be asked: only the account's own Glue catalog can");
        }
    }

    /// <summary>A catalog as a request describes it.</summary>
    public static DataCatalogState Of(string name, string type, string? description, IReadOnlyDictionary<string, string>? parameters)
    {
        if (!NamePattern().IsMatch(name))
        {
            throw AthenaErrors.InvalidInput($"Catalog name {name} is invalid. It must match [a-zA-Z0-9_@-]{{1,127}}");
        }

        if (IsOwn(name))
        {
            throw AthenaErrors.InvalidInput($"Catalog name {name} is reserved");
        }

        var given = parameters ?? ImmutableDictionary<string, string>.Empty;
        var isWhole = type switch
        {
            DataCatalogState.Glue => given.ContainsKey(CatalogId),
            DataCatalogState.Hive => given.ContainsKey("metadata-function"),
            DataCatalogState.Lambda => given.ContainsKey("function") || (given.ContainsKey("metadata-function") && given.ContainsKey("record-function")),
            _ => throw AthenaErrors.InvalidInput($"NOT_SUPPORTED: data catalogs of type {type} are not supported"),
        };
        return isWhole
            ? new() { Name = name, Type = type, Description = description, Parameters = given.ToImmutableSortedDictionary(StringComparer.Ordinal) }
            : throw AthenaErrors.InvalidInput($"A data catalog of type {type} needs {Needs(type)} among its parameters");
    }

    public static bool IsOwn(string name) => string.Equals(name, AthenaArns.DefaultCatalog, StringComparison.OrdinalIgnoreCase);

    private static string Needs(string type) => type switch
    {
        DataCatalogState.Glue => CatalogId,
        DataCatalogState.Hive => "metadata-function",
        _ => "function, or metadata-function and record-function,",
    };

    private static bool IsOfAccount(CallContext call, DataCatalogState catalog) =>
        !catalog.Parameters.TryGetValue(CatalogId, out var account) || account == call.Account;

    [GeneratedRegex("^[a-zA-Z0-9_@-]{1,127}$")]
    private static partial Regex NamePattern();
}
