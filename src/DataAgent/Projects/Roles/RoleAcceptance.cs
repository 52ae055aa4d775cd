using DataAgent.Audit;
using DataAgent.Data;
using DataAgent.Queries;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Projects.Roles;

/// <summary>What became of an attempt to accept what a project's role can do beyond reading.</summary>
public abstract record AcceptanceOutcome
{
    private AcceptanceOutcome() { }

    public sealed record Saved(RoleAccepted Acceptance) : AcceptanceOutcome;

    public sealed record Forbidden(string Message) : AcceptanceOutcome;

    /// <summary>What is open now is not what was looked at; nothing was accepted.</summary>
    public sealed record Changed(string Message) : AcceptanceOutcome;
}

/// <summary>Lets an admin open a project although its role can do more than read.</summary>
public sealed class RoleAcceptance(IDbContextFactory<PlatformDbContext> database, RoleChecks checks, TimeProvider clock)
{
    /// <param name="seen">Names of the findings that the admin looked at: just these must be open.</param>
    public async Task<AcceptanceOutcome> AcceptAsync(Member admin, IReadOnlyCollection<string> seen, QueryDoor door, CancellationToken cancellationToken)
    {
        if (admin.Role != Role.Admin)
            return new AcceptanceOutcome.Forbidden("Only an admin of the project accepts what its database role can do.");
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // A check that ends at this moment comes before or after, not in between.
        await db.Database.ExecuteSqlAsync($"select 1 from project where id = {admin.Project.Id} for update", cancellationToken);
        var project = await db.Projects.SingleAsync(p => p.Id == admin.Project.Id, cancellationToken);
        if (project.RoleChecked is not { } check || check.Scope != RoleChecked.ScopeOf(project))
            return new AcceptanceOutcome.Changed("The role was not checked since the project's settings changed. Check it first.");
        if (check.Findings.Count == 0)
            return new AcceptanceOutcome.Changed("Nothing is open any more: the role only reads. There is nothing to accept.");
        if (!check.Findings.Select(f => f.Name).ToHashSet().SetEquals(seen))
            return new AcceptanceOutcome.Changed("Other things are open than the ones you looked at. Look at them, then accept.");

        var before = project.RoleAccepted?.Login == check.Login ? project.RoleAccepted.Findings : [];
        project.RoleAccepted = new RoleAccepted(clock.GetUtcNow(), admin.UserId, admin.DisplayName, check.Login, check.Findings);
        db.AuditEntries.Add(ProjectAudit
            .Entry("project.accept_role", admin.UserId, project.Id, door, project.RoleAccepted.At, $"{Names(before)} to {Names(check.Findings)}")
            .With(new AuditChange("findings", Names(before), Names(check.Findings))));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        checks.Tell(project.Id);
        return new AcceptanceOutcome.Saved(project.RoleAccepted);
    }

    private static string Names(IReadOnlyList<RoleFinding> findings) => findings.Count == 0 ? "none" : string.Join(", ", findings.Select(f => f.Name));
}
