using System.Text;
using Wasmtime;

namespace DataAgent.SqlGuard.Parsing;

/// <summary>One running copy of PostgreSQL's parser. Not thread-safe; after an exception it must be thrown away.</summary>
internal sealed class Guest : IDisposable
{
    private const long MaxMemoryBytes = 256L << 20;

    /// <summary>Some 0.3 s. An ordinary statement takes well under a millisecond, the costliest honest 32 KB some 20 ms.</summary>
    private const int MaxTicks = 6;

    private readonly Store _store;
    private readonly Linker _linker;
    private readonly Memory _memory;
    private readonly long _memoryAtStart;
    private readonly Func<int, int> _malloc;
    private readonly Action<int> _free;
    private readonly Func<int, int> _parse;
    private readonly Action<int> _freeResult;
    private int _ticksLeft;

    public Guest(Engine engine, Module module)
    {
        _store = new Store(engine);
        _store.SetLimits(MaxMemoryBytes, null, 1, 1, 1);
        _store.SetEpochDeadlineCallback(CountTick);
        StartClock();
        _linker = new Linker(engine);
        var imports = new GuestImports(MaxMemoryBytes);
        imports.Define(_linker, module.Imports.OfType<FunctionImport>());
        var instance = _linker.Instantiate(_store, module);
        imports.Bind(instance);
        _memory = instance.GetMemory("z")!;
        _malloc = instance.GetFunction<int, int>("C")!;
        _free = instance.GetAction<int>("E")!;
        _parse = instance.GetFunction<int, int>("F")!;
        _freeResult = instance.GetAction<int>("G")!;
        instance.GetAction("A")!();
        _memoryAtStart = _memory.GetLength();
    }

    /// <summary>It took more memory than the parser starts with, and WebAssembly never gives memory back.</summary>
    public bool HasGrown => _memory.GetLength() > _memoryAtStart;

    /// <param name="sql">UTF-8 that ends in a NUL and holds no other.</param>
    /// <exception cref="WasmtimeException">It ran out of time, stack or memory.</exception>
    public GuestResult Parse(ReadOnlySpan<byte> sql)
    {
        StartClock();
        var text = Allocated(_malloc(sql.Length));
        sql.CopyTo(_memory.GetSpan(text, sql.Length));
        var result = Allocated(_parse(text));

        // { char* json; char* stderr; Error* }, Error: { char* message; char* function; char* file; int line; int cursor; char* context }
        var error = _memory.ReadInt32(result + 8);
        var outcome = error != 0
            ? new GuestResult([], Encoding.UTF8.GetString(Bytes(_memory.ReadInt32(error))), _memory.ReadInt32(error + 16) - 1)
            : new GuestResult(Bytes(_memory.ReadInt32(result)).ToArray(), null, -1);

        _freeResult(result);
        _free(text);
        return outcome;
    }

    public void Dispose()
    {
        _store.Dispose();
        _linker.Dispose();
    }

    private void StartClock()
    {
        _ticksLeft = MaxTicks;
        _store.SetEpochDeadline(1);
    }

    /// <summary>Runs on the parsing thread, so a machine that is too busy to run it counts one tick, not all that passed.</summary>
    private ulong CountTick(Store store) => --_ticksLeft > 0 ? 1ul : throw new TimeoutException("The parser took too long.");

    private static int Allocated(int pointer) => pointer != 0 ? pointer : throw new WasmtimeException("The parser ran out of memory.");

    private ReadOnlySpan<byte> Bytes(int pointer)
    {
        var rest = _memory.GetSpan(pointer, (int)(_memory.GetLength() - pointer));
        return rest[..rest.IndexOf((byte)0)];
    }
}

/// <param name="Json">The parse tree, when there is no error.</param>
/// <param name="Error">PostgreSQL's own message.</param>
/// <param name="ErrorIndex">In code points, 0-based; −1 unknown.</param>
internal sealed record GuestResult(byte[] Json, string? Error, int ErrorIndex);
