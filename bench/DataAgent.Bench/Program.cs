using BenchmarkDotNet.Running;
using DataAgent.Bench;

// "door": the query door against plain Npgsql. Anything else goes to BenchmarkDotNet, such as --filter *Guard*.
if (args is ["door", ..])
    return await DoorBench.RunAsync();

BenchmarkSwitcher.FromAssembly(typeof(GuardBenchmarks).Assembly).Run(args);
return 0;
