using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DataAgent.Data.Migrations
{
    /// <inheritdoc />
    public partial class ConversationMemory : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "active_run_id",
                table: "conversation",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "parent_run_id",
                table: "agent_run",
                type: "uuid",
                nullable: true);

            // Until now a conversation was one line: each run went on from the one before it.
            migrationBuilder.Sql("""
                update agent_run r set parent_run_id = b.parent
                from (select id, lag(id) over (partition by conversation_id order by started_at, id) as parent from agent_run) b
                where b.id = r.id and b.parent is not null;
                update conversation c set active_run_id = (
                    select r.id from agent_run r where r.conversation_id = c.id order by r.started_at desc, r.id desc limit 1);
                """);

            migrationBuilder.CreateTable(
                name: "run_feedback",
                columns: table => new
                {
                    run_id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    verdict = table.Column<string>(type: "text", nullable: false),
                    reasons = table.Column<List<string>>(type: "text[]", nullable: false),
                    comment = table.Column<string>(type: "text", nullable: false),
                    given_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_run_feedback", x => new { x.run_id, x.user_id });
                    table.ForeignKey(
                        name: "fk_run_feedback_agent_run_run_id",
                        column: x => x.run_id,
                        principalTable: "agent_run",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_run_feedback_users_user_id",
                        column: x => x.user_id,
                        principalTable: "user_account",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_agent_run_parent_run_id",
                table: "agent_run",
                column: "parent_run_id");

            migrationBuilder.CreateIndex(
                name: "ix_run_feedback_user_id",
                table: "run_feedback",
                column: "user_id");

            migrationBuilder.AddForeignKey(
                name: "fk_agent_run_agent_run_parent_run_id",
                table: "agent_run",
                column: "parent_run_id",
                principalTable: "agent_run",
                principalColumn: "id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_agent_run_agent_run_parent_run_id",
                table: "agent_run");

            migrationBuilder.DropTable(
                name: "run_feedback");

            migrationBuilder.DropIndex(
                name: "ix_agent_run_parent_run_id",
                table: "agent_run");

            migrationBuilder.DropColumn(
                name: "active_run_id",
                table: "conversation");

            migrationBuilder.DropColumn(
                name: "parent_run_id",
                table: "agent_run");
        }
    }
}
