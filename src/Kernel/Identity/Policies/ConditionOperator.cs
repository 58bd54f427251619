using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Weir.Kernel.Identity.Policies;

/// <summary>What a condition operator compares, without its set prefix, <c>IfExists</c> and negation.</summary>
internal sealed record ConditionOperator(Func<string, string, bool> Fits, bool IsNegated = false, bool HasWildcards = false)
{
    public bool IsNull { get; private init; }

    private static readonly FrozenDictionary<string, ConditionOperator> All = new Dictionary<string, ConditionOperator>
    {
        ["StringEquals"] = new(static (actual, wanted) => string.Equals(actual, wanted, StringComparison.Ordinal)),
        ["StringNotEquals"] = new(static (actual, wanted) => string.Equals(actual, wanted, StringComparison.Ordinal), IsNegated: true),
        ["StringEqualsIgnoreCase"] = new(static (actual, wanted) => actual.Equals(wanted, StringComparison.OrdinalIgnoreCase)),
        ["StringNotEqualsIgnoreCase"] = new(static (actual, wanted) => actual.Equals(wanted, StringComparison.OrdinalIgnoreCase), IsNegated: true),
        ["StringLike"] = new(Like, HasWildcards: true),
        ["StringNotLike"] = new(Like, IsNegated: true, HasWildcards: true),
        ["NumericEquals"] = new(static (actual, wanted) => Number(actual, wanted, static order => order == 0)),
        ["NumericNotEquals"] = new(static (actual, wanted) => Number(actual, wanted, static order => order == 0), IsNegated: true),
        ["NumericLessThan"] = new(static (actual, wanted) => Number(actual, wanted, static order => order < 0)),
        ["NumericLessThanEquals"] = new(static (actual, wanted) => Number(actual, wanted, static order => order <= 0)),
        ["NumericGreaterThan"] = new(static (actual, wanted) => Number(actual, wanted, static order => order > 0)),
        ["NumericGreaterThanEquals"] = new(static (actual, wanted) => Number(actual, wanted, static order => order >= 0)),
        ["DateEquals"] = new(static (actual, wanted) => Date(actual, wanted, static order => order == 0)),
        ["DateNotEquals"] = new(static (actual, wanted) => Date(actual, wanted, static order => order == 0), IsNegated: true),
        ["DateLessThan"] = new(static (actual, wanted) => Date(actual, wanted, static order => order < 0)),
        ["DateLessThanEquals"] = new(static (actual, wanted) => Date(actual, wanted, static order => order <= 0)),
        ["DateGreaterThan"] = new(static (actual, wanted) => Date(actual, wanted, static order => order > 0)),
        ["DateGreaterThanEquals"] = new(static (actual, wanted) => Date(actual, wanted, static order => order >= 0)),
        ["Bool"] = new(static (actual, wanted) => actual.Equals(wanted, StringComparison.OrdinalIgnoreCase)),
        ["BinaryEquals"] = new(static (actual, wanted) => string.Equals(actual, wanted, StringComparison.Ordinal)),
        ["IpAddress"] = new(InNetwork),
        ["NotIpAddress"] = new(InNetwork, IsNegated: true),
        ["ArnEquals"] = new(ArnLike, HasWildcards: true),
        ["ArnLike"] = new(ArnLike, HasWildcards: true),
        ["ArnNotEquals"] = new(ArnLike, IsNegated: true, HasWildcards: true),
        ["ArnNotLike"] = new(ArnLike, IsNegated: true, HasWildcards: true),
        ["Null"] = new(static (_, _) => false) { IsNull = true },
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static ConditionOperator? Find(string name) => All.GetValueOrDefault(name);

    private static bool Like(string actual, string wanted) => PolicyPattern.IsMatch(wanted, actual, ignoreCase: false);

    private static bool Number(string actual, string wanted, Func<int, bool> fits) =>
        decimal.TryParse(actual, NumberStyles.Float, CultureInfo.InvariantCulture, out var left)
        && decimal.TryParse(wanted, NumberStyles.Float, CultureInfo.InvariantCulture, out var right)
        && fits(left.CompareTo(right));

    private static bool Date(string actual, string wanted, Func<int, bool> fits) =>
        TryReadDate(actual, out var left) && TryReadDate(wanted, out var right) && fits(left.CompareTo(right));

    private static bool TryReadDate(string text, out DateTimeOffset at)
    {
        // Seconds since 1970 within what a date can hold.
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds)
            && seconds is > 9999 and < 253_402_300_800)
        {
            at = DateTimeOffset.FromUnixTimeSeconds(seconds);
            return true;
        }

        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out at);
    }

    /// <summary>Each of the six parts is compared by itself, so that a star does not run over a colon.</summary>
    private static bool ArnLike(string actual, string wanted)
    {
        var left = actual.Split(':', 6);
        var right = wanted.Split(':', 6);
        if (left.Length != 6 || right.Length != 6)
        {
            return PolicyPattern.IsMatch(wanted, actual, ignoreCase: false) && right.Length == 1;
        }

        for (var part = 0; part < left.Length; part++)
        {
            if (!PolicyPattern.IsMatch(right[part], left[part], ignoreCase: false))
            {
                return false;
            }
        }

        return true;
    }

    private static bool InNetwork(string actual, string wanted)
    {
        var cut = wanted.IndexOf('/', StringComparison.Ordinal);
        if (!IPAddress.TryParse(actual, out var address) || !IPAddress.TryParse(cut < 0 ? wanted : wanted[..cut], out var network))
        {
            return false;
        }

        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var bits = network.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        if (cut >= 0 && (!int.TryParse(wanted[(cut + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out bits) || bits > 128))
        {
            return false;
        }

        return address.AddressFamily == network.AddressFamily && HasPrefix(address.GetAddressBytes(), network.GetAddressBytes(), bits);
    }

    private static bool HasPrefix(byte[] address, byte[] network, int bits)
    {
        for (var at = 0; at < address.Length && bits > 0; at++, bits -= 8)
        {
            var mask = bits >= 8 ? 0xFF : 0xFF << (8 - bits);
            if (((address[at] ^ network[at]) & mask) != 0)
            {
                return false;
            }
        }

        return true;
    }
}
