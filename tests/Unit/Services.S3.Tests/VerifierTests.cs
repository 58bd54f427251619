using Weir.Kernel.State;

namespace Weir.Services.S3.Tests;

public sealed class VerifierTests : IDisposable
{
    private readonly S3Fixture _s3 = new();

    public void Dispose() => _s3.Dispose();

    [Fact]
    public async Task Damage_is_told_by_the_object_it_hits()
    {
        await _s3.CreateAsync("lake");
        await _s3.PutAsync("lake", "good", "good");
        await _s3.PutAsync("lake", "bad/한", "content");
        Assert.Empty(await FindingsAsync(isRepair: false));

        using (var lease = await _s3.Store.LeaseAsync(_s3.Call, "lake", ["bad/한"], default))
        {
            File.WriteAllText(lease.Paths[0], "CONTENT");
        }

        var finding = Assert.Single(await FindingsAsync(isRepair: true));
        Assert.Equal(("s3://lake/bad/한", false), (finding.Where, finding.IsRepaired));
        Assert.Contains("checksum", finding.What, StringComparison.Ordinal);
    }

    private async Task<List<S3Finding>> FindingsAsync(bool isRepair)
    {
        var findings = new List<S3Finding>();
        await foreach (var finding in S3Module.VerifyAsync(_s3.DataDirectory, _s3.Get<IStateStore>(), isRepair, default))
        {
            findings.Add(finding);
        }

        return findings;
    }
}
