using System.Security.Cryptography;
using System.Text;
using Weir.Kernel.Core;
using Weir.Kernel.Identity.Signatures;
using static Weir.Kernel.Identity.Tests.SignatureCases;

namespace Weir.Kernel.Identity.Tests;

/// <summary>S3's presigned addresses of signature version 2.</summary>
public sealed class QuerySignatureV2Tests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly long Ends = Now.AddMinutes(1).ToUnixTimeSeconds();

    [Fact]
    public void The_published_example_gives_the_published_signature()
    {
        // S3 developer guide, "Signing and authenticating REST requests", the example of query string authentication.
        var request = Request("GET", "/photos/puppy.jpg", "AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Signature=NpgCjnDzrM%2BWFzoENXmpNDUsSn8%3D&Expires=1175139620") with
        {
            HostBucket = "johnsmith",
        };

        var signature = QuerySignatureV2.Read(request)!;

        Assert.Equal("GET\n\n\n1175139620\n/johnsmith/photos/puppy.jpg", signature.StringToSign(request));
        Assert.True(signature.Matches(signature.StringToSign(request), "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"));
        Assert.False(signature.Matches(signature.StringToSign(request), "another"));
    }

    [Fact]
    public void Sub_resources_and_headers_of_amazon_are_covered_wherever_they_are()
    {
        var request = Request("PUT", "/b/k", $"uploadId=u%2F1&partNumber=2&x-amz-meta-b=two&other=1&AWSAccessKeyId={ExampleKey}&Signature=AA%3D%3D&Expires={Ends}", ("x-amz-meta-a", " one "), ("Content-Type", "text/plain"));

        Assert.Equal(
            $"PUT\n\ntext/plain\n{Ends}\nx-amz-meta-a:one\nx-amz-meta-b:two\n/b/k?partNumber=2&uploadId=u/1",
            QuerySignatureV2.Read(request)!.StringToSign(request));
    }

    [Fact]
    public void A_good_one_is_its_owner_s_and_a_bad_one_nobody_s()
    {
        Assert.Equal("arn:aws:iam::111122223333:root", Authenticator(Now).Authenticate(Signed(ExampleSecret, Ends)).Caller.Arn);
        Assert.Equal("SignatureDoesNotMatch", Refusal(Signed("wrong", Ends)));
        Assert.Equal("AccessDenied", Refusal(Signed(ExampleSecret, Now.AddSeconds(-1).ToUnixTimeSeconds())));
        Assert.Equal("AccessDenied", Refusal(Request("GET", "/b/k", $"AWSAccessKeyId={ExampleKey}&Signature=AA&Expires=tomorrow")));
        Assert.Equal("AccessDenied", Refusal(Request("GET", "/b/k", $"AWSAccessKeyId={ExampleKey}&Signature=AA&Expires=99999999999999999")));
        Assert.Equal("InvalidAccessKeyId", Refusal(Request("GET", "/b/k", $"AWSAccessKeyId=AKIANOBODY&Signature=AA&Expires={Ends}")));
    }

    private static string Refusal(SignedRequest request) =>
        Assert.Throws<ServiceException>(() => Authenticator(Now).Authenticate(request)).Code;

    private static SignedRequest Signed(string secret, long ends)
    {
        var signature = Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"GET\n\n\n{ends}\n/b/k")));
        return Request("GET", "/b/k", $"AWSAccessKeyId={ExampleKey}&Signature={Uri.EscapeDataString(signature)}&Expires={ends}");
    }

    private static SignedRequest Request(string method, string path, string query, params (string, string)[] headers) =>
        new() { Method = method, RawPath = path, RawQuery = query, Headers = Headers([("Host", "s3.localhost"), .. headers]) };
}
