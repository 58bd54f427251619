namespace Weir.Kernel.Core;

/// <summary>An Amazon Resource Name: <c>arn:aws:service:region:account:resource</c>.</summary>
/// <remarks>Source: AWS General Reference, "Amazon Resource Names". The resource part may itself hold colons.</remarks>
public readonly record struct Arn(string Service, string Region, string Account, string Resource)
{
    public const string Partition = "aws";

    public override string ToString() => $"arn:{Partition}:{Service}:{Region}:{Account}:{Resource}";

    /// <summary>Reads an ARN of any AWS partition; false when the text is not one.</summary>
    public static bool TryParse(string? text, out Arn arn)
    {
        arn = default;
        if (text is null || !text.StartsWith("arn:", StringComparison.Ordinal))
        {
            return false;
        }

        var parts = text.Split(':', 6);
        if (parts.Length != 6 || parts[1].Length == 0 || parts[2].Length == 0 || parts[5].Length == 0)
        {
            return false;
        }

        arn = new(parts[2], parts[3], parts[4], parts[5]);
        return true;
    }

    /// <summary>The resource without its type: <c>stream/abc</c> and <c>stream:abc</c> are both <c>abc</c>.</summary>
    public string ResourceName
    {
        get
        {
            var cut = Resource.IndexOfAny(['/', ':']);
            return cut < 0 ? Resource : Resource[(cut + 1)..];
        }
    }
}
