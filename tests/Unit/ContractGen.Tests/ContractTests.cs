namespace Weir.ContractGen.Tests;

public sealed class ContractTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("contracts-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Requests_and_nested_shapes_have_their_names()
    {
        var code = Generate("Kinesis", "[kinesis-2013-12-02]\nPutRecords # the hot path\n\nDescribeStream\n");

        Assert.Contains("internal sealed record PutRecordsRequest :", code, StringComparison.Ordinal);
        Assert.Contains("public required IReadOnlyList<PutRecordsRequestEntry> Records { get; init; }", code, StringComparison.Ordinal);
        Assert.Contains("public required ReadOnlyMemory<byte> Data { get; init; }", code, StringComparison.Ordinal);
        Assert.Contains("public required StreamDescription StreamDescription { get; init; }", code, StringComparison.Ordinal);
        Assert.Contains("new OperationBinding<global::Weir.Services.Kinesis.Operations.PutRecords, ", code, StringComparison.Ordinal);
        Assert.Contains("new(\"DeleteStream\"),", code, StringComparison.Ordinal);
    }

    [Fact]
    public void An_operation_without_input_or_output_still_has_its_records()
    {
        var code = Generate("Sts", "[sts-2011-06-15]\nGetCallerIdentity\n");

        Assert.Contains("record GetCallerIdentityRequest :", code, StringComparison.Ordinal);
        Assert.Contains("record GetCallerIdentityResponse :", code, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shape_named_like_a_type_of_NET_wins_by_an_alias() => Assert.Contains(
        "global using Environment = Weir.Services.Lambda.Model.Environment;",
        Generate("Lambda", "[lambda-2015-03-31]\nCreateFunction\n"),
        StringComparison.Ordinal);

    [Fact]
    public void A_property_may_not_be_named_like_its_record() => Assert.DoesNotContain(
        "sealed record Destination : IShape<Destination>\n{\n    public string? Destination ",
        Generate("S3", "[s3-2006-03-01]\nPutBucketReplication\n"),
        StringComparison.Ordinal);

    [Fact]
    public void Streams_and_events_have_their_types()
    {
        var code = Generate("S3", "[s3-2006-03-01]\nPutObject\nSelectObjectContent\n");

        Assert.Contains("public Stream? Body { get; init; }", code, StringComparison.Ordinal);
        Assert.Contains("public IAsyncEnumerable<SelectObjectContentEventStream>? Payload { get; init; }", code, StringComparison.Ordinal);
        Assert.Contains("RequiredHeaders = [\"x-amz-copy-source\"]", code, StringComparison.Ordinal);
    }

    [Fact]
    public void An_operation_that_the_model_lacks_comes_from_the_additions() => Assert.Contains(
        "public required IAsyncEnumerable<SubscribeToShardEventStream> EventStream { get; init; }",
        Generate("Kinesis", "[kinesis-2013-12-02]\nGetRecords\nSubscribeToShard\n"),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("PutRecord\n", "before the first")]
    [InlineData("[kinesis-2013-12-02]\nPutRecrod\n", "has no operation PutRecrod")]
    [InlineData("[kinesis-2013-12-02]\nPutRecord\nPutRecord\n", "listed twice")]
    [InlineData("[kinesis-1999-01-01]\nPutRecord\n", "no model")]
    public void A_mistake_in_the_list_is_named_with_its_line(string text, string problem)
    {
        var error = Assert.Throws<GeneratorException>(() => Generate("Kinesis", text));

        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.Contains("operations.txt(", error.Place, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_written_anew_when_nothing_changed()
    {
        Generate("Sts", "[sts-2011-06-15]\nGetCallerIdentity\n");
        var old = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var files = _folder.GetFiles("*.g.cs", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        Array.ForEach(files, file => file.LastWriteTimeUtc = old);

        Generate("Sts", "[sts-2011-06-15]\nGetCallerIdentity\n");

        Assert.All(_folder.GetFiles("*.g.cs", SearchOption.AllDirectories), file => Assert.Equal(old, file.LastWriteTimeUtc));
    }

    private string Generate(string service, string operations)
    {
        var list = Path.Combine(_folder.FullName, "operations.txt");
        File.WriteAllText(list, operations);
        var folder = Path.Combine(_folder.FullName, "out");
        ContractFiles.Write(Models.Library, OperationsFile.Read(list), service, folder);
        return string.Concat(Directory.EnumerateFiles(folder, "*.g.cs").Order(StringComparer.Ordinal).Select(File.ReadAllText));
    }
}
