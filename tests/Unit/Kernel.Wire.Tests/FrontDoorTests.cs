using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.Identity.Signatures;
using Weir.Tests.Support;

namespace Weir.Kernel.Wire.Tests;

/// <summary>The pipeline from a request to its answer, with an authenticator that believes everything.</summary>
public sealed class FrontDoorTests
{
    private readonly FakeAuthorizer _authorizer = new();
    private readonly FrontDoor _door;

    public FrontDoorTests()
    {
        var services = new ServiceCollection();
        var module = new TestModule(
            TestApi.Echoing("jsonny", ApiProtocol.Json),
            TestApi.Echoing("queue", ApiProtocol.Json, isCompatible: true),
            TestApi.Echoing("former", ApiProtocol.Query),
            TestApi.Echoing("resty", ApiProtocol.RestJson),
            TestApi.S3());
        services.AddSingleton<IServiceModule>(module);
        module.Register(services);
        services.AddSingleton<IRequestAuthenticator, Believer>();
        services.AddSingleton<IAuthorizer>(_authorizer);
        services.AddSingleton<IdSource>(new SeededIds());
        services.AddSingleton<TimeProvider>(new ManualClock());
        services.AddSingleton<System.Diagnostics.Metrics.IMeterFactory>(new TestMeters());
        services.AddLogging();
        services.AddFrontDoor();
        _door = services.BuildServiceProvider().GetRequiredService<FrontDoor>();
    }

    [Fact]
    public async Task Json_answers_in_json_with_a_request_id()
    {
        var answer = await PostAsync("jsonny", "Echo", """{"Text":"é","Data":"AQI="}""");

        Assert.Equal(200, answer.Status);
        Assert.Equal("application/x-amz-json-1.1", answer.Headers.ContentType);
        Assert.Equal("""{"Text":"é","Data":"AQI="}""", answer.Text);
        Assert.NotEmpty(answer.Headers["x-amzn-RequestId"].ToString());
        Assert.Equal(answer.Headers["x-amzn-RequestId"], answer.Headers["x-amz-request-id"]);
        Assert.Equal("jsonny:Echo", Assert.Single(_authorizer.Asked).Action);
    }

    [Fact]
    public async Task Cbor_answers_in_cbor()
    {
        var answer = await SendAsync("POST", "/", "jsonny", Convert.FromHexString("A16454657874616B"), request =>
        {
            request.ContentType = "application/x-amz-cbor-1.1";
            request.Headers["X-Amz-Target"] = "jsonny_20260101.Echo";
        });

        Assert.Equal("application/x-amz-cbor-1.1", answer.Headers.ContentType);
        Assert.Equal("BF6454657874616BFF", Convert.ToHexString(answer.Body));
    }

