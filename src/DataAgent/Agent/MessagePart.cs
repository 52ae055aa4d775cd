using System.Text.Json.Serialization;
using DataAgent.Visualizations;

namespace DataAgent.Agent;

/// <summary>One part of a stored message: our own small shape, not a provider's.</summary>
/// <remarks>Arguments stay raw JSON text: order and digits are what the model wrote, and a prompt cache depends on them.</remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(TextPart), "text")]
[JsonDerivedType(typeof(ReasoningPart), "reasoning")]
[JsonDerivedType(typeof(CallPart), "call")]
[JsonDerivedType(typeof(ResultPart), "result")]
public abstract record MessagePart;

public sealed record TextPart(string Text) : MessagePart;

/// <param name="Signature">The provider's seal over the reasoning; without it the part is never sent back.</param>
public sealed record ReasoningPart(string Text, string? Signature, bool Redacted) : MessagePart;

/// <param name="IsBroken">The arguments were cut off or were no JSON; the call is answered with an error, never run.</param>
public sealed record CallPart(string CallId, string Tool, string Arguments, bool IsBroken = false) : MessagePart;

/// <param name="Text">What the model was told.</param>
public sealed record ResultPart(string CallId, string Text, bool IsError, long Milliseconds, Artifact? Artifact = null) : MessagePart;

/// <summary>Something to show a person, written by a tool alone: no text of a person or a model can make one.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "artifact")]
[JsonDerivedType(typeof(TableArtifact), "table")]
[JsonDerivedType(typeof(ChartArtifact), "chart")]
[JsonDerivedType(typeof(RefusalArtifact), "refusal")]
public abstract record Artifact;

/// <summary>A stored result; the rows are fetched by its id.</summary>
public sealed record TableArtifact(
    Guid ResultId, string Sql, int RowCount, bool Truncated, string? CutReason, long Milliseconds, IReadOnlyList<string> Relations, DateTimeOffset RanAt) : Artifact;

public sealed record ChartArtifact(Guid ChartId, ChartSpec Spec) : Artifact;

/// <summary>SQL that did not run or did not end well, with the reasons in words.</summary>
public sealed record RefusalArtifact(string Sql, IReadOnlyList<string> Reasons) : Artifact;
