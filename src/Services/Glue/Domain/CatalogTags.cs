using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Domain;

/// <summary>Tags of databases and tables, by ARN.</summary>
internal static class CatalogTags
{
    private const int KeyLettersMax = 128;
    private const int ValueLettersMax = 256;

    public static IReadOnlyDictionary<string, string> None { get; } = new Dictionary<string, string>();

    public static IReadOnlyDictionary<string, string> Add(
        IReadOnlyDictionary<string, string> tags, IReadOnlyDictionary<string, string>? more)
    {
        var all = new Dictionary<string, string>(tags);
        foreach (var (key, value) in more ?? None)
        {
            if (key.Length is 0 or > KeyLettersMax || value.Length > ValueLettersMax
                || key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
            {
                throw GlueErrors.Invalid($"Tag {key} is invalid: keys have 1 to 128 characters and do not start with aws:, values at most 256.");
            }

            all[key] = value;
        }

        return all.Count <= GlueLimits.TagsMax ? all : throw GlueErrors.TooMany("tags", GlueLimits.TagsMax);
    }

    /// <summary>Throws that there is no such database or table in the caller's catalog.</summary>
    public static void RequireResource(CatalogStore catalog, IStateReader state, CallContext call, string arn)
    {
        var isArn = Arn.TryParse(arn, out var parsed) && parsed.Service == "glue";
        if (!isArn)
        {
            throw GlueErrors.Invalid($"{arn} is not the ARN of a Glue resource.");
        }

        var place = new CatalogPlace(parsed.Account, parsed.Region);
        var parts = parsed.Resource.Split('/');
        var isThere = place.Account == call.Account && parts switch
        {
            ["database", var database] => catalog.FindDatabase(state, place, database) is not null,
            ["connection", var connection] => catalog.Things.Connections.Find(state, place, connection) is not null,
            ["crawler", var crawler] => catalog.Things.Crawlers.Crawlers.Find(state, place, crawler) is not null,
            ["table", var database, var table] => catalog.FindTable(state, place, database, table) is not null,
            _ => false,
        };
        if (!isThere)
        {
            throw GlueErrors.NoResource(arn);
        }
    }
}
