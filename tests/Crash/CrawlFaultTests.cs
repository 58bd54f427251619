using Weir.Tests.Support;

namespace Weir.Crash.Tests;

/// <summary>The server dies while a crawler writes its findings, or while a partition index is filled.</summary>
public sealed class CrawlFaultTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Argument: what to start. A bucket with 450 folders, a crawler for them, and a table with 1,200 partitions.</summary>
    private const string Start = """
        glue, s3, iam = client("glue"), client("s3"), client("iam")
        anything = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})
        trust = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "glue.amazonaws.com"}, "Action": "sts:AssumeRole"}]})
        role = iam.create_role(RoleName="crawler", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
        iam.put_role_policy(RoleName="crawler", PolicyName="all", PolicyDocument=anything)
        glue.create_database(DatabaseInput={"Name": "lake"})
        if sys.argv[1] == "crawl":
            s3.create_bucket(Bucket="lake")
            for n in range(450):
                s3.put_object(Bucket="lake", Key=f"t/n={n}/a.csv", Body=b"id,v\n1,2\n")
            glue.create_crawler(Name="c", Role=role, DatabaseName="lake", Targets={"S3Targets": [{"Path": "s3://lake/t/"}]})
            glue.start_crawler(Name="c")
        else:
            glue.create_table(DatabaseName="lake", TableInput={"Name": "t", "PartitionKeys": [{"Name": "a", "Type": "int"}, {"Name": "b", "Type": "int"}], "StorageDescriptor": {}})
            for a in range(120):
                glue.batch_create_partition(DatabaseName="lake", TableName="t", PartitionInputList=[{"Values": [str(a), str(b)]} for b in range(10)])
            glue.create_partition_index(DatabaseName="lake", TableName="t", PartitionIndex={"IndexName": "i", "Keys": ["b"]})
        """;

    private const string CrawlAgain = """
        import time
        glue = client("glue")
        died = glue.get_crawler(Name="c")["Crawler"]
        assert died["State"] == "READY" and died["LastCrawl"]["Status"] == "FAILED" and "stopped" in died["LastCrawl"]["ErrorMessage"], died
        glue.start_crawler(Name="c")
        while glue.get_crawler(Name="c")["Crawler"]["State"] != "READY":
            time.sleep(0.05)
        assert glue.get_crawler(Name="c")["Crawler"]["LastCrawl"]["Status"] == "SUCCEEDED"
        assert [c["State"] for c in glue.list_crawls(CrawlerName="c")["Crawls"]] == ["COMPLETED", "FAILED"]
        assert len(glue.get_tables(DatabaseName="lake")["TableList"]) == 1
        pages = glue.get_paginator("get_partitions").paginate(DatabaseName="lake", TableName="t")
        assert sorted(int(p["Values"][0]) for page in pages for p in page["Partitions"]) == list(range(450))
        """;

    private const string AskIndex = """
        import time
        glue = client("glue")
        while glue.get_partition_indexes(DatabaseName="lake", TableName="t")["PartitionIndexDescriptorList"][0]["IndexStatus"] != "ACTIVE":
            time.sleep(0.05)
        pages = glue.get_paginator("get_partitions").paginate(DatabaseName="lake", TableName="t", Expression="b = 7")
        assert sorted(int(p["Values"][0]) for page in pages for p in page["Partitions"]) == list(range(120))
        """;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("weir-crawl-fault-");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _directory.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [Trait("feature", "glue.crawlers")]
    [InlineData("glue.crawl-table", "crawl")]
    [InlineData("glue.crawl-partitions:2", "crawl")]
    [InlineData("glue.before-crawl-end", "crawl")]
    [InlineData("glue.index-piece", "index")]
    public async Task The_catalog_is_whole_again_after_the_process_died_at(string fault, string work)
    {
        IReadOnlyDictionary<string, int> ports;
        await using (var doomed = await ServerProcess.StartAsync(_directory.FullName, fault: fault))
        {
            ports = doomed.PortFlags();
            _ = await doomed.Clients.PythonAsync(Start, work); // its last answer may die with the server
            Assert.True(await doomed.WaitForExitAsync(Patience), $"the point was never reached\n{doomed.Log}");
        }

        await using var next = await ServerProcess.StartAsync(_directory.FullName, ports);
        (await next.Clients.PythonAsync(work == "crawl" ? CrawlAgain : AskIndex)).Ok();
    }
}
