using System.Globalization;
using Weir.Kernel.State;

namespace Weir.Services.Lambda.State;

/// <summary>All functions and their published versions. Safe from any thread.</summary>
internal sealed class FunctionTable(IStateStore store)
{
    private readonly StateTable<FunctionState> _functions = new("lambda_functions", LambdaJson.Default.FunctionState);
    private readonly StateTable<VersionState> _versions = new("lambda_versions", LambdaJson.Default.VersionState);

    public IStateStore Store { get; } = store;

    public FunctionState? Find(IStateReader state, string account, string region, string name) =>
        _functions.Find(state, StateKey.Of(account, region, name));

    public FunctionState? Find(string account, string region, string name) =>
        Store.Read(state => Find(state, account, region, name));

    public FunctionState Require(IStateReader state, string account, string region, string name) =>
        Find(state, account, region, name) ?? throw LambdaErrors.FunctionNotFound(FunctionState.ArnOf(account, region, name));

    public void Put(IStateWriter state, FunctionState function) =>
        _functions.Put(state, StateKey.Of(function.Account, function.Region, function.Name), function);

    /// <summary>With all its versions.</summary>
    public void Delete(IStateWriter state, FunctionState function)
    {
        _functions.Delete(state, StateKey.Of(function.Account, function.Region, function.Name));
        var versions = StateKey.Prefix(function.Account, function.Region, function.Name);
        state.DeleteRange(_versions.Space, versions, versions.Next());
    }

    public VersionState? FindVersion(IStateReader state, FunctionState function, string version) =>
        version == VersionState.LatestName ? function.Latest : _versions.Find(state, VersionKey(function, version));

    public void PutVersion(IStateWriter state, FunctionState function, VersionState version) =>
        _versions.Put(state, VersionKey(function, version.Version), version);

    public bool DeleteVersion(IStateWriter state, FunctionState function, string version) =>
        _versions.Delete(state, VersionKey(function, version));

    /// <summary>Published versions after one, in order of number.</summary>
    public IEnumerable<VersionState> Versions(IStateReader state, FunctionState function, int after)
    {
        var all = StateKey.Prefix(function.Account, function.Region, function.Name);
        var from = VersionKey(function, (after + 1).ToString(CultureInfo.InvariantCulture));
        return _versions.Scan(state, from, all.Next()).Select(entry => entry.Value);
    }

    public IEnumerable<FunctionState> List(IStateReader state, string account, string region, string? after)
    {
        var from = after is null ? StateKey.Prefix(account, region) : StateKey.Prefix(account, region, after);
        return _functions.Scan(state, from, StateKey.Prefix(account, region).Next()).Select(entry => entry.Value);
    }

    /// <summary>The hashes of all code that something still refers to.</summary>
    public HashSet<string> CodeInUse() => Store.Read(state => _functions.Scan(state, default).Select(entry => entry.Value.Latest.CodeHash)
        .Concat(_versions.Scan(state, default).Select(entry => entry.Value.CodeHash)).ToHashSet(StringComparer.Ordinal));

    /// <summary>Numbers sort as numbers.</summary>
    private static StateKey VersionKey(FunctionState function, string version) =>
        StateKey.Of(function.Account, function.Region, function.Name, version.PadLeft(10, '0'));
}
