namespace Weir.Tests.Support;

/// <summary>Places in the checkout that the tests run from.</summary>
public static class Repository
{
    /// <summary>The folder of <c>global.json</c>.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>A real data set beside the checkout; the test is skipped where there is none.</summary>
    public static string SharedData(params string[] parts)
    {
        var path = Path.Combine([Path.GetDirectoryName(Root)!, "shared", "data", .. parts]);
        if (!File.Exists(path) && !Directory.Exists(path))
        {
            Assert.Skip($"the data set is not here: shared/data/{string.Join('/', parts)}");
        }

        return path;
    }

    private static string Find(string from) =>
        File.Exists(Path.Combine(from, "global.json")) ? from : Find(Path.GetDirectoryName(from)!);
}
