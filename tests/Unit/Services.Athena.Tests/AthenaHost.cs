using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Weir.Contracts;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Model;
using Weir.Services.Athena.Operations;
using Weir.Tests.Support;

namespace Weir.Services.Athena.Tests;

/// <summary>The service on a catalog and an object store in memory.</summary>
public sealed class AthenaHost : IAsyncDisposable
{
    public const string Bucket = "lake";
    public const string Results = "s3://results/out";

    private readonly ServiceProvider _provider;
    private readonly string _directory;
    private readonly bool _ownsDirectory;

    public AthenaHost(IStateStore? state = null, MemoryObjectStore? objects = null, long memoryBytes = 0)
    {
        Objects = objects ?? new();
        State = state ?? new MemoryStateStore();
        _ownsDirectory = objects is null;
        // The engine reads objects below the data directory only.
        _directory = Directory.CreateTempSubdirectory("weir-athena-").FullName;
        Directory.CreateSymbolicLink(Path.Combine(_directory, "objects"), Objects.Directory);
        Objects.CreateBucket(Bucket);
        Objects.CreateBucket("results");
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IStateStore>(State);
        services.AddSingleton<IObjectStore>(Objects);
        services.AddSingleton<ITableCatalog>(Catalog);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(TestMeters.Hops());
        services.AddSingleton<IdSource>();
        services.AddSingleton<IAuthorizer>(new FakeAuthorizer());
        services.AddSingleton(new WeirSettings { DataDirectory = _directory, AthenaMemoryBytes = memoryBytes });
        new AthenaModule().Register(services);
        _provider = services.BuildServiceProvider();
    }

    public MemoryObjectStore Objects { get; }

    public MemoryTableCatalog Catalog { get; } = new();

    public IStateStore State { get; }

    public CallContext Call { get; set; } = TestCalls.Root();

    public static async Task<AthenaHost> StartedAsync(IStateStore? state = null)
    {
        var host = new AthenaHost(state);
        await host.StartAsync();
        return host;
    }

    public async Task StartAsync()
    {
        foreach (var worker in _provider.GetServices<IHostedService>())
        {
            await worker.StartAsync(CancellationToken.None);
        }
    }

    internal ValueTask<TResponse> SendAsync<TOperation, TRequest, TResponse>(TRequest request)
        where TOperation : IOperation<TRequest, TResponse> =>
        _provider.GetRequiredService<TOperation>().HandleAsync(Call, request, CancellationToken.None);

    internal async Task<string> StartQueryAsync(string sql, string? database = null, params string[] parameters)
    {
        var started = await SendAsync<StartQueryExecution, StartQueryExecutionRequest, StartQueryExecutionResponse>(new()
        {
            QueryString = sql,
            QueryExecutionContext = new() { Database = database ?? "db" },
            ResultConfiguration = new() { OutputLocation = Results },
            ExecutionParameters = parameters.Length == 0 ? null : parameters,
        });
        return started.QueryExecutionId!;
    }

    /// <summary>Runs a query to its end.</summary>
    internal async Task<QueryExecution> EndOfAsync(string sql, string? database = null, params string[] parameters) =>
        await OverAsync(await StartQueryAsync(sql, database, parameters));

    internal async Task<QueryExecution> OverAsync(string id)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (true)
        {
            var execution = await FindAsync(id);
            if (execution.Status!.State is not ("QUEUED" or "RUNNING"))
            {
                return execution;
            }

            await Task.Delay(2, patience.Token);
        }
    }

    internal async Task<QueryExecution> FindAsync(string id) =>
        (await SendAsync<GetQueryExecution, GetQueryExecutionRequest, GetQueryExecutionResponse>(new() { QueryExecutionId = id })).QueryExecution!;

    /// <summary>The rows of a query that must succeed; a row is its values, NULL as null.</summary>
    internal async Task<string?[][]> RowsAsync(string sql, string? database = null, params string[] parameters)
    {
        var execution = await EndOfAsync(sql, database, parameters);
        Assert.True(execution.Status!.State == "SUCCEEDED", execution.Status.StateChangeReason);
        var results = await ResultsAsync(execution.QueryExecutionId!);
        return [.. results.ResultSet!.Rows!.Select(row => row.Data!.Select(value => value.VarCharValue).ToArray())];
    }

    internal ValueTask<GetQueryResultsResponse> ResultsAsync(string id, string? token = null, int? max = null) =>
        SendAsync<GetQueryResults, GetQueryResultsRequest, GetQueryResultsResponse>(
            new() { QueryExecutionId = id, NextToken = token, MaxResults = max });

    /// <summary>The reason of a query that must fail.</summary>
    internal async Task<string> FailureOfAsync(string sql, string? database = null, params string[] parameters)
    {
        var execution = await EndOfAsync(sql, database, parameters);
        Assert.Equal("FAILED", execution.Status!.State);
        Assert.Equal(execution.Status.StateChangeReason, execution.Status.AthenaError!.ErrorMessage);
        return execution.Status.StateChangeReason!;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _provider.GetServices<IHostedService>().Reverse())
        {
            await worker.StopAsync(CancellationToken.None);
        }

        await _provider.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
        if (_ownsDirectory)
        {
            Objects.Dispose();
        }
    }
}
