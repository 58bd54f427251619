using System.Text.Json;
using Weir.Contracts;
using Weir.Kernel.Identity;

namespace Weir.Services.Glue.Crawling;

/// <summary>The messages of a bucket's queue: which folders got or lost objects.</summary>
internal sealed class CrawlEvents(IQueues queues, CallContext call, string queue)
{
    private const int MessagesPerCall = 10;
    private readonly List<string> _receipts = [];

    /// <summary>Takes what waits; the messages stay hidden until <see cref="DeleteAsync"/> or their visibility ends.</summary>
    /// <returns>Folders of the target, below its root.</returns>
    public async ValueTask<SortedSet<string>> TakeAsync(S3Place root, CancellationToken cancellationToken)
    {
        var folders = new SortedSet<string>(StringComparer.Ordinal);
        while (_receipts.Count < GlueLimits.EventsPerCrawlMax)
        {
            var messages = await queues.ReceiveAsync(call, queue, MessagesPerCall, TimeSpan.Zero, cancellationToken);
            if (messages.Count == 0)
            {
                return folders;
            }

            foreach (var message in messages)
            {
                _receipts.Add(message.ReceiptHandle);
                Read(message.Body, root, folders);
            }
        }

        return folders;
    }

    /// <summary>What the messages told is in the catalog.</summary>
    public async ValueTask DeleteAsync(CancellationToken cancellationToken)
    {
        foreach (var chunk in _receipts.Chunk(MessagesPerCall))
        {
            await queues.DeleteAsync(call, queue, chunk, cancellationToken);
        }
    }

    private static void Read(string body, S3Place root, SortedSet<string> folders)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var message = document.RootElement;
            // A topic between bucket and queue wraps the message as text.
            if (message.ValueKind == JsonValueKind.Object && message.TryGetProperty("Message", out var inner) && inner.ValueKind == JsonValueKind.String)
            {
                Read(inner.GetString()!, root, folders);
                return;
            }

            if (message.ValueKind != JsonValueKind.Object || !message.TryGetProperty("Records", out var records))
            {
                return;
            }

            foreach (var record in records.EnumerateArray())
            {
                var s3 = record.GetProperty("s3");
                var bucket = s3.GetProperty("bucket").GetProperty("name").GetString();
                var key = Uri.UnescapeDataString((s3.GetProperty("object").GetProperty("key").GetString() ?? "").Replace('+', ' '));
                if (bucket == root.Bucket && key.StartsWith(root.Prefix, StringComparison.Ordinal))
                {
                    var path = key[root.Prefix.Length..];
                    folders.Add(path.Contains('/', StringComparison.Ordinal) ? path[..path.LastIndexOf('/')] : "");
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or UriFormatException)
        {
            // No message of a bucket: it is taken off the queue like one about another folder.
        }
    }
}
