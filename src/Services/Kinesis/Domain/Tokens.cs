using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Weir.Kernel.Core;
using Weir.Kernel.State;
using Weir.Services.Kinesis.State;

namespace Weir.Services.Kinesis.Domain;

/// <summary>Iterators and page tokens: what they say is signed, so a changed one is refused, and they expire.</summary>
/// <remarks>Layout: version, purpose, issue time (ms), number, fields joined by zero characters; then the first 16 bytes of an HMAC-SHA-256.</remarks>
internal sealed class Tokens
{
    private const byte Version = 1;
    private const int FixedBytes = 18;
    private const int SignatureBytes = 16;

    private readonly TimeProvider _clock;
    private readonly Lazy<byte[]> _key;

    public Tokens(IStateStore store, IdSource ids, TimeProvider clock)
    {
        _clock = clock;
        _key = new(() => LoadKey(store, ids));
    }

    public string Issue(TokenPurpose purpose, long number, params ReadOnlySpan<string> fields)
    {
        var text = string.Join('\0', fields!);
        var bytes = new byte[FixedBytes + Encoding.UTF8.GetByteCount(text) + SignatureBytes];
        bytes[0] = Version;
        bytes[1] = (byte)purpose;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(2), _clock.GetUtcNow().ToUnixTimeMilliseconds());
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(10), number);
        Encoding.UTF8.GetBytes(text, bytes.AsSpan(FixedBytes));
        Sign(bytes.AsSpan(0, bytes.Length - SignatureBytes), bytes.AsSpan(bytes.Length - SignatureBytes));
        return Convert.ToBase64String(bytes);
    }

    /// <summary>Null when we never issued it so.</summary>
    public Token? Read(TokenPurpose purpose, string text)
    {
        if (text.Length > KinesisLimits.TokenCharactersMax)
        {
            return null;
        }

        var buffer = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, buffer, out var length) || length < FixedBytes + SignatureBytes)
        {
            return null;
        }

        var bytes = buffer.AsSpan(0, length);
        Span<byte> expected = stackalloc byte[SignatureBytes];
        Sign(bytes[..^SignatureBytes], expected);
        if (!CryptographicOperations.FixedTimeEquals(expected, bytes[^SignatureBytes..]) || bytes[0] != Version || bytes[1] != (byte)purpose)
        {
            return null;
        }

        return new(
            DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(bytes[2..])),
            BinaryPrimitives.ReadInt64BigEndian(bytes[10..]),
            Encoding.UTF8.GetString(bytes[FixedBytes..^SignatureBytes]).Split('\0'));
    }

    private static byte[] LoadKey(IStateStore store, IdSource ids)
    {
        var table = new StateTable<TokenSecret>("kinesis_secrets", KinesisJson.Default.TokenSecret);
        var key = StateKey.Of("tokens");
        if (store.Read(state => table.Find(state, key)) is { } known)
        {
            return known.Key;
        }

        var fresh = new byte[32];
        ids.Fill(fresh);
        var write = store.WriteAsync(
            state =>
            {
                var first = table.Find(state, key) ?? new(fresh);
                table.Put(state, key, first);
                return first;
            },
            CancellationToken.None);
        return write.AsTask().GetAwaiter().GetResult().Key;
    }

    private void Sign(ReadOnlySpan<byte> bytes, Span<byte> signature)
    {
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key.Value, bytes, whole);
        whole[..SignatureBytes].CopyTo(signature);
    }
}

internal enum TokenPurpose : byte
{
    ShardIterator = 1,
    ListShards = 2,
    ListStreams = 3,
    ListConsumers = 4,
}

internal sealed record Token(DateTimeOffset Issued, long Number, string[] Fields);
