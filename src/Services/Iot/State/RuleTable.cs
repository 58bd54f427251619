using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Weir.Engines.Sql;
using Weir.Kernel.State;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Rules;

namespace Weir.Services.Iot.State;

/// <summary>All topic rules, and the compiled ones of each realm. Safe from any thread.</summary>
internal sealed class RuleTable(IStateStore store, RuleCompiler compiler, ILogger<RuleTable> logger)
{
    private readonly StateTable<RuleState> _rules = new("iot_rules", IotJson.Default.RuleState);
    private readonly ConcurrentDictionary<string, RuleSet> _compiled = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    public IStateStore Store { get; } = store;

    /// <summary>The rules that run in a realm.</summary>
    public RuleSet Of(string realm) => _compiled.TryGetValue(realm, out var rules) ? rules : Load(realm);

    public RuleState? Find(IStateReader state, IotRealm realm, string name) => _rules.Find(state, realm.Key(name));

    public RuleState Require(IStateReader state, IotRealm realm, string name) =>
        Find(state, realm, name) ?? throw IotErrors.RuleUnknown(name);

    public List<RuleState> List(IotRealm realm) =>
        Store.Read(state => _rules.Scan(state, realm.Prefix()).Select(entry => entry.Value).ToList());

    /// <summary>Changes rules in one transaction; from its commit on they are what runs.</summary>
    public async ValueTask ChangeAsync(
        IotRealm realm, string name, Func<IStateWriter, RuleState?> change, CancellationToken cancellationToken)
    {
        await Store.WriteAsync(
            writer =>
            {
                if (change(writer) is { } rule)
                {
                    _rules.Put(writer, realm.Key(name), rule);
                }
                else
                {
                    _rules.Delete(writer, realm.Key(name));
                }

                return true;
            },
            cancellationToken);
        Load(realm.Name);
    }

    private RuleSet Load(string realm)
    {
        lock (_gate)
        {
            var compiled = new List<CompiledRule>();
            foreach (var rule in List(IotRealm.Parse(realm)).Where(rule => rule.Payload.RuleDisabled != true))
            {
                try
                {
                    compiled.Add(compiler.Compile(IotRealm.Parse(realm), rule));
                }
                catch (Exception broken) when (broken is SqlException or Kernel.Core.ServiceException)
                {
                    logger.RuleBroken(rule.Name, realm, broken.Message);
                }
            }

            return _compiled[realm] = new(compiled);
        }
    }
}
