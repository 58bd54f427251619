namespace Weir.Kernel.Wire.Tests;

public sealed class RestTableTests
{
    private readonly RestTable _table = new(TestApi.S3());

    [Theory]
    [InlineData("GET /", "ListBuckets")]
    [InlineData("PUT /bucket", "CreateBucket")]
    [InlineData("PUT /bucket/", "CreateBucket")]
    [InlineData("GET /bucket", "ListObjects")]
    [InlineData("GET /bucket/?prefix=a", "ListObjects")]
    [InlineData("GET /bucket?list-type=2&prefix=a", "ListObjectsV2")]
    [InlineData("GET /bucket?list-type=1", "ListObjects")]
    [InlineData("GET /bucket?location", "GetBucketLocation")]
    [InlineData("GET /bucket?location=", "GetBucketLocation")]
    [InlineData("GET /bucket?analytics", "ListBucketAnalyticsConfigurations")]
    [InlineData("GET /bucket?analytics&id=1", "GetBucketAnalyticsConfiguration")]
    [InlineData("GET /bucket?lifecycle", "GetBucketLifecycleConfiguration")]
    [InlineData("GET /bucket/key", "GetObject")]
    [InlineData("GET /bucket/key?x-id=GetObject&partNumber=1", "GetObject")]
    [InlineData("GET /bucket/key?uploadId=u", "ListParts")]
    [InlineData("GET /bucket/key?acl", "GetObjectAcl")]
    [InlineData("HEAD /bucket/a/b/c", "HeadObject")]
    [InlineData("PUT /bucket/key", "PutObject")]
    [InlineData("PUT /bucket/key?partNumber=1&uploadId=u", "UploadPart")]
    [InlineData("PUT /bucket/key?partNumber=1", "PutObject")]
    [InlineData("PUT /bucket/key copy", "CopyObject")]
    [InlineData("PUT /bucket/key?partNumber=1&uploadId=u copy", "UploadPartCopy")]
    [InlineData("POST /bucket/key?uploads", "CreateMultipartUpload")]
    [InlineData("POST /bucket/key?uploadId=u", "CompleteMultipartUpload")]
    [InlineData("PATCH /bucket/key", null)]
    [InlineData("POST /bucket", null)]
    public void An_address_finds_its_operation(string request, string? operation)
    {
        var words = request.Split(' ');
        var target = words[1].Split('?');
        var query = QueryParameters.Parse(target.ElementAtOrDefault(1) ?? "");

        var found = _table.Find(words[0], target[0], query, header => words.Length > 2 && header == "x-amz-copy-source");

        Assert.Equal(operation, found?.Operation.Name);
    }

    [Theory]
    [InlineData("/bucket/key", "key")]
    [InlineData("/bucket/a/b", "a/b")]
    [InlineData("/bucket/a//b/", "a//b/")]
    [InlineData("/bucket/../b", "../b")]
    [InlineData("/bucket//a", "/a")]
    [InlineData("/bucket/a%2Fb", "a/b")]
    [InlineData("/bucket/a%20b+c", "a b+c")]
    [InlineData("/bucket/%E6%BC%A2%25", "漢%")]
    [InlineData("/bucket/%zz%2", "%zz%2")]
    public void A_key_is_decoded_exactly(string path, string key)
    {
        var found = _table.Find("GET", path, QueryParameters.Empty, _ => false)!.Value;

        Assert.Equal("GetObject", found.Operation.Name);
        Assert.Equal(key, found.Labels["Key"]);
        Assert.Equal("bucket", found.Labels["Bucket"]);
    }

    [Theory]
    [InlineData("bucket.s3.localhost", "bucket")]
    [InlineData("my.bucket.s3.us-east-1.amazonaws.com", "my.bucket")]
    [InlineData("bucket.s3.amazonaws.com", "bucket")]
    [InlineData("bucket.s3-us-west-2.amazonaws.com", "bucket")]
    [InlineData("bucket.localhost", "bucket")]
    [InlineData("a.s3.b.s3.localhost", "a.s3.b")]
    [InlineData("s3.localhost", null)]
    [InlineData("s3.us-east-1.localhost", null)]
    [InlineData("localhost", null)]
    [InlineData("127.0.0.1", null)]
    [InlineData("s3.us-east-1.amazonaws.com", null)]
    public void A_host_may_hold_the_bucket(string host, string? bucket) => Assert.Equal(bucket, BucketHost.BucketOf(host));

    [Theory]
    [InlineData("AWS4-HMAC-SHA256 Credential=AK/20260101/us-east-1/kinesis/aws4_request, SignedHeaders=host, Signature=0", "kinesis")]
    [InlineData("AWS4-ECDSA-P256-SHA256 Credential=AK/20260101/s3/aws4_request, SignedHeaders=host, Signature=0", "s3")]
    [InlineData("AWS AK:signature", "s3")]
    [InlineData("Basic abc", "")]
    [InlineData("AWS4-HMAC-SHA256 Credential=", "")]
    [InlineData(null, "")]
    public void The_scope_names_the_service(string? authorization, string service) =>
        Assert.Equal(service, SignatureScope.ServiceOf(authorization, QueryParameters.Empty));
}
