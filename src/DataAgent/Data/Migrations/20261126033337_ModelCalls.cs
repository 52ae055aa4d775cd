using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DataAgent.Data.Migrations
{
    /// <inheritdoc />
    public partial class ModelCalls : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "model_call",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    conversation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    run_id = table.Column<Guid>(type: "uuid", nullable: true),
                    purpose = table.Column<string>(type: "text", nullable: false),
                    provider = table.Column<string>(type: "text", nullable: false),
                    model = table.Column<string>(type: "text", nullable: false),
                    input_tokens = table.Column<long>(type: "bigint", nullable: true),
                    output_tokens = table.Column<long>(type: "bigint", nullable: true),
                    cache_read_tokens = table.Column<long>(type: "bigint", nullable: true),
                    cache_write_tokens = table.Column<long>(type: "bigint", nullable: true),
                    milliseconds = table.Column<long>(type: "bigint", nullable: false),
                    first_token_milliseconds = table.Column<long>(type: "bigint", nullable: true),
                    failure = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_model_call", x => x.id);
                    table.ForeignKey(
                        name: "fk_model_call_projects_project_id",
                        column: x => x.project_id,
                        principalTable: "project",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_model_call_conversation_id",
                table: "model_call",
                column: "conversation_id");

            migrationBuilder.CreateIndex(
                name: "ix_model_call_project_id_at",
                table: "model_call",
                columns: new[] { "project_id", "at" });

            // Answers that were given before; how long they took was not written down.
            migrationBuilder.Sql("""
                insert into model_call (id, at, project_id, user_id, conversation_id, run_id, purpose, provider, model,
                  input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, milliseconds)
                select gen_random_uuid(), m.created_at, c.project_id, c.user_id, c.id, m.run_id, 'answer', r.provider, coalesce(m.model, r.model),
                  coalesce((m.usage->>'input')::bigint, z.none), coalesce((m.usage->>'output')::bigint, z.none),
                  coalesce((m.usage->>'cacheRead')::bigint, z.none), coalesce((m.usage->>'cacheWrite')::bigint, z.none), 0
                from agent_message m join conversation c on c.id = m.conversation_id join agent_run r on r.id = m.run_id,
                  lateral (select case when r.provider = 'offline' then 0 end as none) z
                where m.role = 'assistant'
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "model_call");
        }
    }
}
