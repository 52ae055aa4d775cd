using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DataAgent.Data.Migrations
{
    /// <inheritdoc />
    public partial class AuditTrail : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_audit_entry_project_id_at",
                table: "audit_entry");

            migrationBuilder.AddColumn<string>(
                name: "login_mark",
                table: "project",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "address",
                table: "audit_entry",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "changes",
                table: "audit_entry",
                type: "json",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_platform_wide",
                table: "audit_entry",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateIndex(
                name: "ix_conversation_project_id_updated_at_id",
                table: "conversation",
                columns: new[] { "project_id", "updated_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entry_at",
                table: "audit_entry",
                column: "at")
                .Annotation("Npgsql:IndexMethod", "brin");

            migrationBuilder.CreateIndex(
                name: "ix_audit_entry_platform_wide",
                table: "audit_entry",
                columns: new[] { "at", "id" },
                filter: "is_platform_wide");

            migrationBuilder.CreateIndex(
                name: "ix_audit_entry_project_id_action_at_id",
                table: "audit_entry",
                columns: new[] { "project_id", "action", "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entry_project_id_at_id",
                table: "audit_entry",
                columns: new[] { "project_id", "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entry_project_id_outcome_at_id",
                table: "audit_entry",
                columns: new[] { "project_id", "outcome", "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entry_project_id_user_id_at_id",
                table: "audit_entry",
                columns: new[] { "project_id", "user_id", "at", "id" });

            // Written by hand: entries are only added. See AuditTrailSql.
            migrationBuilder.Sql(AuditTrailSql.Up);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(AuditTrailSql.Down);

            migrationBuilder.DropIndex(
                name: "ix_conversation_project_id_updated_at_id",
                table: "conversation");

            migrationBuilder.DropIndex(
                name: "ix_audit_entry_at",
                table: "audit_entry");

            migrationBuilder.DropIndex(
                name: "ix_audit_entry_platform_wide",
                table: "audit_entry");

            migrationBuilder.DropIndex(
                name: "ix_audit_entry_project_id_action_at_id",
                table: "audit_entry");

            migrationBuilder.DropIndex(
                name: "ix_audit_entry_project_id_at_id",
                table: "audit_entry");

            migrationBuilder.DropIndex(
                name: "ix_audit_entry_project_id_outcome_at_id",
                table: "audit_entry");

            migrationBuilder.DropIndex(
                name: "ix_audit_entry_project_id_user_id_at_id",
                table: "audit_entry");

            migrationBuilder.DropColumn(
                name: "login_mark",
                table: "project");

            migrationBuilder.DropColumn(
                name: "address",
                table: "audit_entry");

            migrationBuilder.DropColumn(
                name: "changes",
                table: "audit_entry");

            migrationBuilder.DropColumn(
                name: "is_platform_wide",
                table: "audit_entry");

            migrationBuilder.CreateIndex(
                name: "ix_audit_entry_project_id_at",
                table: "audit_entry",
                columns: new[] { "project_id", "at" });
        }
    }
}
