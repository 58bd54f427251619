using Weir.Engines.Sql.Iot;
using Weir.Services.Iot.Domain;

namespace Weir.Services.Iot.Rules;

/// <summary>A rule ready to run.</summary>
internal sealed record CompiledRule
{
    public required IotRealm Realm { get; init; }
    public required string Name { get; init; }
    public required IotQuery Query { get; init; }
    public required RuleAction[] Actions { get; init; }
    public RuleAction? ErrorAction { get; init; }

    public string Arn => Realm.Arn($"rule/{Name}");
}
