using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DataAgent.Data.Migrations
{
    /// <inheritdoc />
    public partial class ExportsAndSavedQueries : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "max_export_rows",
                table: "project",
                type: "integer",
                nullable: false,
                defaultValue: 1000000);

            migrationBuilder.CreateTable(
                name: "saved_query",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    description = table.Column<string>(type: "text", nullable: false),
                    sql = table.Column<string>(type: "text", nullable: false),
                    parameters = table.Column<string>(type: "json", nullable: false),
                    is_shared = table.Column<bool>(type: "boolean", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_saved_query", x => x.id);
                    table.ForeignKey(
                        name: "fk_saved_query_project_project_id",
                        column: x => x.project_id,
                        principalTable: "project",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_saved_query_users_user_id",
                        column: x => x.user_id,
                        principalTable: "user_account",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "saved_query_version",
                columns: table => new
                {
                    saved_query_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    description = table.Column<string>(type: "text", nullable: false),
                    sql = table.Column<string>(type: "text", nullable: false),
                    parameters = table.Column<string>(type: "json", nullable: false),
                    is_shared = table.Column<bool>(type: "boolean", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_saved_query_version", x => new { x.saved_query_id, x.version });
                    table.ForeignKey(
                        name: "fk_saved_query_version_saved_query_saved_query_id",
                        column: x => x.saved_query_id,
                        principalTable: "saved_query",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_saved_query_project_id_name",
                table: "saved_query",
                columns: new[] { "project_id", "name" });

            migrationBuilder.CreateIndex(
                name: "ix_saved_query_user_id",
                table: "saved_query",
                column: "user_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "saved_query_version");

            migrationBuilder.DropTable(
                name: "saved_query");

            migrationBuilder.DropColumn(
                name: "max_export_rows",
                table: "project");
        }
    }
}
