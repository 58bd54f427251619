using Microsoft.Extensions.DependencyInjection;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire.Fuzzing;

namespace Weir.Kernel.Wire.Tests;

/// <summary>An API as the generator would describe it.</summary>
internal sealed class TestApi(string signingName, ApiProtocol protocol, params OperationSchema[] operations) : ServiceApi
{
    public override string ModelId => $"{signingName}-2026-01-01";

    public override string FullName => signingName;

    public override string ServiceId => signingName;

    public override string SigningName => signingName;

    public override string EndpointPrefix => signingName;

    public override ApiProtocol Protocol => protocol;

    public override string ApiVersion => "2026-01-01";

    public override string? TargetPrefix => protocol == ApiProtocol.Json ? $"{signingName}_20260101" : null;

    public override string? XmlNamespace => protocol == ApiProtocol.Query ? "https://example.com/doc/" : null;

    public override bool IsQueryCompatible => IsCompatible;

    public bool IsCompatible { get; init; }

    public override int BodyBytesMax => 4096;

    protected override OperationSchema[] CreateOperations() => operations;

    /// <summary>The addresses of S3 that are hard to tell apart.</summary>
    public static TestApi S3() => new(
        "s3",
        ApiProtocol.RestXml,
        new("ListBuckets") { HttpMethod = "GET", RequestUri = "/" },
        new("CreateBucket") { HttpMethod = "PUT", RequestUri = "/{Bucket}" },
        new("ListObjects") { HttpMethod = "GET", RequestUri = "/{Bucket}" },
        new("ListObjectsV2") { HttpMethod = "GET", RequestUri = "/{Bucket}?list-type=2" },
        new("GetBucketLocation") { HttpMethod = "GET", RequestUri = "/{Bucket}?location" },
        new("GetBucketAnalyticsConfiguration") { HttpMethod = "GET", RequestUri = "/{Bucket}?analytics", RequiredQuery = ["id"] },
        new("ListBucketAnalyticsConfigurations") { HttpMethod = "GET", RequestUri = "/{Bucket}?analytics" },
        new("GetBucketLifecycle") { HttpMethod = "GET", RequestUri = "/{Bucket}?lifecycle", IsDeprecated = true },
        new("GetBucketLifecycleConfiguration") { HttpMethod = "GET", RequestUri = "/{Bucket}?lifecycle" },
        new("GetObject") { HttpMethod = "GET", RequestUri = "/{Bucket}/{Key+}" },
        new("ListParts") { HttpMethod = "GET", RequestUri = "/{Bucket}/{Key+}", RequiredQuery = ["uploadId"] },
        new("GetObjectAcl") { HttpMethod = "GET", RequestUri = "/{Bucket}/{Key+}?acl" },
        new("HeadObject") { HttpMethod = "HEAD", RequestUri = "/{Bucket}/{Key+}" },
        new("CopyObject") { HttpMethod = "PUT", RequestUri = "/{Bucket}/{Key+}", RequiredHeaders = ["x-amz-copy-source"] },
        new("PutObject") { HttpMethod = "PUT", RequestUri = "/{Bucket}/{Key+}" },
        new("UploadPart") { HttpMethod = "PUT", RequestUri = "/{Bucket}/{Key+}", RequiredQuery = ["partNumber", "uploadId"] },
        new("UploadPartCopy")
        {
            HttpMethod = "PUT",
            RequestUri = "/{Bucket}/{Key+}",
            RequiredQuery = ["partNumber", "uploadId"],
            RequiredHeaders = ["x-amz-copy-source"],
        },
        new("CreateMultipartUpload") { RequestUri = "/{Bucket}/{Key+}?uploads" },
        new("CompleteMultipartUpload") { RequestUri = "/{Bucket}/{Key+}", RequiredQuery = ["uploadId"] });

    /// <summary>One operation that answers what it was asked, and one that is not built.</summary>
    public static TestApi Echoing(string service, ApiProtocol protocol, bool isCompatible = false) => new(
        service,
        protocol,
        new("Echo") { RequestUri = "/echo", Binding = new OperationBinding<Echo, FuzzShape, FuzzShape>() },
        new("Later") { RequestUri = "/later" })
    {
        IsCompatible = isCompatible,
    };
}

/// <summary>Answers its request, or fails as the request's text says.</summary>
internal sealed class Echo : IOperation<FuzzShape, FuzzShape>
{
    public string Resource(CallContext call, FuzzShape request) => "arn:aws:test:::echo";

    public ValueTask<FuzzShape> HandleAsync(CallContext call, FuzzShape request, CancellationToken cancellationToken) => request.Text switch
    {
        "refuse" => throw new ServiceException("ThingNotFoundException", "no <thing>", 404)
        {
            Members = new Dictionary<string, string> { ["Thing"] = "x" },
            QueryCode = "Legacy.NoThing",
        },
        "break" => throw new InvalidOperationException("a secret of ours"),
        _ => ValueTask.FromResult(request),
    };
}

internal sealed class TestModule(params ServiceApi[] apis) : IServiceModule
{
    public string Name => "test";

    public IReadOnlyList<ServiceApi> Apis => apis;

    public void Register(IServiceCollection services) => services.AddSingleton<Echo>();
}
