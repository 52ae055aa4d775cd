using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DataAgent.Data.Migrations
{
    /// <inheritdoc />
    public partial class PinnedConversations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "pinned_at",
                table: "conversation",
                type: "timestamp with time zone",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "pinned_at",
                table: "conversation");
        }
    }
}
