namespace Weir.Kernel.Wire;

/// <summary>Reads shapes from the parameters of a Query request.</summary>
/// <param name="root">From <see cref="QueryForm.Tree"/>.</param>
/// <param name="missing">Collects what is missing.</param>
/// <param name="isCompatible">The names a JSON service once had in the Query protocol (SQS).</param>
internal sealed class QueryShapeReader(TreeNode root, MissingMembers missing, bool isCompatible) : TreeShapeReader(root, missing)
{
    protected override TreeNode? Member(TreeNode structure, MemberSchema member)
    {
        if (isCompatible)
        {
            return member.QueryName is { } name
                ? structure.Find(name) ?? structure.Find(member.Name)
                : structure.Find(member.Name);
        }

        return structure.Find(member is { Kind: ShapeKind.List, IsFlattened: true, Element.HasWireName: true }
            ? member.Element.WireName
            : member.WireName);
    }

    protected override IReadOnlyList<TreeNode> Elements(TreeNode parent, TreeNode own, MemberSchema list) =>
        QueryForm.Numbered(list.IsFlattened ? own : own.Find(list.Element!.WireName));

    protected override IReadOnlyList<TreeNode> Entries(TreeNode parent, TreeNode own, MemberSchema map) =>
        QueryForm.Numbered(map.IsFlattened ? own : own.Find("entry"));

    protected override string KeyName(MemberSchema map) =>
        isCompatible ? map.QueryKey ?? "Name" : map.Key!.WireName;

    protected override string ValueName(MemberSchema map) => isCompatible ? "Value" : map.Element!.WireName;
}
