using Weir.Engines.Delta.Types;

namespace Weir.Engines.Delta.Log;

/// <summary>Puts a table together from its log, newest first: what a newer entry says of a file, older ones cannot change.</summary>
/// <remarks>One thread. Commits come before the checkpoint.</remarks>
internal sealed class LogReplay(string root)
{
    private readonly ActionReader _reader = new(root);
    private readonly HashSet<(string Address, string Vector)> _decided = [];
    private readonly List<AddFile> _files = [];
    private Protocol? _protocol;
    private Metadata? _metadata;

    /// <summary>A commit's lines; commits are given newest first.</summary>
    public void Commit(ReadOnlyMemory<byte> content, string name)
    {
        var entries = new List<LogEntry>();
        foreach (var line in LinesOf(content))
        {
            entries.Add(_reader.Read(line, name));
        }

        for (var at = entries.Count - 1; at >= 0; at--)
        {
            Take(entries[at], isCommit: true);
        }
    }

    /// <summary>A checkpoint of lines.</summary>
    public void Lines(ReadOnlyMemory<byte> content, string name, List<string> sidecars) => Rows(LinesOf(content), name, sidecars);

    /// <summary>A checkpoint of rows.</summary>
    public void Rows(IEnumerable<ReadOnlyMemory<byte>> rows, string name, List<string> sidecars)
    {
        foreach (var row in rows)
        {
            var entry = _reader.Read(row, name);
            if (entry.Sidecar is { } sidecar)
            {
                sidecars.Add(sidecar);
            }

            Take(entry, isCommit: false);
        }
    }

    public DeltaSnapshot Finish(long version)
    {
        var protocol = _protocol ?? throw DeltaException.NoTable($"the transaction log of {root} has no protocol");
        ReaderFeatures.Require(protocol);
        var metadata = _metadata ?? throw DeltaException.NoTable($"Metadata not found in transaction log of {root}");
        var mapping = ReaderFeatures.MappingOf(protocol, metadata);
        var schema = SchemaParser.Parse(metadata.SchemaText, mapping != ColumnMapping.None);
        return new(root, version, protocol, metadata, schema, mapping, _files);
    }

    private void Take(LogEntry entry, bool isCommit)
    {
        _protocol ??= entry.Protocol;
        _metadata ??= entry.Metadata;
        if (entry.Add is { } add && _decided.Add((add.Address, add.DeletionVector?.Id ?? "")))
        {
            _files.Add(add);
            if (_files.Count > DeltaLimits.FilesMax)
            {
                throw DeltaException.NotSupported($"the table consists of more than {DeltaLimits.FilesMax} files");
            }
        }

        // Tombstones of a checkpoint are for those who clean up: nothing older is left that they could remove.
        if (isCommit && entry.Remove is { } remove)
        {
            _decided.Add(remove);
        }
    }

    private static IEnumerable<ReadOnlyMemory<byte>> LinesOf(ReadOnlyMemory<byte> content)
    {
        while (!content.IsEmpty)
        {
            var end = content.Span.IndexOf((byte)'\n');
            var line = end < 0 ? content : content[..end];
            content = end < 0 ? default : content[(end + 1)..];
            if (!line.Span.Trim(" \t\r"u8).IsEmpty)
            {
                yield return line;
            }
        }
    }
}
