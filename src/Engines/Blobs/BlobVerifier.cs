using System.Security.Cryptography;
using Weir.Kernel.State;

namespace Weir.Engines.Blobs;

/// <summary>Checks the blob files of a stopped store against their index, for <c>weir verify</c>.</summary>
public sealed class BlobVerifier(BlobStore store, IStateStore state)
{
    /// <summary>Every damage found; reads each file once when <paramref name="readContent"/>.</summary>
    /// <param name="references">How often the metadata refers to each blob; null leaves the counts unchecked.</param>
    public IEnumerable<BlobDamage> Check(
        IReadOnlyDictionary<string, int>? references, bool readContent, CancellationToken cancellationToken) =>
        (references is null ? [] : CheckReferences(references)).Concat(Check(readContent, cancellationToken));

    /// <summary>Every damage of files; reads each once when <paramref name="readContent"/>.</summary>
    public IEnumerable<BlobDamage> Check(bool readContent, CancellationToken cancellationToken)
    {
        var kept = state.Read(reader => BlobIndex.All(reader).Select(entry => entry.Blob).ToDictionary(blob => blob.Id));
        var pending = state.Read(reader => reader.Scan(BlobIndex.Pending, default, default).Select(entry => entry.Key.ToString()).ToHashSet());
        foreach (var path in Files(store.Layout))
        {
            var id = Path.GetFileName(path);
            if (!kept.ContainsKey(id) && !pending.Contains(id))
            {
                yield return new BlobDamage.Orphan(path);
            }
        }

        foreach (var blob in kept.Values)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Check(blob, readContent, cancellationToken) is { } damage)
            {
                yield return damage;
            }
        }
    }

    /// <summary>
    /// Repairs what can be: an orphan file is removed, a wrong count of references is corrected. Content that is missing or
    /// changed cannot be brought back.
    /// </summary>
    /// <returns>False when the damage stays.</returns>
    public async ValueTask<bool> RepairAsync(BlobDamage damage, CancellationToken cancellationToken) => damage switch
    {
        BlobDamage.Orphan(var path) => store.DropFile(path),
        BlobDamage.WrongReferences(var id, var expected, _) => await CorrectAsync(id, expected, cancellationToken),
        _ => false,
    };

    internal static IEnumerable<string> Files(BlobLayout layout) =>
        !Directory.Exists(layout.Root)
            ? []
            : Directory.EnumerateDirectories(layout.Root).Order(StringComparer.Ordinal).SelectMany(Directory.EnumerateFiles);

    private IEnumerable<BlobDamage> CheckReferences(IReadOnlyDictionary<string, int> references)
    {
        var kept = state.Read(reader => BlobIndex.All(reader).ToDictionary(entry => entry.Blob.Id, entry => (int)entry.References));
        foreach (var (id, count) in kept)
        {
            if (references.GetValueOrDefault(id) is var expected && expected != count)
            {
                yield return new BlobDamage.WrongReferences(id, expected, count);
            }
        }

        foreach (var id in references.Keys.Where(id => !kept.ContainsKey(id)))
        {
            yield return new BlobDamage.Unknown(id);
        }
    }

    private ValueTask<bool> CorrectAsync(string id, int references, CancellationToken cancellationToken) => state.WriteAsync(
        writer =>
        {
            if (BlobIndex.Find(writer, id) is not var (blob, _))
            {
                return false;
            }

            BlobIndex.Put(writer, blob, (uint)Math.Max(1, references));
            if (references == 0)
            {
                BlobIndex.Release(writer, id);
            }

            return true;
        },
        cancellationToken);

    private BlobDamage? Check(Blob blob, bool readContent, CancellationToken cancellationToken)
    {
        var file = new FileInfo(store.Layout.PathOf(blob.Id));
        if (!file.Exists)
        {
            return new BlobDamage.Missing(blob.Id, blob.Size);
        }

        var expected = BlobLayout.IsEncrypted(blob.Id) ? BlobCipher.StoredLength(blob.Size) : blob.Size;
        if (file.Length != expected)
        {
            return new BlobDamage.WrongSize(blob.Id, expected, file.Length);
        }

        return readContent && !IsRight(blob, cancellationToken) ? new BlobDamage.WrongContent(blob.Id) : null;
    }

    private bool IsRight(Blob blob, CancellationToken cancellationToken)
    {
        try
        {
            return BlobHasher.Crc64Of(BlobStore.Hash(store.Reader(blob.Id), [], cancellationToken)) == blob.Crc64;
        }
        catch (CryptographicException)
        {
            return false; // neither the right content nor the right key would fail
        }
    }
}

/// <summary>What is wrong with one blob or file.</summary>
public abstract record BlobDamage
{
    private BlobDamage()
    {
    }

    public sealed record Missing(string Id, long Size) : BlobDamage;

    public sealed record WrongSize(string Id, long Expected, long Found) : BlobDamage;

    public sealed record WrongContent(string Id) : BlobDamage;

    public sealed record Orphan(string Path) : BlobDamage;

    public sealed record WrongReferences(string Id, int Expected, int Found) : BlobDamage;

    /// <summary>Metadata refers to a blob that the index does not have.</summary>
    public sealed record Unknown(string Id) : BlobDamage;
}
