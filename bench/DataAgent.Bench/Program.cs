using BenchmarkDotNet.Running;
using DataAgent.Bench;

// "door": the query door against plain Npgsql. "export": whole results against COPY. Anything else goes to BenchmarkDotNet, such as --filter *Guard*.
if (args is ["door", ..])
    return await DoorBench.RunAsync();
if (args is ["export", ..])
    return await ExportBench.RunAsync();

BenchmarkSwitcher.FromAssembly(typeof(GuardBenchmarks).Assembly).Run(args);
return 0;
