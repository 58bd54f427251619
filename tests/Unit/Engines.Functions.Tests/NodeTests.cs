namespace Weir.Engines.Functions.Tests;

/// <summary>Functions on the machine's own Node.</summary>
public sealed class NodeTests : IDisposable
{
    private readonly FunctionBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    [Trait("feature", "lambda.core")]
    public async Task An_async_handler_sees_its_event_context_and_environment()
    {
        var function = _bench.Node("""
            export const handler = async (event, context) => ({
              twice: event.n * 2, id: context.awsRequestId, arn: context.invokedFunctionArn, name: context.functionName,
              memory: context.memoryLimitInMB, left: context.getRemainingTimeInMillis(), colour: process.env.COLOUR,
              group: context.logGroupName, stream: context.logStreamName, trace: process.env._X_AMZN_TRACE_ID,
              tmp: (await import('node:os')).tmpdir() === process.env.TMPDIR, root: process.cwd() === process.env.LAMBDA_TASK_ROOT,
            });
            """);

        var answer = (await _bench.AnswerAsync(function, """{"n":21}"""))!;

        Assert.Equal(42, (int)answer["twice"]!);
        Assert.Equal("request-1", (string)answer["id"]!);
        Assert.Equal("arn:aws:lambda:us-east-1:000000000000:function:test", (string)answer["arn"]!);
        Assert.Equal(("test", "256", "blue"), ((string)answer["name"]!, (string)answer["memory"]!, (string)answer["colour"]!));
        Assert.InRange((double)answer["left"]!, 1, 30_000);
        Assert.Equal("/aws/lambda/test", (string)answer["group"]!);
        Assert.StartsWith("2026/01/02/[$LATEST]", (string)answer["stream"]!);
        Assert.Equal("Root=1-2-3", (string)answer["trace"]!);
        Assert.True((bool)answer["tmp"]! && (bool)answer["root"]!);
    }

    [Theory]
    [InlineData("index.js", "index.handler", "exports.handler = (event, context, callback) => setTimeout(() => callback(null, 'late'), 20);")]
    [InlineData("index.cjs", "index.handler", "exports.handler = async () => 'late';")]
    [InlineData("src/app.js", "src/app.api.run", "module.exports.api = { run: async () => 'late' };")]
    [InlineData("index.mjs", "index.handler", "export default { handler: async () => 'late' };")]
    [InlineData("index.js", "index.handler", "exports.handler = (event, context) => context.succeed('late');")]
    public async Task Every_style_of_handler_answers(string file, string handler, string code) =>
        Assert.Equal("late", (string?)await _bench.AnswerAsync(_bench.Node(code, file, handler)));

    [Fact]
    public async Task A_callback_waits_for_the_event_loop_unless_told_otherwise()
    {
        var code = """
            let ticks = 0;
            exports.handler = (event, context, callback) => {
              if (event.hurry) { context.callbackWaitsForEmptyEventLoop = false; }
              setTimeout(() => { ticks++; }, 150);
              callback(null, { get ticks() { return ticks; } });
            };
            """;
        Assert.Equal(1, (int)(await _bench.AnswerAsync(_bench.Node(code, "index.js")))!["ticks"]!);
        Assert.Equal(0, (int)(await _bench.AnswerAsync(_bench.Node(code, "index.js"), """{"hurry":true}"""))!["ticks"]!);
    }

    [Fact]
    public async Task A_handler_that_never_answers_but_leaves_nothing_to_do_answers_null() =>
        Assert.Null(await _bench.AnswerAsync(_bench.Node("exports.handler = () => {};", "index.js")));

