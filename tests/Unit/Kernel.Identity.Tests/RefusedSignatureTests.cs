using Weir.Kernel.Core;
using Weir.Kernel.Identity.Signatures;
using static Weir.Kernel.Identity.Tests.SignatureCases;

namespace Weir.Kernel.Identity.Tests;

public sealed class RefusedSignatureTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static SignedRequest S3Get() =>
        new() { Method = "GET", RawPath = "/b/k", Headers = Headers(("Host", "s3.localhost")) };

    private static SignedRequest Query() => new()
    {
        Method = "POST",
        RawPath = "/",
        Body = Body("Action=GetCallerIdentity&Version=2011-06-15"),
        Headers = Headers(("Host", "localhost:4566"), ("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")),
    };

    private static SignedRequest Json() => new()
    {
        Method = "POST",
        RawPath = "/",
        Body = Body("{}"),
        Headers = Headers(("Host", "localhost"), ("X-Amz-Target", "Kinesis_20131202.ListStreams"), ("Content-Type", "application/x-amz-json-1.1")),
    };

    private static SignedRequest RestJson() => new()
    {
        Method = "GET",
        RawPath = "/2015-03-31/functions/arn%3Aaws%3Alambda",
        Body = Body(""),
        Headers = Headers(("Host", "localhost")),
    };

    private static SignedRequest Of(string family) => family switch
    {
        "s3" => S3Get(),
        "sts" => Query(),
        "kinesis" => Json(),
        _ => RestJson(),
    };

    private static string? HashFor(string service) => service == "s3" ? EmptyHash : null;

    private static ServiceException Refusal(SignedRequest request, params ICredentialSource[] sources) =>
        Assert.Throws<ServiceException>(() => Authenticator(Now, more: sources).Authenticate(request));

    [Theory]
    [InlineData("s3")]
    [InlineData("sts")]
    [InlineData("kinesis")]
    [InlineData("lambda")]
    public void A_good_signature_is_accepted_and_a_dev_account_is_its_own_root(string service)
    {
        Assert.Equal("111122223333", Authenticator(Now).Authenticate(Sign(Of(service), service, Now, payloadHash: HashFor(service))).Caller.Account);
        var other = Authenticator(Now).Authenticate(Sign(Of(service), service, Now, key: "000000000042", payloadHash: HashFor(service)));
        Assert.Equal("arn:aws:iam::000000000042:root", other.Caller.Arn);
    }

    [Theory]
    [InlineData("s3", "SignatureDoesNotMatch", 403)]
    [InlineData("sts", "SignatureDoesNotMatch", 403)]
    [InlineData("kinesis", "InvalidSignatureException", 400)]
    [InlineData("lambda", "InvalidSignatureException", 403)]
    public void A_wrong_secret_is_refused(string service, string code, int status)
    {
        var refusal = Refusal(Sign(Of(service), service, Now, secret: "wrong", payloadHash: HashFor(service)));

        Assert.Equal(code, refusal.Code);
        Assert.Equal(status, refusal.HttpStatus);
        Assert.StartsWith("The request signature we calculated does not match the signature you provided.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void S3_says_what_it_expected_to_be_signed()
    {
        var refusal = Refusal(Sign(S3Get(), "s3", Now, secret: "wrong", payloadHash: EmptyHash));

        Assert.StartsWith("AWS4-HMAC-SHA256\n20260301T120000Z\n20260301/us-east-1/s3/aws4_request\n", refusal.Members["StringToSign"], StringComparison.Ordinal);
        Assert.StartsWith("GET\n/b/k\n\nhost:s3.localhost\n", refusal.Members["CanonicalRequest"], StringComparison.Ordinal);
        Assert.Equal(ExampleKey, refusal.Members["AWSAccessKeyId"]);
        Assert.Equal(64, refusal.Members["SignatureProvided"].Length);
        Assert.StartsWith("47 45 54 0a 2f 62", refusal.Members["CanonicalRequestBytes"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s3", "InvalidAccessKeyId", 403)]
    [InlineData("sts", "InvalidClientTokenId", 403)]
    [InlineData("kinesis", "UnrecognizedClientException", 400)]
    [InlineData("lambda", "UnrecognizedClientException", 403)]
    public void An_unknown_key_is_refused(string service, string code, int status)
    {
        var refusal = Refusal(Sign(Of(service), service, Now, key: "AKIANOBODY", payloadHash: HashFor(service)));

        Assert.Equal((code, status), (refusal.Code, refusal.HttpStatus));
    }

    [Theory]
    [InlineData("s3", 16, "RequestTimeTooSkewed")]
    [InlineData("s3", -16, "RequestTimeTooSkewed")]
    [InlineData("s3", 14, null)]
    [InlineData("sts", -16, "SignatureDoesNotMatch")]
    [InlineData("sts", -14, null)]
    [InlineData("kinesis", -6, "InvalidSignatureException")]
    [InlineData("kinesis", 6, "InvalidSignatureException")]
    [InlineData("kinesis", -4, null)]
    [InlineData("lambda", 6, "InvalidSignatureException")]
    public void A_clock_may_be_off_by_so_much(string service, int minutes, string? code)
    {
        var request = Sign(Of(service), service, Now.AddMinutes(minutes), payloadHash: HashFor(service));
        if (code is null)
        {
            Assert.Equal(service, Authenticator(Now).Authenticate(request).Service);
            return;
        }

        var refusal = Refusal(request);
        Assert.Equal(code, refusal.Code);
        if (service != "s3")
        {
            Assert.Contains(minutes < 0 ? "Signature expired" : "Signature not yet current", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Altered_headers_paths_queries_and_bodies_are_refused()
    {
        var header = Sign(Json(), "kinesis", Now);
        header.Headers["X-Amz-Target"] = "Kinesis_20131202.DeleteStream";
        Assert.Equal("InvalidSignatureException", Refusal(header).Code);

        Assert.Equal("InvalidSignatureException", Refusal(Sign(Json(), "kinesis", Now) with { Body = Body("{ }") }).Code);
        Assert.Equal("InvalidSignatureException", Refusal(Sign(Json(), "kinesis", Now) with { RawPath = "/x" }).Code);
        Assert.Equal("SignatureDoesNotMatch", Refusal(Sign(S3Get(), "s3", Now, payloadHash: EmptyHash) with { RawQuery = "acl" }).Code);
        Assert.Equal("SignatureDoesNotMatch", Refusal(Sign(S3Get(), "s3", Now, payloadHash: EmptyHash) with { Method = "DELETE" }).Code);
    }

    [Fact]
    public void S3_keeps_dots_and_slashes_that_other_services_normalise()
    {
        var request = Sign(S3Get() with { RawPath = "/b/a//b/../c" }, "s3", Now, payloadHash: EmptyHash);

        Assert.Equal("SignatureDoesNotMatch", Refusal(request with { RawPath = "/b/a/c" }).Code);
        Assert.Equal("s3", Authenticator(Now).Authenticate(request).Service);
    }

    [Fact]
    public void An_S3_body_in_memory_must_have_its_stated_hash()
    {
        var request = Sign(S3Get() with { Method = "PUT", Body = Body("other") }, "s3", Now, payloadHash: EmptyHash);

        var refusal = Refusal(request);

        Assert.Equal("XAmzContentSHA256Mismatch", refusal.Code);
        Assert.Equal(EmptyHash, refusal.Members["ClientComputedContentSHA256"]);
    }

    [Fact]
    public void S3_demands_the_payload_hash_and_knows_its_forms()
    {
        Assert.Equal("Missing required header for this request: x-amz-content-sha256", Refusal(Sign(S3Get(), "s3", Now)).Message);
        Assert.Equal("InvalidArgument", Refusal(Sign(S3Get(), "s3", Now, payloadHash: "zz")).Code);
        Assert.Equal(PayloadMode.Unsigned, Authenticator(Now).Authenticate(Sign(S3Get(), "s3", Now, payloadHash: "UNSIGNED-PAYLOAD")).Payload);
        Assert.Equal(
            PayloadMode.StreamingUnsignedTrailer,
            Authenticator(Now).Authenticate(Sign(S3Get(), "s3", Now, payloadHash: "STREAMING-UNSIGNED-PAYLOAD-TRAILER")).Payload);
        Assert.NotNull(
            Authenticator(Now).Authenticate(Sign(S3Get(), "s3", Now, payloadHash: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD")).Chunks);
    }

    [Fact]
    public void Headers_that_matter_must_be_signed()
    {
        var request = Sign(S3Get(), "s3", Now, payloadHash: EmptyHash);
        request.Headers["x-amz-acl"] = "public-read";
        var refusal = Refusal(request);
        Assert.Equal("There were headers present in the request which were not signed", refusal.Message);
        Assert.Equal("x-amz-acl", refusal.Members["HeadersNotSigned"]);

        var hostless = Json();
        hostless.Headers.Remove("Host");
        Assert.Contains("'Host' or ':authority' must be a 'SignedHeader'", Refusal(Sign(hostless, "kinesis", Now)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sts", "MissingAuthenticationToken", 403)]
    [InlineData("kinesis", "MissingAuthenticationTokenException", 400)]
    public void No_signature_is_refused_but_by_S3(string service, string code, int status)
    {
        var refusal = Refusal(Of(service));
        Assert.Equal((code, status), (refusal.Code, refusal.HttpStatus));
        Assert.Equal(CallerKind.Anonymous, Authenticator(Now).Authenticate(Of(service) with { AllowsAnonymous = true }).Caller.Kind);
        Assert.Equal(CallerKind.Anonymous, Authenticator(Now).Authenticate(S3Get()).Caller.Kind);
    }

    [Theory]
    [InlineData("AWS4-HMAC-SHA256 Credential=AKIA/20260301/us-east-1/kinesis/aws4_request, SignedHeaders=host", "IncompleteSignatureException", "requires 'Signature' parameter")]
    [InlineData("AWS4-HMAC-SHA256 SignedHeaders=host, Signature=00", "IncompleteSignatureException", "requires 'Credential' parameter")]
    [InlineData("AWS4-HMAC-SHA256 Credential=AKIA/2026, SignedHeaders=host, Signature=00", "IncompleteSignatureException", "exactly 5 slash-delimited elements")]
    [InlineData("AWS4-HMAC-SHA256", "IncompleteSignatureException", "requires 'Credential'")]
    [InlineData("Bearer abc", "IncompleteSignatureException", "Unsupported")]
    [InlineData("AWS4-ECDSA-P256-SHA256 Credential=a", "NotImplemented", "version 4A")]
    public void A_malformed_header_says_what_is_wrong(string authorization, string code, string part)
    {
        var request = Json();
        request.Headers["Authorization"] = authorization;

        var refusal = Refusal(request);

        Assert.Equal(code, refusal.Code);
        Assert.Contains(part, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_signature_without_a_date_or_with_another_day_is_refused()
    {
        var undated = Sign(Json(), "kinesis", Now);
        undated.Headers.Remove("X-Amz-Date");
        Assert.Contains("'X-Amz-Date' or a 'Date'", Refusal(undated).Message, StringComparison.Ordinal);

        var other = Sign(Json(), "kinesis", Now);
        other.Headers["X-Amz-Date"] = "20260302T000000Z";
        Assert.Contains("Date in Credential scope does not match", Refusal(other).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("604801", "X-Amz-Expires must be less than a week")]
    [InlineData("-1", "X-Amz-Expires must be non-negative")]
    [InlineData("soon", "X-Amz-Expires should be a number")]
    public void A_presigned_URL_has_a_lifetime_within_limits(string expires, string message)
    {
        var refusal = Refusal(Presign(S3Get(), "s3", Now, expires));

        Assert.Equal("AuthorizationQueryParametersError", refusal.Code);
        Assert.StartsWith(message, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_presigned_URL_holds_for_seven_days_and_not_before_its_time()
    {
        Assert.True(Authenticator(Now).Authenticate(Presign(S3Get(), "s3", Now.AddDays(-7), "604800")).IsPresigned);
        Assert.Equal("Request is not valid yet", Refusal(Presign(S3Get(), "s3", Now.AddHours(1), "60")).Message);
        var partial = S3Get() with { RawQuery = "X-Amz-Signature=00&X-Amz-Credential=a" };
        Assert.StartsWith("Query-string authentication version 4 requires", Refusal(partial).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s3", null, "InvalidAccessKeyId")]
    [InlineData("s3", "other", "InvalidToken")]
    [InlineData("s3", "token", "ExpiredToken")]
    [InlineData("sts", "other", "InvalidClientTokenId")]
    [InlineData("sts", "token", "ExpiredToken")]
    [InlineData("kinesis", "other", "UnrecognizedClientException")]
    [InlineData("kinesis", "token", "ExpiredTokenException")]
    public void Temporary_credentials_need_their_token_and_expire(string service, string? token, string code)
    {
        var expired = new Session(Now.AddSeconds(-1));
        var refusal = Refusal(Sign(Of(service), service, Now, key: "ASIASESSION", payloadHash: HashFor(service), token: token), expired);
        Assert.Equal(code, refusal.Code);

        var valid = Sign(Of(service), service, Now, key: "ASIASESSION", payloadHash: HashFor(service), token: "token");
        Assert.Equal("ASIASESSION", Authenticator(Now, more: new Session(Now.AddHours(1))).Authenticate(valid).AccessKeyId);
    }

    private sealed class Session(DateTimeOffset expiration) : ICredentialSource
    {
        public Credential? Find(string accessKeyId) => accessKeyId != "ASIASESSION" ? null : new()
        {
            AccessKeyId = accessKeyId,
            Secret = ExampleSecret,
            SessionToken = "token",
            Expiration = expiration,
            Caller = Caller.Root("111122223333", accessKeyId),
        };
    }
}
