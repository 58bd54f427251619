namespace Weir.Engines.Formats;

/// <summary>A file is not what its format says: damaged, cut short, or of a feature that no reader here has.</summary>
/// <param name="message">What is wrong and where, without the file's name: whoever opened it knows that.</param>
public sealed class FormatException(string message, Exception? cause = null) : Exception(message, cause);
