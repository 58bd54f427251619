using System.Text;
using Weir.Services.Logs.Model;

namespace Weir.Services.Logs.Domain;

/// <summary>Which events of a batch are accepted.</summary>
internal static class PutRules
{
    /// <summary>Throws for a batch that is refused as a whole; tells what else is too old, expired or too new.</summary>
    public static (int First, int End, RejectedLogEventsInfo? Rejected) Check(
        IReadOnlyList<InputLogEvent> events, DateTimeOffset now, int? retentionDays)
    {
        CheckBatch(events);
        var tooOld = (now - LogsLimits.EventAgeMax).ToUnixTimeMilliseconds();
        var expired = retentionDays is { } days ? now.AddDays(-days).ToUnixTimeMilliseconds() : long.MinValue;
        var tooNew = (now + LogsLimits.EventFutureMax).ToUnixTimeMilliseconds();
        int? tooOldEnd = null, expiredEnd = null, tooNewStart = null;
        for (var index = 0; index < events.Count; index++)
        {
            var timestamp = events[index].Timestamp;
            if (timestamp < expired)
            {
                expiredEnd = index + 1;
            }
            else if (timestamp < tooOld)
            {
                tooOldEnd = index + 1;
            }
            else if (timestamp > tooNew)
            {
                tooNewStart ??= index;
            }
        }

        var first = Math.Max(expiredEnd ?? 0, tooOldEnd ?? 0);
        var end = tooNewStart ?? events.Count;
        var isWhole = first == 0 && end == events.Count;
        return (first, end, isWhole ? null : new()
        {
            TooOldLogEventEndIndex = tooOldEnd,
            ExpiredLogEventEndIndex = expiredEnd,
            TooNewLogEventStartIndex = tooNewStart,
        });
    }

    private static void CheckBatch(IReadOnlyList<InputLogEvent> events)
    {
        if (events.Count is 0 or > LogsLimits.BatchEventsMax)
        {
            throw LogsErrors.Constraint(
                $"[{events.Count} events]",
                "logEvents",
                events.Count == 0
                    ? "Member must have length greater than or equal to 1"
                    : $"Member must have length less than or equal to {LogsLimits.BatchEventsMax}");
        }

        var bytes = 0L;
        for (var index = 0; index < events.Count; index++)
        {
            if (events[index].Message.Length == 0)
            {
                throw LogsErrors.Constraint(
                    "", $"logEvents.{index + 1}.member.message", "Member must have length greater than or equal to 1");
            }

            if (events[index].Timestamp < 0)
            {
                throw LogsErrors.Constraint(
                    $"{events[index].Timestamp}", $"logEvents.{index + 1}.member.timestamp", "Member must have value greater than or equal to 0");
            }

            if (index > 0 && events[index].Timestamp < events[index - 1].Timestamp)
            {
                throw LogsErrors.Invalid("Log events in a single PutLogEvents request must be in chronological order.");
            }

            bytes += Encoding.UTF8.GetByteCount(events[index].Message) + LogsLimits.EventOverheadBytes;
        }

        if (bytes > LogsLimits.BatchBytesMax)
        {
            throw LogsErrors.Invalid($"Upload too large: {bytes} bytes exceeds limit of {LogsLimits.BatchBytesMax}");
        }

        if (events[^1].Timestamp - events[0].Timestamp > LogsLimits.BatchSpanMax.TotalMilliseconds)
        {
            throw LogsErrors.Invalid("The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
        }
    }
}
