using System.Globalization;
using Weir.Engines.Iceberg.Metadata;
using Weir.Kernel.Core;

namespace Weir.Engines.Iceberg.Changes;

/// <summary>The metadata files one commit writes, so that those of a failed attempt go away again.</summary>
public sealed class CommitFiles(ITableFiles files, IdSource ids)
{
    private readonly List<string> _attempt = [];
    private readonly string _uuid = ids.NewId();
    private int _manifests;
    private int _attempts;

    public ITableFiles Files => files;

    /// <summary>A number no other snapshot of the table has.</summary>
    public long NewSnapshotId(TableMetadata table)
    {
        Span<byte> bytes = stackalloc byte[8];
        while (true)
        {
            ids.Fill(bytes);
            var id = BitConverter.ToInt64(bytes) & long.MaxValue;
            if (id > 0 && table.SnapshotOf(id) is null)
            {
                return id;
            }
        }
    }

    public ValueTask<string> WriteManifestAsync(TableMetadata table, byte[] content, CancellationToken cancellationToken) => WriteAsync(
        string.Create(CultureInfo.InvariantCulture, $"{FolderOf(table)}/{_uuid}-m{_manifests++}.avro"), content, cancellationToken);

    public ValueTask<string> WriteListAsync(TableMetadata table, long snapshotId, byte[] content, CancellationToken cancellationToken) => WriteAsync(
        string.Create(CultureInfo.InvariantCulture, $"{FolderOf(table)}/snap-{snapshotId}-{++_attempts}-{_uuid}.avro"), content, cancellationToken);

    /// <param name="previous">The metadata file before; null for the first.</param>
    public ValueTask<string> WriteMetadataAsync(TableMetadata table, string? previous, CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{NumberOf(previous) + 1:D5}-{ids.NewId()}.metadata.json");
        return WriteAsync($"{FolderOf(table)}/{name}", MetadataJson.Write(table), cancellationToken);
    }

    /// <summary>The attempt stands: its files stay.</summary>
    public void Keep() => _attempt.Clear();

    /// <summary>The attempt failed: nothing refers to its files. One that cannot be removed is litter; why the attempt failed matters more.</summary>
    public async ValueTask DiscardAsync()
    {
        foreach (var path in _attempt)
        {
            try
            {
                await files.DeleteAsync(path, CancellationToken.None);
            }
            catch (ServiceException error) when (error.IsSenderFault)
            {
                continue;
            }
        }

        _attempt.Clear();
    }

    private static string FolderOf(TableMetadata table) =>
        (table.Properties.GetValueOrDefault("write.metadata.path") ?? table.Location + "/metadata").TrimEnd('/');

    private static int NumberOf(string? path)
    {
        var name = path?[(path.LastIndexOf('/') + 1)..] ?? "";
        var dash = name.IndexOf('-', StringComparison.Ordinal);
        return dash > 0 && int.TryParse(name.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
    }

    private async ValueTask<string> WriteAsync(string path, byte[] content, CancellationToken cancellationToken)
    {
        _attempt.Add(path);
        await files.WriteAsync(path, content, cancellationToken);
        return path;
    }
}
