using System.Text.RegularExpressions;

namespace Weir.ContractGen;

/// <summary>
/// The real names of shapes, which the minified models lack: read from the package's TypeScript declarations, which are
/// machine-made and therefore regular.
/// </summary>
internal sealed partial class Typings
{
    private readonly Dictionary<string, string> _aliases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, string>> _interfaces = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string? Input, string? Output)> _operations = new(StringComparer.Ordinal);

    public Typings(string text)
    {
        Dictionary<string, string>? members = null;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var trimmed = line.Trim();
            if (trimmed.StartsWith('*') || trimmed.StartsWith("/*"))
            {
                continue;
            }

            var code = trimmed.ToString();
            if (InterfaceLine().Match(code) is { Success: true } opening)
            {
                members = _interfaces[opening.Groups[1].Value] = new(StringComparer.Ordinal);
            }
            else if (code == "}")
            {
                members = null;
            }
            else if (members is not null && MemberLine().Match(code) is { Success: true } member)
            {
                members[member.Groups[1].Value] = member.Groups[2].Value;
            }
            else if (AliasLine().Match(code) is { Success: true } alias)
            {
                _aliases[alias.Groups[1].Value] = alias.Groups[2].Value;
            }
            else if (OperationLine().Match(code) is { Success: true } operation)
            {
                _operations[operation.Groups[1].Value] = (Plain(operation.Groups[2].Value), Plain(operation.Groups[3].Value));
            }
        }
    }

    /// <summary>The names of an operation's input and output shapes; null where it has none.</summary>
    public (string? Input, string? Output) Operation(string operation)
    {
        var method = char.ToLowerInvariant(operation[0]) + operation[1..];
        return _operations.GetValueOrDefault(method);
    }

    /// <summary>The type of a structure's member; null when unknown.</summary>
    public string? Member(string type, string member)
    {
        if (_interfaces.GetValueOrDefault(type)?.TryGetValue(member, out var found) == true)
        {
            return found;
        }

        return _aliases.TryGetValue(type, out var alias) && EventStream().Match(alias) is { Success: true } events
            ? EventMember().Matches(events.Groups[1].Value)
                .Where(match => match.Groups[1].Value == member).Select(match => match.Groups[2].Value).FirstOrDefault()
            : null;
    }

    /// <summary>The type of a list's element or a map's value; null when unknown.</summary>
    public string? Element(string type)
    {
        if (!_aliases.TryGetValue(type, out var alias))
        {
            return null;
        }

        return alias.EndsWith("[]", StringComparison.Ordinal) ? alias[..^2]
            : MapAlias().Match(alias) is { Success: true } map ? map.Groups[1].Value
            : null;
    }

    private static string? Plain(string type) => type == "{}" ? null : type[(type.LastIndexOf('.') + 1)..];

    [GeneratedRegex(@"^export interface (\w+) \{$")]
    private static partial Regex InterfaceLine();

    [GeneratedRegex("""^['"]?([^'"?:]+)['"]?\??: ?([^;]+);$""")]
    private static partial Regex MemberLine();

    [GeneratedRegex(@"^export type (\w+) = (.+);$")]
    private static partial Regex AliasLine();

    [GeneratedRegex(@"^(\w+)\(params: ([\w.]+|\{\}), callback\?: .*\): Request<([\w.]+|\{\}), AWSError>;$")]
    private static partial Regex OperationLine();

    [GeneratedRegex(@"^\{\[key: string\]: ?(\w+)\}$")]
    private static partial Regex MapAlias();

    [GeneratedRegex(@"^EventStream<\{(.*)\}>$")]
    private static partial Regex EventStream();

    [GeneratedRegex(@"(\w+)\?:(\w+)")]
    private static partial Regex EventMember();
}
