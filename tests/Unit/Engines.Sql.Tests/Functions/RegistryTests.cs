using Weir.Engines.Sql.Functions;

namespace Weir.Engines.Sql.Tests.Functions;

public sealed class RegistryTests
{
    [Fact]
    public void Every_signature_reads_and_names_only_its_own_arguments()
    {
        var signatures = Registry.Signatures.ToList();

        Assert.True(signatures.Count > 300);
        foreach (var signature in signatures)
        {
            for (var i = signature.Parameters.Length; i < 9; i++)
            {
                Assert.DoesNotContain($"{{{i}}}", signature.Template, StringComparison.Ordinal);
            }
        }
    }
}