    [Fact]
    public async Task An_error_tells_its_type_message_and_trace_and_the_sandbox_goes_on()
    {
        var function = _bench.Node("""
            let calls = 0;
            export const handler = async event => { if (calls++ === 0) { throw new TypeError('no such thing'); } return calls; };
            """);

        var (type, message, report) = await _bench.ErrorAsync(function);

        Assert.Equal(("TypeError", "no such thing"), (type, message));
        Assert.Contains("index.mjs", FunctionBench.Json(report)!["trace"]!.ToJsonString());
        Assert.Contains("ERROR\tInvoke Error", report.LogTail);
        Assert.Equal(2, (int)(await _bench.AnswerAsync(function))!);
    }

    [Theory]
    [InlineData("export const handler = async () => { setTimeout(() => { throw new RangeError('later'); }, 1); await new Promise(r => setTimeout(r, 5000)); };", "RangeError", "later")]
    [InlineData("export const handler = async () => { Promise.reject(new Error('lost')); await new Promise(r => setTimeout(r, 5000)); };", "Runtime.UnhandledPromiseRejection", "Error: lost")]
    [InlineData("export const handler = async () => { const a = {}; a.a = a; return a; };", "Error", "Unable to stringify")]
    [InlineData("export const handler = async () => 10n;", "Error", "Unable to stringify")]
    [InlineData("export const handler = async () => { throw 'text'; };", "string", "text")]
    public async Task What_goes_wrong_is_reported_as_what_it_is(string code, string type, string message)
    {
        var error = await _bench.ErrorAsync(_bench.Node(code));
        Assert.Equal(type, error.Type);
        Assert.Contains(message, error.Message);
    }

    [Theory]
    [InlineData("index.mjs", "index.handler", "export const other = 1;", "Runtime.HandlerNotFound", "index.handler is undefined or not exported")]
    [InlineData("other.mjs", "index.handler", "", "Runtime.ImportModuleError", "Cannot find module 'index'")]
    [InlineData("index.mjs", "index.handler", "import x from 'not-there'; export const handler = x;", "Runtime.ImportModuleError", "not-there")]
    [InlineData("index.js", "index.handler", "exports.handler = async () => {", "Runtime.UserCodeSyntaxError", "SyntaxError")]
    [InlineData("index.mjs", "index", "export const handler = 1;", "Runtime.MalformedHandlerName", "Bad handler")]
    [InlineData("index.mjs", "index.handler", "throw new Error('at load');", "Error", "at load")]
    public async Task Code_that_does_not_load_says_why(string file, string handler, string code, string type, string message)
    {
        var error = await _bench.ErrorAsync(_bench.Node(code, file, handler));
        Assert.Equal(type, error.Type);
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public async Task Packages_beside_the_code_are_found_by_both_module_systems()
    {
        var package = Directory.CreateDirectory(Path.Combine(_bench.Directory, "node_modules", "shared")).FullName;
        await File.WriteAllTextAsync(Path.Combine(package, "index.js"), "exports.word = 'found';", TestContext.Current.CancellationToken);

        Assert.Equal("found", (string?)await _bench.AnswerAsync(
            _bench.Node("import { word } from 'shared'; export const handler = async () => word;")));
        Assert.Equal("found", (string?)await _bench.AnswerAsync(
            _bench.Node("const { word } = require('shared'); exports.handler = async () => word;", "index.js")));
    }

    [Fact]
    public async Task Console_lines_carry_time_request_and_level_and_stay_whole()
    {
        var report = await _bench.InvokeAsync(_bench.Node("""
            export const handler = async () => { console.log('one\ntwo %d', 3); console.error(new Error('bad').message); };
            """));

        Assert.Contains("\trequest-1\tINFO\tone\ntwo 3\n", report.LogTail);
        Assert.Contains("\trequest-1\tERROR\tbad\n", report.LogTail);
        Assert.StartsWith("START RequestId: request-1 Version: $LATEST\n", report.LogTail);
        Assert.Matches(
            @"END RequestId: request-1\nREPORT RequestId: request-1\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 256 MB\tMax Memory Used: \d+ MB\tInit Duration: [\d.]+ ms\t\n$",
            report.LogTail);
    }
}
