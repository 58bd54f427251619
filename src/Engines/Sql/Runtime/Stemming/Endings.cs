namespace Weir.Engines.Sql.Runtime.Stemming;

/// <summary>Endings of words in groups that are treated alike; the longest of all that fits is the one that counts.</summary>
internal sealed class Endings
{
    private readonly (string Text, int Group)[] _all;

    /// <param name="groups">The endings of each group between blanks.</param>
    public Endings(params string[] groups) => _all =
    [
        .. groups.SelectMany((group, number) => group.Split(' ').Select(text => (text, number))).OrderByDescending(ending => ending.text.Length),
    ];

    /// <summary>The longest ending that begins at a place or after it.</summary>
    public bool Find(string word, int from, out int length, out int group)
    {
        foreach (var (text, number) in _all)
        {
            if (word.Length - text.Length >= from && word.EndsWith(text, StringComparison.Ordinal))
            {
                (length, group) = (text.Length, number);
                return true;
            }
        }

        (length, group) = (0, -1);
        return false;
    }
}
