using System.Collections.Immutable;

namespace Weir.Engines.Sql.Runtime;

/// <summary>Aggregates that make and join sketches.</summary>
internal static class SketchAggregates
{
    public static ImmutableArray<RuntimeAggregate> All { get; } =
    [
        new("weir_approx_distinct", ["UBIGINT"], "BIGINT")
        {
            Create = () => new HyperLogLog(),
            Add = (state, values) => ((HyperLogLog)state).Add((ulong)values[0]!),
            Merge = (state, other) => ((HyperLogLog)state).Add((HyperLogLog)other),
            Finish = state => ((HyperLogLog)state).Cardinality(),
        },
        Optional("weir_hll", ["UBIGINT"], () => new HyperLogLog(), (state, values) => state.Add((ulong)values[0]!), (state, other) => state.Add(other), state => state.ToBytes()),
        Optional("weir_hll_merge", ["BLOB"], () => new HyperLogLog(), (state, values) => state.Add(HyperLogLog.Of((byte[])values[0]!)), (state, other) => state.Add(other), state => state.ToBytes()),
        Optional("weir_tdigest", ["DOUBLE", "DOUBLE"], () => new TDigest(), (state, values) => state.Add((double)values[0]!, Weight((double)values[1]!, 0)), (state, other) => state.Add(other), state => state.ToBytes()),
        Optional("weir_tdigest_merge", ["BLOB"], () => new TDigest(), (state, values) => state.Add(TDigest.Of((byte[])values[0]!)), (state, other) => state.Add(other), state => state.ToBytes()),
        Optional(
            "weir_qdigest",
            ["DOUBLE", "DOUBLE", "DOUBLE"],
            () => new Holder<QuantileDigest>(),
            (state, values) => (state.Value ??= new(Accuracy((double)values[2]!))).Add((double)values[0]!, Weight((double)values[1]!, 1)),
            (state, other) => Join(state, other.Value),
            state => state.Value?.ToBytes()),
        Optional(
            "weir_qdigest_merge",
            ["BLOB"],
            () => new Holder<QuantileDigest>(),
            (state, values) => Join(state, QuantileDigest.Of((byte[])values[0]!)),
            (state, other) => Join(state, other.Value),
            state => state.Value?.ToBytes()),
        Optional("weir_setdigest", ["BIGINT"], () => new SetDigest(), (state, values) => state.Add((long)values[0]!), (state, other) => state.Add(other), state => state.ToBytes()),
        Optional("weir_setdigest_merge", ["BLOB"], () => new SetDigest(), (state, values) => state.Add(SetDigest.Of((byte[])values[0]!)), (state, other) => state.Add(other), state => state.ToBytes()),
    ];

    private sealed class Holder<T>
        where T : class
    {
        public T? Value { get; set; }

    }

    /// <summary>An aggregate that is NULL when no row came.</summary>
    private static RuntimeAggregate Optional<T>(
        string name, string[] parameters, Func<T> create, StateStep<T> add, Action<T, T> merge, Func<T, byte[]?> finish)
        where T : class => new(name, parameters, "BLOB")
        {
            Create = () => new Holder<T>(),
            Add = (state, values) => add(((Holder<T>)state).Value ??= create(), values),
            Merge = (state, other) =>
            {
                if (((Holder<T>)other).Value is { } from)
                {
                    merge(((Holder<T>)state).Value ??= create(), from);
                }
            },
            Finish = state => ((Holder<T>)state).Value is { } value ? finish(value) : null,
        };

    private delegate void StateStep<T>(T state, ReadOnlySpan<object?> values);

    private static double Weight(double weight, double least) => weight > 0 && weight >= least
        ? weight
        : throw SqlRuntime.Invalid(least > 0 ? "Weight must be > 0" : "weight must be > 0");

    private static double Accuracy(double accuracy) => accuracy is > 0 and < 1
        ? accuracy
        : throw SqlRuntime.Invalid("Percentile accuracy must be exclusively between 0 and 1");

    private static void Join(Holder<QuantileDigest> state, QuantileDigest? other)
    {
        if (other is not null)
        {
            (state.Value ??= new(other.Accuracy)).Add(other);
        }
    }
}
