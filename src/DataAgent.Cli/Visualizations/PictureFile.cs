using System.Text.RegularExpressions;

namespace DataAgent.Cli.Visualizations;

/// <summary>Pictures on disk.</summary>
internal static partial class PictureFile
{
    private const int LongestTitle = 60;

    /// <exception cref="CommandFailedException">It cannot be made.</exception>
    public static void MakeFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"The folder '{folder}' cannot be made. Choose another, or mend its rights.");
        }
    }

    /// <summary>Such as <c>chart-1-orders-per-month.png</c>. A title is a model's text: only its letters and digits count.</summary>
    public static string Name(int number, string? title)
    {
        var words = Other().Replace(title ?? "", "-").Trim('-');
        return words.Length == 0 ? $"chart-{number}.png" : $"chart-{number}-{words[..Math.Min(words.Length, LongestTitle)].Trim('-').ToLowerInvariant()}.png";
    }

    /// <exception cref="CommandFailedException">It cannot be written.</exception>
    public static async Task WriteAsync(string file, byte[] png, CancellationToken cancellationToken)
    {
        // Written beside the file first: what breaks off must not stand where a whole picture did.
        var part = $"{file}.part";
        try
        {
            await File.WriteAllBytesAsync(part, png, cancellationToken);
            File.Move(part, file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"'{file}' cannot be written. Choose another file, or mend the folder's rights.");
        }
        finally
        {
            if (File.Exists(part))
                File.Delete(part);
        }
    }

    [GeneratedRegex(@"[^\p{L}\p{Nd}]+")]
    private static partial Regex Other();
}
