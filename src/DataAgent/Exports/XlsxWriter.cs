using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using DataAgent.Queries;

namespace DataAgent.Exports;

/// <summary>An Excel workbook written as a stream: the rows on one sheet, where they come from on a second.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Disposing the archive completes it: a workbook that broke off must not look whole.")]
internal sealed class XlsxWriter : ExportWriter
{
    /// <summary>A sheet has 1,048,576 rows, the first of them for the headings.</summary>
    public const int MaxRows = 1_048_575;

    private const int SheetBuffer = 32 * 1024;

    private readonly ExportFacts _facts;
    private readonly ZipArchive _zip;
    private readonly ArrayBufferWriter<byte> _xml = new(2 * SheetBuffer);
    private Stream? _sheet;
    private IReadOnlyList<ExportColumn> _columns = [];

    public XlsxWriter(ExportFacts facts, IBufferWriter<byte> output) : base(output)
    {
        _facts = facts;
        _zip = new ZipArchive(new BufferStream(output), ZipArchiveMode.Create, leaveOpen: true);
    }

    public override void Begin(IReadOnlyList<ExportColumn> columns)
    {
        _columns = columns;
        foreach (var (name, content) in XlsxParts.Fixed)
            AddPart(name, content);
        OpenSheet("xl/worksheets/sheet1.xml", XlsxParts.RowsSheet);
        Xml("<row>"u8);
        foreach (var column in columns)
            PutText(Encoding.UTF8.GetBytes(column.Name), " s=\"1\""u8);
        Xml("</row>"u8);
    }

    public override void Write(RecordCells row)
    {
        Xml("<row>"u8);
        for (var i = 0; i < row.Count; i++)
        {
            if (row.IsNull(i))
                Xml("<c/>"u8);
            else
                PutCell(row[i], _columns[i]);
        }

        Xml("</row>"u8);
        if (_xml.WrittenCount >= SheetBuffer)
            Empty();
    }

    public override void End(ExportEnd end)
    {
        CloseSheet();
        OpenSheet("xl/worksheets/sheet2.xml", XlsxParts.AboutSheet);
        foreach (var (name, value) in About(end))
        {
            Xml("<row>"u8);
            PutText(Encoding.UTF8.GetBytes(name), " s=\"1\""u8);
            PutText(Encoding.UTF8.GetBytes(value), default);
            Xml("</row>"u8);
        }

        CloseSheet();
        _zip.Dispose();
    }

    private void PutCell(ReadOnlySpan<byte> value, ExportColumn column)
    {
        if (column.Kind == ColumnKind.Number && XlsxCells.IsExactNumber(value, column.IsFloat))
        {
            Xml("<c><v>"u8);
            Xml(value);
            Xml("</v></c>"u8);
        }
        else if (column.Kind is ColumnKind.Date or ColumnKind.Timestamp && XlsxCells.FindDay(value, column.Kind) is { } day)
        {
            Xml(column.Kind == ColumnKind.Date ? "<c s=\"2\"><v>"u8 : "<c s=\"3\"><v>"u8);
            XlsxCells.Put(_xml, day);
            Xml("</v></c>"u8);
        }
        else if (column.Kind == ColumnKind.Boolean)
        {
            Xml(value is [(byte)'t'] ? "<c t=\"b\"><v>1</v></c>"u8 : "<c t=\"b\"><v>0</v></c>"u8);
        }
        else
        {
            PutText(value, default);
        }
    }

    private void PutText(ReadOnlySpan<byte> value, ReadOnlySpan<byte> style)
    {
        Xml("<c"u8);
        Xml(style);
        Xml(" t=\"inlineStr\"><is><t xml:space=\"preserve\">"u8);
        XlsxCells.PutText(_xml, value.Length <= XlsxCells.MaxText ? value : Shorten(value));
        Xml("</t></is></c>"u8);
    }

    private static ReadOnlySpan<byte> Shorten(ReadOnlySpan<byte> value)
    {
        var text = Encoding.UTF8.GetString(value);
        if (text.Length <= XlsxCells.MaxText)
            return value;
        var length = XlsxCells.MaxText - 1;
        if (char.IsHighSurrogate(text[length - 1]))
            length--;
        return Encoding.UTF8.GetBytes(text[..length] + "…");
    }

    private IEnumerable<(string, string)> About(ExportEnd end)
    {
        if (_facts.Question is { } question)
            yield return ("Question", question);
        yield return ("SQL", _facts.Sql);
        yield return ("Project", _facts.Project);
        yield return ("Time", _facts.RanAt.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture));
        yield return ("Rows", end.Rows.ToString("N0", CultureInfo.InvariantCulture));
        yield return ("Whole or cut", end.CutReason is { } reason ? $"Cut: {reason}. There are more rows." : "Whole: every row of the answer.");
        yield return ("Numbers", "A number of more than 15 digits stands as text, because Excel would change it. Times with a zone are in UTC. Texts end at 32,767 characters with ….");
    }

    private void AddPart(string name, string content)
    {
        using var part = _zip.CreateEntry(name, CompressionLevel.Fastest).Open();
        part.Write(Encoding.UTF8.GetBytes(content));
    }

    private void OpenSheet(string name, string head)
    {
        _sheet = _zip.CreateEntry(name, CompressionLevel.Fastest).Open();
        Xml(Encoding.UTF8.GetBytes(head));
    }

    private void CloseSheet()
    {
        Xml("</sheetData></worksheet>"u8);
        Empty();
        _sheet!.Dispose();
    }

    private void Empty()
    {
        _sheet!.Write(_xml.WrittenSpan);
        _xml.ResetWrittenCount();
    }

    private void Xml(ReadOnlySpan<byte> bytes) => _xml.Write(bytes);
}
