using System.Text.Json;
using Weir.Contracts;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Services.Firehose.State;

namespace Weir.Services.Firehose.Domain;

/// <summary>Carries out one plan: records through the function and the conversion into objects, and the objects to S3.</summary>
/// <remarks>
/// May be done again from the start, after a failure or a crash: every object has the key that the plan gave it. A function may judge a record
/// otherwise the second time, so the object of records is put last and settles the plan: while it is missing, everything is put again, over
/// what is there; once it is there, so is everything that was judged together with it.
/// </remarks>
internal sealed class Delivery : IDisposable
{
    private readonly DeliveryServices _services;
    private readonly DeliveryStreamState _stream;
    private readonly DeliveryPlan _plan;
    private readonly CallContext _call;
    private readonly Processing _processing;
    private readonly ByteSink _processingFailed;
    private readonly ByteSink _conversionFailed;
    private readonly ByteSink? _backup;
    private ConversionSettings? _conversion;
    private RowSink? _rows;
    private ByteSink? _bytes;

    private Delivery(DeliveryServices services, DeliveryStreamState stream, DeliveryPlan plan)
    {
        (_services, _stream, _plan) = (services, stream, plan);
        _call = services.Roles.Call(stream.Address, stream.Destination.RoleARN);
        _processing = Processing.Of(stream.Destination);
        _processingFailed = new(services.Spool, NameOf("processing-failed"), "UNCOMPRESSED", "");
        _conversionFailed = new(services.Spool, NameOf("conversion-failed"), "UNCOMPRESSED", "");
        _backup = plan.BackupKey is { } key
            ? new(services.Spool, NameOf("backup"), stream.Destination.S3BackupDescription!.CompressionFormat, EntryOf(key))
            : null;
    }

    /// <param name="isReplay">The plan was begun before: when its object is there already, nothing is left to do.</param>
    /// <returns>Objects put.</returns>
    public static async Task<int> RunAsync(
        DeliveryServices services, DeliveryStreamState stream, DeliveryPlan plan, IAsyncEnumerable<SourceRecord> records, bool isReplay,
        CancellationToken cancellationToken)
    {
        using var delivery = new Delivery(services, stream, plan);
        if (isReplay && await delivery.IsSettledAsync(cancellationToken))
        {
            return 0;
        }

        await delivery.OpenAsync(cancellationToken);
        await delivery.FillAsync(records, cancellationToken);
        return await delivery.PutAllAsync(cancellationToken);
    }

    public void Dispose()
    {
        _rows?.Dispose();
        _bytes?.Dispose();
        _backup?.Dispose();
        _processingFailed.Dispose();
        _conversionFailed.Dispose();
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        var destination = _stream.Destination;
        if (!Destinations.IsOn(destination.DataFormatConversionConfiguration))
        {
            _bytes = new(_services.Spool, NameOf("object"), destination.CompressionFormat, EntryOf(_plan.ObjectKey));
            return;
        }

        _conversion = ConversionSettings.Of(destination);
        var call = _conversion.Schema.RoleARN is { } role ? _services.Roles.Call(_stream.Address, role) : _call;
        var columns = _services.Converter.Columns(call, _conversion);
        _rows = new(_services.Spool, NameOf("object"), await _services.Converter.RentAsync(cancellationToken), columns, _conversion);
    }

    private async Task FillAsync(IAsyncEnumerable<SourceRecord> records, CancellationToken cancellationToken)
    {
        var pending = new List<SourceRecord>();
        var bytes = 0;
        await foreach (var record in records.WithCancellation(cancellationToken))
        {
            _backup?.Write(record.Data.Span, _processing.Delimiter.Span);
            if (_processing.LambdaArn is null)
            {
                Add(record, record.Data);
                continue;
            }

            if (bytes + record.Data.Length > _processing.BufferBytes && pending.Count > 0)
            {
                await TransformAsync(pending, cancellationToken);
                pending.Clear();
                bytes = 0;
            }

            pending.Add(record);
            bytes += record.Data.Length;
        }

        await TransformAsync(pending, cancellationToken);
    }

    private async Task TransformAsync(List<SourceRecord> records, CancellationToken cancellationToken)
    {
        var call = _processing.LambdaRoleArn is { } role ? _services.Roles.Call(_stream.Address, role) : _call;
        foreach (var batch in LambdaTransform.Batches(records, _processing))
        {
            var results = await _services.Transform.RunAsync(call, _stream, _processing, batch, cancellationToken);
            foreach (var result in results)
            {
                if (result.Data is { } data)
                {
                    Add(result.Source, data);
                }
                else if (result.Failure is { } failure)
                {
                    Fail(result.Source, failure);
                }
            }

            if (results.FirstOrDefault(result => result.Failure is not null).Failure is { } first)
            {
                _services.Reports.Failed(_stream, first.Code, first.Message);
            }
        }
    }

