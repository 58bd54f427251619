using System.Text.Json;
using Weir.Contracts;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.State;

namespace Weir.Server.ConsoleApi;

/// <summary>The dashboards people defined, and the reports they draw. Safe from any thread.</summary>
internal sealed class DashboardStore(
    IStateStore state, IObjectStore objects, IAuthorizer authorizer, IdSource ids, WeirSettings settings)
{
    public const int VisualsMax = 40;
    public const long ReportBytesMax = 16L * 1024 * 1024;

    private const string Scheme = "s3://";
    private static readonly string[] Kinds = ["line", "bar", "pie", "table", "number"];

    private readonly StateTable<Dashboard> _table = new("console_dashboards", ConsoleJson.Default.Dashboard);

    public IReadOnlyList<Dashboard> List() =>
        state.Read(reader => _table.Scan(reader, Prefix()).Select(entry => entry.Value).ToList());

    public Dashboard? Find(string name) => state.Read(reader => _table.Find(reader, Key(name)));

    /// <summary>Keeps a dashboard; throws <see cref="FormatException"/> saying what is wrong with it.</summary>
    public ValueTask<bool> PutAsync(Dashboard dashboard, CancellationToken cancellationToken)
    {
        Check(dashboard);
        return state.WriteAsync(
            writer =>
            {
                _table.Put(writer, Key(dashboard.Name), dashboard);
                return true;
            },
            cancellationToken);
    }

    public ValueTask<bool> DeleteAsync(string name, CancellationToken cancellationToken) =>
        state.WriteAsync(writer => _table.Delete(writer, Key(name)), cancellationToken);

    /// <summary>The newest report; null while there is none.</summary>
    public async ValueTask<Report?> NewestReportAsync(Dashboard dashboard, CancellationToken cancellationToken)
    {
        var (bucket, prefix) = Split(dashboard.Report);
        var call = new CallContext
        {
            Caller = Caller.Root(settings.AccountId),
            Region = settings.Region,
            RequestId = ids.NewId(),
            Authorizer = authorizer,
        };
        ObjectInfo? newest = null;
        try
        {
            await foreach (var one in objects.ListAsync(call, bucket, prefix, after: null, cancellationToken))
            {
                newest = one;
            }
        }
        catch (ServiceException missing) when (missing.Code == "NoSuchBucket")
        {
            return null;
        }

        if (newest is null)
        {
            return null;
        }

        if (newest.Size > ReportBytesMax)
        {
            throw new FormatException($"the report {newest.Key} has {newest.Size} bytes; the console draws up to {ReportBytesMax}");
        }

        await using var content = await objects.OpenAsync(call, bucket, newest.Key, 0, cancellationToken);
        try
        {
            var report = await JsonSerializer.DeserializeAsync(content, ConsoleJson.Default.ReportContent, cancellationToken);
            return report is null
                ? throw new FormatException($"the report {newest.Key} is null")
                : new() { Key = $"{bucket}/{newest.Key}", LastModified = newest.LastModified, Columns = report.Columns, Rows = report.Rows };
        }
        catch (JsonException wrong)
        {
            throw new FormatException($"the report {newest.Key} is not of the form {{columns, rows}}: {wrong.Message}", wrong);
        }
    }

    private static void Check(Dashboard dashboard)
    {
        if (dashboard.Name.Length is 0 or > 100 || !dashboard.Name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'))
        {
            throw new FormatException("name must be 1 to 100 letters, digits, '-' and '_'");
        }

        if (!dashboard.Report.StartsWith(Scheme, StringComparison.Ordinal) || Split(dashboard.Report).Bucket.Length == 0)
        {
            throw new FormatException("report must be an s3:// address");
        }

        if (dashboard.Visuals.Count is 0 or > VisualsMax)
        {
            throw new FormatException($"a dashboard has 1 to {VisualsMax} visuals");
        }

        if (dashboard.Visuals.FirstOrDefault(visual => !Kinds.Contains(visual.Kind)) is { } unknown)
        {
            throw new FormatException($"'{unknown.Kind}' is no kind of visual: {string.Join(", ", Kinds)}");
        }
    }

    private static (string Bucket, string Prefix) Split(string address)
    {
        var rest = address[Scheme.Length..];
        var cut = rest.IndexOf('/', StringComparison.Ordinal);
        return cut < 0 ? (rest, "") : (rest[..cut], rest[(cut + 1)..]);
    }

    private StateKey Key(string name) => StateKey.Of(settings.AccountId, settings.Region, name);

    private StateKey Prefix() => StateKey.Prefix(settings.AccountId, settings.Region);
}
