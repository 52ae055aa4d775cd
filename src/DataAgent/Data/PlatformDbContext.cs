using DataAgent.Audit;
using DataAgent.Conversations;
using DataAgent.Dictionary;
using DataAgent.Dictionary.Notes;
using DataAgent.Feedback;
using DataAgent.Limits;
using DataAgent.Projects;
using DataAgent.Projects.Members;
using DataAgent.Queries;
using DataAgent.SavedQueries;
using DataAgent.Tokens;
using DataAgent.Usage;
using DataAgent.Users;
using DataAgent.Visualizations;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Data;

/// <summary>Our own database. Customers' databases are never reached through it.</summary>
public sealed class PlatformDbContext(DbContextOptions<PlatformDbContext> options) : DbContext(options)
{
    public DbSet<User> Users => Set<User>();
    public DbSet<SignInLink> SignInLinks => Set<SignInLink>();
    public DbSet<PasswordLink> PasswordLinks => Set<PasswordLink>();
    public DbSet<ExternalLogin> ExternalLogins => Set<ExternalLogin>();
    public DbSet<Passkey> Passkeys => Set<Passkey>();
    public DbSet<PasskeyChallenge> PasskeyChallenges => Set<PasskeyChallenge>();
    public DbSet<ApiToken> ApiTokens => Set<ApiToken>();
    internal DbSet<RequestCount> RequestCounts => Set<RequestCount>();
    public DbSet<Project> Projects => Set<Project>();
    public DbSet<Membership> Memberships => Set<Membership>();
    public DbSet<Invitation> Invitations => Set<Invitation>();
    public DbSet<DictionarySnapshot> DictionarySnapshots => Set<DictionarySnapshot>();
    public DbSet<DictionaryNote> DictionaryNotes => Set<DictionaryNote>();
    public DbSet<DictionaryJoin> DictionaryJoins => Set<DictionaryJoin>();
    public DbSet<Conversation> Conversations => Set<Conversation>();
    public DbSet<AgentRun> AgentRuns => Set<AgentRun>();
    public DbSet<AgentMessage> AgentMessages => Set<AgentMessage>();
    public DbSet<RunFeedback> RunFeedback => Set<RunFeedback>();
    public DbSet<StoredResult> Results => Set<StoredResult>();
    public DbSet<StoredChart> Charts => Set<StoredChart>();
    public DbSet<SavedQuery> SavedQueries => Set<SavedQuery>();
    public DbSet<SavedQueryVersion> SavedQueryVersions => Set<SavedQueryVersion>();
    public DbSet<ModelCall> ModelCalls => Set<ModelCall>();
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();
    internal DbSet<Milestone> Milestones => Set<Milestone>();
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(PlatformDbContext).Assembly);
}
