namespace DataAgent.Cli.Output;

internal enum OutputForm { Text, Json, JsonLines }

/// <summary>Writes what a command found, for a person or for a program.</summary>
internal sealed class Report(TextWriter output, OutputForm form)
{
    public OutputForm Form => form;

    public TextWriter Output => output;

    /// <summary>A list: a table, or one object with the list under <paramref name="name"/>, or one object a line.</summary>
    public void List<T>(string name, IReadOnlyList<T> items, params (string Heading, Func<T, object?> Cell)[] columns)
    {
        if (form == OutputForm.Json)
            output.WriteLine(CliJson.Write(new Dictionary<string, IReadOnlyList<T>> { [name] = items }));
        else if (form == OutputForm.JsonLines)
            items.ToList().ForEach(item => output.WriteLine(CliJson.Write(item)));
        else
            TextTable.Write(output, [.. columns.Select(c => c.Heading)], [.. items.Select(i => columns.Select(c => Text(c.Cell(i))).ToArray())], [.. columns.Select(_ => false)]);
    }

    /// <summary>One thing: <paramref name="text"/> writes it for a person.</summary>
    public void One<T>(T value, Action<TextWriter> text)
    {
        if (form == OutputForm.Text)
            text(output);
        else
            output.WriteLine(CliJson.Write(value));
    }

    /// <summary>One thing, shown as a list of its fields.</summary>
    public void Fields<T>(T value, params (string Name, object? Value)[] fields) => One(value, writer =>
    {
        var width = fields.Max(f => f.Name.Length);
        foreach (var (name, field) in fields)
            writer.WriteLine($"{name.PadRight(width)}  {Text(field)}".TrimEnd());
    });

    private static string? Text(object? value) => value switch
    {
        null => "",
        DateTimeOffset time => time.ToString("yyyy-MM-dd HH:mm"),
        bool flag => flag ? "yes" : "no",
        IEnumerable<string> list => string.Join(", ", list),
        Enum word => word.ToString().ToLowerInvariant(),
        _ => value.ToString(),
    };
}
