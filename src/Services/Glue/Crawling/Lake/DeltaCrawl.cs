using System.Globalization;
using System.Text;
using Weir.Contracts;
using Weir.Engines.Delta;
using Weir.Engines.Delta.Scanning;
using Weir.Engines.Delta.Types;
using Weir.Kernel.Identity;
using Weir.Services.Glue.Model;

namespace Weir.Services.Glue.Crawling.Lake;

/// <summary>One crawl's look at Delta tables: their logs say everything, so no file is sampled.</summary>
internal sealed class DeltaCrawl(LakeUpdates updates, LakeFiles files, IObjectStore store, CallContext call, string crawler, CrawlReport report)
{
    public async ValueTask RunAsync(DeltaTarget target, CancellationToken cancellationToken)
    {
        foreach (var path in target.DeltaTables ?? [])
        {
            var place = S3Place.TryParse(path) ?? throw new CrawlFailure($"{path} is no address in S3.");
            await store.RequireBucketAsync(call, place.Bucket, expectedOwner: null, cancellationToken);
            try
            {
                await TableAsync(place, await new DeltaLog(files).ReadAsync(place.Address, cancellationToken), target, cancellationToken);
            }
            catch (DeltaException error)
            {
                report.Warn($"{place.Address} is left out: {error.Message}");
                if (error.Problem == DeltaProblem.NoTable)
                {
                    await updates.ForgetAsync(place, cancellationToken);
                }
            }
        }
    }

    private async ValueTask TableAsync(S3Place place, DeltaSnapshot snapshot, DeltaTarget target, CancellationToken cancellationToken)
    {
        var isNative = target.CreateNativeDeltaTable == true;
        var keys = snapshot.PartitionFields;
        Column[] columns = [.. snapshot.Schema.Fields.Where(field => !keys.Contains(field)).Select(Shown)];
        Column[] keyColumns = [.. keys.Select(Shown)];
        var version = snapshot.Version.ToString(CultureInfo.InvariantCulture);
        List<string> why =
        [
            $"a Delta table: its log, at version {version}, lists {snapshot.Files.Count} files and {snapshot.Schema.Fields.Length} columns",
            isNative ? "a native table, as the target asks: readers go by the log" : "a table of symlink manifests: the target asks for no native one",
        ];
        if (keys.Count > 0)
        {
            why.Add($"partitioned by {string.Join(", ", keys.Select(key => key.Name))}, as the log says");
        }

        var hasManifests = !isNative || (target.WriteManifest == true && !snapshot.Files.Any(file => file.DeletionVector is not null));
        var manifests = hasManifests ? SymlinkManifests.Of(snapshot) : [];
        if (target.WriteManifest == true && !hasManifests)
        {
            report.Warn($"No manifests of {place.Address} are written: they would bring back the rows its deletion vectors delete");
        }
        else if (target.WriteManifest == true)
        {
            await WriteAsync(place, manifests, cancellationToken);
        }

        var parameters = new Dictionary<string, string>
        {
            ["classification"] = isNative ? "delta" : "parquet",
            ["delta.lastUpdateVersion"] = version,
            ["weir.crawler.place"] = place.Address,
        };
        if (isNative)
        {
            parameters["spark.sql.sources.provider"] = "delta";
            parameters["table_type"] = "DELTA";
        }

        var location = isNative ? place.Address : place.Below(SymlinkManifests.Folder).Address;
        var storage = isNative ? LakeShapes.NativeDelta(columns, location) : LakeShapes.Symlink(columns, location);
        var name = updates.NameOf(place, suffix: "");
        await updates.ApplyAsync(
            LakeShapes.Table(name, crawler, storage, keyColumns, parameters, why),
            isNative || keys.Count == 0 ? null : [.. manifests.Select(manifest => (manifest.Values, Location: place.Below(manifest.Path[..manifest.Path.LastIndexOf('/')]).Address))],
            [.. why.Select(reason => $"Why {name}: {reason}")],
            cancellationToken);
    }

    private static Column Shown(DeltaField field) => new() { Name = field.Name.ToLowerInvariant(), Type = field.Type.ToHive(), Comment = field.Comment };

    /// <summary>New manifests first, then those of partitions that are gone: a reader sees each partition's old list or its new one.</summary>
    private async ValueTask WriteAsync(S3Place place, IReadOnlyList<(IReadOnlyList<string> Values, string Path, string Text)> manifests, CancellationToken cancellationToken)
    {
        var written = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (_, path, text) in manifests)
        {
            var key = place.Prefix + path;
            written.Add(key);
            using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
            await store.PutAsync(call, place.Bucket, key, content, ObjectAttributes.None, cancellationToken);
        }

        var stale = new List<string>();
        await foreach (var found in store.ListAsync(call, place.Bucket, place.Below(SymlinkManifests.Folder).Prefix, null, cancellationToken))
        {
            if (!written.Contains(found.Key))
            {
                stale.Add(found.Key);
            }
        }

        foreach (var key in stale)
        {
            await store.DeleteAsync(call, place.Bucket, key, cancellationToken);
        }

        report.Info($"Wrote {written.Count} manifests of {place.Address}, removed {stale.Count}");
    }
}
