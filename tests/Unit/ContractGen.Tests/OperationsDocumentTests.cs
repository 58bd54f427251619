using Weir.Tests.Support;

namespace Weir.ContractGen.Tests;

public sealed class OperationsDocumentTests
{
    /// <summary>When this fails: <c>./build docs</c>.</summary>
    [Fact]
    public void The_list_of_operations_is_current() => Assert.Equal(
        OperationsDocument.Text(Models.Library, Path.Combine(Repository.Root, "src", "Services")),
        File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md")));
}

internal static class Models
{
    public static ModelLibrary Library { get; } = ModelLibrary.Open(Path.Combine(Repository.Root, "models"));
}
