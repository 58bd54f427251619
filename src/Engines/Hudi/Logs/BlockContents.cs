using System.Buffers.Binary;
using System.Text;
using Weir.Engines.Formats.Avro;

namespace Weir.Engines.Hudi.Logs;

/// <summary>What blocks hold: records as Avro wrote them, keys that are deleted.</summary>
public static class BlockContents
{
    private const int VersionMax = 3;
    private const int DeleteVersion = 3;

    /// <summary>The encoded records of an Avro block; its header has their schema.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Records(LogBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        var content = block.Content;
        var at = 0;
        var version = Int(content, ref at);
        if (version is < 1 or > VersionMax)
        {
            throw HudiException.NotSupported($"Avro blocks of version {version} in Hudi logs are not supported");
        }

        var count = Int(content, ref at);
        for (; count > 0; count--)
        {
            var length = Int(content, ref at);
            if (length < 0 || length > content.Length - at)
            {
                throw HudiException.BadData("a record of a Hudi log ends too late");
            }

            yield return content.Slice(at, length);
            at += length;
        }
    }

    /// <summary>Keys that a delete block deletes, each with its ordering value; null (or a zero) where it has none.</summary>
    public static IReadOnlyList<(string Key, object? Ordering)> Deletes(LogBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        var at = 0;
        var version = Int(block.Content, ref at);
        if (version != DeleteVersion)
        {
            throw HudiException.NotSupported($"delete blocks of version {version} in Hudi logs are not supported");
        }

        var length = Int(block.Content, ref at);
        if (length < 0 || length > block.Content.Length - at)
        {
            throw HudiException.BadData("a delete block of a Hudi log ends too late");
        }

        try
        {
            return Deletes(block.Content.Span.Slice(at, length));
        }
        catch (Formats.FormatException error)
        {
            throw HudiException.BadData($"a delete block of a Hudi log is damaged: {error.Message}", error);
        }
    }

    private static List<(string Key, object? Ordering)> Deletes(ReadOnlySpan<byte> bytes)
    {
        var input = new AvroInput(bytes);
        var deletes = new List<(string, object?)>();
        for (var count = input.ReadLong(); count != 0; count = input.ReadLong())
        {
            if (count < 0)
            {
                count = -count;
                _ = input.ReadLong();
            }

            if (count is < 0 or > HudiLimits.LogRecordsMax || deletes.Count + count > HudiLimits.LogRecordsMax)
            {
                throw HudiException.NotSupported("a delete block of a Hudi log is too large");
            }

            for (; count > 0; count--)
            {
                var key = Text(ref input);
                _ = Text(ref input);
                deletes.Add((key ?? "", Ordering(ref input)));
            }
        }

        return deletes;
    }

    private static string? Text(ref AvroInput input) => input.ReadLong() switch
    {
        0 => null,
        1 => Encoding.UTF8.GetString(input.ReadBytes()),
        var branch => throw HudiException.BadData($"a delete record of a Hudi log has a text of branch {branch}"),
    };

    /// <summary>The branches are those of Hudi's own schema of delete records.</summary>
    private static object? Ordering(ref AvroInput input)
    {
        switch (input.ReadLong())
        {
            case 0:
                return null;
            case 1 or 8:
                return input.ReadInt();
            case 2 or 10 or 12:
                return input.ReadLong();
            case 3:
                return input.ReadFloat();
            case 4:
                return input.ReadDouble();
            case 5:
                return input.ReadBytes().ToArray();
            case 6:
                return Encoding.UTF8.GetString(input.ReadBytes());
            case 7:
                return new Decimal15(new System.Numerics.BigInteger(input.ReadBytes(), isBigEndian: true));
            case 9:
                return input.ReadInt() * 1000L;
            case 11:
                return input.ReadLong() is var millis && Math.Abs(millis) < long.MaxValue / 1000 ? millis * 1000 : throw HudiException.BadData("a time out of range");
            case var branch:
                throw HudiException.NotSupported($"ordering values of branch {branch} in Hudi's delete records are not supported");
        }
    }

    private static int Int(ReadOnlyMemory<byte> bytes, ref int at)
    {
        if (at > bytes.Length - 4)
        {
            throw HudiException.BadData("the content of a block of a Hudi log ends too early");
        }

        var value = BinaryPrimitives.ReadInt32BigEndian(bytes.Span[at..]);
        at += 4;
        return value;
    }
}

/// <summary>A decimal with fifteen digits behind its point.</summary>
internal readonly record struct Decimal15(System.Numerics.BigInteger Unscaled);
