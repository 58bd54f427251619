using Weir.Contracts;
using Weir.Engines.Discovery;
using Weir.Engines.Discovery.Files;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;

namespace Weir.Services.Glue.Crawling;

/// <summary>Looks at objects as the crawler's role may: their first bytes, or the footer of a columnar file.</summary>
internal sealed class ObjectSniffer(IObjectStore store, ParquetSchemas parquet)
{
    private const int MagicBytes = 16;

    public async ValueTask<FileSchema> LookAsync(
        CallContext call, ObjectInfo file, IReadOnlyList<CustomClassifier> custom, CancellationToken cancellationToken)
    {
        try
        {
            await using var content = await store.OpenAsync(call, file.Bucket, file.Key, 0, cancellationToken);
            var head = new byte[(int)Math.Min(file.Size, DiscoveryLimits.SampleBytesMax)];
            var read = await content.ReadAtLeastAsync(head, Math.Min(MagicBytes, head.Length), throwOnEndOfStream: false, cancellationToken);
            switch (FileSniffer.Magic(head.AsSpan(0, read)))
            {
                case FileFormat.Parquet:
                    return await ParquetAsync(call, file, cancellationToken);
                case FileFormat.Orc:
                    return await OrcAsync(call, file, cancellationToken);
                default:
                    break;
            }

            read += await content.ReadAtLeastAsync(head.AsMemory(read), head.Length - read, throwOnEndOfStream: false, cancellationToken);
            return Look(head, read, read == file.Size, file.Key, custom);
        }
        catch (ServiceException error) when (error.Code is "NoSuchKey")
        {
            return FileSchema.Unknown("it was deleted while the crawl ran");
        }
        catch (ServiceException error) when (error.Code is "AccessDenied" or "AccessDeniedException")
        {
            throw new CrawlFailure($"The crawler's role may not read s3://{file.Bucket}/{file.Key}: {error.Message}");
        }
    }

    private static FileSchema Look(byte[] bytes, int length, bool isWhole, string key, IReadOnlyList<CustomClassifier> custom)
    {
        var head = bytes.AsSpan(0, length);
        if (FileSniffer.Magic(head) == FileFormat.Avro)
        {
            return FileSniffer.Avro(head);
        }

        var name = key[(key.LastIndexOf('/') + 1)..];
        var compression = Compressions.Of(head, name);
        if (compression == "none")
        {
            return FileSniffer.Text(head, isWhole, name, custom);
        }

        return Unpacking.Open(compression, bytes, length, isWhole) is { } inside
            ? FileSniffer.Text(inside.Bytes.Span, inside.IsWhole, name, custom) with { Compression = compression }
            : FileSchema.Unknown($"{compression} data that cannot be unpacked", compression);
    }

    private async ValueTask<FileSchema> OrcAsync(CallContext call, ObjectInfo file, CancellationToken cancellationToken)
    {
        using var lease = await store.LeaseAsync(call, file.Bucket, [file.Key], cancellationToken);
        return OrcSchemas.Read(lease.Paths[0], file.Size);
    }

    private async ValueTask<FileSchema> ParquetAsync(CallContext call, ObjectInfo file, CancellationToken cancellationToken)
    {
        using var lease = await store.LeaseAsync(call, file.Bucket, [file.Key], cancellationToken);
        return await parquet.ReadAsync(lease.Paths[0], file.Size, cancellationToken);
    }
}
