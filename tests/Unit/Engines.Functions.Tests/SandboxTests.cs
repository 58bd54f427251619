using System.Diagnostics;
using System.Text;

namespace Weir.Engines.Functions.Tests;

/// <summary>What functions may do to their sandbox, and what the host makes of it.</summary>
public sealed class SandboxTests : IDisposable
{
    private const string Counter = "let calls = 0; export const handler = async () => ({ calls: ++calls, pid: process.pid });";

    private readonly FunctionBench _bench = new(sandboxesMax: 3);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Calls_one_after_another_share_a_process()
    {
        var function = _bench.Node(Counter);
        for (var call = 1; call <= 5; call++)
        {
            Assert.Equal(call, (int)(await _bench.AnswerAsync(function))!["calls"]!);
        }

        Assert.Equal(1, _bench.Host.Sandboxes);
    }

    [Fact]
    public async Task Calls_at_once_have_a_process_each_and_one_too_many_is_throttled()
    {
        var function = _bench.Python("""
            import os, time
            def handler(event, context):
                while not os.path.exists(event["until"]): time.sleep(0.01)
                return os.getpid()
            """);
        var until = Path.Combine(_bench.Directory, "go");
        var calls = Enumerable.Range(0, 3).Select(_ => _bench.InvokeAsync(function, $$"""{"until":"{{until}}"}""")).ToList();
        Assert.Equal(InvocationOutcome.Throttled, (await _bench.InvokeAsync(function)).Outcome);

        await File.WriteAllTextAsync(until, "", TestContext.Current.CancellationToken);

        var reports = await Task.WhenAll(calls);
        Assert.Equal(3, reports.Select(report => Encoding.UTF8.GetString(report.Payload.Span)).Distinct().Count());
    }

    [Fact]
    public async Task An_idle_process_makes_room_for_another_function()
    {
        for (var index = 0; index < 5; index++)
        {
            await _bench.AnswerAsync(_bench.Node(Counter));
        }

        Assert.Equal(3, _bench.Host.Sandboxes);
    }

    [Fact]
    [Trait("feature", "lambda.core")]
    public async Task A_function_out_of_time_is_ended_with_all_it_started()
    {
        var child = Path.Combine(_bench.Directory, "child");
        var function = _bench.Python(
            $$"""
            import subprocess
            def handler(event, context):
                open("{{child}}", "w").write(str(subprocess.Popen(["sleep", "600"]).pid))
                while True: pass
            """,
            timeout: 1);

        var (type, message, report) = await _bench.ErrorAsync(function);

        Assert.Equal("Sandbox.Timedout", type);
        Assert.Equal("RequestId: request-1 Error: Task timed out after 1.00 seconds", message);
        Assert.Contains("request-1 Task timed out after 1.00 seconds", report.LogTail);
        var pid = int.Parse(await File.ReadAllTextAsync(child, TestContext.Current.CancellationToken));
        await Eventually.HoldsAsync(() => !IsRunning(pid));
    }

    [Fact]
    public async Task A_process_that_exits_fails_its_call_and_the_next_call_gets_a_new_one()
    {
        var function = _bench.Node("export const handler = async event => { if (event.exit !== undefined) process.exit(event.exit); return 'ok'; };");

        Assert.Equal("ok", (string?)await _bench.AnswerAsync(function));
        var (type, message, report) = await _bench.ErrorAsync(function, """{"exit":3}""");

        Assert.Equal(("Runtime.ExitError", "RequestId: request-2 Error: Runtime exited with error: exit status 3"), (type, message));
        Assert.Contains("Runtime.ExitError", report.LogTail);
        Assert.Equal("ok", (string?)await _bench.AnswerAsync(function));
    }

    [Fact]
    public async Task Endless_output_is_bounded_and_ends_with_the_timeout()
    {
        var function = _bench.Node("export const handler = () => { for (;;) { console.log('x'.repeat(1000)); } };", timeout: 1);

        var (type, _, report) = await _bench.ErrorAsync(function);

        Assert.Equal("Sandbox.Timedout", type);
        Assert.InRange(Encoding.UTF8.GetByteCount(report.LogTail), 1, 4096);
        Assert.InRange(_bench.Lines.Sum(line => line.Length), 1, FunctionLimits.LogBytesPerInvocation + 10_000);
        Assert.Contains(_bench.Lines, line => line.Contains("further output of this invocation is dropped"));
    }

    [Fact]
    public async Task A_line_without_end_is_cut()
    {
        await _bench.AnswerAsync(_bench.Python("""
            import sys
            def handler(event, context): sys.stdout.write("y" * 1_000_000 + "\nafter\n")
            """));
        Assert.Contains(_bench.Lines, line => line.Length == 256 * 1024);
        Assert.Contains("after", _bench.Lines);
    }

