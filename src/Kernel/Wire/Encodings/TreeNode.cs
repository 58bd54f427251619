namespace Weir.Kernel.Wire;

/// <summary>A message as names and texts inside each other: what XML and the Query protocol's dotted names both are.</summary>
internal sealed class TreeNode(string name)
{
    private List<TreeNode>? _children;

    /// <summary>Without any namespace prefix.</summary>
    public string Name { get; } = name;

    public string? Text { get; set; }

    public IReadOnlyList<TreeNode> Children => _children ?? [];

    /// <summary>XML attributes by local name.</summary>
    public Dictionary<string, string>? Attributes { get; set; }

    public void Add(TreeNode child) => (_children ??= []).Add(child);

    public TreeNode? Find(string name)
    {
        foreach (var child in Children)
        {
            if (child.Name == name)
            {
                return child;
            }
        }

        return null;
    }

    public IReadOnlyList<TreeNode> FindAll(string name)
    {
        var found = new List<TreeNode>();
        foreach (var child in Children)
        {
            if (child.Name == name)
            {
                found.Add(child);
            }
        }

        return found;
    }
}
