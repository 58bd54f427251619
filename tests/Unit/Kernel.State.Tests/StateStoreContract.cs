using System.Text;

namespace Weir.Kernel.State.Tests;

/// <summary>What every state store promises; each implementation runs these.</summary>
public abstract class StateStoreContract
{
    protected static readonly Keyspace Space = new("test_entries");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    protected abstract IStateStore Store { get; }

    [Fact]
    public async Task A_value_written_is_read_again()
    {
        await PutAsync("a", "1");

        Assert.Equal("1", Get("a"));
        Assert.Null(Get("b"));
    }

    [Fact]
    public async Task An_empty_value_is_a_value()
    {
        await PutAsync("a", "");

        Assert.Equal("", Get("a"));
    }

    [Fact]
    public async Task A_failed_change_undoes_itself_only()
    {
        await PutAsync("kept", "1");

        var failed = Store.WriteAsync<int>(
            state =>
            {
                state.Put(Space, StateKey.Of("lost"), "x"u8);
                state.Delete(Space, StateKey.Of("kept"));
                throw new InvalidOperationException("no");
            },
            Token);

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await failed);
        Assert.Equal("1", Get("kept"));
        Assert.Null(Get("lost"));
    }

    [Fact]
    public async Task A_failed_change_that_created_a_keyspace_leaves_it_usable()
    {
        var fresh = new Keyspace("test_fresh");
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await Store.WriteAsync<int>(
            state =>
            {
                state.Put(fresh, StateKey.Of("x"), "1"u8);
                throw new InvalidOperationException("no");
            },
            Token));

        Assert.Null(Store.Read(state => state.Get(fresh, StateKey.Of("x"))));
        await Store.WriteAsync(state => { state.Put(fresh, StateKey.Of("x"), "2"u8); return 0; }, Token);
        Assert.Equal("2"u8.ToArray(), Store.Read(state => state.Get(fresh, StateKey.Of("x"))));
    }

    [Fact]
    public async Task Concurrent_increments_lose_nothing()
    {
        await PutAsync("counter", "0");

        await Parallel.ForEachAsync(Enumerable.Range(0, 500), Token, async (_, token) => await Store.WriteAsync(
            state =>
            {
                var value = int.Parse(Encoding.UTF8.GetString(state.Get(Space, StateKey.Of("counter"))!), null) + 1;
                state.Put(Space, StateKey.Of("counter"), Encoding.UTF8.GetBytes($"{value}"));
                return value;
            },
            token));

        Assert.Equal("500", Get("counter"));
    }

    [Fact]
    public async Task A_scan_is_ordered_by_bytes_and_bounded_on_both_sides()
    {
        string[] keys = ["a", "b", "b\u00e9", "ba", "c", "한국", "\U0001F600", "Z"];
        foreach (var key in keys)
        {
            await PutAsync(key, key);
        }

        var expected = keys.OrderBy(key => key, Comparer<string>.Create((left, right) => StateKey.Of(left).CompareTo(StateKey.Of(right))));
        Assert.Equal(expected, Scan(default, default));
        Assert.Equal(expected.Reverse(), Scan(default, default, reverse: true));
        Assert.Equal(["b", "ba", "b\u00e9"], Scan(StateKey.Of("b"), StateKey.Of("c")));
    }

    [Fact]
    public async Task A_long_scan_crosses_its_pages_in_both_directions()
    {
        var keys = Enumerable.Range(0, 3_000).Select(number => $"{number:D6}").ToList();
        await Store.WriteAsync(
            state =>
            {
                keys.ForEach(key => state.Put(Space, StateKey.Of("p", key), "v"u8));
                return 0;
            },
            Token);

        var prefix = StateKey.Prefix("p");
        var read = Store.Read(state => state.Scan(Space, prefix, prefix.Next()).Select(entry => entry.Key.Parts(2)[1]).ToList());
        var reversed = Store.Read(state => state.Scan(Space, prefix, prefix.Next(), reverse: true).Select(entry => entry.Key.Parts(2)[1]).ToList());

        Assert.Equal(keys, read);
        keys.Reverse();
        Assert.Equal(keys, reversed);
    }

    [Fact]
    public async Task A_change_may_delete_what_it_scans()
    {
        for (var number = 0; number < 100; number++)
        {
            await PutAsync($"{number:D3}", "v");
        }

        var deleted = await Store.WriteAsync(
            state => state.Scan(Space, default, default).Count(entry => state.Delete(Space, entry.Key)), Token);

        Assert.Equal(100, deleted);
        Assert.Empty(Scan(default, default));
    }

    [Fact]
    public async Task A_range_is_deleted_without_its_end()
    {
        foreach (var key in (string[])["a", "b", "c", "d"])
        {
            await PutAsync(key, key);
        }

        var deleted = await Store.WriteAsync(state => state.DeleteRange(Space, StateKey.Of("b"), StateKey.Of("d")), Token);

        Assert.Equal(2, deleted);
        Assert.Equal(["a", "d"], Scan(default, default));
    }

    protected async Task PutAsync(string key, string value) => await Store.WriteAsync(
        state =>
        {
            state.Put(Space, StateKey.Of(key), Encoding.UTF8.GetBytes(value));
            return 0;
        },
        Token);

    protected string? Get(string key) =>
        Store.Read(state => state.Get(Space, StateKey.Of(key))) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    private List<string> Scan(StateKey from, StateKey to, bool reverse = false) =>
        Store.Read(state => state.Scan(Space, from, to, reverse).Select(entry => entry.Key.Parts(1)[0]).ToList());
}
