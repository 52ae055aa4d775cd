namespace DataAgent.SqlGuard.Tests;

/// <summary>Limits on time hold on a quiet machine; on one that runs many builds at once they only have to hold roughly.</summary>
internal static class BusyMachine
{
    /// <summary>1, or more where <c>DATAAGENT_TEST_SLOWNESS</c> says so.</summary>
    public static double Factor => double.TryParse(Environment.GetEnvironmentVariable("DATAAGENT_TEST_SLOWNESS"), out var factor) ? factor : 1;
}
