namespace Weir.Kernel.Log.Tests;

public sealed class LogVerifierTests
{
    [Fact]
    public void A_sound_log_has_no_findings()
    {
        var harness = Filled();

        Assert.Empty(LogVerifier.Verify(harness.Disk, LogHarness.Root, repair: false, default));
    }

    [Fact]
    public void Repair_takes_out_the_damaged_batch_alone()
    {
        var harness = Filled();
        harness.Disk.Corrupt("/data/log/a/00000000000000000000.log", 70, 0x01);

        var finding = Assert.Single(LogVerifier.Verify(harness.Disk, LogHarness.Root, repair: false, default));
        Assert.Equal((LogFindingKind.Damage, 0L, false), (finding.Kind, finding.Position, finding.IsRepaired));
        Assert.NotEmpty(LogVerifier.Verify(harness.Disk, LogHarness.Root, repair: true, default).ToList());
        Assert.Empty(LogVerifier.Verify(harness.Disk, LogHarness.Root, repair: false, default));

        harness.Restart();
        Assert.Equal(Enumerable.Range(1, 29).Select(at => ((long)at, $"v{at}")), LogHarness.ReadAll(harness.Open(), 0));
        Assert.Contains("/data/log/a/00000000000000000000.log.damaged", harness.Disk.Files());
    }

    [Fact]
    public void A_torn_end_is_told_from_damage_and_a_lost_index_is_rebuilt()
    {
        var harness = Filled();
        var last = harness.Disk.Files().Last(name => name.EndsWith(".log"));
        using (var file = harness.Disk.Open(last, create: false))
        {
            file.Write(new byte[40], file.Length);
        }

        harness.Disk.DeleteFile("/data/log/a/00000000000000000000.index");

        var kinds = LogVerifier.Verify(harness.Disk, LogHarness.Root, repair: true, default).Select(finding => finding.Kind).ToList();

        Assert.Equal([LogFindingKind.Index, LogFindingKind.TornTail], kinds);
        Assert.Empty(LogVerifier.Verify(harness.Disk, LogHarness.Root, repair: false, default));
    }

    private static LogHarness Filled()
    {
        var harness = new LogHarness(options: new() { SegmentBytes = 800 });
        for (var at = 0; at < 30; at++)
        {
            harness.Append(harness.Open(), $"v{at}");
        }

        return harness;
    }
}
