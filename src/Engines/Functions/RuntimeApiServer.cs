using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Weir.Engines.Functions;

/// <summary>What a runtime client asks and tells.</summary>
internal interface IRuntimeApi
{
    /// <summary>Waits for work; the answer's headers and body are the invocation.</summary>
    Task<Invocation> NextAsync(CancellationToken cancellationToken);

    DateTimeOffset DeadlineOf(Invocation invocation);

    /// <summary>False when no invocation of that id is running.</summary>
    bool Respond(string requestId, ReadOnlyMemory<byte> body);

    bool RespondTooLarge(string requestId, long length);

    bool Fail(string requestId, string? errorType, ReadOnlyMemory<byte> body);

    void FailInit(string? errorType, ReadOnlyMemory<byte> body);
}

/// <summary>The Runtime API of one sandbox, on a loopback port of its own: whoever asks there is that sandbox.</summary>
/// <remarks>Source: Lambda Developer Guide, "Using the Lambda runtime API", version 2018-06-01.</remarks>
internal sealed class RuntimeApiServer : IDisposable
{
    private const string Base = "/2018-06-01/runtime/";
    private const int ConnectionsMax = 16;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _connections = new(ConnectionsMax);
    private readonly IRuntimeApi _api;

    public RuntimeApiServer(IRuntimeApi api)
    {
        _api = api;
        _listener.Start();
        Address = $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _ = AcceptAsync();
    }

    public string Address { get; }

    public void Dispose()
    {
        if (!_stopping.IsCancellationRequested)
        {
            _stopping.Cancel();
            _listener.Dispose();
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (!_stopping.IsCancellationRequested)
            {
                await _connections.WaitAsync(_stopping.Token);
                var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                _ = ServeAsync(client);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The sandbox is stopping.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                client.NoDelay = true;
                var exchange = new HttpExchange(client.GetStream());
                while (await exchange.ReadAsync(FunctionLimits.PayloadBytesMax, _stopping.Token) is { } request)
                {
                    await AnswerAsync(exchange, request);
                }
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException or SocketException
                or BadRequestException or ObjectDisposedException)
            {
                // The client went away or does not speak HTTP: its process shows what became of it.
            }
            finally
            {
                _connections.Release();
            }
        }
    }

    private async ValueTask AnswerAsync(HttpExchange exchange, RuntimeRequest request)
    {
        var path = request.Path.StartsWith(Base, StringComparison.Ordinal) ? request.Path[Base.Length..].Split('/') : [];
        var errorType = request.Headers.GetValueOrDefault("Lambda-Runtime-Function-Error-Type");
        switch (request.Method, path)
        {
            case ("GET", ["invocation", "next"]):
                await AnswerNextAsync(exchange);
                break;
            case ("POST", ["invocation", var id, "response"]) when request.IsTooLarge:
                _api.RespondTooLarge(id, request.BodyLength);
                await SayAsync(exchange, 413, "Payload Too Large", Error("RequestEntityTooLarge", "Exceeded maximum allowed payload size"));
                break;
            case ("POST", ["invocation", var id, "response"]):
                await SayAcceptedAsync(exchange, _api.Respond(id, request.Body));
                break;
            case ("POST", ["invocation", var id, "error"]):
                await SayAcceptedAsync(exchange, _api.Fail(id, Shorten(errorType), request.Body));
                break;
            case ("POST", ["init", "error"]):
                _api.FailInit(Shorten(errorType), request.Body);
                await SayAcceptedAsync(exchange, true);
                break;
            default:
                await SayAsync(exchange, 404, "Not Found", Error("ResourceNotFound", "there is no such path"));
                break;
        }
    }

    private async ValueTask AnswerNextAsync(HttpExchange exchange)
    {
        var invocation = await _api.NextAsync(_stopping.Token);
        var headers = new List<KeyValuePair<string, string>>
        {
            new("Lambda-Runtime-Aws-Request-Id", invocation.RequestId),
            new("Lambda-Runtime-Deadline-Ms", $"{_api.DeadlineOf(invocation).ToUnixTimeMilliseconds()}"),
            new("Lambda-Runtime-Invoked-Function-Arn", invocation.FunctionArn),
        };
        if (invocation.TraceId is { } trace)
        {
            headers.Add(new("Lambda-Runtime-Trace-Id", trace));
        }

        if (invocation.ClientContext is { } context)
        {
            headers.Add(new("Lambda-Runtime-Client-Context", context.ReplaceLineEndings(" ")));
        }

        await exchange.WriteAsync(200, "OK", headers, invocation.Payload, _stopping.Token);
    }

    private ValueTask SayAcceptedAsync(HttpExchange exchange, bool isKnown) => isKnown
        ? SayAsync(exchange, 202, "Accepted", """{"status":"OK"}""")
        : SayAsync(exchange, 400, "Bad Request", Error("InvalidRequestID", "Invalid request ID"));

    private ValueTask SayAsync(HttpExchange exchange, int status, string reason, string body) =>
        exchange.WriteAsync(status, reason, [], Encoding.UTF8.GetBytes(body), _stopping.Token);

    private static string Error(string type, string message) => $$"""{"errorType":"{{type}}","errorMessage":"{{message}}"}""";

    private static string? Shorten(string? text) =>
        text?.Length > FunctionLimits.ErrorTypeLengthMax ? text[..FunctionLimits.ErrorTypeLengthMax] : text;
}
