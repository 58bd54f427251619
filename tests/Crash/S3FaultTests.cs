using System.Text.Json;
using Weir.Tests.Support;

namespace Weir.Crash.Tests;

/// <summary>The server dies in the middle of storing an object: what it acknowledged is whole, what it did not is whole or absent.</summary>
public sealed class S3FaultTests : IAsyncLifetime
{
    private const string Put = """
        s3 = client("s3", config=Config(retries={"max_attempts": 0}))
        acknowledged = []
        try:
            for number in range(20):
                s3.put_object(Bucket="lake", Key="k%d" % (number % 5), Body=(b"%d" % number) * 100000)
                acknowledged.append(number)
        except Exception:
            pass
        print(json.dumps(acknowledged))
        """;

    private const string Read = """
        s3 = client("s3")
        print(json.dumps({o["Key"]: s3.get_object(Bucket="lake", Key=o["Key"])["Body"].read().decode() for o in s3.list_objects_v2(Bucket="lake").get("Contents", [])}))
        """;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("weir-s3-fault-");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _directory.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [Trait("feature", "s3.core")]
    [InlineData("s3.before-rename:8")]
    [InlineData("s3.after-rename:8")]
    [InlineData("s3.after-commit:8")]
    public async Task An_object_is_whole_or_absent_whenever_the_process_dies(string fault)
    {
        List<int> acknowledged;
        await using (var doomed = await ServerProcess.StartAsync(_directory.FullName, fault: fault))
        {
            (await doomed.Clients.AwsAsync("s3", "mb", "s3://lake")).Ok();
            acknowledged = JsonSerializer.Deserialize<List<int>>((await doomed.Clients.PythonAsync(Put)).Ok())!;
            Assert.True(await doomed.WaitForExitAsync(TimeSpan.FromSeconds(30)), doomed.Log);
        }

        Assert.Equal(Enumerable.Range(0, 7), acknowledged);
        await using var next = await ServerProcess.StartAsync(_directory.FullName);
        var found = JsonSerializer.Deserialize<Dictionary<string, string>>((await next.Clients.PythonAsync(Read)).Ok())!;
        var isLastCommitted = fault.StartsWith("s3.after-commit", StringComparison.Ordinal);
        for (var slot = 0; slot < 5; slot++)
        {
            var last = Enumerable.Range(0, isLastCommitted ? 8 : 7).Last(number => number % 5 == slot);
            Assert.Equal(string.Concat(Enumerable.Repeat($"{last}", 100_000)), found[$"k{slot}"]);
        }

        // The file that the crash left behind is collected; those of the five objects stay.
        var objects = Path.Combine(_directory.FullName, "objects");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (Directory.GetFiles(objects, "*", SearchOption.AllDirectories).Length != 5)
        {
            await Task.Delay(100, patience.Token);
        }

        Assert.Equal(0, await next.StopAsync());
    }
}
