using System.ComponentModel;
using System.Diagnostics;

namespace DataAgent.Embedded;

/// <summary>Runs a short program to its end.</summary>
internal static class Tool
{
    private static readonly TimeSpan _outputWait = TimeSpan.FromSeconds(10);

    /// <param name="account">The system user to run as; null is ourselves.</param>
    /// <returns>Null exit code: it could not be run at all.</returns>
    public static async Task<(int? ExitCode, string Output)> RunAsync(string program, IEnumerable<string> arguments, string? account, CancellationToken cancellationToken)
    {
        var start = Prepare(program, arguments, account);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
            try
            {
                await process.WaitForExitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }

            // A server that it left behind may hold the pipes open.
            await Task.WhenAny(Task.WhenAll(output, errors), Task.Delay(_outputWait, cancellationToken));
            return (process.ExitCode, output.IsCompletedSuccessfully && errors.IsCompletedSuccessfully ? output.Result + errors.Result : "");
        }
        catch (Win32Exception)
        {
            return (null, "");
        }
    }

    public static ProcessStartInfo Prepare(string program, IEnumerable<string> arguments, string? account)
    {
        // The other user may not enter our working directory.
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, WorkingDirectory = "/" };
        start.Environment["LC_ALL"] = "C";
        if (account is not null)
        {
            start.UserName = account;
            start.Environment["HOME"] = "/";
        }

        return start;
    }
}
