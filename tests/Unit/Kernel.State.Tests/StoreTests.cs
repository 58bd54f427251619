using Weir.Kernel.Core;
using Weir.Kernel.State.Sqlite;
using Weir.Tests.Support;

namespace Weir.Kernel.State.Tests;

public sealed class MemoryStateStoreTests : StateStoreContract
{
    protected override IStateStore Store { get; } = new MemoryStateStore();
}

public sealed class SqliteStateStoreTests : StateStoreContract, IAsyncLifetime
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("weir-state-");
    private SqliteStateStore? _store;

    protected override IStateStore Store => _store!;

    private string FilePath => Path.Combine(_directory.FullName, "state.db");

    public ValueTask InitializeAsync()
    {
        _store = Open(Durability.Strict);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _store!.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Theory]
    [InlineData(Durability.Strict)]
    [InlineData(Durability.Relaxed)]
    public async Task What_was_written_is_there_after_a_restart(Durability durability)
    {
        await _store!.DisposeAsync();
        _store = Open(durability);
        await PutAsync("a", "1");
        await _store.DisposeAsync();

        _store = Open(durability);

        Assert.Equal("1", Get("a"));
    }

    [Fact]
    public async Task A_flipped_bit_in_a_value_is_found_and_named()
    {
        await PutAsync("damaged", new string('x', 2_000));
        await _store!.DisposeAsync();
        var bytes = await File.ReadAllBytesAsync(FilePath, TestContext.Current.CancellationToken);
        bytes[bytes.AsSpan().LastIndexOf("xxxxxxxx"u8)] ^= 0x10;
        await File.WriteAllBytesAsync(FilePath, bytes, TestContext.Current.CancellationToken);
        _store = Open(Durability.Strict);

        var error = Assert.Throws<StateException>(() => Get("damaged"));

        Assert.True(error.IsDamage);
        Assert.Contains("damaged", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_with_its_path()
    {
        await _store!.DisposeAsync();
        await File.WriteAllBytesAsync(FilePath, Enumerable.Repeat((byte)'?', 16_384).ToArray(), TestContext.Current.CancellationToken);

        var error = Assert.Throws<StateException>(() => Open(Durability.Strict));

        Assert.True(error.IsDamage);
        File.Delete(FilePath);
        _store = Open(Durability.Strict);
    }

    [Fact]
    public async Task A_snapshot_does_not_move_while_it_is_read()
    {
        await PutAsync("a", "1");

        var (first, second) = Store.Read(state =>
        {
            var before = state.Get(Space, StateKey.Of("a"));
            PutAsync("a", "2").GetAwaiter().GetResult();
            return (before, state.Get(Space, StateKey.Of("a")));
        });

        Assert.Equal(first, second);
        Assert.Equal("2", Get("a"));
    }

    private SqliteStateStore Open(Durability durability) => SqliteStateStore.Open(FilePath, durability, TimeProvider.System);
}
