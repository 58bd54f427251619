using Weir.Engines.Sql.Functions;
using Weir.Tests.Support;

namespace Weir.Engines.Sql.Tests.Functions;

/// <summary>docs/athena-functions.md tells what the registry holds.</summary>
public sealed class FunctionsDocumentTests
{
    [Fact]
    [Trait("feature", "athena.sql")]
    public void The_functions_document_is_current()
    {
        // Here ./build docs finds it.
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "docs"));
        File.WriteAllText(Path.Combine(folder.FullName, "athena-functions.md"), FunctionsDocument.Text());

        Assert.Equal(FunctionsDocument.Text(), File.ReadAllText(Path.Combine(Repository.Root, "docs", "athena-functions.md")));
    }

    [Theory]
    [InlineData("approx_percentile")]
    [InlineData("regexp_replace")]
    [InlineData("ST_Buffer")]
    [InlineData("classify")]
    [InlineData("json_value")]
    [InlineData("timezone_hour")]
    public void A_documented_function_is_known(string name) => Assert.True(Registry.Knows(name));
}
