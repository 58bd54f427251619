namespace Weir.Kernel.Wire;

/// <summary>Reads shapes from XML.</summary>
internal sealed class XmlShapeReader(TreeNode root, MissingMembers missing) : TreeShapeReader(root, missing)
{
    protected override TreeNode? Member(TreeNode structure, MemberSchema member)
    {
        if (!member.IsXmlAttribute)
        {
            return structure.Find(FlatName(member));
        }

        // The model names an attribute with its prefix: xsi:type.
        var name = member.WireName[(member.WireName.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return structure.Attributes?.TryGetValue(name, out var value) == true ? new(name) { Text = value } : null;
    }

    protected override IReadOnlyList<TreeNode> Elements(TreeNode parent, TreeNode own, MemberSchema list) =>
        list.IsFlattened ? parent.FindAll(FlatName(list)) : own.FindAll(list.Element!.WireName);

    protected override IReadOnlyList<TreeNode> Entries(TreeNode parent, TreeNode own, MemberSchema map) =>
        map.IsFlattened ? parent.FindAll(map.WireName) : own.FindAll("entry");

    protected override string KeyName(MemberSchema map) => map.Key!.WireName;

    protected override string ValueName(MemberSchema map) => map.Element!.WireName;

    private static string FlatName(MemberSchema member) =>
        member is { IsFlattened: true, HasWireName: false, Element.HasWireName: true } ? member.Element.WireName : member.WireName;
}
