namespace Weir.Engines.Sql.Planning;

/// <summary>What a run was measured to be, by the steps of its plan.</summary>
public sealed class StepProfile
{
    private readonly IReadOnlyDictionary<string, long> _rows;
    private readonly IReadOnlyDictionary<string, TimeSpan> _times;

    internal StepProfile(IReadOnlyDictionary<string, long> rows, IReadOnlyDictionary<string, TimeSpan> times) => (_rows, _times) = (rows, times);

    /// <summary>A run of which nothing is known.</summary>
    public static StepProfile None { get; } = new(new Dictionary<string, long>(), new Dictionary<string, TimeSpan>());

    /// <summary>The nodes with what is known of each. A node whose rows were not counted has those of the one it passes them on from, or to, unchanged.</summary>
    internal PlanNode Of(PlanNode node) => Inputs(Down(Up(node)));

    private PlanNode Up(PlanNode node)
    {
        var children = node.Children.Select(Up).ToList();
        var rows = node.Step is { } step && _rows.TryGetValue(step, out var counted) ? counted : node.IsOneToOne ? children.FirstOrDefault()?.Rows : null;
        return node with
        {
            Children = [.. children],
            Rows = rows,
            Time = node.Step is { } own && _rows.ContainsKey(own) ? _times.GetValueOrDefault(own) : null,
        };
    }

    private static PlanNode Down(PlanNode node) => node with
    {
        Children =
        [
            .. node.Children.Select((child, place) => Down(place == 0 && node is { IsOneToOne: true, Rows: not null } && child.Rows is null ? child with { Rows = node.Rows } : child)),
        ],
    };

    private static PlanNode Inputs(PlanNode node)
    {
        var children = node.Children.Select(Inputs).ToList();
        return node with { Children = [.. children], InputRows = [.. children.Select(child => child.Rows)] };
    }
}
