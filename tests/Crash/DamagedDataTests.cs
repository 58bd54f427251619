using Weir.Tests.Support;

namespace Weir.Crash.Tests;

/// <summary>Damage on disk is found, named by file and place, kept from spreading, and repaired where there is something to repair from.</summary>
public sealed class DamagedDataTests : IAsyncLifetime
{
    private const string Fill = """
        kinesis, s3 = client("kinesis"), client("s3")
        s3.create_bucket(Bucket="lake")
        s3.put_object(Bucket="lake", Key="kept", Body=b"k" * 10000)
        s3.put_object(Bucket="lake", Key="hurt", Body=b"h" * 10000)
        for name in ("first", "second"):
            kinesis.create_stream(StreamName=name, ShardCount=1)
            for number in range(5):
                kinesis.put_record(StreamName=name, Data=b"%s-%d" % (name.encode(), number), PartitionKey="a")
        """;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("weir-damage-");

    private string Data => _directory.FullName;

    private string StateFile => Path.Combine(Data, "state.db");

    public async ValueTask InitializeAsync()
    {
        await using var server = await ServerProcess.StartAsync(Data);
        await server.Clients.RunBadInputAsync(Fill);
        Assert.Equal(0, await server.StopAsync());
        Assert.Equal(0, (await VerifyAsync()).Exit);
    }

    public ValueTask DisposeAsync()
    {
        _directory.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_damaged_segment_is_named_by_who_reads_it_and_loses_one_batch_in_repair(bool hasIndex)
    {
        var segment = Segment("first");
        Flip(segment, 100); // in the second record's batch
        if (!hasIndex)
        {
            File.Delete(Path.ChangeExtension(segment, ".index")); // as after a kill: opening reads the whole segment
        }

        await using (var server = await ServerProcess.StartAsync(Data))
        {
            await server.Clients.RunBadInputAsync("""
                fails(lambda: read_stream("first"), "InternalFailure", 500)
                assert [data.decode() for data in read_stream("second")] == [f"second-{number}" for number in range(5)]
                assert sorted(objects("lake")) == ["hurt", "kept"]
                """);
            Assert.Contains(segment, server.Log, StringComparison.Ordinal);
            Assert.Contains("weir verify --repair", server.Log, StringComparison.Ordinal);
            Assert.Equal(0, await server.StopAsync());
        }

        var (exit, output) = await VerifyAsync();
        Assert.True(exit == 1, output);
        Assert.Contains($"wrong  {segment} at byte ", output, StringComparison.Ordinal);
        (exit, output) = await VerifyAsync("--repair");
        Assert.True(exit == 0, output);
        Assert.Contains($"repaired  {segment}", output, StringComparison.Ordinal);
        Assert.True(File.Exists(segment + ".damaged"));
        Assert.Equal(0, (await VerifyAsync()).Exit);

        await using var repaired = await ServerProcess.StartAsync(Data);
        await repaired.Clients.RunBadInputAsync("""
            assert [data.decode() for data in read_stream("first")] == ["first-0", "first-2", "first-3", "first-4"], read_stream("first")
            client("kinesis").put_record(StreamName="first", Data=b"later", PartitionKey="a")
            assert read_stream("first")[-1] == b"later"
            """);
    }

    [Theory]
    [InlineData("header")]
    [InlineData("page")]
    [InlineData("cut")]
    public async Task A_damaged_state_file_keeps_the_program_from_starting_and_is_named(string damage)
    {
        var bytes = await File.ReadAllBytesAsync(StateFile, TestContext.Current.CancellationToken);
        switch (damage)
        {
            case "header":
                "garbage!garbage!"u8.CopyTo(bytes);
                break;
            case "page":
                bytes.AsSpan(bytes.Length / 2).Fill(0xEE);
                break;
            case "cut":
                bytes = bytes[..10_000];
                break;
        }

        await File.WriteAllBytesAsync(StateFile, bytes, TestContext.Current.CancellationToken);

        var (exit, output, error) = await ProgramRun.ToEndAsync(Data, "serve", "--data-dir", Data, "--port", "0", "--mqtt-port", "0", "--mqtts-port", "0");
        Assert.True(exit == 2, $"{exit} {output}{error}");
        var line = Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(StateFile, line, StringComparison.Ordinal);
        Assert.Contains("weir verify", line, StringComparison.Ordinal);

        foreach (var flags in (string[][])[[], ["--repair"]])
        {
            var (found, text) = await VerifyAsync(flags);
            Assert.True(found == 1, text);
            Assert.Contains($"wrong  {StateFile}", text, StringComparison.Ordinal);
        }

        // Nobody wrote to it or beside it: what can be saved from it by other means still can.
        Assert.Equal(bytes, await File.ReadAllBytesAsync(StateFile, TestContext.Current.CancellationToken));
        Assert.Equal(2, Directory.GetFiles(Path.Combine(Data, "objects"), "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task A_damaged_object_is_named_by_its_address()
    {
        var files = Directory.GetFiles(Path.Combine(Data, "objects"), "*", SearchOption.AllDirectories);
        Flip(files.Single(file => File.ReadAllBytes(file)[0] == (byte)'h'), 5_000);

        var (exit, output) = await VerifyAsync();

        Assert.True(exit == 1, output);
        Assert.Contains("s3://lake/hurt: its content has changed", output, StringComparison.Ordinal);
        Assert.DoesNotContain("s3://lake/kept", output, StringComparison.Ordinal);
    }

    private string Segment(string stream) => Directory.GetFiles(Path.Combine(Data, "log", "kinesis"), "*.log", SearchOption.AllDirectories)
        .Single(file => file.Contains($"/{stream}.", StringComparison.Ordinal));

    private static void Flip(string file, int at)
    {
        var bytes = File.ReadAllBytes(file);
        bytes[at] ^= 0xFF;
        File.WriteAllBytes(file, bytes);
    }

    private async Task<(int Exit, string Output)> VerifyAsync(params string[] flags)
    {
        var (exit, output, error) = await ProgramRun.ToEndAsync(Data, ["verify", "--data-dir", Data, .. flags]);
        return (exit, output + error);
    }
}
