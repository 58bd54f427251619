using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Weir.Kernel.Core;

/// <summary>Checks that are always on: a broken one is our mistake, never the caller's.</summary>
public static class Invariant
{
    public static void That([DoesNotReturnIf(false)] bool holds, string what)
    {
        if (!holds)
        {
            throw new UnreachableException($"invariant broken: {what}");
        }
    }
}
