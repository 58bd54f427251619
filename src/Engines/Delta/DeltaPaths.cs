namespace Weir.Engines.Delta;

/// <summary>Addresses of what a log names: relative to the table, or anywhere.</summary>
internal static class DeltaPaths
{
    public static string Folder(string root) => root.EndsWith('/') ? root : root + "/";

    /// <param name="path">A URI reference: percent-encoded.</param>
    public static string Resolve(string root, string path)
    {
        var decoded = Uri.UnescapeDataString(path);
        return decoded.Contains("://", StringComparison.Ordinal) || decoded.StartsWith("file:/", StringComparison.Ordinal) || decoded.StartsWith('/')
            ? decoded
            : Folder(root) + decoded;
    }
}
