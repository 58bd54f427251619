using Weir.Kernel.Core;
using Weir.Services.Athena.Model;
using Weir.Services.Athena.Operations;

namespace Weir.Services.Athena.Tests;

public sealed class WorkGroupTests
{
    [Fact]
    [Trait("feature", "athena.workgroups")]
    public async Task Primary_is_there_from_the_start_and_can_be_changed()
    {
        await using var host = new AthenaHost();

        await host.SendAsync<UpdateWorkGroup, UpdateWorkGroupRequest, UpdateWorkGroupResponse>(new()
        {
            WorkGroup = "primary",
            ConfigurationUpdates = new() { ResultConfigurationUpdates = new() { OutputLocation = "s3://results/p/" }, BytesScannedCutoffPerQuery = 20_000_000 },
        });
        var group = await GetAsync(host, "primary");

        Assert.Equal("ENABLED", group.State);
        Assert.Equal("s3://results/p/", group.Configuration!.ResultConfiguration!.OutputLocation);
        Assert.Equal(20_000_000, group.Configuration.BytesScannedCutoffPerQuery);
        Assert.Equal("Athena engine version 3", group.Configuration.EngineVersion!.EffectiveEngineVersion);
        await Assert.ThrowsAsync<ServiceException>(async () =>
            await host.SendAsync<DeleteWorkGroup, DeleteWorkGroupRequest, DeleteWorkGroupResponse>(new() { WorkGroup = "primary" }));
    }

    [Fact]
    [Trait("feature", "athena.workgroups")]
    public async Task A_workgroup_that_enforces_overrides_the_callers_place_and_a_disabled_one_takes_no_queries()
    {
        await using var host = await AthenaHost.StartedAsync();
        await host.SendAsync<CreateWorkGroup, CreateWorkGroupRequest, CreateWorkGroupResponse>(new()
        {
            Name = "strict",
            Configuration = new() { ResultConfiguration = new() { OutputLocation = "s3://results/strict" } },
            Tags = [new() { Key = "team", Value = "a" }],
        });
        var request = new StartQueryExecutionRequest
        {
            QueryString = "SELECT 1",
            WorkGroup = "strict",
            ResultConfiguration = new() { OutputLocation = "s3://results/elsewhere/" },
        };

        var started = await host.SendAsync<StartQueryExecution, StartQueryExecutionRequest, StartQueryExecutionResponse>(request);
        var execution = await host.OverAsync(started.QueryExecutionId!);
        await host.SendAsync<UpdateWorkGroup, UpdateWorkGroupRequest, UpdateWorkGroupResponse>(new() { WorkGroup = "strict", State = "DISABLED" });
        var error = await Assert.ThrowsAsync<ServiceException>(async () =>
            await host.SendAsync<StartQueryExecution, StartQueryExecutionRequest, StartQueryExecutionResponse>(request));

        Assert.StartsWith("s3://results/strict/", execution.ResultConfiguration!.OutputLocation);
        Assert.Equal("WorkGroup strict is disabled.", error.Message);
    }

    [Fact]
    [Trait("feature", "athena.workgroups")]
    public async Task Workgroups_are_listed_in_pages_by_name()
    {
        await using var host = new AthenaHost();
        foreach (var name in new[] { "b", "a", "z" })
        {
            await host.SendAsync<CreateWorkGroup, CreateWorkGroupRequest, CreateWorkGroupResponse>(new() { Name = name });
        }

        var first = await host.SendAsync<ListWorkGroups, ListWorkGroupsRequest, ListWorkGroupsResponse>(new() { MaxResults = 3 });
        var second = await host.SendAsync<ListWorkGroups, ListWorkGroupsRequest, ListWorkGroupsResponse>(new() { NextToken = first.NextToken });

        Assert.Equal(["a", "b", "primary"], first.WorkGroups!.Select(group => group.Name));
        Assert.Equal(["z"], second.WorkGroups!.Select(group => group.Name));
        Assert.Null(second.NextToken);
        await Assert.ThrowsAsync<ServiceException>(async () =>
            await host.SendAsync<CreateWorkGroup, CreateWorkGroupRequest, CreateWorkGroupResponse>(new() { Name = "a" }));
        await Assert.ThrowsAsync<ServiceException>(async () =>
            await host.SendAsync<CreateWorkGroup, CreateWorkGroupRequest, CreateWorkGroupResponse>(new() { Name = "not a name" }));
    }

    [Fact]
    [Trait("feature", "athena.named-queries")]
    public async Task Named_queries_are_kept_changed_and_forgotten()
    {
        await using var host = new AthenaHost();
        var request = new CreateNamedQueryRequest { Name = "n", Database = "db", QueryString = "SELECT 1", ClientRequestToken = new string('x', 32) };

        var id = (await host.SendAsync<CreateNamedQuery, CreateNamedQueryRequest, CreateNamedQueryResponse>(request)).NamedQueryId!;
        var again = (await host.SendAsync<CreateNamedQuery, CreateNamedQueryRequest, CreateNamedQueryResponse>(request)).NamedQueryId;
        await host.SendAsync<UpdateNamedQuery, UpdateNamedQueryRequest, UpdateNamedQueryResponse>(
            new() { NamedQueryId = id, Name = "m", QueryString = "SELECT 2" });
        var read = (await host.SendAsync<GetNamedQuery, GetNamedQueryRequest, GetNamedQueryResponse>(new() { NamedQueryId = id })).NamedQuery!;

        Assert.Equal(id, again);
        Assert.Equal(("m", "SELECT 2", "primary"), (read.Name, read.QueryString, read.WorkGroup));
        await host.SendAsync<DeleteNamedQuery, DeleteNamedQueryRequest, DeleteNamedQueryResponse>(new() { NamedQueryId = id });
        var batch = await host.SendAsync<BatchGetNamedQuery, BatchGetNamedQueryRequest, BatchGetNamedQueryResponse>(new() { NamedQueryIds = [id] });
        Assert.Equal(id, Assert.Single(batch.UnprocessedNamedQueryIds!).NamedQueryId);
    }

    private static async Task<WorkGroup> GetAsync(AthenaHost host, string name) =>
        (await host.SendAsync<GetWorkGroup, GetWorkGroupRequest, GetWorkGroupResponse>(new() { WorkGroup = name })).WorkGroup!;
}
