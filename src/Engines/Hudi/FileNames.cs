using System.Globalization;

namespace Weir.Engines.Hudi;

/// <summary>A base file: the records of a file group as of a commit.</summary>
public sealed record BaseFileName(string FileId, string WriteToken, string Instant, string Format)
{
    /// <summary><c>fileId_writeToken_instant.parquet</c>; null for other names.</summary>
    public static BaseFileName? TryParse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot <= 0)
        {
            return null;
        }

        var stem = name[..dot];
        var last = stem.LastIndexOf('_');
        var middle = last <= 0 ? -1 : stem.LastIndexOf('_', last - 1);
        return middle <= 0 || last == stem.Length - 1 || stem.AsSpan(last + 1).ContainsAnyExceptInRange('0', '9')
            ? null
            : new(stem[..middle], stem[(middle + 1)..last], stem[(last + 1)..], name[(dot + 1)..]);
    }
}

/// <summary>A log file: what was changed in a file group after a base file.</summary>
/// <param name="Instant">Of the base file; from table version 8 on of the commit that wrote the log.</param>
public sealed record LogFileName(string FileId, string Instant, int Version, string WriteToken)
{
    /// <summary><c>.fileId_instant.log.version_writeToken</c>; null for other names, those of change data capture too.</summary>
    public static LogFileName? TryParse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var log = name.LastIndexOf(".log.", StringComparison.Ordinal);
        if (name.Length < 2 || name[0] != '.' || log <= 1)
        {
            return null;
        }

        var stem = name[1..log];
        var last = stem.LastIndexOf('_');
        var tail = name[(log + ".log.".Length)..];
        var cut = tail.IndexOf('_', StringComparison.Ordinal);
        return last <= 0 || last == stem.Length - 1 || stem.AsSpan(last + 1).ContainsAnyExceptInRange('0', '9')
            || !int.TryParse(cut < 0 ? tail : tail[..cut], NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            || tail.Contains('.', StringComparison.Ordinal)
                ? null
                : new(stem[..last], stem[(last + 1)..], version, cut < 0 ? "" : tail[(cut + 1)..]);
    }

    /// <summary>The order in which logs of one file group were written.</summary>
    public static IComparer<LogFileName> ByAge { get; } = Comparer<LogFileName>.Create((left, right) =>
    {
        var order = string.CompareOrdinal(left.Instant, right.Instant);
        order = order != 0 ? order : left.Version.CompareTo(right.Version);
        return order != 0 ? order : string.CompareOrdinal(left.WriteToken, right.WriteToken);
    });
}
