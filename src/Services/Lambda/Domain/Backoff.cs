namespace Weir.Services.Lambda.Domain;

/// <summary>Delays that double.</summary>
internal static class Backoff
{
    /// <param name="failures">In a row, from 1.</param>
    public static TimeSpan After(int failures, TimeSpan first, TimeSpan most)
    {
        var delay = first * Math.Pow(2, Math.Clamp(failures - 1, 0, 30));
        return delay < most ? delay : most;
    }
}
