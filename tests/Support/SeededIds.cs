using Weir.Kernel.Core;

namespace Weir.Tests.Support;

/// <summary>Ids that are the same in every run.</summary>
public sealed class SeededIds(int seed = 1) : IdSource
{
    private readonly Random _random = new(seed);

    public override void Fill(Span<byte> bytes)
    {
        lock (_random)
        {
            _random.NextBytes(bytes);
        }
    }
}
