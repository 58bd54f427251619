namespace Weir.Engines.Formats.Orc;

/// <summary>One entry of a row index: where a group of rows begins in the column's streams, and what is in it.</summary>
internal sealed record OrcRowIndex(IReadOnlyList<ulong> Positions, OrcStatistics Statistics)
{
    private static readonly OrcStatistics Unknown = OrcStatistics.Read(new ProtoReader([]));

    /// <summary>A column's entries; null where the stripe has no index of it.</summary>
    public static IReadOnlyList<OrcRowIndex>? Read(OrcStripe stripe, int column)
    {
        if (stripe.Whole(column, OrcStreamKind.RowIndex) is not { } bytes)
        {
            return null;
        }

        var entries = new List<OrcRowIndex>();
        var message = new ProtoReader(bytes);
        while (message.Next())
        {
            if (message.Field == 1)
            {
                entries.Add(ReadEntry(message.Message()));
            }
            else
            {
                message.Skip();
            }
        }

        return entries;
    }

    private static OrcRowIndex ReadEntry(ProtoReader message)
    {
        var positions = new List<ulong>();
        var statistics = Unknown;
        while (message.Next())
        {
            switch (message.Field)
            {
                case 1:
                    message.Numbers(positions);
                    break;
                case 2:
                    statistics = OrcStatistics.Read(message.Message());
                    break;
                default:
                    message.Skip();
                    break;
            }
        }

        return new(positions, statistics);
    }
}
