using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Weir.Engines.Sql.Iot;

/// <content>Text.</content>
internal static partial class IotFunctions
{
    /// <summary>A statement's pattern may be anything; a match may not take longer than this.</summary>
    private static readonly TimeSpan RegexTime = TimeSpan.FromMilliseconds(100);

    private const int PadMax = 128 * 1024;

    private static void AddStrings(Dictionary<string, IotFunction> all)
    {
        all["LOWER"] = OfTexts(1, static texts => IotValue.Of(texts[0].ToLowerInvariant()));
        all["UPPER"] = OfTexts(1, static texts => IotValue.Of(texts[0].ToUpperInvariant()));
        all["LTRIM"] = OfTexts(1, static texts => IotValue.Of(texts[0].TrimStart()));
        all["RTRIM"] = OfTexts(1, static texts => IotValue.Of(texts[0].TrimEnd()));
        all["TRIM"] = OfTexts(1, static texts => IotValue.Of(texts[0].Trim()));
        all["LENGTH"] = OfTexts(1, static texts => IotValue.Of((decimal)texts[0].Length));
        all["NUMBYTES"] = OfTexts(1, static texts => IotValue.Of((decimal)Encoding.UTF8.GetByteCount(texts[0])));
        all["STARTSWITH"] = OfTexts(2, static texts => IotValue.Of(texts[0].StartsWith(texts[1], StringComparison.Ordinal)));
        all["ENDSWITH"] = OfTexts(2, static texts => IotValue.Of(texts[0].EndsWith(texts[1], StringComparison.Ordinal)));
        all["INDEXOF"] = OfTexts(2, static texts => IotValue.Of((decimal)texts[0].IndexOf(texts[1], StringComparison.Ordinal)));
        all["REPLACE"] = OfTexts(3, static texts =>
            texts[1].Length == 0 ? IotValue.Of(texts[0]) : IotValue.Of(texts[0].Replace(texts[1], texts[2], StringComparison.Ordinal)));
        all["SUBSTRING"] = new(2, 3, static (_, values) => Substring(values));
        all["LPAD"] = Of(static (value, spaces) => Pad(value, spaces, static (text, padding) => padding + text));
        all["RPAD"] = Of(static (value, spaces) => Pad(value, spaces, static (text, padding) => text + padding));
        all["CHR"] = Of(static value => TryInt(value, out var code) && code is >= 0 and < 128
            ? IotValue.Of(((char)code).ToString())
            : default);
        all["CONCAT"] = new(0, int.MaxValue, static (_, values) => Concatenate(values));
        all["REGEXP_MATCHES"] = OfTexts(2, static texts => Match(texts[1], pattern => IotValue.Of(pattern.IsMatch(texts[0]))));
        all["REGEXP_SUBSTR"] = OfTexts(2, static texts => Match(
            texts[1], pattern => pattern.Match(texts[0]) is { Success: true } match ? IotValue.Of(match.Value) : default));
        all["REGEXP_REPLACE"] = OfTexts(3, static texts => Match(
            texts[1], pattern => IotValue.Of(pattern.Replace(texts[0], texts[2]))));
        all["ENCODE"] = Of(Encode);
        all["DECODE"] = Of(Decode);
#pragma warning disable CA5350, CA5351 // the statement asks for these by name; nothing here relies on them
        AddHash(all, "MD5", MD5.HashData);
        AddHash(all, "SHA1", SHA1.HashData);
#pragma warning restore CA5350, CA5351
        AddHash(all, "SHA256", SHA256.HashData);
        AddHash(all, "SHA384", SHA384.HashData);
        AddHash(all, "SHA512", SHA512.HashData);
    }

    private static void AddHash(Dictionary<string, IotFunction> all, string name, Func<byte[], byte[]> hash) =>
        all[name] = OfTexts(1, texts => IotValue.Of(Convert.ToHexStringLower(hash(Encoding.UTF8.GetBytes(texts[0])))));

    private static IotValue Match(string pattern, Func<Regex, IotValue> run)
    {
        try
        {
            return run(new(pattern, RegexOptions.CultureInvariant, RegexTime));
        }
        catch (Exception wrong) when (wrong is ArgumentException or RegexMatchTimeoutException)
        {
            return default;
        }
    }

    /// <summary>From (inclusive) to (exclusive), from 0; places outside are taken to the nearest end.</summary>
    private static IotValue Substring(IotValue[] values)
    {
        if (values[0].ToText() is not { } text || !TryInt(values[1], out var from))
        {
            return default;
        }

        var to = text.Length;
        if (values.Length == 3 && !TryInt(values[2], out to))
        {
            return default;
        }

        from = Math.Clamp(from, 0, text.Length);
        to = Math.Clamp(to, 0, text.Length);
        return IotValue.Of(to <= from ? "" : text[from..to]);
    }

    private static IotValue Pad(IotValue value, IotValue spaces, Func<string, string, string> join) =>
        value.ToText() is { } text && TryInt(spaces, out var count) && count is >= 0 and <= PadMax
            ? IotValue.Of(join(text, new(' ', count)))
            : default;

    private static IotValue Concatenate(IotValue[] values)
    {
        if (values.Length == 0)
        {
            return default;
        }

        if (values.Length == 1)
        {
            return values[0];
        }

        if (values.Any(value => value.Kind == IotKind.Array))
        {
            return IotValue.Of(values.SelectMany(value => value.Kind == IotKind.Array ? value.Elements() : [value]).ToList());
        }

        var texts = values.Select(value => value.ToText()).ToList();
        return texts.Contains(null) || !values.Any(value => value.Kind == IotKind.String)
            ? default
            : IotValue.Of(string.Concat(texts));
    }

    private static IotValue Encode(IotValue value, IotValue scheme)
    {
        if (scheme.Kind != IotKind.String || scheme.Text != "base64")
        {
            return default;
        }

        return value.Kind == IotKind.Binary
            ? IotValue.Of(Convert.ToBase64String(value.Bytes))
            : value.ToText() is { } text ? IotValue.Of(Convert.ToBase64String(Encoding.UTF8.GetBytes(text))) : default;
    }

    /// <summary>A decoded JSON document is a value one can look into; other text is a string; what is not base 64 is Null.</summary>
    private static IotValue Decode(IotValue value, IotValue scheme)
    {
        if (scheme.Kind != IotKind.String || scheme.Text != "base64" || value.ToText() is not { } text)
        {
            return default;
        }

        var bytes = new byte[(text.Length * 3 / 4) + 3];
        if (!Convert.TryFromBase64String(text, bytes, out var length))
        {
            return IotValue.Null;
        }

        try
        {
            var reader = new System.Text.Json.Utf8JsonReader(bytes.AsSpan(0, length));
            var json = System.Text.Json.JsonElement.ParseValue(ref reader);
            return reader.Read() ? IotValue.Of(Encoding.UTF8.GetString(bytes, 0, length)) : IotValue.Of(json);
        }
        catch (System.Text.Json.JsonException)
        {
            return IotValue.Of(Encoding.UTF8.GetString(bytes, 0, length));
        }
    }
}
