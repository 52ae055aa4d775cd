using Wasmtime;

namespace DataAgent.SqlGuard.Parsing;

/// <summary>What the parser's WebAssembly asks of its host, under the minified names of this one build.</summary>
/// <remarks>
/// The names come from the <c>wasmImports</c> table of the package's own JavaScript and are bound to the file's SHA-256.
/// PostgreSQL reports errors by longjmp. Emscripten turns a call that may be jumped out of into <c>invoke_*</c>: the host makes
/// the call, and when the jump arrives (as our own exception) it puts the stack back and sets the flag that the guest checks.
/// </remarks>
internal sealed class GuestImports(long maxMemoryBytes)
{
    private const string Module = "a";
    private static readonly string[] Fatal = ["c", "x", "m", "v"]; // assert, abort, exit, proc_exit

    private readonly Dictionary<(int Function, Type Shape), Delegate> _functions = [];
    private Memory _memory = null!;
    private Table _table = null!;
    private Func<int> _stackGet = null!;
    private Action<int> _stackRestore = null!;
    private Action<int, int> _setThrew = null!;

    public void Bind(Instance instance)
    {
        _memory = instance.GetMemory("z")!;
        _table = instance.GetTable("D")!;
        _setThrew = instance.GetAction<int, int>("P")!;
        _stackRestore = instance.GetAction<int>("Q")!;
        _stackGet = instance.GetFunction<int>("R")!;
    }

    public void Define(Linker linker, IEnumerable<FunctionImport> imports)
    {
        linker.DefineFunction(Module, "p", () => throw LongJump.Instance);
        linker.DefineFunction(Module, "q", (int bytes) => Grow((uint)bytes));
        linker.DefineFunction(Module, "g", (int f) => Try(() => Function<Func<int>>(f, t => t.WrapFunc<int>())()));
        linker.DefineFunction(Module, "b", (int f, int a) => Try(() => Function<Func<int, int>>(f, t => t.WrapFunc<int, int>())(a)));
        linker.DefineFunction(Module, "a", (int f, int a, int b) => Try(() => Function<Func<int, int, int>>(f, t => t.WrapFunc<int, int, int>())(a, b)));
        linker.DefineFunction(Module, "d", (int f, int a, int b, int c) => Try(() => Function<Func<int, int, int, int>>(f, t => t.WrapFunc<int, int, int, int>())(a, b, c)));
        linker.DefineFunction(Module, "k", (int f, int a, int b, int c, int d) => Try(() => Function<Func<int, int, int, int, int>>(f, t => t.WrapFunc<int, int, int, int, int>())(a, b, c, d)));
        linker.DefineFunction(Module, "l", (int f, int a) => Try(() => Function<Func<int, long>>(f, t => t.WrapFunc<int, long>())(a)));
        linker.DefineFunction(Module, "e", (int f) => Try(() => Function<Action>(f, t => t.WrapAction())()));
        linker.DefineFunction(Module, "f", (int f, int a) => Try(() => Function<Action<int>>(f, t => t.WrapAction<int>())(a)));
        linker.DefineFunction(Module, "h", (int f, int a, int b) => Try(() => Function<Action<int, int>>(f, t => t.WrapAction<int, int>())(a, b)));
        linker.DefineFunction(Module, "j", (int f, int a, int b, int c) => Try(() => Function<Action<int, int, int>>(f, t => t.WrapAction<int, int, int>())(a, b, c)));
        linker.DefineFunction(Module, "i", (int f, int a, int b, int c, int d) => Try(() => Function<Action<int, int, int, int>>(f, t => t.WrapAction<int, int, int, int>())(a, b, c, d)));
        foreach (var import in imports.Where(import => import.Name is "c" or "x" or "m" or "v" or "w" or "o" or "u" or "r" or "s" or "t" or "y" or "n"))
            DefineInert(linker, import);
    }

    /// <summary>The end of the process ends the guest; files, timers and the calls of PL/pgSQL's parser do nothing.</summary>
    private static void DefineInert(Linker linker, FunctionImport import)
    {
        var isFatal = Fatal.Contains(import.Name) || import.Name is "y" or "n";
        linker.DefineFunction(
            Module,
            import.Name,
            (Caller _, ReadOnlySpan<ValueBox> _, Span<ValueBox> results) =>
            {
                if (isFatal)
                    throw new InvalidOperationException("The parser gave up.");
                if (results.Length > 0)
                    results[0] = 0;
            },
            [.. import.Parameters],
            [.. import.Results]);
    }

    private T Function<T>(int index, Func<Function, T?> wrap)
        where T : Delegate
    {
        if (!_functions.TryGetValue((index, typeof(T)), out var function))
            _functions[(index, typeof(T))] = function = wrap((Function)_table.GetElement((uint)index)!)!;
        return (T)function;
    }

    private T Try<T>(Func<T> call)
    {
        var stack = _stackGet();
        try
        {
            return call();
        }
        catch (Exception e) when (IsLongJump(e))
        {
            _stackRestore(stack);
            _setThrew(1, 0);
            return default!;
        }
    }

    private void Try(Action call) => Try(() =>
    {
        call();
        return 0;
    });

    private static bool IsLongJump(Exception? e)
    {
        for (; e is not null; e = e.InnerException)
            if (ReferenceEquals(e, LongJump.Instance))
                return true;
        return false;
    }

    private int Grow(long wanted)
    {
        if (wanted > maxMemoryBytes)
            return 0;
        try
        {
            _memory.Grow((wanted - _memory.GetLength() + 0xFFFF) >> 16);
            return 1;
        }
        catch (WasmtimeException)
        {
            return 0;
        }
    }

    private sealed class LongJump : Exception
    {
        public static readonly LongJump Instance = new();
    }
}
