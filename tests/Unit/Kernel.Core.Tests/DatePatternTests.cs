using System.Text;

namespace Weir.Kernel.Core.Tests;

public sealed class DatePatternTests
{
    [Theory]
    [InlineData("yyyy-MM", "y4 '-' M2")]
    [InlineData("HHmmss", "H2 m2 s2")]
    [InlineData("d 'of' MMMM", "d1 ' ' 'of' ' ' M4")]
    [InlineData("h 'o''clock'", "h1 ' ' 'o'clock'")]
    [InlineData("yy''", "y2 '''")]
    [InlineData("", "")]
    public void Patterns_are_cut_into_runs_of_letters_and_text(string pattern, string parts)
    {
        var read = DatePattern.Read(pattern, out var isOpen);

        Assert.Equal(parts, string.Join(' ', read.Select(part => part.IsText ? $"'{part.Text}'" : $"{part.Letter}{part.Count}")));
        Assert.False(isOpen);
    }

    [Theory]
    [InlineData("yyyy'T")]
    [InlineData("'")]
    [InlineData("'it''s")]
    public void A_quotation_without_an_end_is_told(string pattern)
    {
        DatePattern.Read(pattern, out var isOpen);

        Assert.True(isOpen);
    }

    [Theory]
    [InlineData("yyyy/MM/dd/HH", "2024/01/06/15")]
    [InlineData("yy M d h a", "24 1 6 3 PM")]
    [InlineData("EEE EEEE MMM MMMM", "Sat Saturday Jan January")]
    [InlineData("YYYY w e D Q", "2024 1 7 6 1")]
    [InlineData("HH:mm:ss.SSSSSSSSS K k", "15:04:05.678900000 3 15")]
    [InlineData("X XX XXX x Z", "+0530 +0530 +05:30 +0530 +0530")]
    [InlineData("'it''s' yyyy", "it's 2024")]
    public void Javas_letters_write_times(string pattern, string written)
    {
        var output = new StringBuilder();

        Assert.True(JavaDates.TryWrite(pattern, new(2024, 1, 6, 15, 4, 5, 678, 900, TimeSpan.FromMinutes(330)), output));
        Assert.Equal(written, output.ToString());
    }

    [Theory]
    [InlineData("yyyy b")]
    [InlineData("MMMMM")]
    [InlineData("yyyy 'open")]
    public void A_letter_without_a_meaning_and_an_open_quotation_are_refused(string pattern) =>
        Assert.False(JavaDates.TryWrite(pattern, DateTimeOffset.UnixEpoch, new StringBuilder()));
}
