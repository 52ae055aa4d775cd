using DataAgent.Usage;

namespace DataAgent.Evals;

/// <param name="Provider">Who answers instead of the project's provider.</param>
/// <param name="Model">Null with a provider: its default.</param>
/// <param name="AtOnce">Cases that are asked side by side.</param>
/// <param name="Keep">Leave the conversations, to look at them.</param>
public sealed record EvalSettings(string? Provider = null, string? Model = null, int AtOnce = 1, bool Keep = false, TokenPrices? Prices = null);
