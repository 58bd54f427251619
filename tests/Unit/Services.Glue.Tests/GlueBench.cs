using Microsoft.Extensions.DependencyInjection;
using Weir.Contracts;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.Operations;
using Weir.Tests.Support;

namespace Weir.Services.Glue.Tests;

/// <summary>The catalog on a state store in memory.</summary>
internal sealed class GlueBench : IDisposable
{
    private readonly ServiceProvider _services;

    public GlueBench()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<IStateStore>(Store);
        services.AddSingleton<IObjectStore, MemoryObjectStore>();
        services.AddSingleton<IdSource, SeededIds>(_ => new SeededIds(1));
        new GlueModule().Register(services);
        _services = services.BuildServiceProvider();
        Call = TestCalls.Root(Authorizer);
    }

    public ManualClock Clock { get; } = new();

    public MemoryStateStore Store { get; } = new();

    public FakeAuthorizer Authorizer { get; } = new();

    public CallContext Call { get; }

    /// <summary>What the worker does when it is woken.</summary>
    public Task BuildIndexesAsync() =>
        _services.GetRequiredService<Workers.IndexBuilder>().BuildAsync(TestContext.Current.CancellationToken);

    public ITableCatalog Catalog => _services.GetRequiredService<ITableCatalog>();

    public async Task<TResponse> AskAsync<TOperation, TRequest, TResponse>(TRequest request)
        where TOperation : IOperation<TRequest, TResponse> =>
        await _services.GetRequiredService<TOperation>().HandleAsync(Call, request, TestContext.Current.CancellationToken);

    public Task<CreateDatabaseResponse> CreateDatabaseAsync(string name) =>
        AskAsync<CreateDatabase, CreateDatabaseRequest, CreateDatabaseResponse>(new() { DatabaseInput = new() { Name = name } });

    public static TableInput Table(string name, params (string Name, string Type)[] keys) => new()
    {
        Name = name,
        TableType = "EXTERNAL_TABLE",
        StorageDescriptor = new() { Location = $"s3://lake/{name}/", Columns = [new() { Name = "value", Type = "double" }] },
        PartitionKeys = [.. keys.Select(key => new Column { Name = key.Name, Type = key.Type })],
    };

    public Task<CreateTableResponse> CreateTableAsync(string database, TableInput table) =>
        AskAsync<CreateTable, CreateTableRequest, CreateTableResponse>(new() { DatabaseName = database, TableInput = table });

    public Task<UpdateTableResponse> UpdateTableAsync(string database, TableInput table, string? version = null, bool? skip = null) =>
        AskAsync<UpdateTable, UpdateTableRequest, UpdateTableResponse>(
            new() { DatabaseName = database, TableInput = table, VersionId = version, SkipArchive = skip });

    public async Task<Table> GetTableAsync(string database, string name) =>
        (await AskAsync<GetTable, GetTableRequest, GetTableResponse>(new() { DatabaseName = database, Name = name })).Table!;

    public async Task AddPartitionsAsync(string database, string table, IEnumerable<string[]> partitions)
    {
        foreach (var chunk in partitions.Chunk(100))
        {
            var answer = await AskAsync<BatchCreatePartition, BatchCreatePartitionRequest, BatchCreatePartitionResponse>(new()
            {
                DatabaseName = database,
                TableName = table,
                PartitionInputList = [.. chunk.Select(values => new PartitionInput { Values = values, StorageDescriptor = new() })],
            });
            Assert.Empty(answer.Errors!);
        }
    }

    public async Task<List<string>> GetPartitionsAsync(
        string database, string table, string? expression = null, int? size = null, Segment? segment = null)
    {
        var found = new List<string>();
        string? token = null;
        do
        {
            var page = await AskAsync<GetPartitions, GetPartitionsRequest, GetPartitionsResponse>(new()
            {
                DatabaseName = database,
                TableName = table,
                Expression = expression,
                MaxResults = size,
                NextToken = token,
                Segment = segment,
            });
            Assert.True(size is null || page.Partitions!.Count <= size);
            found.AddRange(page.Partitions!.Select(partition => string.Join('/', partition.Values!)));
            token = page.NextToken;
        }
        while (token is not null);

        return found;
    }

    public static async Task<ServiceException> RefusedAsync(Task asked, string code)
    {
        var refusal = await Assert.ThrowsAsync<ServiceException>(() => asked);
        Assert.Equal(code, refusal.Code);
        return refusal;
    }

    public void Dispose() => _services.Dispose();
}
