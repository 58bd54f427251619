using System.Collections.Concurrent;

namespace Weir.Kernel.Wire;

/// <summary>All APIs that the modules serve, found the ways requests name them. Safe from any thread.</summary>
internal sealed class ApiCatalog
{
    private readonly ConcurrentDictionary<ServiceApi, RestTable> _tables = new();
    private readonly Dictionary<string, ServiceApi> _byTarget = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<ServiceApi>> _bySigningName = new(StringComparer.Ordinal);
    private readonly List<ServiceApi> _all;

    public ApiCatalog(IEnumerable<IServiceModule> modules)
    {
        _all = [.. modules.SelectMany(module => module.Apis)];
        foreach (var api in _all)
        {
            if (api.TargetPrefix is { } prefix)
            {
                _byTarget[prefix] = api;
            }

            foreach (var name in api.SigningAliases.Prepend(api.SigningName))
            {
                if (!_bySigningName.TryGetValue(name, out var same))
                {
                    _bySigningName[name] = same = [];
                }

                same.Add(api);
            }
        }
    }

    public ServiceApi? ByTarget(string prefix) => _byTarget.GetValueOrDefault(prefix);

    public IReadOnlyList<ServiceApi> BySigningName(string service) =>
        _bySigningName.TryGetValue(service, out var found) ? found : [];

    /// <summary>The Query API of a version that has the action: all that an unsigned request tells.</summary>
    public ServiceApi? ByQuery(string? version, string action) => _all.Find(api =>
        (api.Protocol is ApiProtocol.Query or ApiProtocol.Ec2 || api.IsQueryCompatible)
        && (version is null || api.ApiVersion == version)
        && api.Find(action) is not null);

    /// <summary>APIs whose clients may come with another kind of authorization than a signature, which is refused in their own words.</summary>
    public IEnumerable<ServiceApi> WithErrorObject => _all.Where(api => api.HasErrorObject);

    public RestTable TableOf(ServiceApi api) => _tables.GetOrAdd(api, static each => new(each));
}
