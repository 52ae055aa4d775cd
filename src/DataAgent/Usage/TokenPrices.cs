using System.Globalization;
using DataAgent.Agent;
using DataAgent.Agent.Offline;

namespace DataAgent.Usage;

/// <summary>Prices of a million tokens, in any currency.</summary>
/// <param name="Input">Of input that is neither read from the provider's cache nor written to it.</param>
public sealed record TokenPrices(double Input, double Output, double CacheRead, double CacheWrite)
{
    private const double Million = 1e6;

    /// <summary>How prices are written; for messages.</summary>
    public const string Form = "two or four numbers: input,output or input,output,cache read,cache write";

    /// <remarks>What providers call input holds the cached tokens too.</remarks>
    public double Of(TokenUsage usage) =>
        ((Math.Max(0, usage.Input - usage.CacheRead - usage.CacheWrite) * Input) + (usage.Output * Output)
        + (usage.CacheRead * CacheRead) + (usage.CacheWrite * CacheWrite)) / Million;

    /// <summary>Reads <c>3,15</c> or <c>3,15,0.3,3.75</c>; with two numbers, cached input costs what other input does. Null: neither.</summary>
    public static TokenPrices? Parse(string text) => text.Split(',').Select(Price).ToArray() switch
    {
        var numbers when numbers.Any(double.IsNaN) => null,
        [var input, var output] => new(input, output, input, input),
        [var input, var output, var read, var write] => new(input, output, read, write),
        _ => null,
    };

    private static double Price(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var price) && price >= 0 && double.IsFinite(price) ? price : double.NaN;
}

/// <summary>The prices of models, by their names: <c>claude-sonnet-5-5=3,15,0.3,3.75; llama3:8b=0,0</c>.</summary>
public sealed class PriceList
{
    private readonly Dictionary<string, TokenPrices> _byModel = new(StringComparer.OrdinalIgnoreCase) { [OfflineAnalyst.ModelId] = new(0, 0, 0, 0) };

    public static PriceList Empty { get; } = new();

    public TokenPrices? Find(string model) => _byModel.GetValueOrDefault(model);

    /// <exception cref="FormatException">A part is no price.</exception>
    public static PriceList Parse(string text)
    {
        var list = new PriceList();
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var at = part.LastIndexOf('=');
            if (at < 1 || TokenPrices.Parse(part[(at + 1)..]) is not { } prices)
                throw new FormatException($"\"{part}\" is no price. Write model={TokenPrices.Form}, and ; between models.");
            list._byModel[part[..at].Trim()] = prices;
        }

        return list;
    }
}
