using Weir.Kernel.State;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Domain;

/// <summary>What a function of the catalog must say, and how it is shown. Nothing here runs one.</summary>
internal static class UserFunctions
{
    private const int ResourcesMax = 1000;

    public static FunctionState Checked(string database, UserDefinedFunctionInput input, DateTimeOffset now)
    {
        if (input.OwnerType is not (null or "USER" or "ROLE" or "GROUP"))
        {
            throw GlueErrors.Invalid($"An owner is a USER, a ROLE or a GROUP, not a {input.OwnerType}.");
        }

        if (input.ResourceUris?.Count > ResourcesMax)
        {
            throw GlueErrors.TooMany("functionInput.resourceUris", ResourcesMax);
        }

        if ((input.ResourceUris ?? []).FirstOrDefault(uri => uri.ResourceType is not ("JAR" or "FILE" or "ARCHIVE")) is { } wrong)
        {
            throw GlueErrors.Invalid($"A function's resource is a JAR, a FILE or an ARCHIVE, not a {wrong.ResourceType}.");
        }

        return new()
        {
            Name = Place.Name("functionInput.functionName", input.FunctionName ?? ""),
            Database = database.ToLowerInvariant(),
            ClassName = input.ClassName,
            OwnerName = input.OwnerName,
            OwnerType = input.OwnerType,
            Resources = input.ResourceUris,
            Created = now,
        };
    }

    public static FunctionState Require(CatalogStore catalog, IStateReader state, CatalogPlace place, string database, string name)
    {
        catalog.RequireDatabase(state, place, database.ToLowerInvariant());
        return catalog.Things.Functions.Find(state, place, database.ToLowerInvariant(), name.ToLowerInvariant())
            ?? throw GlueErrors.NoFunction(name);
    }

    public static UserDefinedFunction Shown(CatalogPlace place, FunctionState function) => new()
    {
        FunctionName = function.Name,
        DatabaseName = function.Database,
        ClassName = function.ClassName,
        OwnerName = function.OwnerName,
        OwnerType = function.OwnerType,
        ResourceUris = function.Resources ?? [],
        CreateTime = function.Created,
        CatalogId = place.Account,
    };
}
