using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using DataAgent.Telemetry;

namespace DataAgent.Web.Metrics;

/// <summary>Adds up what the product and the web server record, and writes it in Prometheus' text format.</summary>
/// <remarks>From its making on: one for each process, made before the host starts.</remarks>
internal sealed class MetricsListener : IDisposable
{
    /// <summary>The product's own, and requests by route. The driver's are left out: its pools are named after customers' databases.</summary>
    private static readonly string[] _meters = [Spans.Source, "Microsoft.AspNetCore.Hosting"];

    private readonly ConcurrentDictionary<Instrument, ConcurrentDictionary<string, Series>> _series = new();
    private readonly MeterListener _listener = new();

    public MetricsListener()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (!_meters.Contains(instrument.Meter.Name))
                return;
            _series.TryAdd(instrument, new ConcurrentDictionary<string, Series>(StringComparer.Ordinal));
            listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    public string Write()
    {
        var text = new StringBuilder();
        foreach (var (name, instruments) in _series.GroupBy(one => NameOf(one.Key), one => one).Select(group => (group.Key, group.ToList())).OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {instruments[0].Key.Description?.Replace("\\", @"\\").Replace("\n", @"\n")}\n");
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} {KindOf(instruments[0].Key)}\n");
            foreach (var series in instruments.SelectMany(one => one.Value.Values).OrderBy(one => one.Labels, StringComparer.Ordinal))
                Write(text, name, series);
        }

        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (_series.TryGetValue(instrument, out var series))
            series.GetOrAdd(Labels(tags), labels => new Series(labels, IsHistogram(instrument))).Add(value);
    }

    private static void Write(StringBuilder text, string name, Series series)
    {
        var (sum, count, buckets) = series.Read();
        var braces = series.Labels.Length == 0 ? "" : $"{{{series.Labels}}}";
        if (buckets.Length == 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}{braces} {sum}\n");
            return;
        }

        var (before, comma) = (0L, series.Labels.Length == 0 ? "" : ",");
        for (var i = 0; i < buckets.Length; i++)
        {
            before += buckets[i];
            var bound = i < Series.Bounds.Length ? Series.Bounds[i].ToString(CultureInfo.InvariantCulture) : "+Inf";
            text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{series.Labels}{comma}le=\"{bound}\"}} {before}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"{name}_sum{braces} {sum}\n{name}_count{braces} {count}\n");
    }

    private static bool IsHistogram(Instrument instrument) => instrument.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(Histogram<>);

    private static bool IsCounter(Instrument instrument) => instrument.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(Counter<>);

    private static string KindOf(Instrument instrument) => IsHistogram(instrument) ? "histogram" : IsCounter(instrument) ? "counter" : "gauge";

    private static string NameOf(Instrument instrument) =>
        Word(instrument.Name) + (instrument.Unit == "s" ? "_seconds" : "") + (IsCounter(instrument) ? "_total" : "");

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new List<string>(tags.Length);
        foreach (var (name, value) in tags)
            labels.Add($"{Word(name)}=\"{Escaped(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")}\"");
        labels.Sort(StringComparer.Ordinal);
        return string.Join(',', labels);
    }

    private static string Word(string name) => new([.. name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_')]);

    private static string Escaped(string value) => value.Replace("\\", @"\\").Replace("\"", "\\\"").Replace("\n", @"\n");
}
