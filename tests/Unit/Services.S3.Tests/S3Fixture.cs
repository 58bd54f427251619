using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Contracts;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Kernel.Wire;
using Weir.Services.S3.Model;
using Weir.Services.S3.Operations;
using Weir.Tests.Support;

namespace Weir.Services.S3.Tests;

/// <summary>The whole service over a state store in memory and a directory of its own; <see cref="Restart"/> is another run on the same data.</summary>
public sealed class S3Fixture : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("weir-s3-").FullName;
    private readonly MemoryStateStore _state = new();
    private ServiceProvider _services;

    public S3Fixture()
    {
        _services = Start();
        Call = TestCalls.Root(Authorizer);
    }

    public string DataDirectory => _root;

    public ManualClock Clock { get; } = new();

    public FakeAuthorizer Authorizer { get; } = new();

    public CallContext Call { get; set; }

    public FakeQueues Queues { get; } = new();

    public FakeFunctions Functions { get; } = new();

    public IObjectStore Store => _services.GetRequiredService<IObjectStore>();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public void Restart()
    {
        _services.Dispose();
        _services = Start();
    }

    internal async Task<TResponse> RunAsync<TOperation, TRequest, TResponse>(TRequest request)
        where TOperation : class, IOperation<TRequest, TResponse> =>
        await Get<TOperation>().HandleAsync(Call, request, TestContext.Current.CancellationToken);

    internal Task<CreateBucketResponse> CreateAsync(string bucket) =>
        RunAsync<CreateBucket, CreateBucketRequest, CreateBucketResponse>(new() { Bucket = bucket });

    internal Task<PutObjectResponse> PutAsync(string bucket, string key, string content) =>
        PutAsync(new() { Bucket = bucket, Key = key, Body = Body(content) });

    internal Task<PutObjectResponse> PutAsync(PutObjectRequest request) =>
        RunAsync<PutObject, PutObjectRequest, PutObjectResponse>(request);

    internal Task<GetObjectResponse> GetAsync(GetObjectRequest request) =>
        RunAsync<GetObject, GetObjectRequest, GetObjectResponse>(request);

    internal async Task<string> ReadAsync(string bucket, string key)
    {
        var response = await GetAsync(new() { Bucket = bucket, Key = key });
        using var reader = new StreamReader(response.Body!);
        return await reader.ReadToEndAsync();
    }

    internal static MemoryStream Body(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>The files that hold objects and parts.</summary>
    internal int Files() => Directory.Exists(_root) ? Directory.GetFiles(_root, "*", SearchOption.AllDirectories).Length : 0;

    internal static async Task<ServiceException> FailsAsync(string code, Func<Task> work)
    {
        var failure = await Assert.ThrowsAsync<ServiceException>(work);
        Assert.Equal(code, failure.Code);
        return failure;
    }

    public void Dispose()
    {
        _services.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private ServiceProvider Start()
    {
        var services = new ServiceCollection();
        services.AddSingleton(new WeirSettings { DataDirectory = _root });
        services.AddSingleton<IStateStore>(_state);
        services.AddSingleton<IAuthorizer>(Authorizer);
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton(new IdSource());
        services.AddSingleton(TestMeters.Hops());
        services.AddSingleton<IQueues>(Queues);
        services.AddSingleton<IFunctions>(Functions);
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        new S3Module().Register(services);
        return services.BuildServiceProvider();
    }
}

/// <summary>Queues that take what they are sent, unless a test says no.</summary>
public sealed class FakeQueues : IQueues
{
    public List<(string Queue, string Body, string? Source)> Sent { get; } = [];

    public Func<string, ServiceException?> Refuses { get; set; } = static _ => null;

    public ValueTask<string> SendAsync(CallContext call, string queue, string body, CancellationToken cancellationToken)
    {
        RequireSendable(call, queue);
        lock (Sent)
        {
            Sent.Add((queue, body, call.SourceArn));
        }

        return ValueTask.FromResult("message");
    }

    public void RequireSendable(CallContext call, string queue)
    {
        if (Refuses(queue) is { } refusal)
        {
            throw refusal;
        }
    }

    public ValueTask<IReadOnlyList<QueueMessage>> ReceiveAsync(
        CallContext call, string queue, int messagesMax, TimeSpan wait, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask DeleteAsync(
        CallContext call, string queue, IReadOnlyList<string> receiptHandles, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask ChangeVisibilityAsync(
        CallContext call, string queue, IReadOnlyList<string> receiptHandles, TimeSpan visibility, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}

public sealed class FakeFunctions : IFunctions
{
    public List<(string Function, string Payload)> Invoked { get; } = [];

    public ValueTask<FunctionResult> InvokeAsync(
        CallContext call, string function, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask InvokeEventAsync(CallContext call, string function, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        lock (Invoked)
        {
            Invoked.Add((function, Encoding.UTF8.GetString(payload.Span)));
        }

        return ValueTask.CompletedTask;
    }

    public void RequireFunction(CallContext call, string function)
    {
        if (function.EndsWith(":missing", StringComparison.Ordinal))
        {
            throw new ServiceException("ResourceNotFoundException", "Function not found", 404);
        }
    }
}
