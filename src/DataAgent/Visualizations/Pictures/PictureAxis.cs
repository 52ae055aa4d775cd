using System.Globalization;
using ScottPlot;

namespace DataAgent.Visualizations.Pictures;

/// <summary>An axis of a picture: where values stand, how far it goes, and what is written at it.</summary>
internal sealed class PictureAxis
{
    private readonly ChartAxis _axis;
    private readonly Dictionary<string, int> _categories;

    // Numbers far from one are drawn in a power of ten and written with it: an axis library cannot add what is near the end of a double.
    private readonly int _power;

    private readonly bool _hasWholeDays;

    public PictureAxis(ChartAxis axis, IEnumerable<object?> values)
    {
        _axis = axis;
        _categories = axis.Categories.Index().ToDictionary(c => c.Item, c => c.Index);
        var places = values.OfType<object>().ToList();
        if (axis.Scale == ChartScale.Number)
            _power = Power(places.Select(v => Math.Abs(ChartPlace.Of(v))).DefaultIfEmpty(0).Max());
        (Min, Max) = axis.Scale == ChartScale.Category
            ? (-0.5, Math.Max(axis.Categories.Count, 1) - 0.5)
            : places.Count == 0 ? (0, 1) : (places.Min(Place), places.Max(Place));
        _hasWholeDays = axis.Scale == ChartScale.Time && places.TrueForAll(v => double.IsInteger(ChartPlace.Of(v)));
    }

    public double Min { get; private set; }

    public double Max { get; private set; }

    public ChartAxis Axis => _axis;

    public double Place(object value) => _axis.Scale == ChartScale.Category ? _categories[(string)value] : Scaled(ChartPlace.Of(value));

    /// <summary>A place in the axis's own numbers, such as an edge of a bin.</summary>
    public double Scaled(double place) => _power == 0 ? place : place / Math.Pow(10, _power);

    public void Include(double place) => (Min, Max) = (Math.Min(Min, place), Math.Max(Max, place));

    /// <summary>Some air at both ends, but none below a bar that stands on zero.</summary>
    public void Pad(double share, bool standsOnZero = false)
    {
        if (_axis.Scale == ChartScale.Category)
            return;
        var range = Max - Min;
        var air = range > 0 ? range * share : _axis.Scale == ChartScale.Time || Min == 0 ? 1 : Math.Abs(Min) * 0.1;
        if (!(standsOnZero && Min == 0))
            Min -= air;
        if (!(standsOnZero && Max == 0 && Min < 0))
            Max += air;
    }

    /// <param name="most">How many have room.</param>
    public IReadOnlyList<Tick> Ticks(double most, Func<string, string> cut) => _axis.Scale switch
    {
        ChartScale.Category => Categories(most, cut),
        ChartScale.Time => Times(most),
        _ => Numbers(most),
    };

    /// <summary>As <see cref="Ticks"/> writes a number.</summary>
    public static string Write(double value, double step, int power = 0)
    {
        var decimals = step > 0 && double.IsFinite(step) ? (int)Math.Clamp(-Math.Floor(Math.Log10(step) + 1e-9), 0, 9) : 0;
        var rounded = Math.Round(value, decimals);
        var text = rounded.ToString(Math.Abs(rounded) >= 10_000 ? $"N{decimals}" : $"F{decimals}", CultureInfo.InvariantCulture);
        return power == 0 || rounded == 0 ? text : $"{text}e{power}";
    }

    /// <summary>1, 2 or 5 times a power of ten, so that the range has at most as many of it.</summary>
    public static double Step(double range, double most)
    {
        var rough = range / Math.Max(1, most);
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return new[] { 1.0, 2, 5, 10 }.First(n => n * power >= rough * (1 - 1e-9) || n == 10) * power;
    }

    private static int Power(double largest) => largest is 0 or (>= 1e-5 and < 1e15) ? 0 : (int)Math.Floor(Math.Log10(largest));

    private IReadOnlyList<Tick> Categories(double most, Func<string, string> cut)
    {
        var every = Math.Max(1, (int)Math.Ceiling(_axis.Categories.Count / Math.Max(1, most)));
        return [.. _axis.Categories.Index().Where(c => c.Index % every == 0).Select(c => new Tick(c.Index, cut(c.Item)))];
    }

    private IReadOnlyList<Tick> Numbers(double most)
    {
        var step = Step(Max - Min, most);
        if (_axis.HasWholeNumbers)
            step = Math.Max(1, step);
        var first = Math.Ceiling((Min / step) - 1e-9);
        var places = Enumerable.Range(0, 1000).Select(i => (first + i) * step).TakeWhile(v => v <= Max + (step * 1e-9));
        return [.. places.Select(v => new Tick(v, Write(v, step, _power)))];
    }

    private IReadOnlyList<Tick> Times(double most)
    {
        var (min, max) = (ChartPlace.Time(Min), ChartPlace.Time(Max));
        var step = TimeStep.For(min, max, most, _hasWholeDays);
        List<Tick> ticks = [];
        for (var time = step.Floor(min); time <= max && time < DateTime.MaxValue; time = step.Next(time))
        {
            if (time >= min)
                ticks.Add(new Tick(ChartPlace.Days(time), Write(time, step, (max - min).TotalDays)));
        }

        return ticks;
    }

    private static string Write(DateTime time, TimeStep step, double days)
    {
        var form = step switch
        {
            { Months: >= 12 } => "yyyy",
            { Months: > 0 } => "MMM yyyy",
            { Seconds: >= 86_400 } => "yyyy-MM-dd",
            _ when days >= 1 => "MM-dd HH:mm",
            { Seconds: < 60 } => "HH:mm:ss",
            _ => "HH:mm",
        };
        return time.ToString(form, CultureInfo.InvariantCulture);
    }
}
