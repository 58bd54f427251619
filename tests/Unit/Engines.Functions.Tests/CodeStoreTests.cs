using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Kernel.Core;

namespace Weir.Engines.Functions.Tests;

public sealed class CodeStoreTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("weir-code-").FullName;

    public void Dispose()
    {
        ZipUnpacker.MakeWritable(_directory);
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Code_is_kept_under_its_hash_and_unpacked_read_only_with_its_permissions()
    {
        var zip = Zip(("index.mjs", "hello", 0), ("bin/run", "#!/bin/sh", 0b111_101_101), ("empty/", "", 0));
        var stored = await PutAsync(zip);

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(zip)), stored.Hash);
        Assert.Equal(zip.Length, stored.Size);
        var unpacked = await Store().UnpackAsync(stored.Hash); // another store: as after a restart
        Assert.Equal("hello", await File.ReadAllTextAsync(Path.Combine(unpacked, "index.mjs"), TestContext.Current.CancellationToken));
        Assert.True(Directory.Exists(Path.Combine(unpacked, "empty")));
        Assert.Equal((UnixFileMode)0b101_101_101, File.GetUnixFileMode(Path.Combine(unpacked, "bin/run")));
        Assert.Equal((UnixFileMode)0b100_100_100, File.GetUnixFileMode(Path.Combine(unpacked, "index.mjs")));
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("a/../../outside")]
    [InlineData("/etc/outside")]
    [InlineData("a\\..\\..\\outside")]
    public async Task An_entry_that_would_land_outside_is_refused(string name)
    {
        var result = await Store().PutAsync(new MemoryStream(Zip((name, "x", 0))), 1 << 20, TestContext.Current.CancellationToken);
        Assert.Contains("outside", Assert.IsType<CodeResult.Refused>(result).Reason);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_directory, "code")));
    }

    [Fact]
    public async Task A_link_may_point_inside_but_not_outside_and_nothing_is_written_through_one()
    {
        var inside = await PutAsync(Zip(("lib/a.txt", "a", 0), ("b.txt", "lib/a.txt", 0xA1FF)));
        Assert.Equal("a", await File.ReadAllTextAsync(
            Path.Combine(await Store().UnpackAsync(inside.Hash), "b.txt"), TestContext.Current.CancellationToken));

        foreach (var archive in (byte[][])
            [
                Zip(("link", "/etc", 0xA1FF)), Zip(("a/link", "../../outside", 0xA1FF)),
                Zip(("link", "lib", 0xA1FF), ("link/evil", "x", 0)), Zip(("link/evil", "x", 0), ("link", ".", 0xA1FF)),
            ])
        {
            Assert.IsType<CodeResult.Refused>(
                await Store().PutAsync(new MemoryStream(archive), 1 << 20, TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task What_is_no_archive_or_too_large_is_refused()
    {
        var token = TestContext.Current.CancellationToken;
        Assert.IsType<CodeResult.Refused>(await Store().PutAsync(new MemoryStream("nonsense"u8.ToArray()), 100, token));
        Assert.IsType<CodeResult.Refused>(await Store().PutAsync(new MemoryStream(Zip()), 100, token));
        Assert.IsType<CodeResult.TooLarge>(await Store().PutAsync(new MemoryStream(new byte[101]), 100, token));
        var bomb = Zip(Enumerable.Range(0, 26).Select(index => ($"{index}", new string('0', 10 * 1024 * 1024), 0)).ToArray());
        Assert.InRange(bomb.Length, 0, 1 << 20);
        Assert.IsType<CodeResult.TooLarge>(await Store().PutAsync(new MemoryStream(bomb), 1 << 20, token));
    }

    [Fact]
    public async Task Code_of_earlier_runs_that_nobody_refers_to_is_removed()
    {
        var kept = await PutAsync(Zip(("a", "1", 0)));
        var unused = await PutAsync(Zip(("a", "2", 0)));
        var again = await PutAsync(Zip(("a", "3", 0)));
        await File.WriteAllTextAsync(Path.Combine(_directory, "code", "torn.tmp"), "x", TestContext.Current.CancellationToken);

        var store = Store();
        var token = TestContext.Current.CancellationToken;
        Assert.IsType<CodeResult.Stored>(await store.PutAsync(new MemoryStream(Zip(("a", "new", 0))), 1000, token));
        await store.PutAsync(new MemoryStream(await File.ReadAllBytesAsync(Path.Combine(_directory, "code", $"{again.Hash}.zip"), token)), 1000, token);
        store.RemoveUnused(new HashSet<string> { kept.Hash });

        var left = Directory.EnumerateFiles(Path.Combine(_directory, "code")).Select(Path.GetFileNameWithoutExtension).ToList();
        Assert.Equal(3, left.Count);
        Assert.Contains(kept.Hash, left);
        Assert.Contains(again.Hash, left);
        Assert.DoesNotContain(unused.Hash, left);
    }

    private async Task<CodeResult.Stored> PutAsync(byte[] zip) => Assert.IsType<CodeResult.Stored>(
        await Store().PutAsync(new MemoryStream(zip), 1 << 20, TestContext.Current.CancellationToken));

    private CodeStore Store() => new(_directory, new IdSource(), NullLogger<CodeStore>.Instance);

    private static byte[] Zip(params (string Name, string Content, int Mode)[] entries)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            foreach (var (name, content, mode) in entries)
            {
                var entry = archive.CreateEntry(name);
                entry.ExternalAttributes = mode << 16;
                using var stream = entry.Open();
                stream.Write(System.Text.Encoding.UTF8.GetBytes(content));
            }
        }

        return bytes.ToArray();
    }
}
