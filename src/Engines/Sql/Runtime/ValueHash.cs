using System.Text;

namespace Weir.Engines.Sql.Runtime;

/// <summary>Hashes and compares boxed values of any type by what they hold.</summary>
internal sealed class ValueHash : IEqualityComparer<object?>
{
    public static readonly ValueHash Comparer = new();

    public static object? Of(object? value) => value is null ? null : unchecked((long)Hash(value));

    public new bool Equals(object? left, object? right) => (left, right) switch
    {
        (null, null) => true,
        (null, _) or (_, null) => false,
        (byte[] a, byte[] b) => a.AsSpan().SequenceEqual(b),
        (object?[] a, object?[] b) => a.SequenceEqual(b, this),
        (KeyValuePair<object, object?>[] a, KeyValuePair<object, object?>[] b) => SameEntries(a, b),
        _ => left.Equals(right),
    };

    public int GetHashCode(object? value) => value is null ? 0 : (int)Hash(value);

    private bool SameEntries(KeyValuePair<object, object?>[] left, KeyValuePair<object, object?>[] right) =>
        left.Length == right.Length && left.All(pair => right.Any(other => Equals(pair.Key, other.Key) && Equals(pair.Value, other.Value)));

    private static ulong Hash(object? value) => unchecked(value switch
    {
        null => 0,
        bool flag => Hashes.XxHash64(flag ? 1 : 0),
        sbyte number => Hashes.XxHash64(number),
        short number => Hashes.XxHash64(number),
        int number => Hashes.XxHash64(number),
        long number => Hashes.XxHash64(number),
        float number => Hashes.XxHash64(number == 0 ? 0 : BitConverter.SingleToInt32Bits(number)),
        double number => Hashes.XxHash64(number == 0 ? 0 : BitConverter.DoubleToInt64Bits(number)),
        string text => Hashes.XxHash64(Encoding.UTF8.GetBytes(text)),
        byte[] bytes => Hashes.XxHash64(bytes),
        DateOnly date => Hashes.XxHash64(date.DayNumber - 719_162),
        DateTime time => Hashes.XxHash64((time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond),
        object?[] items => items.Aggregate(0UL, (hash, item) => (hash * 31) + Hash(item)),
        KeyValuePair<object, object?>[] pairs => pairs.Aggregate(0UL, (hash, pair) => hash + (Hash(pair.Key) ^ Hash(pair.Value))),
        _ => Hashes.XxHash64(Encoding.UTF8.GetBytes($"{value}")),
    });
}
