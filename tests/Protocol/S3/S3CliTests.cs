using System.Text.Json;

namespace Weir.Protocol.Tests.S3;

/// <summary>S3 through the AWS CLI: what people type.</summary>
public sealed class S3CliTests(WeirFixture weir) : IDisposable
{
    private readonly DirectoryInfo _local = Directory.CreateTempSubdirectory("weir-cli-");

    public void Dispose() => _local.Delete(recursive: true);

    [Fact, Trait("feature", "s3.core")]
    public async Task A_file_is_copied_there_and_back_unchanged()
    {
        var content = new byte[20_000_003];
        new Random(1).NextBytes(content);
        var up = Write("up.bin", content);
        await OkAsync("s3", "mb", "s3://cli-copy");

        await OkAsync("s3", "cp", up, "s3://cli-copy/폴더/a b.bin");
        await OkAsync("s3", "cp", "s3://cli-copy/폴더/a b.bin", Path.Combine(_local.FullName, "down.bin"));

        Assert.Equal(content, File.ReadAllBytes(Path.Combine(_local.FullName, "down.bin")));
        Assert.Contains("20000003", await OkAsync("s3", "ls", "--recursive", "s3://cli-copy"), StringComparison.Ordinal);
        Assert.Contains("PRE 폴더/", await OkAsync("s3", "ls", "s3://cli-copy"), StringComparison.Ordinal);
        await OkAsync("s3", "mv", "s3://cli-copy/폴더/a b.bin", "s3://cli-copy/moved.bin");
        await OkAsync("s3", "rb", "--force", "s3://cli-copy");
        Assert.NotEqual(0, (await weir.Clients.AwsAsync("s3", "ls", "s3://cli-copy")).ExitCode);
    }

    [Fact, Trait("feature", "s3.core")]
    public async Task A_folder_is_synchronized_and_only_changes_travel()
    {
        Write("in/one.txt", "1"u8.ToArray());
        Write("in/deep/two+2.txt", "22"u8.ToArray());
        Write("in/deep/세 번째.txt", "333"u8.ToArray());
        var from = Path.Combine(_local.FullName, "in");
        var back = Path.Combine(_local.FullName, "out");
        await OkAsync("s3", "mb", "s3://cli-sync");

        await OkAsync("s3", "sync", from, "s3://cli-sync/data");
        await OkAsync("s3", "sync", "s3://cli-sync/data", back);

        Assert.Equal("333", File.ReadAllText(Path.Combine(back, "deep", "세 번째.txt")));
        Assert.Equal("22", File.ReadAllText(Path.Combine(back, "deep", "two+2.txt")));
        Assert.Equal("", await OkAsync("s3", "sync", from, "s3://cli-sync/data"));
        File.Delete(Path.Combine(from, "one.txt"));
        Assert.Contains("delete: s3://cli-sync/data/one.txt", await OkAsync("s3", "sync", "--delete", from, "s3://cli-sync/data"), StringComparison.Ordinal);
    }

    [Fact, Trait("feature", "s3.core")]
    public async Task The_api_commands_tell_what_s3_tells()
    {
        await OkAsync("s3api", "create-bucket", "--bucket", "cli-api");
        var put = await JsonAsync("s3api", "put-object", "--bucket", "cli-api", "--key", "k", "--body", Write("k", "hello"u8.ToArray()));
        var list = await JsonAsync("s3api", "list-objects-v2", "--bucket", "cli-api");

        Assert.Equal("\"5d41402abc4b2a76b9719d911017c592\"", put.GetProperty("ETag").GetString());
        Assert.Equal("STANDARD", list.GetProperty("Contents")[0].GetProperty("StorageClass").GetString());
        var missing = await weir.Clients.AwsAsync("s3api", "get-object", "--bucket", "cli-api", "--key", "none", "/dev/null");
        Assert.Matches(@"\(NoSuchKey\) when calling the GetObject operation.*: The specified key does not exist\.", missing.Error);
        var unbuilt = await weir.Clients.AwsAsync("s3api", "put-bucket-website", "--bucket", "cli-api", "--website-configuration", "{\"IndexDocument\":{\"Suffix\":\"i\"}}");
        Assert.Contains("NotImplemented", unbuilt.Error, StringComparison.Ordinal);
        Assert.Contains("PutBucketWebsite", unbuilt.Error, StringComparison.Ordinal);
    }

    [Fact, Trait("feature", "s3.events")]
    public async Task A_notification_needs_a_queue_that_exists()
    {
        await OkAsync("s3api", "create-bucket", "--bucket", "cli-events");
        var configuration = """{"QueueConfigurations":[{"QueueArn":"arn:aws:sqs:us-east-1:000000000000:no-such-queue","Events":["s3:ObjectCreated:*"]}]}""";

        var refused = await weir.Clients.AwsAsync(
            "s3api", "put-bucket-notification-configuration", "--bucket", "cli-events", "--notification-configuration", configuration);

        Assert.Contains("(InvalidArgument)", refused.Error, StringComparison.Ordinal);
        Assert.Contains("Unable to validate the following destination configurations", refused.Error, StringComparison.Ordinal);
    }

    private async Task<string> OkAsync(params string[] arguments) =>
        (await weir.Clients.AwsAsync([.. arguments, .. arguments[0] == "s3" && arguments[1] is "cp" or "sync" or "mv" ? ["--no-progress"] : Array.Empty<string>()])).Ok();

    private async Task<JsonElement> JsonAsync(params string[] arguments) => JsonDocument.Parse(await OkAsync(arguments)).RootElement;

    private string Write(string name, byte[] content)
    {
        var path = Path.Combine(_local.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }
}
