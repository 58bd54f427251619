using System.Text;
using Weir.Kernel.State;

namespace Weir.Services.S3.Domain;

/// <summary>What a listing asks for.</summary>
/// <param name="After">Keys up to and with this one are left out; so is a common prefix equal to it.</param>
internal sealed record ListQuery(string Bucket, string Prefix, string? Delimiter, string? After, int Max);

/// <summary>One page: objects and common prefixes, together in key order and together at most <c>Max</c>.</summary>
internal sealed record ListPage<T>(IReadOnlyList<(string Key, T Value)> Items, IReadOnlyList<string> CommonPrefixes, string? Last, bool IsTruncated);

/// <summary>
/// Lists keys in UTF-8 byte order. Behind a common prefix it seeks instead of walking, so that a folder of millions costs one step.
/// </summary>
internal static class Listing
{
    public static ListPage<T> Run<T>(IStateReader state, StateTable<T> table, ListQuery query)
        where T : class
    {
        var items = new List<(string, T)>();
        var prefixes = new List<string>();
        var range = new Cursor<T>(state, table, query);
        string? last = null;
        while (range.Next(out var key, out var commonPrefix))
        {
            if (items.Count + prefixes.Count == query.Max)
            {
                return new(items, prefixes, last, IsTruncated: query.Max > 0);
            }

            if (commonPrefix is null)
            {
                items.Add((key, range.Value));
                last = key;
            }
            else
            {
                prefixes.Add(commonPrefix);
                last = commonPrefix;
                range.SkipBelow(commonPrefix);
            }
        }

        return new(items, prefixes, last, IsTruncated: false);
    }

    /// <summary>The part of a key that a delimiter rolls up into; null when the key stands for itself.</summary>
    public static string? CommonPrefix(string key, string prefix, string? delimiter)
    {
        if (string.IsNullOrEmpty(delimiter))
        {
            return null;
        }

        var cut = key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal);
        return cut < 0 ? null : key[..(cut + delimiter.Length)];
    }

    private ref struct Cursor<T>(IStateReader state, StateTable<T> table, ListQuery query)
        where T : class
    {
        private readonly StateKey _end = StateKey.Of(query.Bucket, query.Prefix).Next();
        private readonly int _keyStart = Encoding.UTF8.GetByteCount(query.Bucket) + 1;
        private IEnumerator<StateEntry>? _entries;
        private StateKey _from = First(query);
        private StateKey _skip;

        public readonly T Value => table.Decode(_entries!.Current.Value);

        public bool Next(out string key, out string? commonPrefix)
        {
            var steps = 0;
            while (Move())
            {
                var row = _entries!.Current.Key;
                if (!_skip.IsEmpty && row < _skip)
                {
                    if (++steps >= S3Limits.StepsBeforeSeek)
                    {
                        Seek(_skip);
                        steps = 0;
                    }

                    continue;
                }

                key = Encoding.UTF8.GetString(row.Bytes[_keyStart..]);
                commonPrefix = CommonPrefix(key, query.Prefix, query.Delimiter);
                if (commonPrefix is null || commonPrefix != query.After)
                {
                    return true;
                }

                SkipBelow(commonPrefix); // the page before ended with it
            }

            (key, commonPrefix) = ("", null);
            return false;
        }

        public void SkipBelow(string commonPrefix) => _skip = StateKey.Of(query.Bucket, commonPrefix).Next();

        private bool Move()
        {
            _entries ??= state.Scan(table.Space, _from, _end).GetEnumerator();
            return _entries.MoveNext();
        }

        private void Seek(StateKey from)
        {
            _entries?.Dispose();
            (_entries, _from) = (null, from);
        }

        private static StateKey First(ListQuery query)
        {
            var prefix = StateKey.Of(query.Bucket, query.Prefix);
            if (query.After is null)
            {
                return prefix;
            }

            StateKey after = new([.. StateKey.Of(query.Bucket, query.After).Bytes, 0]);
            return after > prefix ? after : prefix;
        }
    }
}
