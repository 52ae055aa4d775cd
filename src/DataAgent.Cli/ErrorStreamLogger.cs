using Microsoft.Extensions.Logging;

namespace DataAgent.Cli;

/// <summary>What the platform logs while a command runs, one plain line each on standard error.</summary>
internal sealed class ErrorStreamLogger(TextWriter error) : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (error)
            error.WriteLine(formatter(state, exception));
    }

    public void Dispose() { }
}