    private void Add(SourceRecord source, ReadOnlyMemory<byte> data)
    {
        if (_rows is null)
        {
            _bytes!.Write(data.Span, _processing.Delimiter.Span);
            return;
        }

        try
        {
            _rows.Write(data);
        }
        catch (RowException misfit)
        {
            Fail(source, data, misfit);
        }
    }

    private void Fail(SourceRecord source, TransformFailure failure)
    {
        var line = new ProcessingFailedLine
        {
            AttemptsMade = failure.Attempts,
            ArrivalTimestamp = source.Arrival.ToUnixTimeMilliseconds(),
            ErrorCode = failure.Code,
            ErrorMessage = failure.Message,
            AttemptEndingTimestamp = _services.Clock.GetUtcNow().ToUnixTimeMilliseconds(),
            RawData = source.Data,
            LambdaArn = _processing.LambdaArn,
        };
        _processingFailed.Write(JsonSerializer.SerializeToUtf8Bytes(line, TransformJson.Default.ProcessingFailedLine), "\n"u8);
    }

    private void Fail(SourceRecord source, ReadOnlyMemory<byte> data, RowException misfit)
    {
        var schema = _conversion!.Schema;
        var line = new ConversionFailedLine
        {
            AttemptsMade = 1,
            ArrivalTimestamp = source.Arrival.ToUnixTimeMilliseconds(),
            LastErrorCode = misfit.Code,
            LastErrorMessage = misfit.Message,
            AttemptEndingTimestamp = _services.Clock.GetUtcNow().ToUnixTimeMilliseconds(),
            RawData = data,
            SequenceNumber = source.SequenceNumber,
            DataCatalogTable = new()
            {
                CatalogId = schema.CatalogId,
                DatabaseName = schema.DatabaseName!,
                TableName = schema.TableName!,
                Region = schema.Region,
                VersionId = schema.VersionId,
                RoleArn = schema.RoleARN,
            },
        };
        _conversionFailed.Write(JsonSerializer.SerializeToUtf8Bytes(line, TransformJson.Default.ConversionFailedLine), "\n"u8);
        _services.Metrics.Failed("firehose", _stream.Address.Name, misfit.Code);
        if (_conversionFailed.Records == 1)
        {
            _services.Reports.Failed(_stream, misfit.Code, misfit.Message);
        }
    }

    private async Task<int> PutAllAsync(CancellationToken cancellationToken)
    {
        var bucket = Destinations.BucketOf(_stream.Destination.BucketARN);
        var put = 0;
        put += await PutAsync(_processingFailed, _call, bucket, _plan.ProcessingFailedKey, cancellationToken);
        put += await PutAsync(_conversionFailed, _call, bucket, _plan.ConversionFailedKey, cancellationToken);
        if (_backup is not null)
        {
            var backup = _stream.Destination.S3BackupDescription!;
            var call = _services.Roles.Call(_stream.Address, backup.RoleARN);
            put += await PutAsync(_backup, call, Destinations.BucketOf(backup.BucketARN), _plan.BackupKey!, cancellationToken);
        }

        put += await PutAsync(_rows is null ? _bytes! : _rows, _call, bucket, _plan.ObjectKey, cancellationToken);
        return put;
    }

    private async Task<int> PutAsync(ObjectSink sink, CallContext call, string bucket, string key, CancellationToken cancellationToken)
    {
        if (sink.IsEmpty)
        {
            return 0;
        }

        sink.Complete();
        FaultPoints.Hit("firehose.before-put");
        var stored = await _services.Objects.PutFileAsync(
            call, bucket, key, _services.Spool.PathOf(sink.Name), ObjectAttributes.None with { ContentType = "application/octet-stream" }, cancellationToken);
        FaultPoints.Hit("firehose.after-put");
        _services.Metrics.Out("firehose", _stream.Address.Name, sink.Records, stored.Size);
        return 1;
    }

    /// <summary>The key holds an id of the plan's own: who has it was put by this very plan, whole and last.</summary>
    private async Task<bool> IsSettledAsync(CancellationToken cancellationToken)
    {
        try
        {
            var bucket = Destinations.BucketOf(_stream.Destination.BucketARN);
            return await _services.Objects.HeadAsync(_call, bucket, _plan.ObjectKey, cancellationToken) is not null;
        }
        catch (ServiceException)
        {
            return false; // a role that may only put: putting the same again does no harm
        }
    }

    private string NameOf(string part) => $"{_stream.Id}-{part}";

    private static string EntryOf(string key)
    {
        var name = key[(key.LastIndexOf('/') + 1)..];
        return name.EndsWith(".zip", StringComparison.Ordinal) ? name[..^4] : name;
    }
}
