using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Weir.Engines.Sql.Planning;

/// <summary>Writes plans: as text, as JSON, as a graph.</summary>
internal sealed class PlanText(PlanExpressions expressions)
{
    public const string Unknown = "Estimates: {rows: ? (?), cpu: ?, memory: ?, network: ?}";

    private static readonly string[] Costs = ["outputRowCount", "outputSizeInBytes", "cpuCost", "memoryCost", "networkCost"];

    private int _ids;

    /// <param name="notes">Lines to stand below a node, beside its own.</param>
    public string Tree(PlanNode root, string indent = "", Func<PlanNode, IEnumerable<string>>? notes = null)
    {
        var output = new StringBuilder();
        Write(root, indent, indent, notes, output);
        return output.ToString();
    }

    public string Distributed(IReadOnlyList<PlanFragment> fragments, Func<PlanNode, IEnumerable<string>>? notes = null, Func<PlanFragment, IEnumerable<string>>? totals = null)
    {
        var output = new StringBuilder();
        foreach (var fragment in fragments)
        {
            output.Append(CultureInfo.InvariantCulture, $"Fragment {fragment.Id} [{fragment.Partitioning}]\n");
            foreach (var line in totals?.Invoke(fragment) ?? [])
            {
                output.Append("    ").Append(line).Append('\n');
            }

            output.Append("    Output layout: ").Append(Names(fragment.Root)).Append('\n');
            output.Append("    Output partitioning: ").Append(fragment.Output).Append('\n');
            output.Append(Tree(fragment.Root, "    ", notes)).Append('\n');
        }

        return output.ToString();
    }

    public string Json(PlanNode root) => Json(writer => Node(root, writer));

    public string Json(IReadOnlyList<PlanFragment> fragments) => Json(writer =>
    {
        writer.WriteStartObject();
        foreach (var fragment in fragments)
        {
            writer.WritePropertyName(fragment.Id.ToString(CultureInfo.InvariantCulture));
            Node(fragment.Root, writer);
        }

        writer.WriteEndObject();
    });

    public string Graph(PlanNode root) => Graph("logical_plan", [new(0, "SINGLE", root, "")]);

    public string Graph(string name, IReadOnlyList<PlanFragment> fragments)
    {
        var (nodes, edges) = (new StringBuilder(), new StringBuilder());
        var roots = new Dictionary<int, int>();
        var sources = new List<(int Node, string Fragments)>();
        foreach (var fragment in fragments)
        {
            nodes.Append(CultureInfo.InvariantCulture, $"subgraph cluster_{fragment.Id} {{\nlabel = \"{fragment.Partitioning}\"\n");
            roots[fragment.Id] = Graph(fragment.Root, nodes, edges, sources);
            nodes.Append("}\n");
        }

        foreach (var (node, ids) in sources)
        {
            edges.Append(CultureInfo.InvariantCulture, $"plannode_{node} -> plannode_{roots[int.Parse(ids.Trim('[', ']'), CultureInfo.InvariantCulture)]};\n");
        }

        return $"digraph {name} {{\n{nodes}{edges}}}\n";
    }

    public static string Json(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new() { Indented = true, MaxDepth = 10_000 }))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    public static void Estimate(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var cost in Costs)
        {
            writer.WriteString(cost, "NaN");
        }

        writer.WriteEndObject();
    }

    private void Write(PlanNode node, string head, string rest, Func<PlanNode, IEnumerable<string>>? notes, StringBuilder output)
    {
        var bar = rest + (node.Children.IsEmpty ? "    " : "│   ");
        output.Append(head).Append(node.Label).Append('\n');
        output.Append(bar).Append("Layout: ").Append(Layout(node)).Append('\n');
        foreach (var line in (notes?.Invoke(node) ?? [Unknown]).Concat(node.Details))
        {
            output.Append(bar).Append(line).Append('\n');
        }

        for (var i = 0; i < node.Children.Length; i++)
        {
            var last = i == node.Children.Length - 1;
            Write(node.Children[i], rest + (last ? "└─ " : "├─ "), rest + (last ? "   " : "│  "), notes, output);
        }
    }

    private void Node(PlanNode node, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("id", (++_ids).ToString(CultureInfo.InvariantCulture));
        writer.WriteString("name", node.Name);
        writer.WriteStartObject("descriptor");
        foreach (var (key, value) in node.Descriptor)
        {
            writer.WriteString(key, value);
        }

        writer.WriteEndObject();
        writer.WriteStartArray("outputs");
        foreach (var symbol in node.Outputs)
        {
            writer.WriteStartObject();
            writer.WriteString("symbol", expressions.Name(symbol));
            writer.WriteString("type", symbol.Type.ToString());
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("details");
        foreach (var line in node.Details)
        {
            writer.WriteStringValue(line);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("estimates");
        Estimate(writer);
        writer.WriteEndArray();
        writer.WriteStartArray("children");
        foreach (var child in node.Children)
        {
            Node(child, writer);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private int Graph(PlanNode node, StringBuilder nodes, StringBuilder edges, List<(int Node, string Fragments)> sources)
    {
        var id = ++_ids;
        var label = node.Label.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        foreach (var special in "{}<>|")
        {
            label = label.Replace(special.ToString(), $"\\{special}", StringComparison.Ordinal);
        }

        nodes.Append(CultureInfo.InvariantCulture, $"plannode_{id}[label=\"{{{label}}}\", style=\"rounded, filled\", shape=record, fillcolor={Color(node.Name)}];\n");
        if (node.Name == "RemoteSource")
        {
            sources.Add((id, node.Descriptor[0].Value));
        }

        foreach (var child in node.Children)
        {
            edges.Append(CultureInfo.InvariantCulture, $"plannode_{id} -> plannode_{Graph(child, nodes, edges, sources)};\n");
        }

        return id;
    }

    private static string Color(string name) => name switch
    {
        "TableScan" => "deepskyblue",
        "Values" => "deepskyblue",
        "Filter" => "yellow",
        "Project" => "bisque",
        "Aggregate" => "chartreuse3",
        "TopN" or "Sort" => "darksalmon",
        "Window" => "darkolivegreen4",
        "Union" => "turquoise4",
        "Limit" => "gray83",
        "Unnest" or "CrossJoin Unnest" or "LeftJoin Unnest" => "crimson",
        _ when name.EndsWith("Join", StringComparison.Ordinal) => "orange",
        _ => "white",
    };

    private string Layout(PlanNode node) => $"[{string.Join(", ", node.Outputs.Select(symbol => $"{expressions.Name(symbol)}:{symbol.Type}"))}]";

    private string Names(PlanNode node) => $"[{string.Join(", ", node.Outputs.Select(expressions.Name))}]";
}
