using System.Text.Json;

namespace Weir.Engines.Discovery.Files;

/// <summary>The paths JSON classifiers use: <c>$</c>, names, indexes and <c>[*]</c>.</summary>
public sealed class JsonPaths
{
    private readonly IReadOnlyList<Step> _steps;

    private JsonPaths(IReadOnlyList<Step> steps) => _steps = steps;

    /// <summary>Null when the text is no such path.</summary>
    public static JsonPaths? Parse(string path)
    {
        var text = path.Trim();
        if (!text.StartsWith('$'))
        {
            return null;
        }

        var steps = new List<Step>();
        var at = 1;
        while (at < text.Length)
        {
            var step = text[at] == '.' ? Name(text, ref at) : text[at] == '[' ? Bracket(text, ref at) : null;
            if (step is null || steps.Count > DiscoveryLimits.DepthMax)
            {
                return null;
            }

            steps.Add(step);
        }

        return new(steps);
    }

    /// <summary>The values the path finds in a document.</summary>
    public IEnumerable<JsonElement> Find(JsonElement root) =>
        _steps.Aggregate(Enumerable.Repeat(root, 1), (found, step) => found.SelectMany(value => step.Of(value)));

    private static Step? Name(string text, ref int at)
    {
        var start = ++at;
        while (at < text.Length && text[at] is not ('.' or '['))
        {
            at++;
        }

        var name = text[start..at];
        return name.Length == 0 ? null : name == "*" ? new Step.All() : new Step.Named(name);
    }

    private static Step? Bracket(string text, ref int at)
    {
        var end = text.IndexOf(']', at);
        if (end < 0)
        {
            return null;
        }

        var inside = text[(at + 1)..end].Trim();
        at = end + 1;
        if (inside == "*")
        {
            return new Step.All();
        }

        return inside.Length > 2 && inside[0] is '\'' or '"' && inside[^1] == inside[0] ? new Step.Named(inside[1..^1])
            : int.TryParse(inside, out var index) && index >= 0 ? new Step.Indexed(index)
            : null;
    }

    private abstract record Step
    {
        public abstract IEnumerable<JsonElement> Of(JsonElement value);

        internal sealed record Named(string Name) : Step
        {
            public override IEnumerable<JsonElement> Of(JsonElement value) =>
                value.ValueKind == JsonValueKind.Object && value.TryGetProperty(Name, out var found) ? [found] : [];
        }

        internal sealed record Indexed(int Index) : Step
        {
            public override IEnumerable<JsonElement> Of(JsonElement value) =>
                value.ValueKind == JsonValueKind.Array && Index < value.GetArrayLength() ? [value[Index]] : [];
        }

        internal sealed record All : Step
        {
            public override IEnumerable<JsonElement> Of(JsonElement value) => value.ValueKind switch
            {
                JsonValueKind.Array => value.EnumerateArray(),
                JsonValueKind.Object => value.EnumerateObject().Select(property => property.Value),
                _ => [],
            };
        }
    }
}
