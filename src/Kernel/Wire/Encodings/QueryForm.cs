using System.Globalization;

namespace Weir.Kernel.Wire;

/// <summary>Turns the dotted names of a Query request into a tree: <c>Tag.2.Key=a</c>.</summary>
internal static class QueryForm
{
    public static TreeNode Tree(IEnumerable<KeyValuePair<string, string>> fields)
    {
        var root = new TreeNode("");
        var known = new Dictionary<string, TreeNode>(StringComparer.Ordinal);
        var count = 0;
        foreach (var (name, value) in fields)
        {
            if (++count > WireLimits.FormFieldsMax)
            {
                throw new MalformedMessageException($"The request has more than {WireLimits.FormFieldsMax} parameters");
            }

            Place(root, known, name).Text = value;
        }

        return root;
    }

    /// <summary>The numbered children in their numbers' order, which need not be the sender's.</summary>
    public static IReadOnlyList<TreeNode> Numbered(TreeNode? node)
    {
        if (node is null)
        {
            return [];
        }

        var numbered = new List<(int Number, TreeNode Node)>();
        foreach (var child in node.Children)
        {
            if (int.TryParse(child.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                numbered.Add((number, child));
            }
        }

        numbered.Sort((left, right) => left.Number.CompareTo(right.Number));
        return numbered.ConvertAll(each => each.Node);
    }

    private static TreeNode Place(TreeNode root, Dictionary<string, TreeNode> known, string name)
    {
        var node = root;
        var start = 0;
        for (var depth = 0; start <= name.Length; depth++)
        {
            if (depth == WireLimits.NestingMax)
            {
                throw new MalformedMessageException($"The parameter {name[..64]} has too many parts");
            }

            var stop = name.IndexOf('.', start);
            stop = stop < 0 ? name.Length : stop;
            var path = name[..stop];
            if (!known.TryGetValue(path, out var child))
            {
                child = known[path] = new(name[start..stop]);
                node.Add(child);
            }

            node = child;
            start = stop + 1;
        }

        return node;
    }
}
