namespace Weir.Engines.Functions.Tests;

/// <summary>Functions on the machine's own Python.</summary>
public sealed class PythonTests : IDisposable
{
    private readonly FunctionBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    [Trait("feature", "lambda.core")]
    public async Task A_handler_sees_its_event_context_and_environment()
    {
        var answer = (await _bench.AnswerAsync(
            _bench.Python("""
                import os, tempfile
                def handler(event, context):
                    return {"twice": event["n"] * 2, "id": context.aws_request_id, "arn": context.invoked_function_arn,
                            "name": context.function_name, "left": context.get_remaining_time_in_millis(),
                            "colour": os.environ["COLOUR"], "tmp": tempfile.gettempdir() == os.environ["TMPDIR"]}
                """),
            """{"n":21}"""))!;

        Assert.Equal(42, (int)answer["twice"]!);
        Assert.Equal("request-1", (string)answer["id"]!);
        Assert.Equal("arn:aws:lambda:us-east-1:000000000000:function:test", (string)answer["arn"]!);
        Assert.Equal(("test", "blue"), ((string)answer["name"]!, (string)answer["colour"]!));
        Assert.InRange((int)answer["left"]!, 1, 30_000);
        Assert.True((bool)answer["tmp"]!);
    }

    [Fact]
    public async Task A_handler_in_a_package_is_found() => Assert.Equal("deep", (string?)await _bench.AnswerAsync(
        _bench.Python("def run(event, context): return 'deep'", "pkg/mod.py", "pkg/mod.run")));

    [Theory]
    [InlineData("def handler(event, context): raise KeyError('x')", "KeyError", "'x'")]
    [InlineData("def handler(event, context): return {1, 2}", "Runtime.MarshalError", "Unable to marshal response: Object of type set is not JSON serializable")]
    [InlineData("import nothing_like_it", "Runtime.ImportModuleError", "Unable to import module 'app': No module named 'nothing_like_it'")]
    [InlineData("def other(): pass", "Runtime.HandlerNotFound", "Handler 'handler' missing on module 'app'")]
    [InlineData("def handler(:", "Runtime.UserCodeSyntaxError", "Syntax error in module 'app'")]
    [InlineData("def handler(event, context):\n    import sys; sys.exit(4)", "Runtime.ExitError", "exit status 4")]
    [InlineData("def handler(event, context):\n    import os; os._exit(0)", "Runtime.ExitError", "Runtime exited without providing a reason")]
    [InlineData("def handler(event, context):\n    import os; os.abort()", "Runtime.ExitError", "signal: aborted")]
    public async Task What_goes_wrong_is_reported_as_what_it_is(string code, string type, string message)
    {
        var error = await _bench.ErrorAsync(_bench.Python(code));
        Assert.Equal(type, error.Type);
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public async Task An_error_has_a_stack_trace_of_the_functions_own_frames()
    {
        var (_, _, report) = await _bench.ErrorAsync(_bench.Python("def handler(event, context):\n    return 1 / 0"));
        var trace = FunctionBench.Json(report)!["stackTrace"]!.AsArray();
        Assert.Contains("return 1 / 0", (string)Assert.Single(trace)!);
        Assert.Contains("[ERROR] ZeroDivisionError: division by zero\nTraceback (most recent call last):", report.LogTail);
    }

    [Fact]
    public async Task Print_and_logging_reach_the_log_with_the_request()
    {
        var report = await _bench.InvokeAsync(_bench.Python("""
            import logging, sys
            logging.getLogger().setLevel("INFO")
            def handler(event, context):
                print("plain")
                print("to stderr", file=sys.stderr)
                logging.getLogger("x").info("from %s", "logging")
            """));
        Assert.Contains("\nplain\nto stderr\n[INFO]\t", report.LogTail);
        Assert.Contains("Z\trequest-1\tfrom logging\n", report.LogTail);
    }
}
