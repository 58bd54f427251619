using System.Collections.Immutable;

namespace Weir.Engines.Sql.Runtime;

/// <summary>Aggregates over numbers and hashes.</summary>
internal static class NumberAggregates
{
    public static ImmutableArray<RuntimeAggregate> All { get; } =
    [
        new("weir_checksum", ["BIGINT"], "BIGINT")
        {
            Create = () => new Sum(),
            Add = (state, values) =>
            {
                // The hash of NULL adds the prime itself.
                var sum = (Sum)state;
                sum.IsEmpty = false;
                sum.Value = unchecked(sum.Value + (values[0] is long hash ? hash * ChecksumPrime : ChecksumPrime));
            },
            Merge = (state, other) =>
            {
                var (sum, from) = ((Sum)state, (Sum)other);
                (sum.IsEmpty, sum.Value) = (sum.IsEmpty && from.IsEmpty, unchecked(sum.Value + from.Value));
            },
            Finish = state => ((Sum)state) is { IsEmpty: false } sum ? sum.Value : null,
            SeesNulls = true,
        },
        new("weir_skewness", ["DOUBLE"], "DOUBLE")
        {
            Create = () => new Moments4(),
            Add = (state, values) => ((Moments4)state).Add((double)values[0]!),
            Merge = (state, other) => ((Moments4)state).Add((Moments4)other),
            Finish = state => ((Moments4)state).Skewness(),
        },
        new("weir_kurtosis", ["DOUBLE"], "DOUBLE")
        {
            Create = () => new Moments4(),
            Add = (state, values) => ((Moments4)state).Add((double)values[0]!),
            Merge = (state, other) => ((Moments4)state).Add((Moments4)other),
            Finish = state => ((Moments4)state).Kurtosis(),
        },
        new("weir_entropy", ["DOUBLE"], "DOUBLE")
        {
            Create = () => new Entropy(),
            Add = (state, values) => ((Entropy)state).Add((double)values[0]!),
            Merge = (state, other) => ((Entropy)state).Add((Entropy)other),
            Finish = state => ((Entropy)state).Value(),
        },
        new("weir_numeric_histogram", ["BIGINT", "DOUBLE", "DOUBLE"], "MAP(DOUBLE, DOUBLE)")
        {
            Create = () => new NumericHistogram(),
            Add = (state, values) => ((NumericHistogram)state).Add((long)values[0]!, (double)values[1]!, (double)values[2]!),
            Merge = (state, other) => ((NumericHistogram)state).Add((NumericHistogram)other),
            Finish = state => ((NumericHistogram)state).Buckets(),
        },
        Frequent("weir_frequent_numbers", "BIGINT"),
        Frequent("weir_frequent_texts", "VARCHAR"),
    ];

    private const long ChecksumPrime = unchecked((long)0x9E3779B185EBCA87);

    private static RuntimeAggregate Frequent(string name, string type) => new(name, ["BIGINT", type, "BIGINT"], $"MAP({type}, BIGINT)")
    {
        Create = () => new FrequentValues(),
        Add = (state, values) => ((FrequentValues)state).Add((long)values[0]!, values[1]!, (long)values[2]!),
        Merge = (state, other) => ((FrequentValues)state).Add((FrequentValues)other),
        Finish = state => ((FrequentValues)state).Top(),
    };

    private sealed class Sum
    {
        public long Value { get; set; }

        public bool IsEmpty { get; set; } = true;
    }

    /// <summary>The first four central moments, joined as Chan and Pébay have it.</summary>
    private sealed class Moments4
    {
        private double _count;
        private double _mean;
        private double _m2;
        private double _m3;
        private double _m4;

        public void Add(double value)
        {
            // One value in the order of operations that Trino has, so that the last digits are its too.
            var before = _count++;
            var (delta, n) = (value - _mean, _count);
            var step = delta / n;
            var growth = delta * step * before;
            _m4 += (growth * (step * step) * ((n * n) - (3 * n) + 3)) + (6 * (step * step) * _m2) - (4 * step * _m3);
            _m3 += (growth * step * (n - 2)) - (3 * step * _m2);
            _m2 += growth;
            _mean += step;
        }

        public void Add(Moments4 other) => Add(other._count, other._mean, other._m2, other._m3, other._m4);

        /// <summary>The skewness of the values themselves, no estimate for a population.</summary>
        public double? Skewness() => _count < 3 ? null : Math.Sqrt(_count) * _m3 / Math.Pow(_m2, 1.5);

        /// <summary>The excess kurtosis, estimated for a population.</summary>
        public double? Kurtosis()
        {
            var n = _count;
            return n < 4
                ? null
                : ((n - 1) * n * (n + 1) / ((n - 2) * (n - 3)) * _m4 / (_m2 * _m2)) - (3 * ((n - 1) * (n - 1)) / ((n - 2) * (n - 3)));
        }

