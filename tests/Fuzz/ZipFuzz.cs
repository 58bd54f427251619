using System.IO.Compression;
using Weir.Engines.Functions;

namespace Weir.Fuzz;

/// <summary>A function's archive: inspected, then unpacked. Nothing may land outside the target.</summary>
internal static class ZipFuzz
{
    private const int SymbolicLink = 0xA1FF << 16;

    private static readonly string Folder = Directory.CreateTempSubdirectory("weir-zip-").FullName;

    public static IReadOnlyList<byte[]> Seeds { get; } =
    [
        Pack(("index.js", "exports.handler = 1", 0), ("lib/a.txt", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 0)),
        Pack(("a", "b", SymbolicLink), ("b", "text", 0), ("../c", "up", 0)),
    ];

    private static string Above { get; } = Path.Combine(Folder, "deep");

    private static string Target { get; } = Path.Combine(Above, "target");

    private static string In { get; } = Path.Combine(Folder, "in.zip");

    public static bool Archive(byte[] input)
    {
        File.WriteAllBytes(In, input);
        var isUnpacked = Unpack();
        var outside = Directory.EnumerateFileSystemEntries(Folder).Except([In, Above])
            .Concat(Directory.Exists(Above) ? Directory.EnumerateFileSystemEntries(Above).Except([Target]) : [])
            .FirstOrDefault();
        if (Directory.Exists(Target))
        {
            ZipUnpacker.MakeWritable(Target);
            Directory.Delete(Target, recursive: true);
        }

        return outside is null ? isUnpacked : throw new InvalidOperationException($"{outside} landed outside the target");
    }

    private static bool Unpack()
    {
        try
        {
            if (ZipUnpacker.Inspect(In) is not null)
            {
                return false;
            }

            ZipUnpacker.Unpack(In, Target);
            return true;
        }
        catch (Exception refusal) when (refusal is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static byte[] Pack(params (string Name, string Text, int Attributes)[] files)
    {
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text, attributes) in files)
            {
                var entry = archive.CreateEntry(name);
                entry.ExternalAttributes = attributes;
                using var writer = new StreamWriter(entry.Open());
                writer.Write(text);
            }
        }

        return stream.ToArray();
    }
}
