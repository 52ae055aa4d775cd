using System.Globalization;

namespace DataAgent.Drill;

/// <summary>What the command line may say.</summary>
internal static class Arguments
{
    public const string Usage = """
        usage: scripts/drill [runs] [replicas] [--seed N] [--logs DIR]
          runs       questions to ask, 200
          replicas   processes of the product, 2 to 9, 3
          --seed N   what an earlier drill printed, to torment in the same order
          --logs DIR where the replicas' logs are left
        """;

    public static DrillPlan? Read(string[] args)
    {
        var plan = new DrillPlan(200, 3, Random.Shared.Next(1, 100_000), "");
        var place = 0;
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--product" && i + 1 < args.Length)
                plan = plan with { Product = Path.GetFullPath(args[++i]) };
            else if (args[i] == "--logs" && i + 1 < args.Length)
                plan = plan with { Logs = Path.GetFullPath(args[++i]) };
            else if (args[i] == "--seed" && i + 1 < args.Length && Number(args[i + 1]) is { } seed)
                (plan, i) = (plan with { Seed = seed }, i + 1);
            else if (Number(args[i]) is { } runs and > 0 && place == 0)
                (plan, place) = (plan with { Runs = runs }, 1);
            else if (Number(args[i]) is { } replicas and >= 2 and <= 9 && place == 1)
                (plan, place) = (plan with { Replicas = replicas }, 2);
            else
                return null;
        }

        return File.Exists(plan.Product) ? plan : null;
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
