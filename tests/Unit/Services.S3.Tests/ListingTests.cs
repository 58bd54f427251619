using System.Text;
using Weir.Kernel.State;
using Weir.Services.S3.Domain;
using Weir.Services.S3.State;
using Weir.Tests.Support;

namespace Weir.Services.S3.Tests;

/// <summary>Listing against a model that looks at every key.</summary>
public sealed class ListingTests
{
    private const string Bucket = "bucket";

    // Few letters, so that prefixes, delimiters and equal beginnings happen all the time; beyond ASCII, so that the order is that of bytes.
    private static readonly string[] Letters = ["a", "b", "/", "//", "-", " ", "+", "%", "한", "\uE000", "😀", "."];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task A_listing_by_pages_is_the_listing_of_the_model(int seed)
    {
        var random = new Random(seed);
        var keys = Enumerable.Range(0, random.Next(0, 120)).Select(_ => Text(random, 6)).Where(key => key.Length > 0).ToHashSet();
        var state = await StateWithAsync(keys);

        for (var trial = 0; trial < 60; trial++)
        {
            var prefix = random.Next(2) == 0 ? "" : Text(random, 2);
            var delimiter = random.Next(3) switch { 0 => null, 1 => "/", _ => Letters[random.Next(Letters.Length)] };
            var max = random.Next(1, 8);
            var expected = Model(keys, prefix, delimiter);

            var listed = new List<string>();
            string? after = null;
            ListPage<ObjectState> page;
            do
            {
                page = state.Read(reader => Listing.Run(reader, S3Tables.Objects, new(Bucket, prefix, delimiter, after, max)));
                Assert.True(page.Items.Count + page.CommonPrefixes.Count <= max);
                Assert.All(page.Items, item => Assert.Equal(item.Key, item.Value.ETag));
                listed.AddRange(page.Items.Select(item => "K" + item.Key).Concat(page.CommonPrefixes.Select(common => "P" + common))
                    .OrderBy(entry => entry[1..], Utf8Order.Instance));
                after = page.Last;
            }
            while (page.IsTruncated);

            Assert.Equal(expected, listed);
        }
    }

    [Fact]
    public async Task A_marker_leaves_out_keys_up_to_itself()
    {
        var state = await StateWithAsync(["a", "b", "b0", "c"]);

        var page = state.Read(reader => Listing.Run(reader, S3Tables.Objects, new(Bucket, "", null, "b", 10)));

        Assert.Equal(["b0", "c"], page.Items.Select(item => item.Key));
    }

    [Fact]
    public async Task A_start_inside_a_common_prefix_still_shows_it()
    {
        var state = await StateWithAsync(["a/1", "a/2", "b"]);

        var page = state.Read(reader => Listing.Run(reader, S3Tables.Objects, new(Bucket, "", "/", "a/1", 10)));

        Assert.Equal(["a/"], page.CommonPrefixes);
    }

    [Fact]
    public async Task Nothing_is_listed_when_nothing_may_be()
    {
        var state = await StateWithAsync(["a"]);

        var page = state.Read(reader => Listing.Run(reader, S3Tables.Objects, new(Bucket, "", null, null, 0)));

        Assert.Empty(page.Items);
        Assert.False(page.IsTruncated);
    }

    [Fact]
    public async Task A_large_folder_is_stepped_over_not_walked()
    {
        var inner = await StateWithAsync(Enumerable.Range(0, 5000).Select(number => $"folder/{number:D6}").Append("zebra").ToHashSet());
        var state = new CountingReader();

        var page = inner.Read(reader =>
        {
            state.Inner = reader;
            return Listing.Run(state, S3Tables.Objects, new(Bucket, "", "/", null, 1000));
        });

        Assert.Equal(["folder/"], page.CommonPrefixes);
        Assert.Equal("zebra", Assert.Single(page.Items).Key);
        Assert.InRange(state.Entries, 2, 2 * S3Limits.StepsBeforeSeek);
    }

    [Fact]
    public void A_continuation_token_leads_back_to_its_key_and_nonsense_is_refused()
    {
        Assert.Equal("키/한+%", ContinuationToken.Parse(ContinuationToken.Of("키/한+%")));
        Assert.Throws<Kernel.Core.ServiceException>(() => ContinuationToken.Parse("not a token!"));
    }

    private static IEnumerable<string> Model(IEnumerable<string> keys, string prefix, string? delimiter) => keys
        .Where(key => key.StartsWith(prefix, StringComparison.Ordinal))
        .Select(key =>
        {
            var cut = delimiter is null ? -1 : key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal);
            return cut < 0 ? "K" + key : "P" + key[..(cut + delimiter!.Length)];
        })
        .Distinct()
        .OrderBy(entry => entry[1..], Utf8Order.Instance);

    private static string Text(Random random, int lettersMax) =>
        string.Concat(Enumerable.Range(0, random.Next(lettersMax + 1)).Select(_ => Letters[random.Next(Letters.Length)]));

    private static async Task<MemoryStateStore> StateWithAsync(HashSet<string> keys)
    {
        var state = new MemoryStateStore();
        await state.WriteAsync(
            writer =>
            {
                foreach (var key in keys)
                {
                    S3Tables.Objects.Put(writer, S3Tables.Object(Bucket, key), Row(key));
                }

                // Neighbours that must not be seen.
                S3Tables.Objects.Put(writer, S3Tables.Object("bucket-2", "a"), Row("other"));
                S3Tables.Objects.Put(writer, S3Tables.Object("bucke", "z"), Row("other"));
                return true;
            },
            default);
        return state;
    }

    private static ObjectState Row(string key) => new()
    {
        BlobId = "",
        Size = 0,
        ETag = key,
        LastModified = default,
        Checksum = new("CRC64NVME", "", Checksums.FullObject),
    };

    private sealed class Utf8Order : IComparer<string>
    {
        public static Utf8Order Instance { get; } = new();

        public int Compare(string? x, string? y) => Encoding.UTF8.GetBytes(x!).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y!));
    }

    private sealed class CountingReader : IStateReader
    {
        public IStateReader Inner { get; set; } = null!;

        public int Entries { get; private set; }

        public byte[]? Get(Keyspace space, StateKey key) => Inner.Get(space, key);

        public IEnumerable<StateEntry> Scan(Keyspace space, StateKey from, StateKey to, bool reverse = false) =>
            Inner.Scan(space, from, to, reverse).Select(entry =>
            {
                Entries++;
                return entry;
            });
    }
}
