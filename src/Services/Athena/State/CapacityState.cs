using System.Collections.Immutable;

namespace Weir.Services.Athena.State;

/// <summary>A capacity reservation: slots for queries that nobody but its workgroups gets. Immutable.</summary>
internal sealed record CapacityState
{
    public const string Active = "ACTIVE";
    public const string Failed = "FAILED";
    public const string Cancelled = "CANCELLED";

    public required string Name { get; init; }
    public string State { get; init; } = Failed;
    public int TargetDpus { get; init; }

    /// <summary>What it really has: the target, or nothing.</summary>
    public int AllocatedDpus { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required CapacityAllocationState LastAllocation { get; init; }
    public DateTimeOffset? LastAllocatedAt { get; init; }
    public DateTimeOffset? CancelledAt { get; init; }
    public IReadOnlyList<IReadOnlyList<string>> Assignments { get; init; } = [];
    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Queries that run in it at a time.</summary>
    public int Slots => State == Active ? AllocatedDpus / AthenaLimits.DpusPerQuery : 0;

    public bool Serves(string workGroup) => Slots > 0 && Has(workGroup);

    public bool Has(string workGroup) => Assignments.Any(assignment => assignment.Contains(workGroup));

    public CapacityState Without(string workGroup) => this with
    {
        Assignments = [.. Assignments.Select(assignment => assignment.Where(name => name != workGroup).ToArray()).Where(assignment => assignment.Length > 0)],
    };
}

/// <summary>How the last request for capacity ended.</summary>
internal sealed record CapacityAllocationState(string Status, string? Message, DateTimeOffset At)
{
    public const string Succeeded = "SUCCEEDED";
    public const string Failed = "FAILED";
}
