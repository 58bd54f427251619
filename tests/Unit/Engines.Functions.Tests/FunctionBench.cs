using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Kernel.Core;

namespace Weir.Engines.Functions.Tests;

/// <summary>A host over a temporary directory, and functions written into it as files.</summary>
internal sealed class FunctionBench : IFunctionLogs, IDisposable
{
    private int _requests;

    public FunctionBench(int sandboxesMax = 8, TimeSpan? idleTime = null)
    {
        Directory = System.IO.Directory.CreateTempSubdirectory("weir-functions-").FullName;
        Host = new(
            new() { Directory = Directory, SandboxesMax = sandboxesMax, IdleTime = idleTime ?? TimeSpan.FromMinutes(5) },
            this, TimeProvider.System, new IdSource(), NullLogger<FunctionHost>.Instance);
    }

    public string Directory { get; }

    public FunctionHost Host { get; }

    public ConcurrentQueue<string> Lines { get; } = new();

    public FunctionSpec Node(string code, string file = "index.mjs", string handler = "index.handler", double timeout = 30, int memory = 256) =>
        Spec(FunctionRuntime.Node, code, file, handler, timeout, memory);

    public FunctionSpec Python(string code, string file = "app.py", string handler = "app.handler", double timeout = 30, int memory = 256) =>
        Spec(FunctionRuntime.Python, code, file, handler, timeout, memory);

    public FunctionSpec Spec(FunctionRuntime runtime, string code, string file, string handler, double timeout, int memory)
    {
        var task = System.IO.Directory.CreateDirectory(Path.Combine(Directory, "unpacked", $"{Guid.NewGuid():n}")).FullName;
        var path = Path.Combine(task, file);
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, code);
        if (runtime == FunctionRuntime.Custom)
        {
            File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
        }

        return new()
        {
            Key = task,
            Owner = task,
            Runtime = runtime,
            Handler = handler,
            TaskDirectory = task,
            MemoryMegabytes = memory,
            Timeout = TimeSpan.FromSeconds(timeout),
            LogGroup = "/aws/lambda/test",
            LogStream = static id => $"2026/01/02/[$LATEST]{id}",
            Version = "$LATEST",
            Environment = new Dictionary<string, string>
            {
                ["AWS_LAMBDA_FUNCTION_NAME"] = "test",
                ["AWS_LAMBDA_FUNCTION_VERSION"] = "$LATEST",
                ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = $"{memory}",
                ["COLOUR"] = "blue",
            },
        };
    }

    public Task<InvocationReport> InvokeAsync(FunctionSpec function, string payload = "{}") => Host.InvokeAsync(
        function,
        new()
        {
            RequestId = $"request-{Interlocked.Increment(ref _requests)}",
            Payload = Encoding.UTF8.GetBytes(payload),
            FunctionArn = "arn:aws:lambda:us-east-1:000000000000:function:test",
            TraceId = "Root=1-2-3",
        },
        TestContext.Current.CancellationToken);

    public async Task<JsonNode?> AnswerAsync(FunctionSpec function, string payload = "{}")
    {
        var report = await InvokeAsync(function, payload);
        Assert.True(report.Outcome == InvocationOutcome.Answered, Encoding.UTF8.GetString(report.Payload.Span) + report.LogTail);
        return Json(report);
    }

    public async Task<(string? Type, string Message, InvocationReport Report)> ErrorAsync(FunctionSpec function, string payload = "{}")
    {
        var report = await InvokeAsync(function, payload);
        Assert.Equal(InvocationOutcome.Failed, report.Outcome);
        var error = Json(report)!;
        return (error["errorType"]?.ToString(), error["errorMessage"]!.ToString(), report);
    }

    public static JsonNode? Json(InvocationReport report) => JsonNode.Parse(report.Payload.Span);

    public void Append(FunctionSpec function, string stream, DateTimeOffset time, string line) => Lines.Enqueue(line);

    public void Dispose()
    {
        Host.Dispose();
        System.IO.Directory.Delete(Directory, recursive: true);
    }
}
