using System.Diagnostics;
using System.Text;

namespace DataAgent.Web.Tests.Guide;

/// <summary>Types what a page says: all its commands in one shell, one after the other, in a folder of their own.</summary>
internal sealed class GuideShell(GuideProduct product, string root) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dataagent-page-").FullName;

    public async Task<(int Code, string Output)> RunAsync(IEnumerable<GuideBlock> blocks, CancellationToken cancellationToken)
    {
        var command = Path.Combine(root, "tests", "DataAgent.Web.Tests", "Guide", "dataagent.sh");
        File.CreateSymbolicLink(Path.Combine(_folder, "dataagent"), command);
        File.CreateSymbolicLink(Path.Combine(_folder, "scripts"), Path.Combine(root, "scripts"));
        var script = Path.Combine(_folder, ".page.sh");
        await File.WriteAllTextAsync(script, Script(blocks), cancellationToken);
        var start = new ProcessStartInfo("bash", [script])
        {
            WorkingDirectory = _folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in product.Environment)
            start.Environment[name] = value;
        start.Environment["PATH"] = $"{_folder}:{start.Environment["PATH"]}";
        start.Environment["DATAAGENT_CLI"] = Path.Combine(_folder, "dataagent");
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, $"{output}\n{await error}");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Each block says where it is when it fails; one that is to fail is left by its last command's code.</summary>
    private static string Script(IEnumerable<GuideBlock> blocks)
    {
        var script = new StringBuilder("set -uo pipefail\n");
        foreach (var block in blocks)
        {
            var at = $"{block.Page}:{block.Line}";
            script.Append($"at='{at}'; trap 'code=$?; echo \"$at: exit code $code of: $BASH_COMMAND\" >&2; exit $code' ERR\n");
            script.Append(block.Exit == 0
                ? $"{block.Text}\n"
                : $"trap - ERR\n{block.Text}\ncode=$?\n[ $code = {block.Exit} ] || {{ echo \"$at: exit code $code instead of {block.Exit}\" >&2; exit 99; }}\n");
        }

        return script.ToString();
    }
}
