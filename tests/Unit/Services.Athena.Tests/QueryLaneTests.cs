using Weir.Engines.Sql.Parsing;
using Weir.Services.Athena.Queries;
using Weir.Services.Athena.State;
using Weir.Services.Athena.Workers;
using Weir.Tests.Support;

namespace Weir.Services.Athena.Tests;

public sealed class QueryLaneTests
{
    private readonly Dictionary<string, int> _reserved = [];
    private readonly HashSet<string> _assigned = [];

    [Fact]
    public void The_oldest_start_first_and_no_more_than_there_are_slots()
    {
        var lanes = Open();
        var queries = Enumerable.Range(0, 6).Select(_ => Query("all")).ToArray();

        var started = queries.SelectMany(lanes.Add).ToList();
        var next = lanes.Done(queries[2]);

        Assert.Equal(queries.Take(5), started);
        Assert.Equal([queries[5]], next);
    }

    [Fact]
    public void Reserved_slots_stay_free_for_whom_they_are_reserved()
    {
        var lanes = Open();
        Reserve(lanes, slots: 2, "dear");
        var others = Enumerable.Range(0, 5).Select(_ => Query("all")).ToArray();
        var dear = Enumerable.Range(0, 3).Select(_ => Query("dear")).ToArray();

        var shared = others.SelectMany(lanes.Add).ToList();
        var own = dear.SelectMany(lanes.Add).ToList();

        Assert.Equal(others.Take(3), shared);
        Assert.Equal(dear.Take(2), own);
        Assert.Equal([dear[2]], lanes.Done(dear[0]));
        Assert.Equal([others[3]], lanes.Done(others[0]));
    }

    [Fact]
    public void Who_waited_in_a_reservation_that_ends_waits_with_all_others()
    {
        var lanes = Open();
        Reserve(lanes, slots: 1, "dear");
        var dear = Enumerable.Range(0, 3).Select(_ => Query("dear")).ToArray();
        var started = dear.SelectMany(lanes.Add).ToList();

        _reserved.Clear();
        _assigned.Clear();
        var moved = lanes.Arrange(() => _reserved);

        Assert.Equal(dear.Take(1), started);
        Assert.Equal(dear.Skip(1), moved);
    }

    [Fact]
    public void The_machine_is_never_over_full_while_slots_change_hands()
    {
        var lanes = Open();
        var others = Enumerable.Range(0, 5).Select(_ => Query("all")).ToArray();
        _ = others.SelectMany(lanes.Add).ToList();
        Reserve(lanes, slots: 2, "dear");
        var dear = Query("dear");

        Assert.Empty(lanes.Add(dear));
        Assert.Equal([dear], lanes.Done(others[0]));
    }

    [Fact]
    public void Statements_of_the_catalog_have_slots_beside_the_others()
    {
        var lanes = Open();
        var data = Enumerable.Range(0, 5).Select(_ => Query("all")).ToArray();
        var definitions = Enumerable.Range(0, 3).Select(_ => Query("all", "SHOW TABLES")).ToArray();

        var started = data.Concat(definitions).SelectMany(lanes.Add).ToList();

        Assert.Equal([.. data, .. definitions.Take(2)], started);
    }

    [Fact]
    public async Task What_was_stopped_while_it_waited_never_starts_and_a_closed_queue_empties()
    {
        var lanes = Open();
        var queries = Enumerable.Range(0, 7).Select(_ => Query("all")).ToArray();
        _ = queries.SelectMany(lanes.Add).ToList();
        Assert.True(queries[5].TryTake());
        lanes.Remove(queries[5]);

        Assert.Equal([queries[6]], lanes.Done(queries[0]));
        lanes.Close();
        Assert.False(lanes.Idle.IsCompleted);
        foreach (var query in queries[1..])
        {
            Assert.Empty(lanes.Done(query));
        }

        await lanes.Idle;
    }

    private QueryLanes Open()
    {
        var lanes = new QueryLanes(
            query => _assigned.Contains(query.State.WorkGroup)
                ? QueryLane.Reserved("r")
                : QueryLane.Shared(StatementKind.Of(query.Statement).ReadsData),
            dataSlots: 5,
            catalogSlots: 2);
        Assert.Empty(lanes.Open());
        return lanes;
    }

    private void Reserve(QueryLanes lanes, int slots, string workGroup)
    {
        _reserved["r"] = slots;
        _assigned.Add(workGroup);
        Assert.Empty(lanes.Arrange(() => _reserved));
    }

    private static ActiveQuery Query(string workGroup, string sql = "SELECT 1")
    {
        var execution = new ExecutionState
        {
            Id = "id",
            Account = "000000000000",
            Region = "us-east-1",
            Query = sql,
            WorkGroup = workGroup,
            OutputFolder = "s3://out/",
            SubmittedAt = DateTimeOffset.UnixEpoch,
        };
        return new(execution, SqlParser.ParseStatement(sql), TestCalls.Root());
    }
}