    [Fact]
    public async Task Payloads_pass_whole_up_to_the_limit_and_an_answer_over_it_is_an_error()
    {
        var function = _bench.Node("export const handler = async event => event.size ? 'z'.repeat(event.size) : event.text;");
        var large = new string('é', 2_500_000);

        Assert.Equal(large, (string?)await _bench.AnswerAsync(function, $$"""{"text":"{{large}}"}"""));
        var (type, message, _) = await _bench.ErrorAsync(function, """{"size":6291556}""");

        Assert.Equal("Function.ResponseSizeTooLarge", type);
        Assert.Equal("Response payload size (6291558 bytes) exceeded maximum allowed payload size (6291556 bytes).", message);
        Assert.Equal("still here", (string?)await _bench.AnswerAsync(function, """{"text":"still here"}"""));
    }

    [Fact]
    public async Task A_function_that_grows_over_its_memory_is_ended()
    {
        var function = _bench.Python("""
            import time
            def handler(event, context):
                held = [bytearray(10_000_000) for _ in range(40)]
                time.sleep(20)
            """, memory: 128);

        var (type, _, report) = await _bench.ErrorAsync(function);

        Assert.Equal("Runtime.OutOfMemory", type);
        Assert.Contains("Runtime.OutOfMemory", report.LogTail);
    }

    [Fact]
    public async Task Retired_and_idle_sandboxes_stop()
    {
        using var bench = new FunctionBench(idleTime: TimeSpan.Zero);
        var one = bench.Node(Counter);
        var other = bench.Node(Counter);
        var pid = (int)(await bench.AnswerAsync(one))!["pid"]!;
        await bench.AnswerAsync(other);

        bench.Host.Retire(one.Owner);
        Assert.Equal(1, bench.Host.Sandboxes);
        await Eventually.HoldsAsync(() => !IsRunning(pid));
        bench.Host.ReapIdle();
        Assert.Equal(0, bench.Host.Sandboxes);
    }

    [Fact]
    public async Task When_the_server_is_gone_the_shepherd_ends_its_sandboxes()
    {
        var bootstraps = new Bootstraps(Path.Combine(_bench.Directory, "herd"));
        var shepherd = new Shepherd(bootstraps.Shepherd);
        using var stays = SandboxProcess.Start(["sleep", "600"], _bench.Directory, Environment(), shepherd);
        using var ended = SandboxProcess.Start(["sleep", "600"], _bench.Directory, Environment(), shepherd);
        ended.Kill();
        await ended.Exited;
        Assert.True(IsRunning(stays.Id));

        shepherd.Dispose(); // closes the pipe, as the end of this process would

        Assert.Equal(128 + 9, await stays.Exited);

        static Dictionary<string, string> Environment() => new() { ["PATH"] = "/usr/bin:/bin" };
    }

    [Fact]
    public async Task A_custom_runtime_speaks_the_runtime_api_itself()
    {
        var function = _bench.Spec(
            FunctionRuntime.Custom,
            """
            #!/usr/bin/env python3
            import os, urllib.request
            base = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"] + "/2018-06-01/runtime/invocation/"
            while True:
                with urllib.request.urlopen(base + "next") as event:
                    body, id = event.read(), event.headers["Lambda-Runtime-Aws-Request-Id"]
                print("handling", id, flush=True)
                kind = "error" if b"fail" in body else "response"
                urllib.request.urlopen(urllib.request.Request(base + id + "/" + kind, data=b"not json: " + body, method="POST")).read()
            """,
            "bootstrap", "any", 30, 256);

        var answered = await _bench.InvokeAsync(function, """{"a":1}""");
        var failed = await _bench.InvokeAsync(function, """{"fail":1}""");

        Assert.Equal(InvocationOutcome.Answered, answered.Outcome);
        Assert.Equal("""not json: {"a":1}""", Encoding.UTF8.GetString(answered.Payload.Span));
        Assert.Contains("handling request-1\n", answered.LogTail);
        Assert.Equal(InvocationOutcome.Failed, failed.Outcome);
        Assert.Equal("""not json: {"fail":1}""", Encoding.UTF8.GetString(failed.Payload.Span));
    }

    [Fact]
    public async Task Code_without_a_bootstrap_does_not_start()
    {
        var error = await _bench.ErrorAsync(_bench.Spec(FunctionRuntime.Custom, "", "other", "any", 30, 256));
        Assert.Equal("Runtime.InvalidEntrypoint", error.Type);
        Assert.Contains("Couldn't find valid bootstrap(s)", error.Message);
    }

    private static bool IsRunning(int pid)
    {
        try
        {
            // A zombie that nobody has waited for yet no longer runs.
            return !File.ReadAllText($"/proc/{pid}/stat").Split(") ")[^1].StartsWith('Z');
        }
        catch (IOException)
        {
            return false;
        }
    }
}

internal static class Eventually
{
    public static async Task HoldsAsync(Func<bool> condition)
    {
        var started = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(started.Elapsed < TimeSpan.FromSeconds(30), "it did not come about in 30 s");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
