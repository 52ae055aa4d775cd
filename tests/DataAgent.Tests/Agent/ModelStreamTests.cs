using System.Text;
using DataAgent.Agent.Providers;

namespace DataAgent.Tests.Agent;

/// <summary>What a server may send at most, and how it may cut it up.</summary>
public sealed class ModelStreamTests
{
    [Fact]
    public async Task An_answer_that_does_not_end_is_given_up()
    {
        await using var guarded = new IdleGuardStream(new EndlessStream(), TimeSpan.FromSeconds(30));

        var failure = await Assert.ThrowsAsync<ModelFailureException>(() => guarded.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken));

        Assert.Equal("The provider's answer did not end. Try another model in the project's settings.", failure.Message);
    }

    [Fact]
    public async Task A_line_that_does_not_end_is_given_up()
    {
        await using var repaired = new RepairedStream(new EndlessStream(), new ChunkRepair(new HashSet<string>()));

        await Assert.ThrowsAsync<FormatException>(() => repaired.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public async Task Lines_come_whole_however_the_network_cuts_them(int atOnce)
    {
        var text = new string('ü', 30_000);
        var wire = $": hello\r\n\r\ndata:{Chunk("one")}\r\n\r\nevent: x\ndata: {Chunk(text)}\n\ndata: [DONE]\n\ndata: {Chunk("after the end")}\n\n";
        await using var repaired = new RepairedStream(new SlicedStream(Encoding.UTF8.GetBytes(wire), atOnce), new ChunkRepair(new HashSet<string>()));
        using var reader = new StreamReader(repaired);

        var lines = (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(4, lines.Length);
        Assert.Contains("\"one\"", lines[0], StringComparison.Ordinal);
        Assert.Equal(text, (string?)System.Text.Json.Nodes.JsonNode.Parse(lines[1][6..])!["choices"]![0]!["delta"]!["content"]);
        Assert.Contains("\"finish_reason\":\"stop\"", lines[2], StringComparison.Ordinal);
        Assert.Equal("data: [DONE]", lines[3]);
    }

    private static string Chunk(string text) => $$$"""{"choices":[{"index":0,"delta":{"content":"{{{text}}}"}}]}""";

    private sealed class EndlessStream() : ReadOnlyStream(Null)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.Fill((byte)'x');
            return ValueTask.FromResult(buffer.Length);
        }
    }

    private sealed class SlicedStream(byte[] bytes, int atOnce) : ReadOnlyStream(Null)
    {
        private int _position;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = Math.Min(Math.Min(atOnce, buffer.Length), bytes.Length - _position);
            bytes.AsMemory(_position, count).CopyTo(buffer);
            _position += count;
            return ValueTask.FromResult(count);
        }
    }
}
