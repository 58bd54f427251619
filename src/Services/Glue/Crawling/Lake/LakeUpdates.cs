using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Crawling.Lake;

/// <summary>Brings tables whose own metadata says what they are into the catalog, with partitions where readers need them there.</summary>
internal sealed class LakeUpdates(CatalogStore catalog, CatalogUpdates updates, CrawlerState crawler, CrawlReport report, TimeProvider clock)
{
    public const string PlaceParameter = "weir.crawler.place";

    private readonly CatalogPlace _place = updates.Home.Place;

    /// <summary>The name a table gets: its folder's, unless another table has that.</summary>
    public string NameOf(S3Place place, string suffix)
    {
        var name = crawler.TablePrefix + Engines.Discovery.Files.ColumnNames.Clean(place.Name) + suffix;
        name = name.Length <= GlueLimits.CrawledNameLettersMax ? name.ToLowerInvariant() : name[..GlueLimits.CrawledNameLettersMax].ToLowerInvariant();
        var current = catalog.State.Read(state => catalog.FindTable(state, _place, updates.Home.Database, name));
        if (current is null || current.Parameters?.GetValueOrDefault(PlaceParameter) == place.Address || S3Place.TryParse(current.Storage?.Location) is { } at && place.Holds(at))
        {
            return name;
        }

        var other = CatalogUpdates.OtherName(name, place.Address);
        report.Info($"Table {updates.Home.Database}.{name} lies elsewhere, so {place.Address} becomes {other}");
        return other;
    }

    /// <param name="partitions">Null for a table without any, or whose readers find them without the catalog.</param>
    public async ValueTask ApplyAsync(
        TableInput wanted, IReadOnlyList<(IReadOnlyList<string> Values, string Location)>? partitions, IReadOnlyList<string> why, CancellationToken cancellationToken)
    {
        await updates.ApplyAsync(wanted, why, cancellationToken);
        if (partitions is null)
        {
            return;
        }

        var table = catalog.State.Read(state => catalog.RequireTable(state, _place, updates.Home.Database, wanted.Name));
        if (table.PartitionKeys.Count != wanted.PartitionKeys!.Count)
        {
            return; // the crawler's policy leaves the table as somebody made it
        }

        updates.Home.Authorize("glue:BatchCreatePartition", table.Name);
        foreach (var chunk in partitions.Chunk(GlueLimits.PartitionsPerWrite))
        {
            var added = await catalog.State.WriteAsync(state => chunk.Count(found => Put(state, table, found.Values, found.Location)), cancellationToken);
            if (added > 0)
            {
                report.Info($"Added {added} partitions to table {table.Database}.{table.Name}");
            }
        }

        await ForgetPartitionsAsync(table, partitions, cancellationToken);
    }

    /// <summary>Tables of this crawler at a place where no table lies any more.</summary>
    public async ValueTask ForgetAsync(S3Place place, CancellationToken cancellationToken)
    {
        var gone = catalog.State.Read(state => catalog.Tables(state, _place, updates.Home.Database, after: null)
            .Where(table => table.Parameters?.GetValueOrDefault(TableShapes.Owner) == crawler.Name && table.Parameters.GetValueOrDefault(PlaceParameter) == place.Address)
            .ToList());
        foreach (var table in gone)
        {
            await updates.ForgetAsync(table, cancellationToken);
        }
    }

    private bool Put(Kernel.State.IStateWriter state, TableState table, IReadOnlyList<string> values, string location)
    {
        if (catalog.FindPartition(state, _place, table.Database, table.Name, values) is { } current && current.Storage?.Location == location)
        {
            return false;
        }

        var input = new PartitionInput { Values = values, StorageDescriptor = table.Storage! with { Location = location } };
        catalog.PutPartition(state, _place, table.Database, table.Name, Inputs.Partition(table, input, values: null, clock.GetUtcNow()));
        report.Changed("PARTITION", "ADD", $"{table.Database}.{table.Name}[{string.Join(", ", values)}]");
        return true;
    }

    private async ValueTask ForgetPartitionsAsync(
        TableState table, IReadOnlyList<(IReadOnlyList<string> Values, string Location)> partitions, CancellationToken cancellationToken)
    {
        var found = partitions.Select(partition => string.Join('\u0001', partition.Values)).ToHashSet(StringComparer.Ordinal);
        IReadOnlyList<string>? after = null;
        do
        {
            var from = after;
            var (gone, last) = catalog.State.Read(state => catalog.PartitionPiece(
                state, _place, table.Database, table.Name, from, GlueLimits.PartitionsPerRead, values => !found.Contains(string.Join('\u0001', values))));
            foreach (var partition in gone)
            {
                await updates.ForgetPartitionAsync(table, partition, cancellationToken);
            }

            after = last;
        }
        while (after is not null);
    }
}
