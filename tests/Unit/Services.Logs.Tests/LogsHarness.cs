using Microsoft.Extensions.Logging.Abstractions;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Logs.Model;
using Weir.Services.Logs.Operations;
using Weir.Services.Logs.State;
using Weir.Services.Logs.Workers;
using Weir.Tests.Support;

namespace Weir.Services.Logs.Tests;

/// <summary>The service over a state store in memory and a clock that the test moves.</summary>
internal sealed class LogsHarness
{
    public const string Group = "/aws/lambda/clean";
    public const string Stream = "2026/01/02/[$LATEST]0";

    public LogsHarness()
    {
        Logs = new(new MemoryStateStore(), new SeededIds(7), Clock);
        Writer = new(Logs, Clock, TestMeters.Hops(), NullLogger<LogWriter>.Instance);
        Sweeper = new(Logs, Clock, NullLogger<LogSweeper>.Instance);
    }

    public ManualClock Clock { get; } = new();

    public CallContext Call { get; } = TestCalls.Root();

    public LogStore Logs { get; }

    public LogWriter Writer { get; }

    public LogSweeper Sweeper { get; }

    public long Now => Clock.GetUtcNow().ToUnixTimeMilliseconds();

    public ValueTask<TResponse> Do<TRequest, TResponse>(IOperation<TRequest, TResponse> operation, TRequest request) =>
        operation.HandleAsync(Call, request, CancellationToken.None);

    public async Task MakeAsync(string group = Group, params string[] streams)
    {
        await Do(new CreateLogGroup(Logs, Clock), new() { LogGroupName = group });
        foreach (var stream in streams)
        {
            await Do(new CreateLogStream(Logs), new() { LogGroupName = group, LogStreamName = stream });
        }
    }

    public ValueTask<PutLogEventsResponse> PutAsync(string stream, params (long Timestamp, string Message)[] events) =>
        Do(new PutLogEvents(Logs, Clock), new()
        {
            LogGroupName = Group,
            LogStreamName = stream,
            LogEvents = events.Select(each => new InputLogEvent { Timestamp = each.Timestamp, Message = each.Message }).ToList(),
        });

    public ValueTask<GetLogEventsResponse> GetAsync(string? token = null, int? limit = null, bool fromHead = true) =>
        Do(new GetLogEvents(Logs), new()
        {
            LogGroupName = Group,
            LogStreamName = Stream,
            NextToken = token,
            Limit = limit,
            StartFromHead = fromHead,
        });

    public ValueTask<FilterLogEventsResponse> FilterAsync(string? pattern = null, string? token = null, int? limit = null) =>
        Do(new FilterLogEvents(Logs), new() { LogGroupName = Group, FilterPattern = pattern, NextToken = token, Limit = limit });

    public static async Task<Weir.Kernel.Core.ServiceException> RefusedAsync(Func<Task> action) => await Assert.ThrowsAsync<Weir.Kernel.Core.ServiceException>(action);
}
