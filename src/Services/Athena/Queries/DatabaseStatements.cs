using System.Collections.Concurrent;
using Weir.Contracts;
using Weir.Engines.Sql.Syntax;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;

namespace Weir.Services.Athena.Queries;

/// <summary>CREATE and DROP DATABASE, and lists of what the catalog holds.</summary>
internal sealed class DatabaseStatements(ITableCatalog catalog)
{
    private readonly ConcurrentDictionary<(string Account, string Region), bool> _withDefault = new();

    public async ValueTask<TextAnswer> CreateAsync(StatementContext context, CreateDatabase statement)
    {
        var name = TableNames.Lower(statement.Name);
        if (catalog.FindDatabase(context.Call, name) is not null)
        {
            return statement.IfNotExists ? TextAnswer.Nothing : throw CatalogErrors.Task($"Database {name} already exists");
        }

        var database = new CatalogDatabase
        {
            Name = name,
            Description = statement.Comment,
            LocationUri = statement.Location,
            Parameters = statement.Properties.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal),
        };
        await catalog.CreateDatabaseAsync(context.Call, database, context.CancellationToken);
        return TextAnswer.Nothing;
    }

    public async ValueTask<TextAnswer> AlterAsync(StatementContext context, AlterDatabase statement)
    {
        var name = TableNames.Lower(statement.Name);
        var database = catalog.FindDatabase(context.Call, name) ?? throw CatalogErrors.DatabaseNotFound(name);
        var properties = new Dictionary<string, string>(database.Parameters, StringComparer.Ordinal);
        foreach (var pair in statement.Properties)
        {
            properties[pair.Key] = pair.Value;
        }

        await catalog.UpdateDatabaseAsync(context.Call, database with { Parameters = properties }, context.CancellationToken);
        return TextAnswer.Nothing;
    }

    /// <summary>Everyone's first database, which is there without being made: Athena makes it when it is first used.</summary>
    public async ValueTask EnsureDefaultAsync(StatementContext context)
    {
        var account = context.Call with { Caller = Caller.Root(context.Call.Account) };
        if (!_withDefault.ContainsKey((account.Account, account.Region)))
        {
            try
            {
                if (catalog.FindDatabase(account, StatementContext.DefaultDatabase) is null)
                {
                    await catalog.CreateDatabaseAsync(account, new() { Name = StatementContext.DefaultDatabase }, context.CancellationToken);
                }
            }
            catch (ServiceException error) when (error.Code == "AlreadyExistsException")
            {
                // Another query was the first one.
            }

            _withDefault[(account.Account, account.Region)] = true;
        }
    }

    public async ValueTask<TextAnswer> DropAsync(StatementContext context, DropDatabase statement)
    {
        var name = TableNames.Lower(statement.Name);
        if (catalog.FindDatabase(context.Call, name) is not { } database)
        {
            return statement.IfExists ? TextAnswer.Nothing : throw CatalogErrors.DatabaseNotFound(name);
        }

        if (!statement.Cascade && !database.IsLink && catalog.ListTables(context.Call, name, null).Count > 0)
        {
            throw CatalogErrors.Task($"InvalidOperationException(message:Database {name} is not empty. One or more tables exist.)");
        }

        await catalog.DropDatabaseAsync(context.Call, name, statement.Cascade, context.CancellationToken);
        return TextAnswer.Nothing;
    }

    public TextAnswer ShowDatabases(StatementContext context, ShowDatabases statement) => TextAnswer.Of(
        "database_name",
        catalog.ListDatabases(context.Call).Select(database => database.Name)
            .Where(NamePattern.Of(statement.Pattern)).Order(StringComparer.Ordinal));

    public TextAnswer ShowTables(StatementContext context, ShowTables statement) =>
        TextAnswer.Of("tab_name", Tables(context, statement.Database, statement.Pattern).Select(table => table.Name));

    public TextAnswer ShowViews(StatementContext context, ShowViews statement) => TextAnswer.Of(
        "views",
        Tables(context, statement.Database, statement.Pattern).Where(ViewText.IsView).Select(table => table.Name));

    private IEnumerable<CatalogTable> Tables(StatementContext context, Identifier? written, string? pattern)
    {
        var database = written is null ? context.Database : TableNames.Lower(written);
        if (catalog.FindDatabase(context.Call, database) is null)
        {
            throw CatalogErrors.DatabaseNotFound(database);
        }

        var matches = NamePattern.Of(pattern);
        return catalog.ListTables(context.Call, database, null)
            .Where(table => matches(table.Name))
            .OrderBy(table => table.Name, StringComparer.Ordinal);
    }
}