        private void Add(double count, double mean, double m2, double m3, double m4)
        {
            if (count == 0)
            {
                return;
            }

            var (a, b, n, delta) = (_count, count, _count + count, mean - _mean);
            _m4 += m4 + (delta * delta * delta * delta * a * b * ((a * a) - (a * b) + (b * b)) / (n * n * n))
                + (6 * delta * delta * ((a * a * m2) + (b * b * _m2)) / (n * n)) + (4 * delta * ((a * m3) - (b * _m3)) / n);
            _m3 += m3 + (delta * delta * delta * a * b * (a - b) / (n * n)) + (3 * delta * ((a * m2) - (b * _m2)) / n);
            _m2 += m2 + (delta * delta * a * b / n);
            _mean += delta * b / n;
            _count = n;
        }
    }

    private sealed class Entropy
    {
        private bool _isEmpty = true;
        private double _sum;
        private double _logs;

        public void Add(double count)
        {
            if (count < 0)
            {
                throw SqlRuntime.Invalid("Entropy count argument must be non-negative");
            }

            _isEmpty = false;
            _sum += count;
            _logs += count > 0 ? count * Math.Log(count) : 0;
        }

        public void Add(Entropy other)
        {
            _isEmpty &= other._isEmpty;
            _sum += other._sum;
            _logs += other._logs;
        }

        public double? Value() => _isEmpty ? null : _sum > 0 ? Math.Max(0, (Math.Log(_sum) - (_logs / _sum)) / Math.Log(2)) : 0.0;
    }

    /// <summary>Ben-Haim and Tom-Tov's histogram: the two nearest buckets join while there are too many.</summary>
    private sealed class NumericHistogram
    {
        private readonly SortedDictionary<double, double> _weights = [];
        private int _buckets;

        public void Add(long buckets, double value, double weight)
        {
            if (_buckets == 0)
            {
                _buckets = buckets is >= 2 and <= 100_000 ? (int)buckets : throw SqlRuntime.Invalid("numeric_histogram bucket count must be greater than one");
            }

            _weights[value] = _weights.GetValueOrDefault(value) + weight;
            if (_weights.Count > Math.Max(4 * _buckets, 64))
            {
                Shrink();
            }
        }

        public void Add(NumericHistogram other)
        {
            foreach (var (value, weight) in other._weights)
            {
                Add(other._buckets, value, weight);
            }
        }

        public KeyValuePair<object, object?>[]? Buckets()
        {
            if (_buckets == 0)
            {
                return null;
            }

            Shrink();
            return _weights.Select(pair => new KeyValuePair<object, object?>(pair.Key, pair.Value)).ToArray();
        }

        private void Shrink()
        {
            var buckets = _weights.ToList();
            while (buckets.Count > _buckets)
            {
                var nearest = 0;
                for (var i = 1; i + 1 < buckets.Count; i++)
                {
                    nearest = Penalty(buckets[i], buckets[i + 1]) < Penalty(buckets[nearest], buckets[nearest + 1]) ? i : nearest;
                }

                var (left, right) = (buckets[nearest], buckets[nearest + 1]);
                var weight = left.Value + right.Value;
                buckets[nearest] = new(((left.Key * left.Value) + (right.Key * right.Value)) / weight, weight);
                buckets.RemoveAt(nearest + 1);
            }

            _weights.Clear();
            foreach (var (value, weight) in buckets)
            {
                _weights[value] = weight;
            }
        }

        /// <summary>What joining two buckets adds to the squared error.</summary>
        private static double Penalty(KeyValuePair<double, double> left, KeyValuePair<double, double> right) =>
            (right.Key - left.Key) * (right.Key - left.Key) * left.Value * right.Value / (left.Value + right.Value);
    }

    /// <summary>Metwally's space saving: a new value takes the place of the rarest and its count.</summary>
    private sealed class FrequentValues
    {
        private readonly Dictionary<object, long> _counts = [];
        private int _buckets;
        private int _capacity;

        public void Add(long buckets, object value, long capacity)
        {
            if (_capacity == 0)
            {
                _buckets = buckets is >= 2 and <= 1_000_000 ? (int)buckets : throw SqlRuntime.Invalid("approx_most_frequent bucket count must be greater than one, input bucket count: " + buckets);
                _capacity = capacity is > 0 and <= 1_000_000 ? (int)capacity : throw SqlRuntime.Invalid($"approx_most_frequent capacity must be between 1 and 1000000, input capacity: {capacity}");
            }

            Count(value, 1);
        }

        public void Add(FrequentValues other)
        {
            if (other._capacity == 0)
            {
                return;
            }

            (_buckets, _capacity) = (other._buckets, other._capacity);
            foreach (var (value, count) in other._counts)
            {
                Count(value, count);
            }
        }

        public KeyValuePair<object, object?>[]? Top() => _capacity == 0 ? null : _counts
            .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key as string, StringComparer.Ordinal).ThenBy(pair => pair.Key as long?).Take(_buckets)
            .Select(pair => new KeyValuePair<object, object?>(pair.Key, pair.Value)).ToArray();

        private void Count(object value, long count)
        {
            if (_counts.TryGetValue(value, out var known))
            {
                _counts[value] = known + count;
            }
            else if (_counts.Count < _capacity)
            {
                _counts[value] = count;
            }
            else
            {
                var rarest = _counts.MinBy(pair => pair.Value);
                _counts.Remove(rarest.Key);
                _counts[value] = rarest.Value + count;
            }
        }
    }
}
