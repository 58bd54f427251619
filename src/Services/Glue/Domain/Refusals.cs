namespace Weir.Services.Glue.Domain;

/// <summary>What the catalog refuses by name in several operations.</summary>
internal static class Refusals
{
    /// <summary>Governed tables, which these belong to, are no more.</summary>
    public static void TimeTravel(DateTimeOffset? queryAsOfTime, string? transactionId)
    {
        if (queryAsOfTime is not null)
        {
            throw GlueErrors.NotBuilt("QueryAsOfTime");
        }

        if (transactionId is not null)
        {
            throw GlueErrors.NotBuilt("TransactionId");
        }
    }
}
