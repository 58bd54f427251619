using System.Collections.Immutable;
using Weir.Engines.Delta;
using Weir.Engines.Iceberg;
using Weir.Engines.Sql;
using Weir.Engines.Sql.Functions;
using Weir.Engines.Sql.Printing;
using Weir.Engines.Sql.Syntax;
using Weir.Kernel.Core;
using Weir.Services.Athena.Delta;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Iceberg;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Queries;

/// <summary>Runs one statement to its result. Throws <see cref="QueryFailure"/> for everything its author can see.</summary>
internal sealed class StatementRunner(
    DatabaseStatements databases, TableStatements tables, PartitionStatements partitions, DescribeStatements describe,
    PreparedStatements prepared, SelectStatements selects, ExplainStatements explains, WriteStatements writes, TextResults texts,
    WorkGroups groups, DataCatalogs catalogs, ResultReuse reuse, IcebergStatements iceberg, DeltaStatements delta)
{
    public async ValueTask<ExecutionState> RunAsync(ActiveQuery query, CancellationToken cancellationToken)
    {
        var context = new StatementContext(query.State, query.Call, cancellationToken)
        {
            IsGlue = name => catalogs.IsGlue(query.Call, name),
            BytesMax = groups.Find(query.Call, query.State.WorkGroup)?.Settings.BytesScannedCutoff,
        };
        try
        {
            if (query.Statement is QueryStatement or Execute or ExecuteImmediate && await reuse.FindAsync(query.Call, query.State, cancellationToken) is { } earlier)
            {
                return query.State with
                {
                    State = ExecutionState.Succeeded,
                    OutputLocation = earlier.OutputLocation,
                    Result = earlier.Result,
                    IsReused = true,
                };
            }

            await databases.EnsureDefaultAsync(context);
            ExecutionResult outcome;
            try
            {
                outcome = await RunAsync(context, query.Statement);
            }
            catch (DecimalsTooNarrow)
            {
                // A statement that fails while its rows are computed has left nothing: it can start over.
                context = context with { WideDecimals = true };
                outcome = await RunAsync(context, query.Statement);
            }

            return query.State with { State = ExecutionState.Succeeded, Result = outcome, Statistics = context.Statistics };
        }
        catch (SqlException error)
        {
            throw QueryFailure.User($"{SqlErrorCodes.Name(error.Code)}: {error.Message}");
        }
        catch (ServiceException error)
        {
            throw CatalogErrors.Of(error);
        }
        catch (IcebergException error)
        {
            throw IcebergErrors.Of(error);
        }
        catch (DeltaException error)
        {
            throw DeltaErrors.Of(error);
        }
    }

    private async ValueTask<ExecutionResult> RunAsync(StatementContext context, Statement statement) =>
        await delta.TryRunAsync(context, statement)
        ?? await iceberg.TryRunAsync(context, statement, PreparedStatements.Parameters(context))
        ?? await RunOtherAsync(context, statement);

    private async ValueTask<ExecutionResult> RunOtherAsync(StatementContext context, Statement statement) => statement switch
    {
        QueryStatement select => await selects.RunAsync(context, select.Query, PreparedStatements.Parameters(context)),
        Execute execute => await ExecuteAsync(context, prepared.Resolve(context, execute)),
        ExecuteImmediate execute => await ExecuteAsync(context, (execute.Statement, execute.Arguments.IsEmpty ? PreparedStatements.Parameters(context) : execute.Arguments)),
        ShowFunctions show => await selects.RunAsync(context, FunctionList.Query(show.Pattern, show.Escape), []),
        Explain explain when explains.Writing(context, explain, PreparedStatements.Parameters(context)) is { } write =>
            await texts.WriteAsync(context, await explains.AnalyzeAsync(context, explain, write.Statement, measured => ExecuteAsync(measured, write))),
        Explain explain => await texts.WriteAsync(context, await explains.RunAsync(context, explain, PreparedStatements.Parameters(context))),
        CreateTableAs create => await writes.CreateTableAsync(context, create, PreparedStatements.Parameters(context)),
        InsertInto insert => await writes.InsertAsync(context, insert, PreparedStatements.Parameters(context)),
        Unload unload => await writes.UnloadAsync(context, unload, PreparedStatements.Parameters(context)),
        _ => await texts.WriteAsync(context, await AnswerAsync(context, statement)),
    };

    private async ValueTask<ExecutionResult> ExecuteAsync(StatementContext context, (Statement Statement, ImmutableArray<Expression> Parameters) given)
    {
        var (statement, parameters) = given;
        return await delta.TryRunAsync(context, statement) ?? await iceberg.TryRunAsync(context, statement, parameters) ?? statement switch
        {
            QueryStatement select => await selects.RunAsync(context, select.Query, parameters),
            CreateTableAs create => await writes.CreateTableAsync(context, create, parameters),
            InsertInto insert => await writes.InsertAsync(context, insert, parameters),
            Unload unload => await writes.UnloadAsync(context, unload, parameters),
            _ => throw QueryFailure.User($"NOT_SUPPORTED: {SqlPrinter.Print(statement)} cannot be executed as a prepared statement"),
        };
    }

    private async ValueTask<TextAnswer> AnswerAsync(StatementContext context, Statement statement) => statement switch
    {
        CreateDatabase create => await databases.CreateAsync(context, create),
        AlterDatabase alter => await databases.AlterAsync(context, alter),
        DropDatabase drop => await databases.DropAsync(context, drop),
        CreateTable create => await tables.CreateAsync(context, create),
        DropTable drop => await tables.DropAsync(context, drop),
        DropView drop => await tables.DropViewAsync(context, drop),
        CreateView create => await selects.CreateViewAsync(context, create),
        MsckRepair repair => await partitions.RepairAsync(context, repair),
        AddPartitions add => await partitions.AddAsync(context, add),
        DropPartitions drop => await partitions.DropAsync(context, drop),
        RenamePartition rename => await partitions.RenameAsync(context, rename),
        SetLocation { Partition.Length: > 0 } set => await partitions.SetLocationAsync(context, set),
        AddColumns { Partition.Length: > 0 } add => await partitions.ChangeColumnsAsync(context, add.Table, add.Partition, add.Columns, adds: true),
        ReplaceColumns { Partition.Length: > 0 } replace => await partitions.ChangeColumnsAsync(context, replace.Table, replace.Partition, replace.Columns, adds: false),
        AlterTable alter => await tables.AlterAsync(context, alter),
        Prepare prepare => await prepared.PrepareAsync(context, prepare),
        Deallocate deallocate => await prepared.DeallocateAsync(context, deallocate),
        ShowDatabases show => databases.ShowDatabases(context, show),
        ShowTables show => databases.ShowTables(context, show),
        ShowViews show => databases.ShowViews(context, show),
        ShowColumns show => describe.ShowColumns(context, show),
        ShowPartitions show => partitions.Show(context, show),
        ShowCreateTable show => describe.ShowCreateTable(context, show),
        ShowCreateView show => describe.ShowCreateView(context, show),
        ShowTableProperties show => describe.ShowProperties(context, show),
        Describe show => describe.Describe(context, show),
        DescribeView show => describe.DescribeView(context, show),
        _ => throw QueryFailure.User($"NOT_SUPPORTED: {SqlPrinter.Print(statement)} is not supported yet"),
    };
}
