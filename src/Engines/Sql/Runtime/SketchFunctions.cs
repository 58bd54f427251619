using System.Collections.Immutable;
using System.Text;

namespace Weir.Engines.Sql.Runtime;

/// <summary>What is asked of sketches. They travel as bytes of our own formats.</summary>
internal static class SketchFunctions
{
    public static ImmutableArray<RuntimeFunction> All { get; } =
    [
        new("weir_hll_cardinality", ["BLOB"], "BIGINT", values => HyperLogLog.Of(Bytes(values[0])).Cardinality()),
        new("weir_hll_empty", [], "BLOB", _ => new HyperLogLog().ToBytes()),
        new("weir_tdigest_values", ["BLOB", "DOUBLE[]"], "DOUBLE[]", values => Sorted(Quantiles(values[1])).Select(TDigest.Of(Bytes(values[0])).ValueAt).ToArray()),
        new("weir_tdigest_quantile", ["BLOB", "DOUBLE"], "DOUBLE", values => TDigest.Of(Bytes(values[0])).QuantileAt((double)values[1]!)),
        new("weir_qdigest_values", ["BLOB", "DOUBLE[]"], "DOUBLE[]", values => Quantiles(values[1]).Select(QuantileDigest.Of(Bytes(values[0])).ValueAt).ToArray()),
        new("weir_qdigest_quantile", ["BLOB", "DOUBLE"], "DOUBLE", values => QuantileDigest.Of(Bytes(values[0])).QuantileAt((double)values[1]!)),
        new("weir_setdigest_cardinality", ["BLOB"], "BIGINT", values => SetDigest.Of(Bytes(values[0])).Cardinality()),
        new("weir_setdigest_jaccard", ["BLOB", "BLOB"], "DOUBLE", values => SetDigest.Jaccard(SetDigest.Of(Bytes(values[0])), SetDigest.Of(Bytes(values[1])))),
        new("weir_setdigest_intersection", ["BLOB", "BLOB"], "BIGINT", values =>
            SetDigest.Intersection(SetDigest.Of(Bytes(values[0])), SetDigest.Of(Bytes(values[1])))),
        new("weir_setdigest_counts", ["BLOB"], "MAP(BIGINT, SMALLINT)", values =>
            SetDigest.Of(Bytes(values[0])).Counts.Select(pair => new KeyValuePair<object, object?>(pair.Key, pair.Value)).ToArray()),
        new("weir_murmur_bits", ["ANY"], "BIGINT", values => BitConverter.ToInt64(Hashes.Murmur3(values[0] switch
        {
            string text => Encoding.UTF8.GetBytes(text),
            byte[] bytes => bytes,
            double number => BitConverter.GetBytes(number),
            float number => BitConverter.GetBytes((double)number),
            bool flag => BitConverter.GetBytes(flag ? 1L : 0L),
            DateOnly date => BitConverter.GetBytes((long)date.DayNumber - 719_162),
            sbyte or short or int or long => BitConverter.GetBytes(Convert.ToInt64(values[0], System.Globalization.CultureInfo.InvariantCulture)),
            _ => Encoding.UTF8.GetBytes($"{values[0]}"),
        }), 0)),
    ];

    private static byte[] Bytes(object? value) => (byte[])value!;

    private static double[] Sorted(IEnumerable<double> quantiles)
    {
        var all = quantiles.ToArray();
        return all.Zip(all.Skip(1)).All(pair => pair.First <= pair.Second) ? all : throw SqlRuntime.Invalid("percentiles must be sorted in increasing order");
    }

    private static IEnumerable<double> Quantiles(object? list)
    {
        foreach (var item in (object?[])list!)
        {
            yield return item is double and >= 0 and <= 1 and var quantile
                ? quantile
                : throw SqlRuntime.Invalid("Percentile must be between 0 and 1");
        }
    }
}
