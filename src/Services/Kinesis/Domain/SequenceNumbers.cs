using System.Globalization;
using System.Numerics;

namespace Weir.Services.Kinesis.Domain;

/// <summary>The sequence numbers of one shard: 56 decimal digits that grow with the offset and, from parent to child, with the epoch.</summary>
/// <remarks>
/// As a number of 186 bits: 2, the shard's epoch (36 bits), the place (64), 48 zeros, the shard's number (32), version 2 (4).
/// Place 0 is the shard's start; the record at an offset has place offset + 1.
/// </remarks>
internal sealed class SequenceNumbers
{
    private const int PlaceShift = 84;
    private const int EpochShift = 148;
    private const int ShardShift = 4;
    private const int Version = 2;
    private const int Digits = 56;
    private const ulong Limb = 1_000_000_000_000_000_000;
    private const int LimbDigits = 18;

    private static readonly BigInteger Leading = BigInteger.One << 185;
    private static readonly BigInteger MaximumPlace = (BigInteger.One << 64) - 1;
    private static readonly (ulong Low, ulong High) PlaceUnit = Split(BigInteger.One << PlaceShift);

    private readonly BigInteger _base;
    private readonly ulong[] _limbs;

    public SequenceNumbers(long epoch, int shard)
    {
        _base = Leading + ((BigInteger)epoch << EpochShift) + ((BigInteger)shard << ShardShift) + Version;
        _limbs = new ulong[4];
        var rest = _base;
        for (var at = 0; at < 4; at++)
        {
            _limbs[at] = (ulong)(rest % Limb);
            rest /= Limb;
        }
    }

    /// <summary>The shard's StartingSequenceNumber.</summary>
    public string Start => OfPlace(0);

    /// <summary>The EndingSequenceNumber of a shard closed at an offset: above all of its records'.</summary>
    public string End(long endOffset) => OfPlace((ulong)endOffset + 1);

    public string Of(long offset) => OfPlace((ulong)offset + 1);

    /// <summary>The offset that a number of this shard names; -1 for the shard's start. False when it is not one of this shard.</summary>
    public bool TryParse(string text, out long offset)
    {
        offset = 0;
        if (text.Length is 0 or > 80 || !BigInteger.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        var place = (number >> PlaceShift) & MaximumPlace;
        if (number - (place << PlaceShift) != _base || place > long.MaxValue)
        {
            return false;
        }

        offset = (long)place - 1;
        return true;
    }

    // By hand, because big-number formatting costs a microsecond and garbage on the path of every record.
    private string OfPlace(ulong place) => string.Create(Digits, (_limbs, place), static (span, state) =>
    {
        var sum = ((UInt128)state.place * PlaceUnit.Low) + state._limbs[0];
        Write(span[^LimbDigits..], (ulong)(sum % Limb));
        sum = (sum / Limb) + ((UInt128)state.place * PlaceUnit.High) + state._limbs[1];
        Write(span[^(2 * LimbDigits)..^LimbDigits], (ulong)(sum % Limb));
        sum = (sum / Limb) + state._limbs[2];
        Write(span[^(3 * LimbDigits)..^(2 * LimbDigits)], (ulong)(sum % Limb));
        sum = (sum / Limb) + state._limbs[3];
        Write(span[..^(3 * LimbDigits)], (ulong)sum);
    });

    private static void Write(Span<char> span, ulong value)
    {
        for (var at = span.Length - 1; at >= 0; at--)
        {
            (value, var digit) = Math.DivRem(value, 10);
            span[at] = (char)('0' + digit);
        }
    }

    private static (ulong Low, ulong High) Split(BigInteger value) => ((ulong)(value % Limb), (ulong)(value / Limb));
}