    [Fact]
    public async Task Query_answers_in_xml()
    {
        var answer = await FormAsync("former", "Action=Echo&Version=2026-01-01&Text=a%3Cb");

        Assert.Equal("text/xml", answer.Headers.ContentType);
        Assert.Contains("<EchoResponse xmlns=\"https://example.com/doc/\"><Text>a&lt;b</Text><ResponseMetadata><RequestId>", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_json_service_that_once_spoke_query_still_does()
    {
        var answer = await FormAsync("queue", "Action=Echo&Text=a");

        Assert.Contains("<EchoResponse><EchoResult><Text>a</Text></EchoResult>", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jsonny", """{"__type":"ThingNotFoundException","message":"no <thing>","Thing":"x"}""", "ThingNotFoundException")]
    [InlineData("queue", """{"__type":"ThingNotFoundException","message":"no <thing>","Thing":"x"}""", "ThingNotFoundException")]
    public async Task Json_errors_carry_type_message_and_members(string service, string body, string type)
    {
        var answer = await PostAsync(service, "Echo", """{"Text":"refuse"}""");

        Assert.Equal(404, answer.Status);
        Assert.Equal(body, answer.Text);
        Assert.Equal(type, answer.Headers["x-amzn-ErrorType"]);
        Assert.Equal(service == "queue" ? "Legacy.NoThing;Sender" : "", answer.Headers["x-amzn-query-error"].ToString());
        Assert.NotEmpty(answer.Headers["x-amzn-RequestId"].ToString());
    }

    [Fact]
    public async Task Query_errors_carry_the_older_code()
    {
        var answer = await FormAsync("queue", "Action=Echo&Text=refuse");

        Assert.Equal(404, answer.Status);
        Assert.Contains(
            "<Error><Type>Sender</Type><Code>Legacy.NoThing</Code><Message>no &lt;thing&gt;</Message><Thing>x</Thing></Error><RequestId>",
            answer.Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rest_json_errors_carry_their_type_in_a_header()
    {
        var answer = await SendAsync("POST", "/echo", "resty", """{"Text":"refuse"}"""u8.ToArray());

        Assert.Equal("ThingNotFoundException", answer.Headers["x-amzn-ErrorType"]);
        using var body = JsonDocument.Parse(answer.Body);
        Assert.Equal("no <thing>", body.RootElement.GetProperty("message").GetString());
    }

    [Fact]
    public async Task An_unexpected_failure_tells_nothing_of_ours()
    {
        var answer = await PostAsync("jsonny", "Echo", """{"Text":"break"}""");

        Assert.Equal(500, answer.Status);
        Assert.Contains("InternalFailure", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jsonny", "Later", "NotImplemented", "jsonny Later")]
    [InlineData("jsonny", "Never", "UnknownOperationException", "Never")]
    [InlineData("strange", "ListThings", "NotImplemented", "strange ListThings")]
    public async Task What_is_not_built_names_itself(string service, string operation, string code, string named)
    {
        var answer = await PostAsync(service, operation, "{}");

        Assert.Equal(code, answer.Headers["x-amzn-ErrorType"]);
        Assert.Contains(named, answer.Text, StringComparison.Ordinal);
        Assert.Equal(code == "NotImplemented" ? 501 : 400, answer.Status);
    }

    [Theory]
    [InlineData("GET", "/bucket/key", 501, "<Code>NotImplemented</Code><Message>s3 GetObject is not")]
    [InlineData("PATCH", "/bucket/key", 405, "<Code>MethodNotAllowed</Code>")]
    [InlineData("GET", "/bucket/%C3%28", 400, "<Code>InvalidURI</Code>")]
    public async Task S3_errors_are_s3s(string method, string path, int status, string part)
    {
        var answer = await SendAsync(method, path, "s3", []);

        Assert.Equal(status, answer.Status);
        Assert.Contains(part, answer.Text, StringComparison.Ordinal);
        Assert.Contains($"<RequestId>{answer.Headers["x-amz-request-id"]}</RequestId>", answer.Text, StringComparison.Ordinal);
        Assert.Contains($"<HostId>{answer.Headers["x-amz-id-2"]}</HostId>", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"Count":"x"}""")]
    public async Task A_malformed_body_is_a_serialization_error(string body)
    {
        var answer = await PostAsync("jsonny", "Echo", body);

        Assert.Equal(400, answer.Status);
        Assert.Equal("SerializationException", answer.Headers["x-amzn-ErrorType"]);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused()
    {
        var answer = await PostAsync("jsonny", "Echo", $$"""{"Text":"{{new string('a', 5000)}}"}""");

        Assert.Equal(413, answer.Status);
    }

    [Fact]
    public async Task What_is_forbidden_is_not_handled()
    {
        _authorizer.Allows = _ => false;

        var answer = await PostAsync("jsonny", "Echo", """{"Text":"break"}""");

        Assert.Equal(403, answer.Status);
        Assert.Equal("AccessDenied", answer.Headers["x-amzn-ErrorType"]);
    }

    [Fact]
    public async Task A_signature_for_another_service_is_refused()
    {
        var answer = await SendAsync("POST", "/", "former", "{}"u8.ToArray(), request =>
            request.Headers["X-Amz-Target"] = "jsonny_20260101.Echo");

        Assert.Equal("InvalidSignatureException", answer.Headers["x-amzn-ErrorType"]);
    }

    [Theory]
    [InlineData("http://localhost:3000", true)]
    [InlineData("http://127.0.0.1", true)]
    [InlineData("https://example.com", false)]
    [InlineData("null", false)]
    public async Task Preflights_are_answered_for_loopback_pages_only(string origin, bool isAnswered)
    {
        var answer = await SendAsync("OPTIONS", "/bucket/key", "", [], request =>
        {
            request.Headers.Origin = origin;
            request.Headers["Access-Control-Request-Method"] = "PUT";
        });

        Assert.Equal(isAnswered ? 200 : 405, answer.Status);
        Assert.Equal(isAnswered ? origin : "", answer.Headers.AccessControlAllowOrigin.ToString());
    }

    private Task<Answer> PostAsync(string service, string operation, string json) =>
        SendAsync("POST", "/", service, Encoding.UTF8.GetBytes(json), request =>
        {
            request.ContentType = "application/x-amz-json-1.1";
            request.Headers["X-Amz-Target"] = $"{service}_20260101.{operation}";
        });

    private Task<Answer> FormAsync(string service, string form) => SendAsync(
        "POST", "/", service, Encoding.ASCII.GetBytes(form), request => request.ContentType = "application/x-www-form-urlencoded");

    private async Task<Answer> SendAsync(
        string method, string target, string service, byte[] body, Action<HttpRequest>? prepare = null)
    {
        var http = new DefaultHttpContext();
        var sent = new MemoryStream();
        http.Response.Body = sent;
        http.Features.Get<IHttpRequestFeature>()!.RawTarget = target;
        http.Request.Method = method;
        http.Request.Host = new("localhost", 4566);
        http.Request.Body = new MemoryStream(body);
        http.Request.ContentLength = body.Length;
        http.Connection.RemoteIpAddress = IPAddress.Loopback;
        if (service.Length > 0)
        {
            http.Request.Headers.Authorization =
                $"AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/{service}/aws4_request, SignedHeaders=host, Signature=0";
        }

        prepare?.Invoke(http.Request);
        await _door.HandleAsync(http);
        return new(http.Response.StatusCode, http.Response.Headers, sent.ToArray());
    }

    private sealed record Answer(int Status, IHeaderDictionary Headers, byte[] Body)
    {
        public string Text => Encoding.UTF8.GetString(Body);
    }

    private sealed class Believer : IRequestAuthenticator
    {
        public Authentication Authenticate(SignedRequest request)
        {
            request.Headers.TryGetValue("Authorization", out var authorization);
            return new()
            {
                Caller = Caller.Root(TestCalls.Account),
                Region = TestCalls.Region,
                Service = SignatureScope.ServiceOf(authorization, QueryParameters.Parse(request.RawQuery)),
                Payload = PayloadMode.Unsigned,
            };
        }
    }
}
