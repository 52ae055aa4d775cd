using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DataAgent.Data.Migrations
{
    /// <inheritdoc />
    public partial class RoleChecks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "role_accepted",
                table: "project",
                type: "json",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "role_checked",
                table: "project",
                type: "json",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "role_accepted",
                table: "project");

            migrationBuilder.DropColumn(
                name: "role_checked",
                table: "project");
        }
    }
}
