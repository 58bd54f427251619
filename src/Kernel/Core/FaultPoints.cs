using System.Diagnostics;

namespace Weir.Kernel.Core;

/// <summary>Named places where a test may have the process die, as by <c>kill -9</c>.</summary>
/// <remarks>
/// Armed by the server's <c>WEIR_FAULT=name[:hit]</c> (the hit counts from 1). Unarmed, a point costs one null check.
/// Name points <c>area.moment</c>, for example <c>log.after-append</c>; list them in <c>docs/durability.md</c>.
/// </remarks>
public static class FaultPoints
{
    private static string? _armed;
    private static int _hitsLeft;

    public static void Arm(string specification)
    {
        var parts = specification.Split(':', 2);
        _hitsLeft = parts.Length == 2 ? int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture) : 1;
        _armed = parts[0];
    }

    /// <summary>Ends the process here, without any clean-up, when this point is the armed one.</summary>
    public static void Hit(string point)
    {
        if (_armed is null || !string.Equals(_armed, point, StringComparison.Ordinal))
        {
            return;
        }

        if (Interlocked.Decrement(ref _hitsLeft) == 0)
        {
            Process.GetCurrentProcess().Kill();
            new ManualResetEventSlim().Wait();
        }
    }
}
