using Weir.Engines.Formats.Codecs;

namespace Weir.Engines.Formats.Orc.Writing;

/// <summary>The distinct texts of a stripe, numbered as they come. One thread.</summary>
internal sealed class TextDictionary
{
    private readonly ByteSink _bytes = new(4096);
    private readonly List<int> _ends = [];
    private int[] _slots = new int[1024];

    public int Count => _ends.Count;

    public long Held => _bytes.Length + (_ends.Count * 12L);

    public ReadOnlySpan<byte> this[int index] => _bytes.Written[(index == 0 ? 0 : _ends[index - 1]).._ends[index]];

    public int Add(ReadOnlySpan<byte> value)
    {
        if (_ends.Count * 2 >= _slots.Length)
        {
            Grow();
        }

        var slot = Find(value);
        if (_slots[slot] == 0)
        {
            _bytes.Bytes(value);
            _ends.Add(_bytes.Length);
            _slots[slot] = _ends.Count;
        }

        return _slots[slot] - 1;
    }

    public void Clear()
    {
        _bytes.Clear();
        _ends.Clear();
        Array.Clear(_slots);
    }

    private int Find(ReadOnlySpan<byte> value)
    {
        var hash = new HashCode();
        hash.AddBytes(value);
        var slot = hash.ToHashCode() & (_slots.Length - 1);
        while (_slots[slot] != 0 && !this[_slots[slot] - 1].SequenceEqual(value))
        {
            slot = (slot + 1) & (_slots.Length - 1);
        }

        return slot;
    }

    private void Grow()
    {
        _slots = new int[_slots.Length * 2];
        for (var at = 0; at < _ends.Count; at++)
        {
            _slots[Find(this[at])] = at + 1;
        }
    }
}
