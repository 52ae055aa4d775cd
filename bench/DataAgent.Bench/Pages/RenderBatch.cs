using System.Buffers.Binary;
using System.Text;

namespace DataAgent.Bench.Pages;

/// <summary>Reads what is needed from a batch of render frames; its layout is that of ASP.NET Core's <c>RenderBatchWriter</c>.</summary>
internal readonly ref struct RenderBatch(ReadOnlySpan<byte> bytes)
{
    private const int FrameSize = 20, Element = 1, Attribute = 3;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>The handlers of the field for a question and of the form around it, as far as the batch draws them or draws them anew; 0: it does not.</summary>
    /// <param name="isLive">The batch draws a field that can be used.</param>
    public (ulong Change, ulong Submit) FindComposer(out bool isLive)
    {
        var frames = Number(_bytes.Length - 16);
        var count = Number(frames);
        var (element, end, change, submit) = ("", 0, 0UL, 0UL);
        isLive = false;
        for (var i = 0; i < count; i++)
        {
            var at = frames + 4 + i * FrameSize;
            switch (Number(at))
            {
                case Element:
                    element = Text(Number(at + 8));
                    end = Math.Max(end, i + Number(at + 4));
                    break;
                case Attribute:
                    var (name, handler) = (Text(Number(at + 4)), BinaryPrimitives.ReadUInt64LittleEndian(_bytes[(at + 12)..]));
                    // Behind the last element stand attributes of those that are there.
                    var isLoose = i >= end;
                    if (name == "onsubmit" && (isLoose || element == "form"))
                        submit = handler;
                    else if (name == "onchange" && (isLoose || element == "textarea"))
                        change = handler;
                    else if (name == "data-live" && element == "textarea")
                        isLive = Text(Number(at + 8)) == "yes";
                    break;
            }
        }

        return (change, submit);
    }

    private int Number(int at) => BinaryPrimitives.ReadInt32LittleEndian(_bytes[at..]);

    private string Text(int index)
    {
        if (index < 0)
            return "";
        var at = Number(Number(_bytes.Length - 4) + index * 4);
        var (length, shift) = (0, 0);
        byte part;
        do
        {
            part = _bytes[at++];
            length |= (part & 0x7f) << shift;
            shift += 7;
        }
        while (part > 0x7f);
        return Encoding.UTF8.GetString(_bytes.Slice(at, length));
    }
}
