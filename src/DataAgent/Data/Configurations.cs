using System.Text.Json;
using DataAgent.Audit;
using DataAgent.Conversations;
using DataAgent.Dictionary;
using DataAgent.Dictionary.Notes;
using DataAgent.Feedback;
using DataAgent.Limits;
using DataAgent.Projects;
using DataAgent.Projects.Members;
using DataAgent.Projects.Roles;
using DataAgent.Queries;
using DataAgent.SavedQueries;
using DataAgent.Tokens;
using DataAgent.Usage;
using DataAgent.Users;
using DataAgent.Visualizations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DataAgent.Data;

// One short class a table, together so that the whole schema reads as one page.

internal sealed class UserConfiguration : IEntityTypeConfiguration<User>
{
    public void Configure(EntityTypeBuilder<User> builder)
    {
        builder.ToTable("user_account").HasKey(u => u.Id);
        builder.Property(u => u.Id).ValueGeneratedNever();
        builder.Property(u => u.PasswordHash);
        builder.Property(u => u.FailedSignIns);
        builder.Property(u => u.LockedUntil);
        builder.Property(u => u.SecurityStamp).HasDefaultValueSql("gen_random_uuid()");
        builder.HasIndex(u => u.Email).IsUnique();
    }
}

internal sealed class SignInLinkConfiguration : IEntityTypeConfiguration<SignInLink>
{
    public void Configure(EntityTypeBuilder<SignInLink> builder)
    {
        builder.ToTable("sign_in_link").HasKey(l => l.Id);
        builder.Property(l => l.Id).ValueGeneratedNever();
        builder.HasIndex(l => l.TokenHash).IsUnique();
        builder.HasOne<User>().WithMany().HasForeignKey(l => l.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class PasswordLinkConfiguration : IEntityTypeConfiguration<PasswordLink>
{
    public void Configure(EntityTypeBuilder<PasswordLink> builder)
    {
        builder.ToTable("password_link").HasKey(l => l.Id);
        builder.Property(l => l.Id).ValueGeneratedNever();
        builder.HasIndex(l => l.TokenHash).IsUnique();
        builder.HasOne<User>().WithMany().HasForeignKey(l => l.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class ExternalLoginConfiguration : IEntityTypeConfiguration<ExternalLogin>
{
    public void Configure(EntityTypeBuilder<ExternalLogin> builder)
    {
        builder.ToTable("external_login").HasKey(l => new { l.Provider, l.Subject });
        builder.HasOne<User>().WithMany().HasForeignKey(l => l.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class PasskeyConfiguration : IEntityTypeConfiguration<Passkey>
{
    public void Configure(EntityTypeBuilder<Passkey> builder)
    {
        builder.ToTable("passkey").HasKey(p => p.Id);
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.HasIndex(p => p.CredentialId).IsUnique();
        builder.HasIndex(p => new { p.UserId, p.Name }).IsUnique();
        builder.HasOne<User>().WithMany().HasForeignKey(p => p.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class PasskeyChallengeConfiguration : IEntityTypeConfiguration<PasskeyChallenge>
{
    public void Configure(EntityTypeBuilder<PasskeyChallenge> builder)
    {
        builder.ToTable("passkey_challenge").HasKey(c => c.Id);
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.HasIndex(c => c.TokenHash).IsUnique();
        builder.HasIndex(c => c.ExpiresAt);
        builder.HasOne<User>().WithMany().HasForeignKey(c => c.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class ApiTokenConfiguration : IEntityTypeConfiguration<ApiToken>
{
    public void Configure(EntityTypeBuilder<ApiToken> builder)
    {
        builder.ToTable("api_token").HasKey(t => t.Id);
        builder.Property(t => t.Id).ValueGeneratedNever();
        builder.PrimitiveCollection(t => t.Scopes).ElementType().HasConversion<string>();
        builder.HasIndex(t => t.TokenHash).IsUnique();
        builder.HasIndex(t => new { t.UserId, t.Name }).IsUnique().HasFilter("revoked_at is null");
        builder.HasOne<User>().WithMany().HasForeignKey(t => t.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Project>().WithMany().HasForeignKey(t => t.ProjectId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class RequestCountConfiguration : IEntityTypeConfiguration<RequestCount>
{
    public void Configure(EntityTypeBuilder<RequestCount> builder)
    {
        builder.ToTable("request_count").HasKey(c => c.UserId);
        builder.Property(c => c.UserId).ValueGeneratedNever();
        builder.HasOne<User>().WithMany().HasForeignKey(c => c.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class ProjectConfiguration : IEntityTypeConfiguration<Project>
{
    public void Configure(EntityTypeBuilder<Project> builder)
    {
        builder.ToTable("project").HasKey(p => p.Id);
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.Property(p => p.ShowSamples).HasDefaultValue(true).HasSentinel(true);
        // For projects that were there before the setting.
        builder.Property(p => p.MaxExportRows).HasDefaultValue(1_000_000);
        builder.Property(p => p.RoleChecked).HasColumnType("json").HasConversion(v => Write(v), text => Read<RoleChecked>(text));
        builder.Property(p => p.RoleAccepted).HasColumnType("json").HasConversion(v => Write(v), text => Read<RoleAccepted>(text));
        builder.HasIndex(p => p.Slug).IsUnique();
    }

    private static string Write<T>(T value) => JsonSerializer.Serialize(value);

    private static T Read<T>(string text) => JsonSerializer.Deserialize<T>(text)!;
}

internal sealed class MembershipConfiguration : IEntityTypeConfiguration<Membership>
{
    public void Configure(EntityTypeBuilder<Membership> builder)
    {
        builder.ToTable("membership").HasKey(m => new { m.ProjectId, m.UserId });
        builder.Property(m => m.Role).HasConversion<string>();
        builder.HasOne<Project>().WithMany().HasForeignKey(m => m.ProjectId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<User>().WithMany().HasForeignKey(m => m.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class InvitationConfiguration : IEntityTypeConfiguration<Invitation>
{
    public void Configure(EntityTypeBuilder<Invitation> builder)
    {
        builder.ToTable("invitation").HasKey(i => i.Id);
        builder.Property(i => i.Id).ValueGeneratedNever();
        builder.Property(i => i.Role).HasConversion<string>();
        builder.Property(i => i.Ending).HasConversion<string>();
        builder.HasIndex(i => i.TokenHash).IsUnique();
        builder.HasIndex(i => new { i.ProjectId, i.Email }).IsUnique().HasFilter("ended_at is null");
        builder.HasOne<Project>().WithMany().HasForeignKey(i => i.ProjectId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<User>().WithMany().HasForeignKey(i => i.InvitedBy).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class DictionarySnapshotConfiguration : IEntityTypeConfiguration<DictionarySnapshot>
{
    public void Configure(EntityTypeBuilder<DictionarySnapshot> builder)
    {
        builder.ToTable("dictionary_snapshot").HasKey(s => s.Id);
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.Content).HasColumnType("json");
        builder.HasIndex(s => new { s.ProjectId, s.Version }).IsUnique();
        builder.HasOne<Project>().WithMany().HasForeignKey(s => s.ProjectId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class DictionaryNoteConfiguration : IEntityTypeConfiguration<DictionaryNote>
{
    public void Configure(EntityTypeBuilder<DictionaryNote> builder)
    {
        builder.ToTable("dictionary_note").HasKey(n => new { n.ProjectId, n.TableName, n.ColumnName });
        builder.Property(n => n.Version).IsConcurrencyToken();
        builder.HasOne<Project>().WithMany().HasForeignKey(n => n.ProjectId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class DictionaryJoinConfiguration : IEntityTypeConfiguration<DictionaryJoin>
{
    public void Configure(EntityTypeBuilder<DictionaryJoin> builder)
    {
        builder.ToTable("dictionary_join").HasKey(j => new { j.ProjectId, j.FromTable, j.FromColumn, j.ToTable, j.ToColumn });
        builder.HasOne<Project>().WithMany().HasForeignKey(j => j.ProjectId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class ConversationConfiguration : IEntityTypeConfiguration<Conversation>
{
    public void Configure(EntityTypeBuilder<Conversation> builder)
    {
        builder.ToTable("conversation").HasKey(c => c.Id);
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.HasIndex(c => new { c.ProjectId, c.UserId, c.UpdatedAt });
        builder.HasIndex(c => new { c.ProjectId, c.UpdatedAt, c.Id });
        builder.HasOne<Project>().WithMany().HasForeignKey(c => c.ProjectId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<User>().WithMany().HasForeignKey(c => c.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class AgentRunConfiguration : IEntityTypeConfiguration<AgentRun>
{
    public void Configure(EntityTypeBuilder<AgentRun> builder)
    {
        builder.ToTable("agent_run").HasKey(r => r.Id);
        builder.Property(r => r.Id).ValueGeneratedNever();
        builder.Property(r => r.Status).HasConversion<string>();
        builder.HasIndex(r => r.ConversationId).HasDatabaseName("ux_agent_run_live").IsUnique().HasFilter("status = 'Running'");
        builder.HasIndex(r => new { r.ConversationId, r.StartedAt });
        builder.HasOne<Conversation>().WithMany().HasForeignKey(r => r.ConversationId).OnDelete(DeleteBehavior.Cascade);
        // A run goes with its whole conversation and never alone.
        builder.HasOne<AgentRun>().WithMany().HasForeignKey(r => r.ParentRunId).OnDelete(DeleteBehavior.NoAction);
    }
}

internal sealed class RunFeedbackConfiguration : IEntityTypeConfiguration<RunFeedback>
{
    public void Configure(EntityTypeBuilder<RunFeedback> builder)
    {
        builder.ToTable("run_feedback").HasKey(f => new { f.RunId, f.UserId });
        builder.Property(f => f.Verdict).HasConversion<string>();
        builder.HasOne<AgentRun>().WithMany().HasForeignKey(f => f.RunId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<User>().WithMany().HasForeignKey(f => f.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class AgentMessageConfiguration : IEntityTypeConfiguration<AgentMessage>
{
    public void Configure(EntityTypeBuilder<AgentMessage> builder)
    {
        builder.ToTable("agent_message").HasKey(m => new { m.ConversationId, m.Seq });
        builder.Property(m => m.Parts).HasColumnType("json");
        builder.Property(m => m.Usage).HasColumnType("json");
        builder.HasIndex(m => new { m.RunId, m.Step, m.CallId }).IsUnique().HasFilter("call_id is not null");
        builder.HasOne<Conversation>().WithMany().HasForeignKey(m => m.ConversationId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class StoredResultConfiguration : IEntityTypeConfiguration<StoredResult>
{
    public void Configure(EntityTypeBuilder<StoredResult> builder)
    {
        builder.ToTable("result").HasKey(r => r.Id);
        builder.Property(r => r.Id).ValueGeneratedNever();
        builder.HasOne<Project>().WithMany().HasForeignKey(r => r.ProjectId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Conversation>().WithMany().HasForeignKey(r => r.ConversationId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class StoredChartConfiguration : IEntityTypeConfiguration<StoredChart>
{
    public void Configure(EntityTypeBuilder<StoredChart> builder)
    {
        builder.ToTable("chart").HasKey(c => c.Id);
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.Property(c => c.Spec).HasColumnType("json");
        builder.HasOne<Project>().WithMany().HasForeignKey(c => c.ProjectId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<StoredResult>().WithMany().HasForeignKey(c => c.ResultId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class ModelCallConfiguration : IEntityTypeConfiguration<ModelCall>
{
    public void Configure(EntityTypeBuilder<ModelCall> builder)
    {
        builder.ToTable("model_call").HasKey(c => c.Id);
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.HasIndex(c => new { c.ProjectId, c.At });
        builder.HasIndex(c => c.ConversationId);
        // No reference to the conversation: the call stays when that goes.
        builder.HasOne<Project>().WithMany().HasForeignKey(c => c.ProjectId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class SavedQueryConfiguration : IEntityTypeConfiguration<SavedQuery>
{
    public void Configure(EntityTypeBuilder<SavedQuery> builder)
    {
        builder.ToTable("saved_query").HasKey(q => q.Id);
        builder.Property(q => q.Id).ValueGeneratedNever();
        builder.Property(q => q.Parameters).HasColumnType("json");
        builder.Property(q => q.Version).IsConcurrencyToken();
        builder.HasIndex(q => new { q.ProjectId, q.Name });
        builder.HasOne<Project>().WithMany().HasForeignKey(q => q.ProjectId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<User>().WithMany().HasForeignKey(q => q.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class SavedQueryVersionConfiguration : IEntityTypeConfiguration<SavedQueryVersion>
{
    public void Configure(EntityTypeBuilder<SavedQueryVersion> builder)
    {
        builder.ToTable("saved_query_version").HasKey(v => new { v.SavedQueryId, v.Version });
        builder.Property(v => v.Parameters).HasColumnType("json");
        builder.HasOne<SavedQuery>().WithMany().HasForeignKey(v => v.SavedQueryId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class AuditEntryConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        // No foreign keys: the trail outlives the projects and people it names.
        builder.ToTable("audit_entry").HasKey(a => a.Id);
        builder.Property(a => a.Id).ValueGeneratedNever();
        builder.Property(a => a.Changes).HasColumnType("json").HasConversion(
            list => JsonSerializer.Serialize(list, (JsonSerializerOptions?)null),
            text => JsonSerializer.Deserialize<List<AuditChange>>(text, (JsonSerializerOptions?)null),
            new ValueComparer<List<AuditChange>>((a, b) => ReferenceEquals(a, b), list => list.Count));
        builder.Property(a => a.IsPlatformWide).HasDefaultValue(false);
        // A page of the log is one walk down one of these, from where the last page ended.
        builder.HasIndex(a => new { a.ProjectId, a.At, a.Id });
        builder.HasIndex(a => new { a.ProjectId, a.UserId, a.At, a.Id });
        builder.HasIndex(a => new { a.ProjectId, a.Action, a.At, a.Id });
        builder.HasIndex(a => new { a.ProjectId, a.Outcome, a.At, a.Id });
        builder.HasIndex(a => new { a.At, a.Id }).HasDatabaseName("ix_audit_entry_platform_wide").HasFilter("is_platform_wide");
        // For what is old enough to go: small, and free for whoever writes.
        builder.HasIndex(a => a.At).HasMethod("brin");
    }
}

internal sealed class MilestoneConfiguration : IEntityTypeConfiguration<Milestone>
{
    public void Configure(EntityTypeBuilder<Milestone> builder) => builder.ToTable("milestone").HasKey(m => m.Name);
}

internal sealed class DataProtectionKeyConfiguration : IEntityTypeConfiguration<DataProtectionKey>
{
    public void Configure(EntityTypeBuilder<DataProtectionKey> builder)
    {
        builder.ToTable("data_protection_key").HasKey(k => k.Id);
        builder.Property(k => k.Id).ValueGeneratedNever();
    }
}
