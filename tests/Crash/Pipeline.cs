using System.Text.Json;
using Weir.Tests.Support;

namespace Weir.Crash.Tests;

/// <summary>The example pipeline on one data directory, as its clients see it.</summary>
internal sealed record Pipeline(string Run)
{
    /// <summary>Real sensor rows, the ones that are published.</summary>
    private static string Rows => Repository.SharedData("iot", "prsa", "PRSA_Data_Dongsi_20130301-20170228.csv");

    public static async Task<Pipeline> ProvisionAsync(ServerProcess server)
    {
        _ = Rows; // without them the test is skipped before anything is made
        var provisioned = await server.Clients.NodeAsync(PipelineScripts.Provision, Repository.Root);
        using var made = JsonDocument.Parse(provisioned.Ok().Split('\n').Last(line => line.StartsWith('{')));
        return new(made.RootElement.GetProperty("run").GetString()!);
    }

    /// <summary>Publishes through whatever happens to the server until every message is acknowledged.</summary>
    /// <param name="progress">A file that is to hold how many are acknowledged so far.</param>
    public static async Task<Sent> PublishAsync(ServerProcess server, int messages, TimeSpan patience, string progress = "")
    {
        var clients = new WeirClients(server.Endpoint, server.Ports) { Patience = patience };
        var published = await clients.NodeAsync(PipelineScripts.Publish, Rows, $"{messages}", $"{server.Ports["mqtt"]}", progress);
        using var sent = JsonDocument.Parse(published.Ok());
        return new(
            messages,
            sent.RootElement.GetProperty("acknowledged").GetInt32(),
            sent.RootElement.GetProperty("resent").EnumerateArray().Select(seq => seq.GetInt64()).ToHashSet());
    }

    public async Task<Found> CountAsync(ServerProcess server, TimeSpan patience)
    {
        var clients = new WeirClients(server.Endpoint, server.Ports) { Patience = patience + TimeSpan.FromMinutes(2) };
        var counted = await clients.NodeAsync(PipelineScripts.Count, Repository.Root, Run, $"{patience.TotalSeconds:f0}");
        using var found = JsonDocument.Parse(counted.Ok());
        int Number(string name) => found.RootElement.GetProperty(name).GetInt32();
        return new()
        {
            Stream = Number("stream"),
            Rows = Number("rows"),
            Distinct = Number("distinct"),
            Report = Number("report"),
            Errors = Number("errors"),
            Doubled = [.. found.RootElement.GetProperty("doubled").EnumerateArray().Select(seq => seq.GetInt64())],
            Trouble = found.RootElement.GetProperty("trouble").GetString(),
        };
    }
}

/// <summary>What the publisher knows: how much was acknowledged, and which messages it may have sent more than once.</summary>
internal sealed record Sent(int Messages, int Acknowledged, IReadOnlySet<long> Resent)
{
    public override string ToString() => $"{Acknowledged} of {Messages} acknowledged, {Resent.Count} perhaps sent again";
}

/// <summary>What is where in the end.</summary>
internal sealed record Found
{
    public required int Stream { get; init; }
    public required int Rows { get; init; }
    public required int Distinct { get; init; }
    public required int Report { get; init; }
    public required int Errors { get; init; }
    public required IReadOnlyList<long> Doubled { get; init; }
    public string? Trouble { get; init; }

    /// <summary>Nothing acknowledged is missing; from the stream on nothing is doubled; before it only what was sent again.</summary>
    public void Verify(Sent sent, string what)
    {
        var figures = $"{what}: {sent}; {this}";
        TestContext.Current.SendDiagnosticMessage(figures);
        Assert.True(sent.Acknowledged == sent.Messages, $"not everything was acknowledged; {figures}");
        Assert.True(Distinct == sent.Messages, $"rows are missing; {figures}");
        Assert.True(Rows == Stream, $"the lake does not hold what the stream holds; {figures}");
        Assert.True(Report == Rows, $"the report is not of the whole table; {figures}");
        Assert.True(Errors == 0, $"there are error objects; {figures}");
        Assert.All(Doubled, seq => Assert.True(sent.Resent.Contains(seq), $"{seq} is doubled but was sent once; {figures}"));
    }

    public override string ToString() =>
        $"{Stream} records in the stream, {Rows} rows, {Distinct} distinct, {Doubled.Count} doubled, {Report} in the report, {Errors} error objects"
        + (Trouble is null ? "" : $" ({Trouble})");
}
