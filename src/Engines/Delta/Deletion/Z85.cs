namespace Weir.Engines.Delta.Deletion;

/// <summary>The text encoding of ZeroMQ's RFC 32: five letters for four bytes.</summary>
internal static class Z85
{
    private const string Letters = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";

    private static readonly sbyte[] Values = Table();

    public static byte[] Decode(string text)
    {
        if (text.Length % 5 != 0)
        {
            throw DeltaException.BadData("a deletion vector's text is no Z85: its length is not a multiple of five");
        }

        var bytes = new byte[text.Length / 5 * 4];
        for (var at = 0; at < text.Length; at += 5)
        {
            ulong value = 0;
            for (var letter = at; letter < at + 5; letter++)
            {
                var digit = text[letter] < Values.Length ? Values[text[letter]] : -1;
                if (digit < 0)
                {
                    throw DeltaException.BadData($"a deletion vector's text is no Z85: it has the letter U+{(int)text[letter]:X4}");
                }

                value = (value * 85) + (ulong)digit;
            }

            if (value > uint.MaxValue)
            {
                throw DeltaException.BadData("a deletion vector's text is no Z85: five letters are too large a number");
            }

            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(at / 5 * 4), (uint)value);
        }

        return bytes;
    }

    private static sbyte[] Table()
    {
        var table = new sbyte[128];
        Array.Fill(table, (sbyte)-1);
        foreach (var (at, letter) in Letters.Index())
        {
            table[letter] = (sbyte)at;
        }

        return table;
    }
}
