namespace Weir.Services.Glue.Domain;

/// <summary>What the catalog refuses by name in several operations.</summary>
internal static class Refusals
{
    /// <summary>Nothing is shared with an account here: what is asked of others is nothing.</summary>
    public static bool IsForeign(string? resourceShareType) => resourceShareType switch
    {
        null or "ALL" => false,
        "FOREIGN" or "FEDERATED" => true,
        _ => throw GlueErrors.Forbidden($"Value '{resourceShareType}' at 'resourceShareType'", "Member must satisfy enum value set: [FOREIGN, ALL, FEDERATED]"),
    };

    /// <summary>True when only some attributes are wanted, of which NAME must be one.</summary>
    /// <param name="other">What may be wanted beside the name.</param>
    /// <param name="isOtherWanted">Whether it is.</param>
    public static bool Attributes(IReadOnlyList<string>? wanted, string other, out bool isOtherWanted)
    {
        isOtherWanted = wanted?.Contains(other, StringComparer.Ordinal) == true;
        if (wanted is null)
        {
            return false;
        }

        return wanted.Contains("NAME", StringComparer.Ordinal) && wanted.All(one => one == "NAME" || one == other)
            ? true
            : throw GlueErrors.Invalid($"AttributesToGet holds NAME, and may hold {other}.");
    }

    /// <summary>Governed tables are no more; nor are the transactions they took part in.</summary>
    public static void Transaction(string? transactionId)
    {
        if (transactionId is not null)
        {
            throw GlueErrors.NotBuilt("TransactionId");
        }
    }

    /// <summary>Governed tables, which these belong to, are no more.</summary>
    public static void TimeTravel(DateTimeOffset? queryAsOfTime, string? transactionId)
    {
        if (queryAsOfTime is not null)
        {
            throw GlueErrors.NotBuilt("QueryAsOfTime");
        }

        Transaction(transactionId);
    }
}
