using System.CommandLine;
using DataAgent.Visualizations.Pictures;

namespace DataAgent.Cli.Visualizations;

/// <summary>Where a picture goes and how large it is, the same for each command that draws one.</summary>
internal sealed class PictureArguments
{
    private readonly Option<string> _file = new("--output", "-o") { Description = "The file to write.", HelpName = "file.png", Required = true };
    private readonly Option<int> _width = new("--width") { Description = "In pixels, 200 to 4000.", DefaultValueFactory = _ => new PictureOptions().Width };
    private readonly Option<int> _height = new("--height") { Description = "In pixels, 200 to 4000.", DefaultValueFactory = _ => new PictureOptions().Height };
    private readonly Option<PictureTheme> _theme = new("--theme") { Description = "light or dark.", DefaultValueFactory = _ => PictureTheme.Light };

    public IEnumerable<Symbol> All => [_file, _width, _height, _theme];

    public PictureOptions Options(CliRun run) => new(run.Value(_width), run.Value(_height), run.Value(_theme));

    public async Task WriteAsync(CliRun run, byte[] png, CancellationToken cancellationToken)
    {
        await PictureFile.WriteAsync(run.Value(_file), png, cancellationToken);
        await run.Streams.Error.WriteLineAsync($"Wrote {run.Value(_file)}.");
    }
}
