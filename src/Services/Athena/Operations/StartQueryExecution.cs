using Weir.Contracts;
using Weir.Engines.Sql;
using Weir.Engines.Sql.Parsing;
using Weir.Engines.Sql.Syntax;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;
using Weir.Services.Athena.Queries;
using Weir.Services.Athena.State;
using Weir.Services.Athena.Workers;

namespace Weir.Services.Athena.Operations;

/// <summary>Accepts a query: its text is a statement, its results have a place to go. It runs afterwards.</summary>
internal sealed class StartQueryExecution(
    WorkGroups groups, DataCatalogs catalogs, Executions executions, QueryQueue queue, IObjectStore objects, IdSource ids, TimeProvider clock)
    : IOperation<StartQueryExecutionRequest, StartQueryExecutionResponse>
{
    private const string SseS3 = "SSE_S3";

    public string Resource(CallContext call, StartQueryExecutionRequest request) => AthenaArns.WorkGroup(call, request.WorkGroup);

    public async ValueTask<StartQueryExecutionResponse> HandleAsync(
        CallContext call, StartQueryExecutionRequest request, CancellationToken cancellationToken)
    {
        SavedQueryShapes.RequireText(request.QueryString);
        Constraints.Token(request.ClientRequestToken);
        Constraints.Count(request.ExecutionParameters, "executionParameters", 1, int.MaxValue);
        foreach (var parameter in request.ExecutionParameters ?? [])
        {
            Constraints.Length(parameter, "executionParameters", 1, AthenaLimits.ParameterMax);
        }

        var group = groups.Require(call, request.WorkGroup);
        if (group.State == WorkGroupState.Disabled)
        {
            throw AthenaErrors.WorkGroupDisabled(group.Name);
        }

        if (request.QueryExecutionContext?.Catalog is { } catalog)
        {
            catalogs.RequireGlue(call, catalog);
        }

        var folder = OutputFolder(group, request.ResultConfiguration);
        await RequireBucketAsync(call, folder.Bucket, Owner(group, request.ResultConfiguration), cancellationToken);
        var statement = Parse(request.QueryString);
        if (executions.ActiveCount >= AthenaLimits.ActiveQueriesMax)
        {
            throw AthenaErrors.TooManyQueries();
        }

        var query = new ActiveQuery(Accepted(call, request, group, folder, statement), statement, call);
        var id = await executions.AcceptAsync(query, request.ClientRequestToken, cancellationToken);
        if (id == query.State.Id)
        {
            queue.Enqueue(query);
        }

        return new() { QueryExecutionId = id };
    }

    private ExecutionState Accepted(
        CallContext call, StartQueryExecutionRequest request, WorkGroupState group, S3Address folder, Statement statement)
    {
        var kind = StatementKind.Of(statement);
        var id = ids.NewId();
        var (encryption, key) = Encryption(group, request.ResultConfiguration);
        return new()
        {
            Id = id,
            Account = call.Account,
            Region = call.Region,
            Query = request.QueryString,
            Parameters = request.ExecutionParameters ?? [],
            Database = request.QueryExecutionContext?.Database?.ToLowerInvariant(),
            Catalog = request.QueryExecutionContext?.Catalog?.ToLowerInvariant(),
            WorkGroup = group.Name,
            OutputFolder = folder.ToString(),
            OutputLocation = folder.Under(ResultNames.Of(kind, id)).ToString(),
            EncryptionOption = encryption,
            KmsKey = key,
            ExpectedBucketOwner = Owner(group, request.ResultConfiguration),
            AclOption = group.Settings.Enforce ? group.Settings.AclOption : request.ResultConfiguration?.AclConfiguration?.S3AclOption ?? group.Settings.AclOption,
            ReuseMaxAgeMinutes = Reuse(request.ResultReuseConfiguration?.ResultReuseByAgeConfiguration),
            SelectedEngine = group.Settings.SelectedEngine,
            StatementType = kind.Type,
            SubstatementType = kind.Substatement,
            SubmittedAt = clock.GetUtcNow(),
        };
    }

    /// <summary>SSE_S3 is what the store can do; whoever asks for encryption with a key of KMS is told so and not passed over.</summary>
    private static (string? Option, string? Key) Encryption(WorkGroupState group, ResultConfiguration? asked)
    {
        var (option, key) = !group.Settings.Enforce && asked?.EncryptionConfiguration is { } own
            ? (own.EncryptionOption, own.KmsKey)
            : (group.Settings.EncryptionOption, group.Settings.KmsKey);
        if (group.Settings is { Enforce: false, MinimumEncryption: true } settings)
        {
            // Keys of KMS are above the store's own; of the two uses of them none is above the other.
            var least = settings.EncryptionOption ?? SseS3;
            option ??= least;
            if (option == SseS3 && least != SseS3)
            {
                throw AthenaErrors.BelowMinimumEncryption(option, least);
            }
        }

        return option is null or SseS3 ? (option, key) : throw AthenaErrors.EncryptionNotBuilt(option);
    }

    /// <summary>Whose the bucket must be: as the workgroup says when it enforces its settings, or the caller says nothing.</summary>
    private static string? Owner(WorkGroupState group, ResultConfiguration? asked) => group.Settings.Enforce
        ? group.Settings.ExpectedBucketOwner
        : asked?.ExpectedBucketOwner ?? group.Settings.ExpectedBucketOwner;

    private static int? Reuse(ResultReuseByAgeConfiguration? asked)
    {
        if (asked?.Enabled != true)
        {
            return null;
        }

        var minutes = asked.MaxAgeInMinutes ?? AthenaLimits.ReuseMinutesDefault;
        return minutes is >= 0 and <= AthenaLimits.ReuseMinutesMax
            ? minutes
            : throw AthenaErrors.InvalidInput($"MaxAgeInMinutes must be from 0 to {AthenaLimits.ReuseMinutesMax}");
    }

    /// <summary>A workgroup that enforces its settings overrides the caller's.</summary>
    private static S3Address OutputFolder(WorkGroupState group, ResultConfiguration? asked)
    {
        WorkGroupShapes.RequireResults(asked?.OutputLocation, asked?.ExpectedBucketOwner, asked?.EncryptionConfiguration, asked?.AclConfiguration);
        var location = group.Settings.Enforce
            ? group.Settings.OutputLocation ?? asked?.OutputLocation
            : asked?.OutputLocation ?? group.Settings.OutputLocation;
        return S3Address.TryParse(location)?.AsFolder() ?? throw AthenaErrors.NoOutputLocation();
    }

    private async ValueTask RequireBucketAsync(CallContext call, string bucket, string? expectedOwner, CancellationToken cancellationToken)
    {
        try
        {
            await objects.RequireBucketAsync(call, bucket, expectedOwner, cancellationToken);
        }
        catch (ServiceException error) when (error.Code is "NoSuchBucket" or "InvalidBucketName" || (error.Code == "AccessDenied" && expectedOwner is not null))
        {
            throw AthenaErrors.OutputBucket(bucket);
        }
    }

    private static Statement Parse(string text)
    {
        try
        {
            return SqlParser.ParseStatement(text);
        }
        catch (SqlException error)
        {
            throw AthenaErrors.MalformedQuery(error.Message);
        }
    }
}
