using Microsoft.Extensions.Primitives;
using Weir.Kernel.Identity.Signatures;
using static Weir.Kernel.Identity.Tests.SignatureCases;

namespace Weir.Kernel.Identity.Tests;

/// <summary>Signatures that AWS computed and published.</summary>
public sealed class PublishedSignatureTests
{
    private const string SuiteKey = "AKIDEXAMPLE";
    private const string SuiteSecret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static readonly DateTimeOffset SuiteTime = new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("GET", "/", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("GET", "//", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("GET", "/./", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("GET", "/example/..", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("GET", "/example1/example2/../..", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("GET", "/ሴ", "", "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85")]
    [InlineData("GET", "/", "Param2=value2&Param1=value1", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500")]
    [InlineData("POST", "/", "", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")]
    public void The_signature_suite_verifies(string method, string path, string query, string signature)
    {
        var request = new SignedRequest
        {
            Method = method,
            RawPath = path,
            RawQuery = query,
            Headers = Headers(
                ("Host", "example.amazonaws.com"),
                ("X-Amz-Date", "20150830T123600Z"),
                ("Authorization", Authorization(SuiteKey, "20150830/us-east-1/service/aws4_request", "host;x-amz-date", signature))),
        };

        var proven = Authenticator(SuiteTime, SuiteKey, SuiteSecret).Authenticate(request);

        Assert.Equal("service", proven.Service);
        Assert.Equal("us-east-1", proven.Region);
        Assert.Equal(SuiteKey, proven.AccessKeyId);
        Assert.Equal("arn:aws:iam::111122223333:root", proven.Caller.Arn);
    }

    [Fact]
    public void White_space_in_header_values_is_folded()
    {
        var request = new SignedRequest
        {
            Method = "GET",
            RawPath = "/",
            Headers = Headers(
                ("Host", "example.amazonaws.com"),
                ("My-Header1", " value1"),
                ("My-Header2", " \"a   b   c\""),
                ("X-Amz-Date", "20150830T123600Z"),
                ("Authorization", Authorization(
                    SuiteKey,
                    "20150830/us-east-1/service/aws4_request",
                    "host;my-header1;my-header2;x-amz-date",
                    "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"))),
        };

        Assert.Equal(SuiteKey, Authenticator(SuiteTime, SuiteKey, SuiteSecret).Authenticate(request).AccessKeyId);
    }

    [Fact]
    public void Several_values_of_one_header_are_joined_in_their_order()
    {
        var headers = Headers(
            ("Host", "example.amazonaws.com"),
            ("X-Amz-Date", "20150830T123600Z"),
            ("Authorization", Authorization(
                SuiteKey,
                "20150830/us-east-1/service/aws4_request",
                "host;my-header1;x-amz-date",
                "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01")));
        headers["My-Header1"] = new StringValues(["value4", "value1", "value3", "value2"]);

        var request = new SignedRequest { Method = "GET", RawPath = "/", Headers = headers };

        Assert.Equal(SuiteKey, Authenticator(SuiteTime, SuiteKey, SuiteSecret).Authenticate(request).AccessKeyId);
    }

    [Fact]
    public void The_documented_ListUsers_request_verifies()
    {
        var request = new SignedRequest
        {
            Method = "GET",
            RawPath = "/",
            RawQuery = "Action=ListUsers&Version=2010-05-08",
            Headers = Headers(
                ("Host", "iam.amazonaws.com"),
                ("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"),
                ("X-Amz-Date", "20150830T123600Z"),
                ("Authorization", Authorization(
                    SuiteKey,
                    "20150830/us-east-1/iam/aws4_request",
                    "content-type;host;x-amz-date",
                    "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"))),
        };

        Assert.Equal("iam", Authenticator(SuiteTime, SuiteKey, SuiteSecret).Authenticate(request).Service);
    }

    [Theory]
    [InlineData("lifecycle", "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543")]
    [InlineData("max-keys=2&prefix=J", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7")]
    public void Documented_S3_requests_on_a_bucket_verify(string query, string signature)
    {
        var request = new SignedRequest
        {
            Method = "GET",
            RawPath = "/",
            RawQuery = query,
            Headers = Headers(
                ("Host", "examplebucket.s3.amazonaws.com"),
                ("x-amz-content-sha256", EmptyHash),
                ("x-amz-date", "20130524T000000Z"),
                ("Authorization", Authorization(
                    ExampleKey, "20130524/us-east-1/s3/aws4_request", "host;x-amz-content-sha256;x-amz-date", signature))),
        };

        var proven = Authenticator(S3Documented).Authenticate(request);

        Assert.Equal(PayloadMode.SignedHash, proven.Payload);
        Assert.Equal(EmptyHash, proven.PayloadHash);
    }

    [Fact]
    public void The_documented_S3_GET_verifies()
    {
        var request = new SignedRequest
        {
            Method = "GET",
            RawPath = "/test.txt",
            Headers = Headers(
                ("Host", "examplebucket.s3.amazonaws.com"),
                ("Range", "bytes=0-9"),
                ("x-amz-content-sha256", EmptyHash),
                ("x-amz-date", "20130524T000000Z"),
                ("Authorization", Authorization(
                    ExampleKey,
                    "20130524/us-east-1/s3/aws4_request",
                    "host;range;x-amz-content-sha256;x-amz-date",
                    "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"))),
        };

        Assert.Equal(ExampleKey, Authenticator(S3Documented).Authenticate(request).AccessKeyId);
    }

    [Theory]
    [InlineData("/test%24file.text")]
    [InlineData("/test$file.text")]
    public void The_documented_S3_PUT_verifies_however_its_path_is_escaped(string path)
    {
        var request = new SignedRequest
        {
            Method = "PUT",
            RawPath = path,
            Body = Body("Welcome to Amazon S3."),
            Headers = Headers(
                ("Host", "examplebucket.s3.amazonaws.com"),
                ("Date", "Fri, 24 May 2013 00:00:00 GMT"),
                ("x-amz-content-sha256", "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072"),
                ("x-amz-date", "20130524T000000Z"),
                ("x-amz-storage-class", "REDUCED_REDUNDANCY"),
                ("Authorization", Authorization(
                    ExampleKey,
                    "20130524/us-east-1/s3/aws4_request",
                    "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
                    "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"))),
        };

        Assert.Equal(PayloadMode.Unsigned, Authenticator(S3Documented).Authenticate(request).Payload);
    }

    [Fact]
    public void The_documented_presigned_URL_verifies_until_it_expires()
    {
        var request = new SignedRequest
        {
            Method = "GET",
            RawPath = "/test.txt",
            RawQuery = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
                + "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
                + "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
            Headers = Headers(("Host", "examplebucket.s3.amazonaws.com")),
        };

        Assert.True(Authenticator(S3Documented.AddHours(23)).Authenticate(request).IsPresigned);
        var refusal = Assert.Throws<Core.ServiceException>(() => Authenticator(S3Documented.AddHours(25)).Authenticate(request));
        Assert.Equal("AccessDenied", refusal.Code);
        Assert.Equal("Request has expired", refusal.Message);
        Assert.Equal("86400", refusal.Members["X-Amz-Expires"]);
        Assert.Equal("2013-05-25T00:00:00Z", refusal.Members["Expires"]);
        Assert.Equal("2013-05-25T01:00:00Z", refusal.Members["ServerTime"]);
    }
}
