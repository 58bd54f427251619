using System.Collections.Immutable;
using System.Text.Json;
using Weir.Kernel.Core;

namespace Weir.Kernel.Identity.Policies;

/// <summary>Reads the JSON policy language, refusing what IAM refuses in IAM's words.</summary>
internal sealed class PolicyReader(PolicyKind kind)
{
    private const string CurrentVersion = "2012-10-17";
    private const int DepthMax = 8;

    private bool _hasVariables;

    public PolicyDocument Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new() { MaxDepth = DepthMax });
            return Read(document.RootElement);
        }
        catch (JsonException)
        {
            throw new PolicySyntaxException("This policy contains invalid Json");
        }
    }

    private PolicyDocument Read(JsonElement root)
    {
        Require(root.ValueKind == JsonValueKind.Object, "This policy contains invalid Json");
        var version = root.TryGetProperty("Version", out var stated) ? Text(stated) : "2008-10-17";
        Require(version is CurrentVersion or "2008-10-17", "The policy document must be version 2012-10-17 or 2008-10-17.");
        _hasVariables = version == CurrentVersion;
        foreach (var property in root.EnumerateObject())
        {
            Require(property.Name is "Version" or "Id" or "Statement", "Syntax errors in policy.");
        }

        Require(root.TryGetProperty("Statement", out var statements), "Syntax errors in policy.");
        var elements = statements.ValueKind == JsonValueKind.Array ? statements.EnumerateArray().ToArray() : [statements];
        Require(elements.Length > 0 || kind != PolicyKind.Identity, "Syntax errors in policy.");
        var read = elements.Select(Statement).ToImmutableArray();
        var sids = read.Where(statement => statement.Sid is { Length: > 0 }).Select(statement => statement.Sid!).ToList();
        Require(
            sids.Distinct(StringComparer.Ordinal).Count() == sids.Count, "Statement IDs (SID) in a single policy must be unique.");
        return new(read);
    }

    private PolicyStatement Statement(JsonElement element, int index)
    {
        Require(element.ValueKind == JsonValueKind.Object, "Syntax errors in policy.");
        foreach (var property in element.EnumerateObject())
        {
            Require(
                property.Name is "Sid" or "Effect" or "Principal" or "NotPrincipal" or "Action" or "NotAction" or "Resource"
                    or "NotResource" or "Condition",
                "Syntax errors in policy.");
        }

        Require(element.TryGetProperty("Effect", out var effect), "Missing required field Effect");
        var effectText = Text(effect);
        Require(effectText is "Allow" or "Deny", $"Invalid effect: {effectText}");
        var (actions, isNotAction) = Either(element, "Action", "NotAction");
        Require(actions is not null, kind == PolicyKind.Trust ? "Missing required field Action" : "Policy statement must contain actions.");
        var (resources, isNotResource) = Either(element, "Resource", "NotResource");
        Require(kind != PolicyKind.Identity || resources is not null, "Policy statement must contain resources.");
        Require(kind != PolicyKind.Trust || resources is null, "Has prohibited field Resource");
        var (principals, isNotPrincipal) = Principals(element);
        return new()
        {
            Index = index,
            Sid = element.TryGetProperty("Sid", out var sid) ? Text(sid) : null,
            IsAllow = effectText == "Allow",
            Principals = principals,
            IsNotPrincipal = isNotPrincipal,
            Actions = [.. actions!.Value.Select(Action)],
            IsNotAction = isNotAction,
            Resources = resources is { } all ? [.. all.Select(Resource)] : [],
            IsNotResource = isNotResource,
            Conditions = element.TryGetProperty("Condition", out var conditions) ? Conditions(conditions) : [],
        };
    }

    private (PolicyPrincipals?, bool IsNot) Principals(JsonElement element)
    {
        var isNot = element.TryGetProperty("NotPrincipal", out var stated);
        var isThere = element.TryGetProperty("Principal", out var plain);
        if (kind == PolicyKind.Identity)
        {
            Require(!isThere && !isNot, "Policy document should not specify a principal.");
            return (null, false);
        }

        Require(isThere != isNot, "Missing required field Principal");
        stated = isThere ? plain : stated;
        if (stated.ValueKind == JsonValueKind.String)
        {
            Require(stated.GetString() == "*", $"Invalid principal in policy: \"{stated.GetString()}\"");
            return (new([("*", "*")]), isNot);
        }

        Require(stated.ValueKind == JsonValueKind.Object, "Invalid principal in policy");
        var all = ImmutableArray.CreateBuilder<(string, string)>();
        foreach (var property in stated.EnumerateObject())
        {
            Require(property.Name is "AWS" or "Service" or "Federated" or "CanonicalUser" or "*", $"Invalid principal in policy: {property.Name}");
            foreach (var value in Texts(property.Value))
            {
                var isKnown = property.Name != "AWS" || value == "*" || IsAccount(value) || Arn.TryParse(value, out _)
                    || value.StartsWith("AIDA", StringComparison.Ordinal) || value.StartsWith("AROA", StringComparison.Ordinal);
                Require(isKnown, $"Invalid principal in policy: \"AWS\":\"{value}\"");
                all.Add((property.Name, value));
            }
        }

        return (new(all.ToImmutable()), isNot);
    }

    private static bool IsAccount(string value) => value.Length == 12 && !value.AsSpan().ContainsAnyExceptInRange('0', '9');

    private PolicyPattern Action(string action)
    {
        Require(
            action == "*" || action.IndexOf(':', StringComparison.Ordinal) > 0,
            "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
        return new(action, hasVariables: false);
    }

    private PolicyPattern Resource(string resource)
    {
        // Policies on resources may name them by a shorter form; identity policies may not.
        var isArn = resource.StartsWith("arn:", StringComparison.Ordinal) || resource.AsSpan().IndexOfAny('*', '?', '$') == 0;
        Require(isArn || kind != PolicyKind.Identity, $"Resource {resource} must be in ARN format or \"*\".");
        return new(resource, _hasVariables);
    }

    private ImmutableArray<PolicyCondition> Conditions(JsonElement element)
    {
        Require(element.ValueKind == JsonValueKind.Object, "Syntax errors in policy.");
        var all = ImmutableArray.CreateBuilder<PolicyCondition>();
        foreach (var operation in element.EnumerateObject())
        {
            var (quantifier, rest) = Quantifier(operation.Name);
            var isIfExists = rest.EndsWith("IfExists", StringComparison.OrdinalIgnoreCase);
            rest = isIfExists ? rest[..^"IfExists".Length] : rest;
            var found = ConditionOperator.Find(rest);
            Require(found is not null, $"Invalid Condition type : {operation.Name}.");
            Require(operation.Value.ValueKind == JsonValueKind.Object, "Syntax errors in policy.");
            foreach (var key in operation.Value.EnumerateObject())
            {
                Require(
                    key.Name.Contains(':', StringComparison.Ordinal),
                    "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
                all.Add(new()
                {
                    Key = key.Name,
                    Operator = found!,
                    Quantifier = quantifier,
                    IsIfExists = isIfExists,
                    Values = [.. Texts(key.Value).Select(value => new PolicyPattern(value, _hasVariables, found!.HasWildcards))],
                });
            }
        }

        return all.ToImmutable();
    }

    private static (ConditionQuantifier, string Operation) Quantifier(string name)
    {
        const string Any = "ForAnyValue:";
        const string All = "ForAllValues:";
        return name.StartsWith(Any, StringComparison.OrdinalIgnoreCase) ? (ConditionQuantifier.ForAnyValue, name[Any.Length..])
            : name.StartsWith(All, StringComparison.OrdinalIgnoreCase) ? (ConditionQuantifier.ForAllValues, name[All.Length..])
            : (ConditionQuantifier.None, name);
    }

    private static (ImmutableArray<string>?, bool IsNot) Either(JsonElement element, string name, string notName)
    {
        var isPlain = element.TryGetProperty(name, out var plain);
        var isNot = element.TryGetProperty(notName, out var negated);
        Require(!(isPlain && isNot), "Syntax errors in policy.");
        if (!isPlain && !isNot)
        {
            return (null, false);
        }

        var texts = Texts(isPlain ? plain : negated);
        Require(!texts.IsEmpty, "Syntax errors in policy.");
        return (texts, isNot);
    }

    private static ImmutableArray<string> Texts(JsonElement element) => element.ValueKind == JsonValueKind.Array
        ? [.. element.EnumerateArray().Select(Text)]
        : [Text(element)];

    private static string Text(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString()!,
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Number => element.GetRawText(),
        _ => throw new PolicySyntaxException("Syntax errors in policy."),
    };

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new PolicySyntaxException(message);
        }
    }
}
