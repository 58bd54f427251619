namespace Weir.Engines.Functions;

/// <summary>What to run: code, configuration and identity of one version of a function. Immutable.</summary>
public sealed record FunctionSpec
{
    /// <summary>Sandboxes are shared by specs of one key: code and configuration together; any change is another key.</summary>
    public required string Key { get; init; }

    /// <summary>Whose sandboxes are retired together when the function changes.</summary>
    public required string Owner { get; init; }

    public required FunctionRuntime Runtime { get; init; }

    public required string Handler { get; init; }

    /// <summary>The unpacked code, read-only.</summary>
    public required string TaskDirectory { get; init; }

    public required int MemoryMegabytes { get; init; }

    public required TimeSpan Timeout { get; init; }

    /// <summary>The function's environment, without what the engine itself adds.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Further environment made for each sandbox as it starts: credentials.</summary>
    public Func<CancellationToken, ValueTask<IReadOnlyDictionary<string, string>>>? Secrets { get; init; }

    /// <summary>The name of a sandbox's log, given the sandbox's id.</summary>
    public required Func<string, string> LogStream { get; init; }

    public required string LogGroup { get; init; }

    /// <summary>As START lines print it.</summary>
    public required string Version { get; init; }
}

/// <summary>What runs the code.</summary>
public enum FunctionRuntime
{
    /// <summary>The machine's <c>node</c>.</summary>
    Node,

    /// <summary>The machine's <c>python3</c>.</summary>
    Python,

    /// <summary>An executable <c>bootstrap</c> in the code, which speaks the runtime API itself.</summary>
    Custom,
}

/// <summary>One event for a function.</summary>
public sealed record Invocation
{
    public required string RequestId { get; init; }
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>The name the function was called by, told to its code.</summary>
    public required string FunctionArn { get; init; }

    public string? TraceId { get; init; }

    /// <summary>JSON, or null.</summary>
    public string? ClientContext { get; init; }
}

/// <summary>How an invocation ended.</summary>
public enum InvocationOutcome
{
    /// <summary>The payload is the function's answer.</summary>
    Answered,

    /// <summary>The payload describes the error, as JSON.</summary>
    Failed,

    /// <summary>It never ran: every sandbox of the machine is busy.</summary>
    Throttled,
}

/// <param name="LogTail">The last bytes of what this invocation logged.</param>
public sealed record InvocationReport(
    InvocationOutcome Outcome, ReadOnlyMemory<byte> Payload, string LogTail, TimeSpan Duration);

/// <summary>Where functions' output goes, line by line. Called from many threads; must not block for long.</summary>
public interface IFunctionLogs
{
    void Append(FunctionSpec function, string stream, DateTimeOffset time, string line);
}

/// <summary>Where the engine keeps its files, and how much it may run.</summary>
public sealed record FunctionHostOptions
{
    /// <summary>
    /// Holds code, scratch space and bootstraps. Packages in its <c>node_modules</c> and <c>python</c> are seen by every function of
    /// that language, as the cloud's runtimes bundle their SDK.
    /// </summary>
    public required string Directory { get; init; }

    /// <summary>Processes alive at once, busy or idle.</summary>
    public int SandboxesMax { get; init; } = 64;

    public TimeSpan IdleTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A sandbox is not used for longer than this, since the credentials it started with end.</summary>
    public TimeSpan LifeTime { get; init; } = TimeSpan.FromHours(6);
}
