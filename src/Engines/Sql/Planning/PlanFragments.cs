using System.Collections.Immutable;
using System.Globalization;

namespace Weir.Engines.Sql.Planning;

/// <summary>A part of a distributed plan: what runs in one place.</summary>
/// <param name="Partitioning">SINGLE, HASH or SOURCE.</param>
/// <param name="Output">How its rows go on: SINGLE, HASH or BROADCAST, with the columns they are spread by.</param>
internal sealed record PlanFragment(int Id, string Partitioning, PlanNode Root, string Output);

/// <summary>Cuts a plan into fragments: where rows are gathered, spread by keys, or copied to all.</summary>
internal sealed class PlanFragments
{
    private static readonly string[] Gathering = ["Output", "Sort", "TopN", "Limit", "Offset", "EnforceSingleRow"];

    private readonly List<PlanFragment> _fragments = [];
    private int _ids;

    public static IReadOnlyList<PlanFragment> Of(PlanNode root)
    {
        var fragments = new PlanFragments();
        fragments.Add(root, "SINGLE []");
        return [.. fragments._fragments.OrderBy(fragment => fragment.Id)];
    }

    private int Add(PlanNode root, string output)
    {
        var id = _ids++;
        var partitioning = IsSingle(root) ? "SINGLE"
            : root.Name is "Aggregate" or "Window" ? "HASH"
            : root.All.Any(node => node.Scan is not null) ? "SOURCE" : "SINGLE";
        _fragments.Add(new(id, partitioning, Cut(root, partitioning), output));
        return id;
    }

    private PlanNode Cut(PlanNode node, string partitioning)
    {
        var children = ImmutableArray.CreateBuilder<PlanNode>();
        for (var i = 0; i < node.Children.Length; i++)
        {
            var child = node.Children[i];
            var reads = child.All.Any(part => part.Scan is not null);
            var output = !reads ? null
                : node.Name is "Aggregate" && Keys(node) is { } keys ? $"HASH {keys}"
                : partitioning == "SINGLE" && IsSingle(node) && !IsSingle(child) ? "SINGLE []"
                : i > 0 && node.Name is not ("Union" or "Intersect" or "Except") ? "BROADCAST []"
                : null;
            children.Add(output is null ? Cut(child, partitioning) : Remote(child, output));
        }

        return node with { Children = children.ToImmutable() };
    }

    private PlanNode Remote(PlanNode child, string output)
    {
        var id = Add(child, output);
        return new PlanNode("RemoteSource", child.Outputs)
        {
            Descriptor = [("sourceFragmentIds", string.Create(CultureInfo.InvariantCulture, $"[{id}]"))],
            Rows = child.Rows,
        };
    }

    private static bool IsSingle(PlanNode node) =>
        Gathering.Contains(node.Name) || (node.Name is "Aggregate" && Keys(node) is null) || (node.Name == "Window" && node.Descriptor[0].Value == "[]");

    private static string? Keys(PlanNode node) => node.Descriptor.FirstOrDefault(pair => pair.Key == "keys").Value;

    private static IEnumerable<PlanNode> Local(PlanNode node) => node.All;
}
